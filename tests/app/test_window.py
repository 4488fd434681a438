"""The frame, by keyboard: pages, palette, help, theme, messages."""

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from labcal.errors import LabCalError
from labcal_app.cells import State
from labcal_app.widgets.fields import Hint, LineField
from labcal_app.window import Page, Seat, Window

SEAT = Seat(
    person="Amina Diallo",
    role="Technician",
    book="nmi.labcal",
    languages=(("en", "English"), ("fr", "Français")),
)
CONTROL = Qt.KeyboardModifier.ControlModifier


class DeskLike(QObject):
    """The signals of a desk, without a book behind them."""

    changed, refused, kept = Signal(frozenset), Signal(LabCalError), Signal(str)
    undoable, redoable, busy = Signal(str), Signal(str), Signal(bool, str)
    progressed = Signal(int, int)
    who = "Amina Diallo"

    def __init__(self):
        super().__init__()
        self.calls = []

    def fetch(self, asker, function, then):
        """Answer nothing: there are no files."""

    def cancel(self):
        self.calls.append("cancel")

    def undo(self):
        self.calls.append("undo")

    def redo(self):
        self.calls.append("redo")


@pytest.fixture
def built():
    return []


@pytest.fixture
def desk():
    return DeskLike()


@pytest.fixture
def frame(qtbot, look, window, built, desk):
    def people():
        built.append("people")
        return LineField(look, Hint("Name", "The name stands on every record.", "ISO/IEC 17025:2017, 7.5.1"))

    frame = window.enter(desk, SEAT)
    frame.add_pages(
        [
            Page(id="today", title="Today", icon="today", build=lambda: QLabel("today")),
            Page(id="people", title="People", icon="people", build=people, group=1),
        ]
    )
    with qtbot.waitActive(window):
        window.show()
    return frame


def test_pages_are_made_when_they_are_first_opened(qtbot, frame, built):
    assert (frame.current, built) == ("today", [])
    qtbot.keyClick(frame, Qt.Key.Key_2, CONTROL)
    qtbot.keyClick(frame, Qt.Key.Key_1, CONTROL)
    qtbot.keyClick(frame, Qt.Key.Key_2, CONTROL)
    assert (frame.current, built) == ("people", ["people"])
    assert frame.navigation.buttons["people"].isChecked()
    with pytest.raises(KeyError):
        frame.open_page("nowhere")


def test_a_click_in_the_navigation_opens_a_page(qtbot, frame):
    qtbot.mouseClick(frame.navigation.buttons["people"], Qt.MouseButton.LeftButton)
    assert frame.current == "people"


def test_the_palette_goes_to_a_page(qtbot, frame):
    qtbot.keyClick(frame, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(frame.palette_view.line, "peop")
    qtbot.keyClick(frame.palette_view.line, Qt.Key.Key_Return)
    assert frame.current == "people"
    assert frame.palette_view.isHidden()


def test_f1_explains_the_field_with_its_clause(qtbot, frame):
    field = frame.open_page("people")
    assert isinstance(frame.window().focusWidget(), QLineEdit)
    qtbot.keyClick(field.line, Qt.Key.Key_F1)
    assert frame.status.message.text() == "The name stands on every record. (ISO/IEC 17025:2017, 7.5.1)"


def test_undo_goes_by_name_and_key(qtbot, frame, desk):
    qtbot.keyClick(frame, Qt.Key.Key_Z, CONTROL)
    assert desk.calls == []
    desk.undoable.emit("Record reading")
    assert frame.actions_table.action("undo").text() == "Undo “Record reading”"
    qtbot.keyClick(frame, Qt.Key.Key_Z, CONTROL)
    qtbot.mouseClick(frame.status.undo, Qt.MouseButton.LeftButton)
    desk.redoable.emit("Record reading")
    qtbot.keyClick(frame, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.calls == ["undo", "undo", "redo"]


def test_a_refusal_is_one_sentence_that_goes_when_something_is_kept(frame, desk):
    desk.refused.emit(LabCalError())
    assert frame.message.isVisible()
    assert frame.message.banner.said[0] == LabCalError.template
    desk.kept.emit("Record reading")
    assert frame.message.isHidden()
    frame.say(State.INFO, "A copy was kept.")
    assert frame.message.banner.said[0] == "A copy was kept."


def test_the_navigation_shrinks_where_the_page_needs_the_room(qtbot, look, frame):
    frame.needs_width("people", needed=True)
    assert not frame.navigation.rail
    frame.open_page("people")
    assert frame.navigation.rail
    frame.window().resize(look.tokens.wide + 10, 900)
    qtbot.waitUntil(lambda: not frame.navigation.rail)
    frame.window().resize(1280, 720)
    qtbot.waitUntil(lambda: frame.navigation.rail)


def test_the_theme_is_remembered(qtbot, look, text, settings, frame):
    frame.actions_table.action("theme").trigger()
    assert look.theme.name == "dark"
    look.use("light")
    again = Window(look, text, settings)
    qtbot.addWidget(again)
    assert look.theme.name == "dark"


def test_size_and_language_are_remembered(qtbot, window, settings, frame):
    window.resize(1400, 800)
    with qtbot.waitSignal(window.language_chosen) as chosen:
        window.choose_language("fr")
    with qtbot.waitSignal(window.closing):
        window.close()
    assert chosen.args == ["fr"]
    settings.sync()
    kept = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert kept.value("look/language") == "fr"
    assert kept.contains("window/geometry")


def test_signing_out_is_asked_for_by_the_menu(qtbot, window, frame):
    with qtbot.waitSignal(window.signed_out):
        frame.actions_table.action("sign_out").trigger()
    window.show_door(QLabel("door"))
    assert window.frame is None


def test_what_waits_is_counted(frame):
    frame.count("people", 4)
    assert frame.navigation.buttons["people"].accessibleDescription() == "4"
