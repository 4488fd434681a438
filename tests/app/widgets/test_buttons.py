"""Buttons by keyboard and mouse; each has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from labcal_app.widgets.buttons import Button, IconButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Space])
def test_a_button_is_pressed_by_key_and_click(qtbot, look, key):
    button = Button(look, "Receive item", "new", "primary")
    qtbot.addWidget(button)
    for press in (
        lambda: qtbot.keyClick(button, key),
        lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton),
    ):
        with qtbot.waitSignal(button.clicked):
            press()


def test_it_has_room_for_icon_and_words(qtbot, look):
    words, both = Button(look, "Issue"), Button(look, "Issue", "issue")
    assert both.sizeHint().width() > words.sizeHint().width()
    assert both.opens_menu().sizeHint().width() > Button(look, "Issue", "issue").sizeHint().width()
    both.rename("Issue the certificate")
    assert both.accessibleName() == "Issue the certificate"


@pytest.mark.parametrize("kind", ["primary", "secondary", "quiet", "link", "danger"])
def test_kinds_and_states_can_be_told_apart(qtbot, look, kind):
    button = Button(look, "Issue", "issue", kind)
    qtbot.addWidget(button)
    enabled = button.grab().toImage()
    button.setEnabled(False)
    assert enabled != button.grab().toImage()


def test_an_icon_alone_says_its_name(qtbot, look):
    button = IconButton(look, "more", "More")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("More", "More")
    assert min(button.width(), button.height()) >= look.size("hit_min")
    button.show_icon("close")


def test_the_look_changes_it(qtbot, look):
    button = Button(look, "Issue")
    qtbot.addWidget(button)
    button.show()
    light = button.grab().toImage()
    look.use("dark")
    QApplication.processEvents()
    assert light != button.grab().toImage()
