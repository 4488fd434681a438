"""Numbers as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal_app.cells import MINUS, NARROW_SPACE, Symbol, TwoLines, shown_number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("-20.06", "−20.06"),
        ("10000.025", "10\u202f000.025"),
        ("1234", "1234"),
        ("0.00005", "0.000\u202f05"),
        (Decimal("10.000050"), "10.000\u202f050"),
        (Decimal("1E+3"), "1000"),
        (7, "7"),
        ("150.O9", "150.O9"),
        ("—", "—"),
        ("", ""),
    ],
)
def test_digits_are_grouped_and_the_minus_is_true(number, written):
    """SI Brochure, 9th edition, 5.4.4: a thin space between groups of three, none in four digits."""
    assert shown_number(number) == written


def test_a_plus_stands_before_what_is_greater_than_zero():
    assert [shown_number(number, signed=True) for number in ("0.007", "0.000", "-1")] == [
        "+0.007",
        "0.000",
        "−1",
    ]


def test_the_decimal_sign_is_the_persons():
    assert shown_number("0.03", mark=",") == "0,03"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_nothing_but_signs_and_spaces_is_changed(number):
    written = shown_number(number).replace(NARROW_SPACE, "").replace(MINUS, "-")
    assert Decimal(written) == number


def test_values_read_as_words():
    assert str(TwoLines("Weight", "10 kg")) == "Weight · 10 kg"
    assert str(Symbol("m", "S")) == "m_S"
