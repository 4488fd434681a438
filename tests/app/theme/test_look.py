"""One place for the look: nothing else writes a colour, and both themes dress the application."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

APP = Path(__file__).parents[3] / "app" / "labcal_app"
LITERAL = re.compile(r'["\']#[0-9A-Fa-f]{6,8}["\']|QColor\(["\'\d]|rgba?\(|setStyleSheet|QFont\(["\']')


def test_no_colour_font_or_sheet_is_written_outside_the_theme():
    outside = [file for file in APP.rglob("*.py") if "theme" not in file.parts]
    assert len(outside) > 20
    found = {
        f"{file.name}: {hit}"
        for file in outside
        for hit in LITERAL.findall(file.read_text(encoding="utf-8").replace(".fromRgba(", ""))
    }
    assert not found


def test_both_themes_dress_the_application(qapp, look):
    sheets = set()
    for theme in ("light", "dark"):
        look.use(theme)
        assert qapp.palette().color(QPalette.ColorRole.Window) == look.colour("window")
        assert "$" not in qapp.styleSheet()
        sheets.add(qapp.styleSheet())
    assert len(sheets) == 2


def test_sides_of_the_sheet_turn_with_the_direction_of_reading(qapp, look):
    side = re.compile(r'role="side"\] \{.*border-(left|right)')
    assert side.search(qapp.styleSheet())[1] == "right"
    look.read_from(Qt.LayoutDirection.RightToLeft)
    assert side.search(qapp.styleSheet())[1] == "left"
    assert look.mirrored


def test_who_draws_is_told_of_another_theme(qtbot, look):
    with qtbot.waitSignal(look.changed):
        look.use("dark")
    with pytest.raises(KeyError):
        look.use("mauve")
