"""Numbers, units and days on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from labcal.certificates.words import bound, limits, moment, period, value

SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("number", "unit", "signed", "shown"),
    [
        ("10.000025", "kg", False, f"10.000\u202f025{SPACE}kg"),
        ("-0.5", "mg", False, f"\u22120.5{SPACE}mg"),
        ("25", "mg", True, f"+25{SPACE}mg"),
        ("0", "mg", True, f"0{SPACE}mg"),
        ("20.10", "degC", False, f"20.10{SPACE}°C"),
        ("12345", "kg/m^3", False, f"12\u202f345{SPACE}kg/m³"),
        ("90", "deg", False, "90°"),
        ("1.5", "1", False, "1.5"),
    ],
)
def test_a_quantity(number: str, unit: str, signed: bool, shown: str) -> None:
    assert value(Decimal(number), unit, signed=signed) == shown


@pytest.mark.parametrize(
    ("lower", "upper", "shown"),
    [
        ("-500", "500", f"±500{SPACE}mg"),
        (None, "5", f"≤{SPACE}5{SPACE}mg"),
        ("-5", None, f"≥{SPACE}\u22125{SPACE}mg"),
        ("-2", "5", f"\u22122{SPACE}…{SPACE}+5{SPACE}mg"),
        (None, None, "–"),
    ],
)
def test_limits(lower: str | None, upper: str | None, shown: str) -> None:
    given = [None if end is None else Decimal(end) for end in (lower, upper)]
    assert limits(given[0], given[1], "mg") == shown


def test_quantities_in_sentences_are_bound() -> None:
    shown = bound("10 000.005 g ± 0.045 g (k = 2) of this").replace(SPACE, "_")
    assert shown == "10_000.005_g ±_0.045_g (k_=_2) of this"


def test_days_and_moments() -> None:
    assert period(date(2026, 11, 16), date(2026, 11, 16)) == "2026-11-16"
    assert period(date(2026, 11, 16), date(2026, 11, 17)) == "2026-11-16 – 2026-11-17"
    assert moment(datetime(2026, 3, 1, 23, 0, tzinfo=UTC), "Pacific/Auckland") == (
        "2026-03-02 12:00 (Pacific/Auckland)"
    )
