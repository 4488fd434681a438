"""Icons: none missing, coloured, sharp, and mirrored only where the tokens say so."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from labcal import resources

NAMED = re.compile(
    r'(?:Icon(?:Label|Button)\((?:self\._)?look, |draw_icon\(\w+, \w+, |\bicon=)"([a-z0-9-]+)"'
)
APP = Path(__file__).parents[3] / "app" / "labcal_app"


def test_no_icon_of_the_tokens_is_missing(look):
    for name in look.tokens.icons:
        assert not look.pixmap(name, "text", 16, 1.0).isNull()


def test_no_icon_named_in_the_code_is_missing(look):
    named = set()
    for file in APP.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        named |= set(NAMED.findall(source))
    assert len(named) > 5
    for name in named:
        look.pixmap(name, "text", 16, 1.0)


def test_an_unknown_icon_is_a_fault(look):
    with pytest.raises(FileNotFoundError):
        look.pixmap("unicorn", "text", 16, 1.0)


def test_an_icon_takes_the_colour_of_the_theme(look):
    light = look.pixmap("pass", "pass", 16, 1.0).toImage()
    look.use("dark")
    dark = look.pixmap("pass", "pass", 16, 1.0).toImage()
    look.use("light")
    assert light != dark


def test_an_icon_is_rendered_for_its_screen(look):
    fine = look.pixmap("pass", "pass", 16, 2.0)
    assert (fine.width(), fine.devicePixelRatio()) == (32, 2.0)


def test_a_control_gets_a_picture_for_each_of_its_states(look):
    icon = look.icon("pass", "accent")
    normal = icon.pixmap(16, QIcon.Mode.Normal).toImage()
    assert normal != icon.pixmap(16, QIcon.Mode.Disabled).toImage()


def test_only_arrows_turn_with_the_direction_of_reading(look):
    straight = {name: look.pixmap(name, "text", 16, 1.0).toImage() for name in ("next", "pass")}
    look.read_from(Qt.LayoutDirection.RightToLeft)
    assert look.pixmap("next", "text", 16, 1.0).toImage() == straight["next"].flipped(
        Qt.Orientation.Horizontal
    )
    assert look.pixmap("pass", "text", 16, 1.0).toImage() == straight["pass"]


def test_every_icon_shipped_can_be_drawn(look):
    for file in resources.path("icons").glob("*.svg"):
        picture = look.pixmap(file.stem, "text", 16, 1.0).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), file.stem
