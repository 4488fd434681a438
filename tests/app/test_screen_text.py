"""Figures and dates in sentences on the screen."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.quantity import QuantityValue
from labcal.text import languages, phrase
from labcal_app.screen_text import ScreenText, own_names

FRENCH = ScreenText("fr")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (QuantityValue("0.010", "mg"), "0,010\u202fmg"),
        (Decimal("-1.50"), "−1,50"),
        (date(2026, 11, 22), "22 nov. 2026"),
        (datetime(2026, 11, 22, 14, 5, tzinfo=UTC), "22 nov. 2026 14:05"),
        ("±20.06\u202fmg", "±20,06\u202fmg"),
        ("+1.5\u202fmg … 2.5\u202fmg", "+1,5\u202fmg … 2,5\u202fmg"),
        ("18.5 … 27.5 °C", "18,5 … 27,5 °C"),
        ("1.2", "1.2"),
        ("CAL-2026-0001", "CAL-2026-0001"),
        ("OIML R 111-1:2004, 5.2", "OIML R 111-1:2004, 5.2"),
        (Decimal("NaN"), "NaN"),
        (12345, "12345"),
    ],
)
def test_a_field_is_written_as_the_language_has_it(given, shown):
    assert FRENCH("{field}", field=given) == shown
    assert FRENCH(phrase("{field}", field=phrase("{field}", field=given))) == shown


def test_in_english_the_point_stays():
    assert ScreenText("en")("{field}", field="±20.06\u202fmg") == "±20.06\u202fmg"


@given(st.text())
def test_words_that_are_no_figure_are_left_alone(words):
    assert ScreenText("en")("{field}", field=words) == words


def test_every_language_bears_its_own_name():
    assert own_names()[:2] == (("en", "English"), ("fr", "Français"))
    assert tuple(code for code, _name in own_names()) == languages()
