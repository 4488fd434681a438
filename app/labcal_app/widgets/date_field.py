"""A date, typed as the person's country writes it or as ISO 8601, or taken from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout

from labcal.text import Text, mark
from labcal_app.dates import locale_of
from labcal_app.theme.look import Look
from labcal_app.widgets.fields import Hint, LineField


class DateField(LineField):
    """A civil date; what cannot be read as one is refused in a sentence as soon as the field is left."""

    def __init__(self, look: Look, hint: Hint, text: Text, value: date | None = None) -> None:
        super().__init__(look, hint)
        self._text, self._locale = text, locale_of(text)
        self._action = QAction(text(mark("Choose from a calendar")), self.line)
        self._action.triggered.connect(self.open_calendar)
        self.line.addAction(self._action, QLineEdit.ActionPosition.TrailingPosition)
        self._show_icon()
        look.changed.connect(self._show_icon)
        self.line.setPlaceholderText(hint.placeholder or self.shown(date(2026, 12, 31)))
        self.left.connect(self._tidy)
        self.set_day(value)

    @property
    def day(self) -> date | None:
        """The date in the field; None where it is empty or no date."""
        typed = self.value
        for form in (self._locale.dateFormat(QLocale.FormatType.ShortFormat), self._long(), "yyyy-MM-dd"):
            read = self._locale.toDate(typed, form, 2000)
            if read.isValid():
                return date(read.year(), read.month(), read.day())
        return None

    def set_day(self, value: date | None) -> None:
        """Show ``value``."""
        self.set_value("" if value is None else self.shown(value))

    def shown(self, value: date) -> str:
        """Return ``value`` as the person's country writes it, with all four digits of the year."""
        return self._locale.toString(QDate(value.year, value.month, value.day), self._long())

    def open_calendar(self) -> None:
        """Unfold a calendar below the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("role", "raised")
        calendar = QCalendarWidget()
        calendar.setLocale(self._locale)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(self.label.text())
        present = self.day
        if present is not None:
            calendar.setSelectedDate(QDate(present.year, present.month, present.day))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(calendar)
        calendar.activated.connect(lambda day: self._take(popup, day))
        calendar.clicked.connect(lambda day: self._take(popup, day))
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _take(self, popup: QFrame, day: QDate) -> None:
        self.set_day(date(day.year(), day.month(), day.day()))
        popup.close()
        self.changed.emit(self.value)

    def _tidy(self) -> None:
        read = self.day
        if read is not None:
            self.set_day(read)
        elif self.value:
            self.refuse(self._text(mark("“{typed}” is not a date."), typed=self.value))

    def _long(self) -> str:
        form = self._locale.dateFormat(QLocale.FormatType.ShortFormat)
        return form if "yyyy" in form else form.replace("yy", "yyyy")

    def _show_icon(self) -> None:
        self._action.setIcon(self._look.icon("calendar"))
