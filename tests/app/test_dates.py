"""Dates and decimal signs by language."""

from datetime import UTC, date, datetime

import pytest

from labcal.text import Text
from labcal_app.dates import decimal_mark, locale_of, shown_date, shown_day, shown_instant


def test_a_date_is_written_in_the_persons_language(text):
    assert shown_date(date(2026, 11, 8), text) == "8 Nov 2026"
    assert shown_day(date(2026, 11, 23), text) == "Monday 23 November 2026"
    assert shown_date(date(2026, 11, 8), Text("fr")).startswith("8 nov")
    assert shown_instant(datetime(2026, 11, 8, 14, 5, tzinfo=UTC), text) == "8 Nov 2026 14:05"


@pytest.mark.parametrize(("language", "sign"), [("en", "."), ("fr", ","), ("de", ","), ("es", ",")])
def test_the_decimal_sign_is_the_languages(language, sign):
    assert decimal_mark(Text(language)) == sign


def test_without_a_country_the_day_comes_first(text):
    assert locale_of(text).dateFormat(locale_of(text).FormatType.ShortFormat).lower().startswith("d")
