from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.rounding import grouped
from labcal.errors.quantities import (
    ForeignDigitsError,
    LetterInNumberError,
    MissingNumberError,
    NegativeHalfWidthError,
    NotANumberError,
    NumberOutOfRangeError,
    PlusMinusInValueError,
    TwoDecimalMarksError,
    UnitMismatchError,
    UnknownUnitError,
)


@pytest.mark.parametrize(
    ("text", "number", "unit", "value"),
    [
        ("10.000 05 g", "10.000 05", "g", "10.00005"),
        ("10\u202f000,00 g", "10\u202f000,00", "g", "10000.00"),
        (" 10 000.005 g ", "10 000.005", "g", "10000.005"),
        ("20 mg", "20", "mg", "20"),
        ("+0.010", "+0.010", "g", "0.010"),
        ("−5", "−5", "g", "-5"),
        ("1e-6 kg", "1e-6", "kg", "0.000001"),
    ],
)
def test_what_is_keyed_is_kept(text: str, number: str, unit: str, value: str) -> None:
    quantity = parse(text, "g")
    assert (quantity.number, quantity.unit) == (number, unit)
    assert str(quantity.value) == value


def test_units_are_open_where_none_is_wanted() -> None:
    assert parse("20,1 °C") == QuantityValue("20,1", "°C")
    assert parse("5 1/K").value == 5
    assert parse("0.5").unit == "1"
    assert parse("10 m").unit == "m"


@pytest.mark.parametrize(
    ("text", "refusal", "sentence"),
    [
        ("", MissingNumberError, "A number is missing."),
        ("1.2.3", TwoDecimalMarksError, "“1.2.3” has more than one point or comma."),
        ("1.234,5", TwoDecimalMarksError, "“1.234,5” has more"),
        ("NaN", NotANumberError, "“NaN” is not a number."),
        ("Infinity", NotANumberError, "“Infinity” is not a number."),
        ("1e400", NumberOutOfRangeError, "“1e400” is too long"),
        ("9" * 61, NumberOutOfRangeError, "is too long"),
        ("150.O9", LetterInNumberError, "“150.O9” has the letter O. Did you mean 150.09?"),
        ("15O", LetterInNumberError, "Did you mean 150?"),
        ("12,l5 g", LetterInNumberError, "“12,l5 g” has the letter l. Did you mean 12,15 g?"),
        ("١٢", ForeignDigitsError, "“١٢” has digits other than 0 to 9. Did you mean 12?"),
        ("±15 mg", PlusMinusInValueError, "“±15 mg” begins with ±"),
        ("5 mm", UnitMismatchError, "“5 mm” is a length; a mass is wanted here, such as 10 g."),
        ("12 kgg", UnknownUnitError, "“kgg” is not a unit that is known here. Did you mean kg?"),
        ("1 0 0", NotANumberError, "“1 0 0” is not a number."),
        ("10 00", NotANumberError, "“10 00” is not a number."),
        ("1_000", NotANumberError, "is not a number."),
        ("5'000", NotANumberError, "is not a number."),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(
    text: str, refusal: type[Exception], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        parse(text, "g")
    assert sentence in str(refused.value)


def test_a_half_width_drops_its_sign() -> None:
    for text in ("±15 mg", "+/-15 mg", "15 mg", "± 15 mg"):
        assert parse_half_width(text, "g") == QuantityValue("15", "mg")
    with pytest.raises(NegativeHalfWidthError):
        parse_half_width("-15 mg", "g")


def test_base_and_other_units() -> None:
    quantity = QuantityValue("10 000.005", "g")
    assert quantity.base == 10.000005
    assert quantity.in_unit("kg") == Decimal("10.000005")
    assert QuantityValue("0.5", "°C").in_unit("K", difference=True) == Decimal("0.5")
    assert str(quantity) == "10 000.005\u202fg"
    assert str(QuantityValue("3", "1")) == "3"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_what_is_printed_can_be_keyed(value: Decimal) -> None:
    assert parse(grouped(value), "g").value == value


@given(st.text(max_size=30))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        quantity = parse(text)
    except (NotANumberError, UnknownUnitError):
        return
    assert quantity.value.is_finite()
