"""Decision rules of ILAC-G8:09/2019 and OIML R 111-1:2004; cases of 05_decision_rules.json."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.conformity import RULES, Limits, Outcome, decide, rule_statement
from labcal.errors.limits import LimitlessError, UnknownRuleError

FIVE = Limits(lower=Decimal(-5), upper=Decimal(5), unit="g")
M1 = Limits(lower=Decimal(-500), upper=Decimal(500), unit="mg", grade="M1")

CASES = [
    ("0.0", "pass", "pass", "pass", "pass"),
    ("3.9", "pass", "pass", "pass", "pass"),
    ("4.0", "pass", "pass", "pass", "pass"),
    ("4.01", "conditionalPass", "fail", "pass", "pass"),
    ("4.5", "conditionalPass", "fail", "pass", "fail"),
    ("5.0", "conditionalPass", "fail", "pass", "fail"),
    ("5.01", "conditionalFail", "fail", "fail", "fail"),
    ("5.9", "conditionalFail", "fail", "fail", "fail"),
    ("6.0", "conditionalFail", "fail", "fail", "fail"),
    ("6.01", "fail", "fail", "fail", "fail"),
    ("-4.2", "conditionalPass", "fail", "pass", "fail"),
    ("-5.5", "conditionalFail", "fail", "fail", "fail"),
    ("-7.0", "fail", "fail", "fail", "fail"),
]
"""y; verdicts by non-binary, guard-u, simple, iso14253; U = 1, limits ± 5 (classification_cases)."""


@pytest.mark.parametrize("case", CASES)
def test_classification(case: tuple[str, ...]) -> None:
    for rule, outcome in zip(("non-binary", "guard-u", "simple", "iso14253"), case[1:], strict=True):
        verdict = decide(rule, Decimal(case[0]), Decimal(1), FIVE)
        assert (verdict.outcome.value, verdict.rule) == (outcome, rule)
        assert verdict.source == RULES[rule].source
        assert "{" not in verdict.reason.format(**dict(verdict.fields))


def test_relaxed_rejects_only_what_is_proven() -> None:
    assert decide("relaxed", Decimal("6.0"), Decimal(1), FIVE).outcome is Outcome.PASS
    assert decide("relaxed", Decimal("6.01"), Decimal(1), FIVE).outcome is Outcome.FAIL


def test_a_guard_band_that_the_customer_agreed() -> None:
    half = Decimal("0.5")
    assert decide("r-u", Decimal("4.5"), Decimal(1), FIVE, ratio=half).outcome is Outcome.PASS
    assert decide("r-u", Decimal("4.51"), Decimal(1), FIVE, ratio=half).outcome is Outcome.FAIL
    assert decide("r-u", Decimal("4.5"), Decimal(1), FIVE, ratio=half).guard == 0.5


def test_one_limit_alone() -> None:
    upper = Limits(lower=None, upper=Decimal(10), unit="V")
    verdict = decide("guard-u", Decimal("9.6"), Decimal("0.4"), upper)
    assert verdict.outcome is Outcome.PASS
    assert dict(verdict.fields)["limits"] == "≤ 10\u202fV"
    assert decide("guard-u", Decimal("-1e6"), Decimal("0.4"), upper).outcome is Outcome.PASS
    lower = Limits(lower=Decimal(2), upper=None, unit="V")
    assert decide("simple", Decimal("1.9"), Decimal("0.4"), lower).outcome is Outcome.FAIL


def test_no_zone_of_acceptance() -> None:
    """05_decision_rules.json, two_sided_note: the acceptance interval vanishes when 2w ≥ TU − TL."""
    verdict = decide("guard-u", Decimal(0), Decimal(5), FIVE)
    assert verdict.outcome is Outcome.NO_PASS
    assert "leave nothing" in verdict.reason


def test_a_weight_that_passes() -> None:
    """OIML R 111-1:2004, 5.2 and 5.3.1, with the result of EA-4/02 M:2022, S2."""
    verdict = decide("r111", Decimal(25), Decimal(59), M1)
    assert verdict.outcome is Outcome.PASS
    assert verdict.guard == 59
    assert verdict.reason.format(**dict(verdict.fields)) == (
        "The deviation of +25\u202fmg lies within ±(500\u202fmg − 59\u202fmg), "
        "and U is not greater than a third of the limit."
    )


@pytest.mark.parametrize(
    ("error", "expanded", "outcome", "words"),
    [
        ("441", "59", Outcome.PASS, "lies within"),
        ("-441", "59", Outcome.PASS, "lies within"),
        ("442", "59", Outcome.FAIL, "does not lie within ±(500"),
        ("-442", "59", Outcome.FAIL, "does not lie within ±(500"),
        ("501", "59", Outcome.FAIL, "lies outside ±500"),
        ("0", "166", Outcome.PASS, "lies within"),
        ("0", "167", Outcome.NO_PASS, "U = 167\u202fmg is greater than a third of the limit of 500\u202fmg"),
        ("501", "167", Outcome.FAIL, "lies outside ±500"),
    ],
)
def test_r111(error: str, expanded: str, outcome: Outcome, words: str) -> None:
    verdict = decide("r111", Decimal(error), Decimal(expanded), M1)
    assert verdict.outcome is outcome
    assert words in verdict.reason.format(**dict(verdict.fields))


def test_class_e1_is_not_reduced() -> None:
    """OIML R 111-1:2004, 5.3.2."""
    e1 = replace(M1, grade="E1", lower=Decimal(-5), upper=Decimal(5))
    assert decide("r111", Decimal("4.9"), Decimal("1.5"), e1).outcome is Outcome.PASS
    assert decide("r111", Decimal("4.9"), Decimal("1.5"), replace(e1, grade="E2")).outcome is Outcome.FAIL
    assert decide("r111", Decimal("4.9"), Decimal("1.7"), e1).outcome is Outcome.NO_PASS


def test_a_gate_refuses_a_verdict_with_its_reason() -> None:
    """OIML G 19:2017: U is not greater than a third of the maximum permissible error."""
    assert decide("third", Decimal(5), Decimal("1.6"), FIVE).outcome is Outcome.PASS
    assert decide("third", Decimal("5.1"), Decimal("1.6"), FIVE).outcome is Outcome.FAIL
    verdict = decide("third", Decimal(9), Decimal("1.7"), FIVE)
    assert (verdict.outcome, verdict.guard, verdict.version) == (Outcome.NO_PASS, 0.0, "1")
    assert verdict.reason.format(**dict(verdict.fields)) == (
        "U = 1.7\u202fg is greater than the limits ±5\u202fg allow for (half their width, divided by 3), "
        "so that conformity cannot be stated."
    )
    with pytest.raises(LimitlessError):
        decide("third", Decimal(0), Decimal(1), Limits(lower=None, upper=Decimal(1), unit="g"))


def test_refusals() -> None:
    with pytest.raises(UnknownRuleError, match="“coin”"):
        decide("coin", Decimal(0), Decimal(1), FIVE)
    with pytest.raises(UnknownRuleError):
        rule_statement("coin")
    with pytest.raises(LimitlessError):
        decide("simple", Decimal(0), Decimal(1), Limits(lower=None, upper=None, unit="g"))
    with pytest.raises(LimitlessError):
        decide("r111", Decimal(0), Decimal(1), Limits(lower=None, upper=Decimal(1), unit="g"))
    assert all(rule_statement(rule).endswith(".") for rule in RULES)


@given(st.decimals(-10, 10, places=3), st.decimals(Decimal("0.001"), 4, places=3))
def test_stricter_rules_never_pass_what_milder_ones_refuse(error: Decimal, expanded: Decimal) -> None:
    order = ("guard-u", "iso14253", "simple", "relaxed")
    passed = [decide(rule, error, expanded, FIVE).outcome is Outcome.PASS for rule in order]
    assert passed == sorted(passed)


@given(
    st.decimals(-10, 10, places=3), st.decimals(Decimal("0.001"), 4, places=3), st.sampled_from(sorted(RULES))
)
def test_the_sign_plays_no_part_between_even_limits(error: Decimal, expanded: Decimal, rule: str) -> None:
    assert decide(rule, error, expanded, FIVE).outcome is decide(rule, -error, expanded, FIVE).outcome
