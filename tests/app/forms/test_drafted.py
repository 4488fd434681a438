"""What was typed into a form comes back: for the same person, over the same record, never a password."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt

from labcal.services.drafts import drafts_of
from labcal.store.book import open_book
from labcal.text import Text
from labcal_app.forms.beside import Form
from labcal_app.views.people_forms import PersonForm
from labcal_app.views.receive import ReceivePage
from labcal_app.window import Seat, Window

WHO = "Amina Diallo"


@pytest.fixture
def shown(qtbot, look, text, settings, seat):
    """Returns what shows a form in a window of its own, as if the program had just been started."""
    windows = []

    def shown(make, who: str = WHO):
        window = Window(look, text, settings)
        windows.append(window)
        qtbot.addWidget(window)
        desk = seat(who)
        frame = window.enter(desk, Seat(person=who, role="", book="demo.labcal"))
        form = make(desk)
        frame.stack.addWidget(form)
        with qtbot.waitActive(window):
            window.show()
        qtbot.waitUntil(lambda: frame.drafts.ready)
        form.setFocus()
        return form, frame

    return shown


def kept(demo, who: str = WHO) -> dict:
    book = open_book(demo)
    try:
        return drafts_of(book, who)
    finally:
        book.close()


def person(look, text):
    return lambda _desk: PersonForm(look, text)


def test_a_form_shows_again_what_was_typed(qtbot, look, text, shown, demo):
    form, frame = shown(person(look, text))
    form.begin()
    qtbot.keyClicks(form.name.line, "Ira Novak")
    qtbot.keyClicks(form.passwords.first.line, "a secret password")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    assert "secret" not in str(kept(demo))
    again, frame = shown(person(look, text))
    qtbot.waitUntil(lambda: again.name.value == "Ira Novak")
    assert (again.passwords.first.value, again.back_again.isVisible()) == ("", True)
    assert again.back_again.said[0] == "What you were typing is back."
    again.clear()
    frame.drafts.flush()
    qtbot.waitUntil(lambda: not kept(demo))


def test_what_is_back_can_be_discarded(qtbot, look, text, shown, demo):
    form, frame = shown(person(look, text))
    form.begin()
    qtbot.keyClicks(form.name.line, "Ira Novak")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    again, _frame = shown(person(look, text))
    qtbot.waitUntil(again.back_again.isVisible)
    qtbot.mouseClick(again.back_again.repair, Qt.MouseButton.LeftButton)
    assert (again.name.value, again.back_again.isVisible()) == ("", False)
    qtbot.waitUntil(lambda: not kept(demo))


def test_nobody_sees_what_another_was_typing(qtbot, look, text, shown, demo):
    form, frame = shown(person(look, text))
    form.begin()
    qtbot.keyClicks(form.name.line, "Ira Novak")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    other, frame = shown(person(look, text), "Kwame Osei")
    other.begin()
    assert other.name.value == ""


def test_a_draft_of_one_record_never_comes_back_over_another(qtbot, look, text, shown, demo):
    def make(value: str, note: str):
        def form(_desk) -> Form:
            from labcal_app.widgets.fields import Hint, LineField

            made = Form(look, text, "Edit", "Keep")
            made.place = made.field(LineField(look, Hint("Place"), value))
            made.say("Edit", note)
            return made

        return form

    form, frame = shown(make("Room 1", "S-0001"))
    form.begin()
    qtbot.keyClicks(form.place.line, "2")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    for value, note in (("Room 1", "S-0002"), ("Room 3", "S-0001")):
        other, _frame = shown(make(value, note))
        other.begin()
        assert other.place.value == value
    again, _frame = shown(make("Room 1", "S-0001"))
    qtbot.waitUntil(lambda: again.place.value == "2")


def test_the_item_at_the_counter_comes_back(qtbot, look, text, shown, demo):
    page, frame = shown(lambda desk: ReceivePage(look, text, desk))
    page.begin()
    qtbot.keyClicks(page.customer.city.line, "Tema")
    qtbot.keyClicks(page.customer.phone.line, "030 2")
    frame.drafts.flush()
    qtbot.waitUntil(lambda: bool(kept(demo)))
    again, _frame = shown(lambda desk: ReceivePage(look, text, desk))
    again.begin()
    qtbot.waitUntil(lambda: again.customer.city.value == "Tema")
    assert again.customer.phone.value == "030 2"


def test_what_is_typed_outlasts_a_kill(demo):
    """A second program types into a form and is killed while the form stands open."""
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, __file__, str(demo)], env=search, stdout=subprocess.PIPE, text=True
    ) as typist:
        limit = threading.Timer(100, typist.terminate)
        limit.start()
        said = typist.stdout.readline().strip()
        limit.cancel()
        typist.send_signal(signal.SIGKILL)
        assert (said, typist.wait(60)) == ("typed", -signal.SIGKILL)
    (typed,) = kept(demo).values()
    assert "Ira Novak" in typed.values()


def type_and_wait(path) -> None:
    from pathlib import Path

    from PySide6.QtCore import QEventLoop, QSettings, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from labcal import resources
    from labcal_app.desk import Desk
    from labcal_app.theme.look import Look

    application = QApplication([])
    look, text = Look(application, resources.path()), Text("en")
    window = Window(look, text, QSettings(str(Path(path).with_suffix(".ini")), QSettings.Format.IniFormat))
    desk = Desk(open_book(Path(path)), WHO)
    frame = window.enter(desk, Seat(person=WHO, role="", book=""))
    form = PersonForm(look, text)
    frame.stack.addWidget(form)
    window.show()
    waiting, look_again = QEventLoop(), QTimer()

    def look_once_more() -> None:
        if frame.drafts.ready and not form.name.value:
            form.begin()
            QTest.keyClicks(form.name.line, "Ira Novak")
        elif kept(Path(path)):
            waiting.quit()

    look_again.timeout.connect(look_once_more)
    look_again.start(50)
    waiting.exec()
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    waiting.exec()


if __name__ == "__main__":
    type_and_wait(sys.argv[1])
