"""Numbers as programs write them."""

from decimal import Decimal

import pytest

from labcal.domain.numeral import completed, decimal_from
from labcal.errors.quantities import NotANumberError


@pytest.mark.parametrize(
    ("keyed", "number"),
    [
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("2.e3", "2e3"),
        (" 1e-6 ", "1e-6"),
        ("1,5", "1.5"),
        ("−3", "-3"),
    ],
)
def test_numbers(keyed: str, number: str) -> None:
    assert decimal_from(keyed) == Decimal(number)


def test_units_stay() -> None:
    assert completed("-.5 mg") == "-0.5 mg"
    assert completed("5. mg") == "5 mg"
    assert completed("5.25 mg") == "5.25 mg"


@pytest.mark.parametrize("keyed", ["", ".", "-", "abc", "1.2.3", "nan", "inf", "1e999"])
def test_what_is_no_number(keyed: str) -> None:
    with pytest.raises(NotANumberError):
        decimal_from(keyed)
