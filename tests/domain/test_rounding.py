"""Test vectors: 06_reporting.json, rounding_test_vectors; JCGM 100:2008, 7.2.6; EA-4/02 M:2022, 6.3."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.rounding import RoundingPolicy, grouped, report
from labcal.errors.results import NotReportableError, TooManyDigitsError

VECTORS = [
    ("100.02147", "0.00079", 2, "nearest", None, "100.02147", "0.00079"),
    ("9.999999", "0.00995", 2, "nearest", None, "10.000", "0.010"),
    ("12.345", "0.0995", 2, "nearest", None, "12.34", "0.10"),
    ("12.3449", "0.01047", 2, "nearest", None, "12.345", "0.010"),
    ("12.3449", "0.01047", 2, "up", None, "12.345", "0.011"),
    ("12.3449", "0.01047", 1, "nearest", None, "12.34", "0.01"),
    ("12.3449", "0.014", 1, "ea", None, "12.34", "0.02"),
    ("12.3449", "0.0149", 1, "nearest", None, "12.34", "0.01"),
    ("28.05", "0.02805", 2, "nearest", None, "28.050", "0.028"),
    ("0.00012345", "0.000012", 2, "nearest", None, "0.000123", "0.000012"),
    ("1234567.8", "4321", 2, "nearest", None, "1234600", "4300"),
    ("-5.55", "0.25", 2, "nearest", None, "-5.55", "0.25"),
    ("10.000025", "0.0000586", 2, "nearest", None, "10.000025", "0.000059"),
    ("50.0123", "0.0021", 2, "nearest", "0.005", "50.0123", "0.0050"),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors(vector: tuple[str, str, int, str, str | None, str, str]) -> None:
    y, u, digits, policy, cmc, value, expanded = vector
    floor = None if cmc is None else Decimal(cmc)
    result = report(Decimal(y), Decimal(u), digits=digits, policy=RoundingPolicy(policy), floor=floor)
    assert (f"{result.value:f}", f"{result.expanded:f}") == (value, expanded)


def test_gum_7_2_6() -> None:
    """JCGM 100:2008, 7.2.6: u_c = 10.47 mΩ may be rounded up to 11 mΩ, 28.05 kHz is rounded to 28 kHz;
    y_i = 10.05762 Ω with u_c = 27 mΩ becomes 10.058 Ω."""
    up = RoundingPolicy.UP
    assert report(Decimal(0), Decimal("10.47"), policy=up).expanded == 11
    assert report(Decimal(0), Decimal("28.05")).expanded == 28
    assert str(report(Decimal("10.05762"), Decimal("0.027")).value) == "10.058"


def test_9_95_carries_to_10() -> None:
    assert str(report(Decimal(3), Decimal("9.96")).expanded) == "10"
    assert str(report(Decimal(3), Decimal("9.95")).expanded) == "10"


def test_the_noise_of_floats_does_not_carry() -> None:
    assert report(1.0, 0.1 + 0.2, policy=RoundingPolicy.UP).expanded == Decimal("0.30")
    assert report(10.000025, 5.85e-05).value == Decimal("10.000025")


def test_u_is_never_rounded_below_the_cmc() -> None:
    """ILAC-P14:09/2020, 5.5."""
    assert report(Decimal(1), Decimal("0.001"), floor=Decimal("0.00514")).expanded == Decimal("0.0052")
    assert report(Decimal(1), Decimal("0.0062"), floor=Decimal("0.00514")).expanded == Decimal("0.0062")


@pytest.mark.parametrize("expanded", [0.0, -1.0, float("inf"), float("nan")])
def test_no_uncertainty_no_report(expanded: float) -> None:
    with pytest.raises(NotReportableError):
        report(1.0, expanded)


def test_two_digits_at_most() -> None:
    with pytest.raises(TooManyDigitsError):
        report(1.0, 0.1, digits=3)


def test_groups_of_three() -> None:
    """SI Brochure, 9th edition (2019), 5.4.4; four digits may stay together."""
    assert grouped(Decimal("-10000.00005")) == "−10\u202f000.000\u202f05"
    assert grouped(Decimal("10.000025"), " ") == "10.000 025"
    assert grouped(Decimal("1234.5678")) == "1234.5678"
    assert grouped(Decimal("1E+6"), " ") == "1 000 000"
    assert grouped(Decimal("1E-7"), " ") == "0.000 000 1"
    assert grouped(Decimal("25"), signed=True) == "+25"
    assert grouped(Decimal("0.00"), signed=True) == "0.00"
    assert grouped(Decimal("0.05"), decimal_mark=",") == "0,05"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=8),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("1e-8"), max_value=10**9, places=8),
    st.sampled_from(RoundingPolicy),
)
def test_both_end_at_the_same_place(value: Decimal, expanded: Decimal, policy: RoundingPolicy) -> None:
    result = report(value, expanded, policy=policy)
    assert result.value.as_tuple().exponent == result.expanded.as_tuple().exponent
    place = Decimal(1).scaleb(result.expanded.adjusted() - 1)
    assert abs(result.value - value) <= place / 2
    assert abs(result.expanded - expanded) < place
    if policy is RoundingPolicy.UP:
        assert result.expanded >= expanded
    assert "E" not in grouped(result.value) + grouped(result.expanded)
