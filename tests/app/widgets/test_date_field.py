"""Dates as the person's country writes them, or as ISO 8601."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget

from labcal.text import Text
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.fields import Hint


@pytest.fixture
def field(qtbot, look, text):
    field = DateField(look, Hint("Received"), text)
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize("typed", ["2026-11-23", "23/11/2026"])
def test_both_ways_of_writing_are_read(field, typed):
    field.set_value(typed)
    assert field.day == date(2026, 11, 23)


def test_what_is_no_date_is_refused_in_a_sentence(qtbot, field):
    qtbot.keyClicks(field.line, "soon")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.sentence.text() == "“soon” is not a date."
    assert field.day is None


def test_a_date_is_tidied_when_one_leaves(qtbot, field):
    qtbot.keyClicks(field.line, "2026-11-23")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value == "23/11/2026"


def test_another_language_writes_it_otherwise(qtbot, look):
    field = DateField(look, Hint("Eingang"), Text("de"), date(2026, 11, 3))
    qtbot.addWidget(field)
    assert field.value == "03.11.2026"
    assert QLocale("de").language() == QLocale.Language.German


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_day_can_be_taken_from_the_calendar(qtbot, field):
    field.set_day(date(2026, 11, 23))
    field.open_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 11, 23)
    with qtbot.waitSignal(field.changed):
        calendar.activated.emit(QDate(2026, 12, 1))
    assert field.day == date(2026, 12, 1)
    QApplication.processEvents()
