"""Limits, decision rules and the verdict (ISO/IEC 17025:2017, 7.8.6; JCGM 106; ILAC-G8).

A verdict is decided on the figures as they are printed, so that whoever reads them can check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from labcal.domain import units
from labcal.domain.rounding import grouped
from labcal.errors.limits import LimitlessError, UnknownRuleError
from labcal.text import mark


class Outcome(Enum):
    """The words of the DCC for a statement of conformity."""

    PASS = "pass"
    FAIL = "fail"
    CONDITIONAL_PASS = "conditionalPass"
    CONDITIONAL_FAIL = "conditionalFail"
    NO_PASS = "noPass"
    NO_FAIL = "noFail"


OUTCOMES = {
    Outcome.PASS: mark("pass"),
    Outcome.FAIL: mark("fail"),
    Outcome.CONDITIONAL_PASS: mark("conditional pass"),
    Outcome.CONDITIONAL_FAIL: mark("conditional fail"),
    Outcome.NO_PASS: mark("not shown to pass"),
    Outcome.NO_FAIL: mark("not shown to fail"),
}
"""Each outcome within a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision with its reason.

    Attributes:
        outcome: What was decided.
        rule: Name of the decision rule.
        reason: Sentence template, marked for translation, that ``fields`` fill.
        fields: Figures of the sentence, as text with their units.
        guard: Guard band w, in the unit of the limits.
        source: The document and clause of the rule.
        version: Version of the decision rule.
        specific_risk: Probability that the item measured does not conform, whatever was decided; None
            where nobody computed it (results of 0.1.0).
        share: r of a rule whose guard band is agreed, as agreed; empty for other rules.
        false_accept: Global risk, P(nonconforming and accepted); None where no prior is known.
        false_reject: Global risk, P(conforming and rejected); None where no prior is known.
    """

    outcome: Outcome
    rule: str
    reason: str
    fields: tuple[tuple[str, str], ...]
    guard: float
    source: str
    version: str = "1"
    specific_risk: float | None = None
    share: str = ""
    false_accept: float | None = None
    false_reject: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Permissible errors, with where they come from; frozen into the result.

    Attributes:
        lower: Least permissible error, in ``unit``; None where there is none.
        upper: Greatest permissible error, in ``unit``; None where there is none.
        unit: Unit of both.
        grade: Accuracy class they hold for; empty where classes play no part.
        specification: Such as "OIML R 111-1:2004".
        clause: Such as "table 1".
        edition: Edition of the document.
        source: How the figures were obtained.
        confidence: How sure they are.
        verified: Whether a named person has compared them with the document.
        digest: SHA-256 of the file they were read from, hexadecimal.
    """

    lower: Decimal | None
    upper: Decimal | None
    unit: str
    grade: str = ""
    specification: str = ""
    clause: str = ""
    edition: str = ""
    source: str = ""
    confidence: str = ""
    verified: bool = False
    digest: str = ""


def leaves_nothing(verdict: Verdict, limits: Limits) -> bool:
    """Tell whether the guard band of a verdict left nothing between the limits that could be accepted."""
    if limits.lower is None or limits.upper is None:
        return False
    return verdict.guard > 0 and float(limits.upper - limits.lower) <= 2 * verdict.guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A decision rule in one version; what was decided by it is never decided anew.

    Attributes:
        name: Short name, as procedures say it.
        guard: Guard band w as a multiple of U.
        statement: The rule in a marked sentence, for the certificate.
        source: Document and clause.
        version: Counted from "1".
        has_conditions: Whether there are conditional verdicts within the guard band.
        is_agreed: Whether w = r·U, with an r that was agreed with the customer.
        least_ratio: Least half tolerance over U, a gate: below it there is no verdict; None where the rule
            has none.
        is_for_weights: Whether it is that of OIML R 111-1, which reduces no limits of class E1.
    """

    name: str
    guard: Decimal
    statement: str
    source: str
    version: str = "1"
    has_conditions: bool = False
    is_agreed: bool = False
    least_ratio: Decimal | None = None
    is_for_weights: bool = False


SHIPPED = (
    Rule(
        name="simple",
        guard=Decimal(0),
        statement=mark("Accepted where the result lies within the limits; the uncertainty is not added."),
        source="ILAC-G8:09/2019, 4.2.1",
    ),
    Rule(
        name="guard-u",
        guard=Decimal(1),
        statement=mark("Accepted where the result lies within the limits reduced by U."),
        source="ILAC-G8:09/2019, 4.2.2, w = U",
    ),
    Rule(
        name="r-u",
        guard=Decimal(1),
        statement=mark("Accepted where the result lies within the limits reduced by an agreed part of U."),
        source="ILAC-G8:09/2019, table 1, w = r U",
        is_agreed=True,
    ),
    Rule(
        name="iso14253",
        guard=Decimal("0.83"),
        statement=mark("Accepted where the result lies within the limits reduced by 0.83 U."),
        source="ISO 14253-1:2017; ILAC-G8:09/2019, table 1",
    ),
    Rule(
        name="non-binary",
        guard=Decimal(1),
        statement=mark("Within U of a limit, the verdict is a conditional pass or a conditional fail."),
        source="ILAC-G8:09/2019, 4.2.3, w = U",
        has_conditions=True,
    ),
    Rule(
        name="relaxed",
        guard=Decimal(-1),
        statement=mark("Rejected only where the result lies outside the limits by more than U."),
        source="ILAC-G8:09/2019, table 1, w = −U",
    ),
    Rule(
        name="r111",
        guard=Decimal(1),
        statement=mark(
            "Accepted where U is not greater than a third of the maximum permissible error, and the "
            "deviation from the nominal value is not greater than the maximum permissible error "
            "reduced by U (class E1: not reduced)."
        ),
        source="OIML R 111-1:2004, 5.2 and 5.3",
        least_ratio=Decimal(3),
        is_for_weights=True,
    ),
    Rule(
        name="third",
        guard=Decimal(0),
        statement=mark(
            "Decided only where U is not greater than a third of the maximum permissible error; accepted "
            "where the result lies within the limits."
        ),
        source="OIML G 19:2017, 5.3",
        least_ratio=Decimal(3),
    ),
)

RULES: Mapping[str, Rule] = {rule.name: rule for rule in SHIPPED}
"""The first version of each rule by name; ILAC-G8 multipliers from a secondary source."""

INSIDE = mark("The error of {error} lies within {limits}, reduced by {guard} on account of U.")
SIMPLY_INSIDE = mark("The error of {error} lies within {limits}.")
OUTSIDE = mark("The error of {error} lies outside {limits}.")
IN_GUARD = mark("The error of {error} lies within {limits}, but not when they are reduced by {guard}.")
BEYOND_IN_GUARD = mark("The error of {error} lies outside {limits}, but by less than {guard}.")
RELAXED_INSIDE = mark("The error of {error} does not lie outside {limits} by more than {guard}.")
RELAXED_OUTSIDE = mark("The error of {error} lies outside {limits} by more than {guard}.")
NO_ZONE = mark("The limits {limits}, reduced by {guard} on each side, leave nothing that could be accepted.")

TOO_UNCERTAIN = mark(
    "U = {expanded} is greater than the limits {limits} allow for (half their width, divided by {ratio}), so "
    "that conformity cannot be stated."
)

R111_INSIDE = mark(
    "The deviation of {error} lies within ±({limit} − {expanded}), "
    "and U is not greater than a third of the limit."
)
R111_E1_INSIDE = mark(
    "The deviation of {error} lies within ±{limit}, "
    "and U = {expanded} is not greater than a third of the limit."
)
R111_GUARD = mark("The deviation of {error} does not lie within ±({limit} − {expanded}).")
R111_OUTSIDE = mark("The deviation of {error} lies outside ±{limit}.")
R111_U = mark(
    "U = {expanded} is greater than a third of the limit of {limit}, so that conformity cannot be stated."
)


def rule_statement(rule: str) -> str:
    """Return the rule in a marked sentence.

    Raises:
        UnknownRuleError: There is no such rule.
    """
    return _rule(rule).statement


def decide(
    rule: str | Rule, error: Decimal, expanded: Decimal, limits: Limits, *, ratio: Decimal = Decimal(1)
) -> Verdict:
    """Return the verdict on an error of indication or a deviation.

    Args:
        rule: One of ``RULES`` by its name, or any rule.
        error: As printed, in the unit of the limits.
        expanded: Expanded uncertainty as printed, in the unit of the limits.
        limits: At least one of them is set.
        ratio: r of a rule whose guard band is agreed; other rules take no notice of it.

    Raises:
        UnknownRuleError: There is no such rule.
        LimitlessError: There is no limit, or a rule that needs two of them lacks one.
    """
    chosen = _rule(rule) if isinstance(rule, str) else rule
    if limits.lower is None and limits.upper is None:
        raise LimitlessError(rule=chosen.name)
    figures = _Figures(error, expanded, limits)
    if chosen.is_for_weights:
        return _r111(figures, chosen)
    fields: tuple[tuple[str, str], ...]
    if chosen.least_ratio is not None and 2 * expanded * chosen.least_ratio > figures.width(chosen):
        guard, outcome, reason = Decimal(0), Outcome.NO_PASS, TOO_UNCERTAIN
        told = (("expanded", figures.text(expanded)), ("ratio", f"{chosen.least_ratio:f}"))
        fields = (("limits", figures.range_text), *told)
    else:
        guard = expanded * (ratio if chosen.is_agreed else chosen.guard)
        outcome, reason = _placed(figures, guard, chosen)
        fields = (
            ("error", figures.text(error, signed=True)),
            ("limits", figures.range_text),
            ("guard", figures.text(abs(guard))),
        )
    return _verdict(chosen, (outcome, reason), fields, guard)


def _verdict(
    rule: Rule, decided: tuple[Outcome, str], fields: tuple[tuple[str, str], ...], guard: Decimal
) -> Verdict:
    outcome, reason = decided
    return Verdict(
        outcome=outcome,
        rule=rule.name,
        reason=reason,
        fields=fields,
        guard=float(guard),
        source=rule.source,
        version=rule.version,
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is decided upon, in one unit."""

    error: Decimal
    expanded: Decimal
    limits: Limits

    def is_within(self, guard: Decimal) -> bool:
        """Tell whether the error lies within the limits, reduced by ``guard``."""
        lower, upper = self.limits.lower, self.limits.upper
        return (lower is None or self.error >= lower + guard) and (
            upper is None or self.error <= upper - guard
        )

    def text(self, number: Decimal, *, signed: bool = False) -> str:
        """Return a number with its unit."""
        return f"{grouped(number, signed=signed)}\u202f{units.pretty(self.limits.unit)}".rstrip("\u202f")

    @property
    def range_text(self) -> str:
        """The limits with their unit."""
        lower, upper = self.limits.lower, self.limits.upper
        if lower is None or upper is None:
            return f"≥ {self.text(lower)}" if lower is not None else f"≤ {self.text(upper or Decimal(0))}"
        if lower == -upper:
            return f"±{self.text(upper)}"
        return f"{self.text(lower, signed=True)} … {self.text(upper, signed=True)}"

    def width(self, rule: Rule) -> Decimal:
        """Return the distance of the two limits.

        Raises:
            LimitlessError: There is one only.
        """
        if self.limits.lower is None or self.limits.upper is None:
            raise LimitlessError(rule=rule.name)
        return self.limits.upper - self.limits.lower

    def has_zone(self, guard: Decimal) -> bool:
        """Tell whether limits reduced by ``guard`` still hold anything between them."""
        lower, upper = self.limits.lower, self.limits.upper
        return lower is None or upper is None or upper - lower > 2 * guard


def _placed(figures: _Figures, guard: Decimal, rule: Rule) -> tuple[Outcome, str]:
    """Return outcome and reason of every rule that knows only limits and guard band."""
    within = figures.is_within(Decimal(0))
    kept = figures.is_within(guard) and figures.has_zone(guard)
    if guard < 0:
        return (Outcome.PASS, RELAXED_INSIDE) if kept else (Outcome.FAIL, RELAXED_OUTSIDE)
    if kept:
        return Outcome.PASS, INSIDE if guard else SIMPLY_INSIDE
    if rule.has_conditions:
        if within:
            return Outcome.CONDITIONAL_PASS, IN_GUARD
        if figures.is_within(-guard):
            return Outcome.CONDITIONAL_FAIL, BEYOND_IN_GUARD
    if within:
        return (Outcome.FAIL, IN_GUARD) if figures.has_zone(guard) else (Outcome.NO_PASS, NO_ZONE)
    return Outcome.FAIL, OUTSIDE


def _r111(figures: _Figures, rule: Rule) -> Verdict:
    """Return the verdict on a weight, after OIML R 111-1:2004, 5.2 and 5.3."""
    if figures.limits.upper is None or figures.limits.lower is None:
        raise LimitlessError(rule=rule.name)
    limit = min(figures.limits.upper, -figures.limits.lower)
    is_reduced = figures.limits.grade != "E1"
    guard = figures.expanded if is_reduced else Decimal(0)
    if abs(figures.error) > limit:
        outcome, reason = Outcome.FAIL, R111_OUTSIDE
    elif (rule.least_ratio or 0) * figures.expanded > limit:
        outcome, reason = Outcome.NO_PASS, R111_U
    elif abs(figures.error) > limit - guard:
        outcome, reason = Outcome.FAIL, R111_GUARD
    else:
        outcome, reason = Outcome.PASS, R111_INSIDE if is_reduced else R111_E1_INSIDE
    fields = (
        ("error", figures.text(figures.error, signed=True)),
        ("limit", figures.text(limit)),
        ("expanded", figures.text(figures.expanded)),
    )
    return _verdict(rule, (outcome, reason), fields, guard)


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise UnknownRuleError(rule=name, known=", ".join(RULES))
    return RULES[name]
