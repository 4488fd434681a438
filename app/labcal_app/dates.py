"""Dates on the screen, as the person's country writes them (files and certificates keep to ISO 8601)."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from labcal.text import Text

DAY_FIRST = {"en": QLocale.Country.UnitedKingdom}
"""Where the machine tells no country for a language: the order of day and month that fewest misread."""


def locale_of(text: Text) -> QLocale:
    """Return the machine's locale where it speaks the language of ``text``, else that language's own."""
    system, wanted = QLocale.system(), QLocale(text.language)
    if system.language() == wanted.language() and system != QLocale(QLocale.Language.C):
        return system
    country = DAY_FIRST.get(text.language)
    return QLocale(wanted.language(), country) if country is not None else wanted


def shown_date(day: date, text: Text) -> str:
    """Return ``day`` in words short enough for a list, such as "18 Nov 2026"."""
    return locale_of(text).toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def shown_day(day: date, text: Text) -> str:
    """Return ``day`` with the name of the weekday, such as "Monday 23 November 2026"."""
    return locale_of(text).toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")


def shown_instant(at: datetime, text: Text) -> str:
    """Return the civil time ``at``, in the zone it carries, such as "18 Nov 2026 14:05"."""
    return f"{shown_date(at.date(), text)} {at:%H:%M}"


def decimal_mark(text: Text) -> str:
    """Return the decimal sign of the person's language."""
    return locale_of(text).decimalPoint()
