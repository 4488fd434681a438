"""The palette, by keyboard alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from labcal_app.actions import GO, Action, Actions
from labcal_app.widgets.palette import Palette


@pytest.fixture
def done():
    return []


@pytest.fixture
def palette(qtbot, look, text, done):
    window = QWidget()
    qtbot.addWidget(window)
    before = QLineEdit()
    QVBoxLayout(window).addWidget(before)
    actions = Actions(text, window)
    for name, title in (
        ("preview", "Preview the certificate"),
        ("issue", "Issue the certificate"),
        ("add", "Add a point"),
    ):
        actions.add(
            Action(
                id=name,
                title=title,
                run=lambda name=name: done.append(name),
                shortcut="Ctrl+Shift+P"[: 6 * (name == "preview")],
            )
        )
    actions.add(
        Action(id="go", title="Certificates", run=lambda: done.append("go"), group=GO, icon="certificates")
    )
    palette = Palette(look, text, actions, window)
    palette.before, palette.actions_table = before, actions
    window.resize(1280, 720)
    with qtbot.waitActive(window):
        window.show()
    before.setFocus()
    palette.open()
    palette.kept = window
    return palette


def titles(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_it_shows_all_under_their_groups(palette):
    assert titles(palette) == [
        "Do",
        "Preview the certificate",
        "Issue the certificate",
        "Add a point",
        "Go to",
        "Certificates",
    ]
    assert palette.count.text() == "4 of 4 actions"
    assert palette.line.hasFocus()


def test_type_choose_enter(qtbot, palette, done):
    qtbot.keyClicks(palette.line, "CERT")
    assert palette.count.text() == "3 of 4 actions"
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == ["issue"]
    assert palette.isHidden()
    assert palette.before.hasFocus()


def test_headings_are_passed_over(qtbot, palette, done):
    for _ in range(3):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == ["go"]


def test_escape_and_a_click_beside_it_close(qtbot, palette, done):
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert palette.isHidden()
    palette.open()
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert palette.isHidden()
    assert done == []


def test_what_cannot_be_done_is_not_offered(palette):
    palette.dismiss()
    palette.actions_table.enable("issue", enabled=False)
    palette.open()
    assert "Issue the certificate" not in titles(palette)


def test_nothing_found_does_nothing(qtbot, palette, done):
    qtbot.keyClicks(palette.line, "zzz")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == []
    assert palette.count.text() == "0 of 4 actions"


def test_a_click_does_it(qtbot, palette, done):
    row = palette.list.visualItemRect(palette.list.item(3)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert done == ["add"]
