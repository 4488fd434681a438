"""Decision rules as data: what ships, and how faulty files are refused."""

from decimal import Decimal

import pytest

from labcal import resources
from labcal.catalog.decision_rules import decision_rules, load_rule, parse_rule
from labcal.domain.conformity import RULES, Limits, Outcome, decide
from labcal.domain.risk import Question, assess
from labcal.errors import LabCalError
from labcal.errors.limits import UnknownRuleError, UnknownRuleVersionError
from labcal.text import Text

BODY = resources.path("decision_rules", "guard-u-1.toml").read_text(encoding="utf-8")
FIVE = Limits(lower=Decimal(-5), upper=Decimal(5), unit="g")


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_first_versions_are_those_that_results_were_decided_by(name: str) -> None:
    entry = load_rule(name, "1")
    assert entry.rule == RULES[name]
    assert dict(entry.words)["fr"] == Text("fr")(RULES[name].statement)
    assert entry.confidence
    assert entry.verified_by == ""


def test_rules_that_are_data_alone() -> None:
    """ILAC-G8:09/2019, table 1: w = 1.5 U and w = 3 U."""
    assert {one.rule.name for one in decision_rules()} - set(RULES) == {"three-sigma", "six-sigma"}
    three = load_rule("three-sigma").rule
    assert decide(three, Decimal("3.5"), Decimal(1), FIVE).outcome is Outcome.PASS
    verdict = decide(three, Decimal("3.51"), Decimal(1), FIVE)
    assert (verdict.outcome, verdict.guard, verdict.version) == (Outcome.FAIL, 1.5, "1")
    assert decide(load_rule("six-sigma").rule, Decimal(0), Decimal(2), FIVE).outcome is Outcome.NO_PASS


def test_an_answer_by_a_rule_from_a_file() -> None:
    """Specific risk where a result lies at an acceptance limit of w = 3 U: below 1e-9."""
    question = Question(
        value=Decimal(2),
        standard_uncertainty=Decimal("0.5"),
        limits=FIVE,
        rule=load_rule("six-sigma").rule,
        process_deviation=Decimal(2),
    )
    answer = assess(question)
    assert answer.verdict.outcome is Outcome.PASS
    assert answer.verdict.specific_risk == pytest.approx(9.865876450376946e-10, rel=1e-9)
    assert (answer.zone.lower, answer.zone.upper) == (-2.0, 2.0)
    assert answer.whole is not None


def test_refusals() -> None:
    with pytest.raises(UnknownRuleError, match="known are guard-u, iso14253"):
        load_rule("coin")
    with pytest.raises(UnknownRuleVersionError, match="no version 9; its versions are 1"):
        load_rule("guard-u", "9")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('guard = "1"', 'guard = "U"', "“guard” in own has to be a number in quotation marks"),
        ('guard = "1"', 'guard = "1"\nr = "2"', "“r” in own is not a key"),
        ('version = "1"', "", "“version” is missing in own"),
        ('version = "1"', 'version = "1.5"', "“version” in own has to be a whole number above 0"),
        ("fr = ", "de = ", "“fr” is missing in [words]"),
        ("decision-rule-1", "decision-rule-7", "is not the one that is read here"),
    ],
)
def test_a_faulty_rule_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    assert old in BODY
    with pytest.raises(LabCalError) as refused:
        parse_rule(BODY.replace(old, new).encode(), "own")
    assert said in str(refused.value)
