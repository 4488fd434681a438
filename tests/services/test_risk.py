"""Risks as JSON, and results as they are reported."""

from decimal import Decimal

import pytest

from labcal.domain.conformity import Limits
from labcal.domain.risk import Question, assess
from labcal.domain.rounding import RoundingPolicy
from labcal.errors.quantities import NegativeHalfWidthError, UnitMismatchError
from labcal.errors.results import NotReportableError, TooManyDigitsError
from labcal.services.risk import risk_json, round_result

KEYS = [
    "conformance_probability",
    "verdict",
    "rule",
    "guard_band",
    "acceptance_limits",
    "specific_false_accept",
    "global_false_accept",
    "global_false_reject",
    "conditional_false_accept",
]


def told(rule: str = "guard-u", u: str = "0.5", **more: object) -> dict[str, object]:
    limits = Limits(lower=Decimal(-5), upper=Decimal(5), unit="1")
    question = Question(
        value=Decimal("4.01"), standard_uncertainty=Decimal(u), limits=limits, rule=rule, **more
    )
    return risk_json(assess(question))


def test_keys() -> None:
    found = told()
    assert list(found) == KEYS
    assert (found["verdict"], found["guard_band"], found["acceptance_limits"]) == ("fail", 1.0, [-4.0, 4.0])
    assert found["global_false_accept"] is None
    assert told(process_deviation=Decimal(2))["conditional_false_accept"] is not None


def test_no_zone() -> None:
    found = told(u="2.5", process_deviation=Decimal(2))
    assert (found["verdict"], found["acceptance_limits"], found["conditional_false_accept"]) == (
        "noPass",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("value", "uncertainty", "options", "printed"),
    [
        ("100.02147", "0.00079", {}, ("100.02147", "0.00079")),
        ("9.999999", "0.00995", {}, ("10.000", "0.010")),
        ("12.345", "0.0995", {}, ("12.34", "0.10")),
        ("123.456", "9.95", {}, ("123", "10")),
        ("12.3449", "0.01047", {}, ("12.345", "0.010")),
        ("12.3449", "0.01047", {"policy": RoundingPolicy.UP}, ("12.345", "0.011")),
        ("12.3449", "0.01047", {"digits": 1}, ("12.34", "0.01")),
        ("12.3449", "0.014", {"digits": 1, "policy": RoundingPolicy.EA}, ("12.34", "0.02")),
        ("28.05", "0.02805", {}, ("28.050", "0.028")),
        ("0.00012345", "0.000012", {}, ("0.000123", "0.000012")),
        ("1234567.8", "4321", {}, ("1234600", "4300")),
        ("-5.55", "0.25", {}, ("-5.55", "0.25")),
        ("10.000025", "0.0000586", {}, ("10.000025", "0.000059")),
    ],
)
def test_rounding(value: str, uncertainty: str, options: dict[str, object], printed: tuple[str, str]) -> None:
    """06_reporting.json, rounding_test_vectors; JCGM 100:2008, 7.2.6."""
    found = round_result(value, uncertainty, **options).as_json()
    assert (found["value"], found["uncertainty"]) == printed


def test_units() -> None:
    """JCGM 100:2008, 7.2.6: y = 10.057 62 Ω with u = 27 mΩ is 10.058 Ω."""
    assert round_result("10.05762 ohm", "27 mohm").text == "10.058 Ω ± 0.027 Ω"
    assert round_result("-10.05762 ohm", "0.027").text == "−10.058 Ω ± 0.027 Ω"
    assert round_result("20.00 °C", "0.5 K").text == "20.00 °C ± 0.50 °C"
    assert round_result("5", "±15 mg").text == "5 mg ± 15 mg"
    assert round_result("12.345", "0.0995").as_json()["text"] == "12.34 ± 0.10"


def test_what_cannot_be_reported_is_said() -> None:
    with pytest.raises(UnitMismatchError):
        round_result("5 kg", "3 m")
    with pytest.raises(NegativeHalfWidthError):
        round_result("5", "-1")
    with pytest.raises(NotReportableError):
        round_result("5", "0")
    with pytest.raises(TooManyDigitsError):
        round_result("5", "1", digits=3)
