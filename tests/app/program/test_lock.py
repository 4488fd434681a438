"""The screen of whoever went away: covered, nothing typed is lost, and others may sign in."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from labcal_app.lock import CHOICES, KEY, lock_minutes

WHO, PASSWORD = "Halima Yusuf", "labcal-demo"


def locked(hand, program):
    """Let the time run out."""
    program.lock.watch.timer.start(1)
    hand.wait(lambda: program.lock.cover is not None)
    return program.lock.cover.page


def typing(hand, program):
    """Sign in, and begin to enter someone new."""
    hand.sign_in(WHO, PASSWORD)
    program.ways.press("people", "add")
    page = hand.page("people")
    hand.fill(page.person_form.name, "Ruth Ban")
    return page


def move_mouse(program):
    at = QPoint(5, 5)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at.toPointF(),
        at.toPointF(),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(program.window.windowHandle(), event)


def test_what_was_typed_is_there_again_after_the_password(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    page = typing(hand, program)
    cover = locked(hand, program)
    assert cover.isVisible()
    assert cover.geometry() == program.window.rect()
    assert not page.isVisible()
    hand.write("wrong password")
    hand.press(cover.enter)
    hand.wait(lambda: cover.password.refused)
    assert "do not match" in cover.password.sentence.text()
    assert cover.password.value == ""
    hand.write(PASSWORD)
    hand.key(Qt.Key.Key_Return)
    hand.wait(lambda: program.lock.cover is None)
    assert page.isVisible()
    assert page.person_form.name.value == "Ruth Ban"
    hand.wait(page.person_form.name.line.hasFocus)
    assert program.lock.watch.timer.isActive()


def test_nothing_below_the_cover_can_be_done_or_read(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    page = typing(hand, program)
    cover = locked(hand, program)
    before = program.window.frame.current
    for key, modifier in (
        (Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        hand.key(key, modifier)
    assert program.window.frame.current == before
    assert not program.window.frame.palette_view.isVisible()
    assert cover.password.line.hasFocus()
    seen = [one for one in program.window.findChildren(type(page)) if one.isVisible()]
    assert seen == []


def test_the_cover_follows_the_window(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in(WHO, PASSWORD)
    cover = locked(hand, program)
    program.window.resize(1400, 800)
    hand.wait(lambda: cover.geometry() == program.window.rect())


def test_someone_else_signs_in_and_the_first_finds_the_draft(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    typing(hand, program)
    cover = locked(hand, program)
    hand.press(cover.other)
    hand.wait(lambda: program.sign_in is not None)
    assert program.lock.cover is None
    hand.sign_in("Amina Diallo", PASSWORD)
    hand.sign_out()
    hand.sign_in(WHO, PASSWORD)
    program.ways.press("people", "add")
    page = hand.page("people")
    hand.wait(lambda: page.person_form.name.value == "Ruth Ban")


def test_each_touch_begins_the_time_anew(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in(WHO, PASSWORD)
    timer = program.lock.watch.timer
    assert timer.interval() == 15 * 60_000
    timer.start(60_000)
    move_mouse(program)
    assert timer.interval() == 15 * 60_000


def test_the_settings_say_when_and_whether(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in(WHO, PASSWORD)
    page = hand.page("settings")
    assert page.lock.value == "15"
    assert page.lock.choice.count() == len(CHOICES)
    page.lock.set_value("0")
    page.lock.changed.emit("0")
    assert lock_minutes(program.window.settings) == 0
    move_mouse(program)
    assert not program.lock.watch.timer.isActive()
    program.window.settings.setValue(KEY, "nonsense")
    assert lock_minutes(program.window.settings) == 15


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_screen_is_locked_on_demand_and_with_a_popup_open(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in(WHO, PASSWORD)
    program.window.frame.navigation.menu.popup(program.window.mapToGlobal(QPoint(50, 50)))
    assert QApplication.activePopupWidget() is not None
    program.window.frame.actions_table.action("lock").trigger()
    assert QApplication.activePopupWidget() is None
    assert program.lock.cover is not None
    program.lock.lock()
    hand.write(PASSWORD)
    hand.key(Qt.Key.Key_Return)
    hand.wait(lambda: program.lock.cover is None)


def test_nobody_is_locked_who_has_not_signed_in(hands, start, demo):
    program = start(demo)
    program.lock.lock()
    assert program.lock.cover is None
    hands(program).sign_in(WHO, PASSWORD)
    hands(program).sign_out()
    assert not program.lock.watch.timer.isActive()
