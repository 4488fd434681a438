"""The screen in another language; the certificate keeps its own."""

import gc
from io import BytesIO

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from labcal.domain.job import State
from labcal.services.books import open_book
from labcal.services.certificates import certificate_lines, files_of
from labcal_app.views.settings import SettingsPage

PASSWORD = "labcal-demo"
LONG = 30_000
ENTER = Qt.Key.Key_Return
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),  # of what unfolds
    pytest.mark.timeout(240),
]


def open_job(hand, number):
    page = hand.page("calibrations")
    page.open_job(number)
    sheet = page.worksheet
    hand.wait(lambda: sheet.sheet is not None and sheet.sheet.sheet.job.number == number)
    return sheet


@pytest.fixture
def french(hands, start, demo):
    """A program that speaks French, in the hands of a person."""
    program = start(demo)
    program.window.choose_language("fr")
    return hands(program)


def test_french_is_chosen_at_the_door_and_english_in_the_settings(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.press(program.door.language)
    menu = program.door.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["English", "Français"]
    menu.actions()[1].trigger()
    assert program.sign_in.enter.text().strip() == "Se connecter"
    hand.sign_in("Amina Diallo", PASSWORD)
    page = hand.page("settings")
    assert isinstance(page, SettingsPage)
    assert page.language.choice.currentText() == "Français"
    page.language.choice.setFocus()
    hand.qtbot.keyClick(page.language.choice, Qt.Key.Key_Up)
    hand.wait(lambda: program.text.language == "en")
    assert program.window.frame.navigation.buttons["settings"].text() == "Settings"
    assert program.window.frame.current == "settings"


def test_a_window_that_gave_way_to_another_language_is_told_nothing_more(hands, start, demo):
    """What the desk and the look say reaches the new window only: no word to what is gone, so no fault."""
    program = start(demo)
    hand = hands(program)
    hand.sign_in("Amina Diallo", PASSWORD)
    hand.page("settings")
    gone = []
    program.window.destroyed.connect(lambda: gone.append(True))
    program.window.choose_language("fr")
    hand.wait(lambda: bool(gone))
    program.desk.kept.emit("Record reading")
    program.window.toggle_theme()
    program.window.toggle_theme()
    assert program.window.frame.message.banner.said == ("", "")
    gc.collect()  # the old window is gone: nothing may hold on to its name


def test_what_is_being_typed_is_kept_when_the_window_is_closed(hands, start, demo):
    program = start(demo)
    hand = hands(program)
    hand.sign_in("Amina Diallo", PASSWORD)
    sheet = open_job(hand, "2026-0002")
    sheet.go_to("readings")
    for letter in "0.020":
        hand.write(letter)
    program.window.close()
    book = open_book(demo)
    with book.read() as records:
        readings = records.jobs.get("2026-0002").readings
    book.close()
    assert len(readings) == 8
    assert str(readings[-1].quantity.value) == "0.020"


def test_a_decimal_comma_is_shown_and_can_be_typed(french):
    french.sign_in("Yacouba Traoré", PASSWORD)
    sheet = open_job(french, "2026-0002")
    assert sheet.tabs.conditions.fields["temperature", "start"].value == "20,1"
    sheet.go_to("readings")
    for letter in "+0,020":
        french.write(letter)
    french.key(ENTER)
    french.wait(lambda: len(sheet.sheet.sheet.job.readings) == 8)
    assert str(sheet.sheet.sheet.job.readings[-1].quantity.value) == "0.020"
    shown = sheet.points.grid.model()
    assert "+0,020" in [str(shown.index(1, column).data()) for column in range(shown.columnCount())]


def test_a_certificate_issued_on_a_french_screen_is_in_english(french, demo):
    french.sign_in("Fatou Ndiaye", PASSWORD)
    sheet = open_job(french, "2026-0004")
    french.press(sheet.head.primary)
    french.wait(lambda: sheet.dialog is not None)
    french.qtbot.keyClicks(sheet.dialog.password.editor, PASSWORD)
    french.qtbot.keyClick(sheet.dialog.password.editor, ENTER)
    french.wait(lambda: sheet.sheet.sheet.job.state is State.ISSUED, LONG)
    book = open_book(demo)
    with book.read() as records:
        line = next(line for line in certificate_lines(records) if line.job == "2026-0004")
    printed = pypdfium2.PdfDocument(BytesIO(files_of(book, line.number).pdf))
    words = printed[0].get_textpage().get_text_range()
    printed.close()
    book.close()
    assert line.language == "en"
    assert "Calibration certificate" in words
    assert "étalonnage" not in words
