"""Signing in by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from labcal_app.views.door import Door
from labcal_app.views.sign_in import SignIn


@pytest.fixture
def door(qtbot, look, text, window):
    door = SignIn(
        look,
        text,
        Door(book="nmi.labcal", laboratory="NMI", languages=(("en", "English"), ("fr", "Français"))),
    )
    window.show_door(door)
    with qtbot.waitActive(window):
        window.show()
    return door


def test_name_enter_password_enter(qtbot, door):
    assert door.name.line.hasFocus()
    qtbot.keyClicks(door.name.line, "Amina Diallo")
    qtbot.keyClick(door.name.line, Qt.Key.Key_Return)
    assert door.password.line.hasFocus()
    qtbot.keyClicks(door.password.line, "a long password")
    with qtbot.waitSignal(door.asked) as asked:
        qtbot.keyClick(door.password.line, Qt.Key.Key_Return)
    assert asked.args == ["Amina Diallo", "a long password"]
    assert not door.enter.isEnabled()


def test_what_is_missing_is_said_beside_the_field(qtbot, door):
    with qtbot.assertNotEmitted(door.asked):
        qtbot.mouseClick(door.enter, Qt.MouseButton.LeftButton)
    assert door.name.sentence.text() == "Your name is missing."
    assert door.password.sentence.text() == "Your password is missing."
    assert door.name.line.hasFocus()


def test_a_refusal_lets_one_try_again(qtbot, door):
    door.name.set_value("Amina Diallo")
    door.password.set_value("wrong password")
    qtbot.mouseClick(door.enter, Qt.MouseButton.LeftButton)
    door.refuse("Name and password do not belong together.")
    assert door.password.sentence.text() == "Name and password do not belong together."
    assert door.password.value == ""
    assert door.password.line.hasFocus()
    assert door.enter.isEnabled()


def test_the_password_is_not_shown(door):
    assert door.password.line.displayText() == door.password.line.text() == ""
    door.password.set_value("secret")
    assert "secret" not in door.password.line.displayText()


def test_a_known_person_begins_at_the_password(qtbot, look, text, window):
    door = SignIn(look, text, Door(book="nmi.labcal", person="Amina Diallo"))
    window.show_door(door)
    with qtbot.waitActive(window):
        window.show()
    assert door.password.line.hasFocus()


def test_another_book_a_new_one_another_theme(qtbot, door):
    for button, signal in (
        (door.change, door.other_book),
        (door.other, door.other_book),
        (door.new, door.new_book),
        (door.theme, door.theme_toggled),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_language_is_chosen_from_a_menu(qtbot, door):
    qtbot.mouseClick(door.language, Qt.MouseButton.LeftButton)
    menu = door.findChild(QMenu)
    with qtbot.waitSignal(door.language_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == ["fr"]
    menu.close()


def test_tab_goes_through_the_form(qtbot, door):
    door.name.line.setFocus()
    qtbot.keyClick(door.name.line, Qt.Key.Key_Tab)
    assert door.password.line.hasFocus()
    qtbot.keyClick(door.password.line, Qt.Key.Key_Tab)
    assert door.enter.hasFocus()
