"""The picture beside the sign-in."""

from labcal_app.widgets.logo import Logo
from labcal_app.widgets.vernier import Vernier


def test_it_is_drawn_the_same_in_both_themes(qtbot, look):
    picture = Vernier(look, ("Measured once,", "accepted everywhere."), "No network.")
    qtbot.addWidget(picture)
    picture.resize(540, 720)
    light = picture.grab().toImage()
    look.use("dark")
    assert light == picture.grab().toImage()
    assert picture.accessibleName() == "Measured once, accepted everywhere."
    assert len({light.pixel(x, 433) for x in range(540)}) >= 1
    assert light.pixel(100, 20) != light.pixel(100, 700)


def test_the_mark_takes_the_accent(qtbot, look):
    logo = Logo(look, 32)
    qtbot.addWidget(logo)
    assert logo.grab().toImage().pixelColor(16, 4) == look.colour("accent")
