"""Conformance probability and the risks of a decision (JCGM 106:2012).

Both tails are computed by themselves and never as one minus the other, so that a risk of 1e-30 keeps its
digits. Global risks are joint probabilities; "conditional" is P(nonconforming | accepted).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Protocol

from labcal.domain.conformity import Limits, Outcome, Rule, Verdict, decide
from labcal.domain.quadrature import integral
from labcal.domain.reach import reach
from labcal.errors.limits import LimitlessError
from labcal.errors.risk import CrossedLimitsError, ProcessMeanError, UncertaintyWantedError

NARROW = 1.0
"""In standard deviations: narrower intervals are integrated, wider ones are differences of two tails."""


@dataclass(frozen=True, slots=True)
class Zone:
    """An interval; an end that is None lies at infinity. An empty zone holds nothing at all."""

    lower: float | None = None
    upper: float | None = None
    is_empty: bool = False

    @property
    def low(self) -> float:
        """The lower end, perhaps −∞."""
        return -math.inf if self.lower is None else self.lower

    @property
    def high(self) -> float:
        """The upper end, perhaps ∞."""
        return math.inf if self.upper is None else self.upper


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What is known of an item before it is measured: a normal distribution (JCGM 106:2012, 7.2)."""

    mean: float
    standard_deviation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Global:
    """Global risks of a rule (JCGM 106:2012, 9.5), probabilities.

    Attributes:
        false_accept: P(nonconforming and accepted), the consumer's risk.
        false_reject: P(conforming and rejected), the producer's risk.
        conditional_false_accept: P(nonconforming | accepted); None where nothing is accepted.
        accepted: P(accepted).
        conforming: P(conforming).
    """

    false_accept: float
    false_reject: float
    conditional_false_accept: float | None
    accepted: float
    conforming: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a decision is asked about; all decimals in the unit of the limits.

    Attributes:
        value: Measured value, or error.
        standard_uncertainty: Of ``value``.
        limits: Tolerance limits.
        rule: One of ``conformity.RULES`` by its name, or any rule.
        k: Coverage factor; U = k u.
        ratio: r of a rule whose guard band is agreed, such as "r-u".
        process: Prior knowledge, for the global risks; None where they are not asked for. A mean of None
            in ``process_mean`` is the middle of two limits.
        process_mean: Mean of the process.
        process_deviation: Standard deviation of the process.
    """

    value: Decimal
    standard_uncertainty: Decimal
    limits: Limits
    rule: str | Rule = "simple"
    k: Decimal = Decimal(2)
    ratio: Decimal = Decimal(1)
    process_mean: Decimal | None = None
    process_deviation: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision and its risks.

    Attributes:
        conformance_probability: p_c of the item measured.
        verdict: By the rule.
        zone: Where a measured value is accepted.
        specific_false_accept: 1 − p_c: the risk that an item with this result does not conform.
        whole: Global risks; None without a process.
    """

    conformance_probability: float
    verdict: Verdict
    zone: Zone
    specific_false_accept: float
    whole: Global | None


class Computed(Protocol):
    """Any computed distribution of the measured quantity, such as that of a Monte Carlo run."""

    def probability_below(self, limit: float) -> float:
        """Return the probability of a value not above ``limit``."""


def assess(question: Question) -> Answer:
    """Return verdict and risks.

    Raises:
        LimitlessError: There is no limit.
        CrossedLimitsError: The lower limit is not below the upper one.
        UncertaintyWantedError: An uncertainty, a factor or a standard deviation is not above 0.
        ProcessMeanError: There is one limit, and no mean of the process.
        UnknownRuleError: There is no such rule.
    """
    limits = question.limits
    _check(question)
    expanded = question.k * question.standard_uncertainty
    decided = decide(question.rule, question.value, expanded, limits, ratio=question.ratio)
    verdict = with_risk(decided, question.value, float(question.standard_uncertainty), limits)
    tolerance = zone_of(limits)
    zone = acceptance_zone(question.rule, expanded, limits, ratio=question.ratio)
    y, u = float(question.value), float(question.standard_uncertainty)
    return Answer(
        conformance_probability=conformance_probability(y, u, tolerance),
        verdict=verdict,
        zone=zone,
        specific_false_accept=verdict.specific_risk or 0.0,
        whole=_whole(question, u, tolerance, zone),
    )


def with_risk(verdict: Verdict, value: Decimal, standard_uncertainty: float, limits: Limits) -> Verdict:
    """Return a verdict with the specific risk of the item measured, 1 − p_c (JCGM 106:2012, 9.3).

    Args:
        verdict: The decision.
        value: What was decided on, in the unit of the limits.
        standard_uncertainty: Of it, above 0, in the same unit.
        limits: What it was decided by.
    """
    risk = nonconformance_probability(float(value), standard_uncertainty, zone_of(limits))
    return replace(verdict, specific_risk=risk)


def with_global_risks(
    verdict: Verdict, rule: str | Rule, process: Process, stated: tuple[Decimal, float], limits: Limits
) -> Verdict:
    """Return a verdict with the global risks of its rule for items of a process.

    Args:
        verdict: The decision; its ``share`` is r of a rule whose guard band is agreed.
        rule: What it was decided by.
        process: Of such items, in the unit of the limits.
        stated: Expanded and standard uncertainty, in the unit of the limits.
        limits: What it was decided by.
    """
    expanded, standard = stated
    zone = acceptance_zone(rule, expanded, limits, ratio=Decimal(verdict.share or 1))
    found = global_risks(process, standard, zone_of(limits), zone)
    return replace(verdict, false_accept=found.false_accept, false_reject=found.false_reject)


def zone_of(limits: Limits) -> Zone:
    """Return the tolerance zone of limits."""
    lower, upper = (None if end is None else float(end) for end in (limits.lower, limits.upper))
    return Zone(lower, upper)


def acceptance_zone(
    rule: str | Rule, expanded: Decimal, limits: Limits, *, ratio: Decimal = Decimal(1)
) -> Zone:
    """Return where a measured value passes: the limits moved by the guard band of the rule.

    Errors as for ``conformity.decide``, which decides on the middle of the limits here: where not even
    that passes, nothing does.
    """
    lower, upper = limits.lower, limits.upper
    if lower is None or upper is None:
        end = lower if lower is not None else upper or Decimal(0)
        verdict = decide(rule, end, expanded, limits, ratio=ratio)
    else:
        if rule == "r111" or (isinstance(rule, Rule) and rule.is_for_weights):
            upper = min(upper, -lower)
            lower = -upper
        verdict = decide(rule, (lower + upper) / 2, expanded, limits, ratio=ratio)
        if verdict.outcome is not Outcome.PASS:
            return Zone(is_empty=True)
    guard = Decimal(repr(verdict.guard))
    return Zone(
        None if lower is None else float(lower + guard), None if upper is None else float(upper - guard)
    )


def conformance_probability(value: float, standard_uncertainty: float, zone: Zone) -> float:
    """Return p_c, the probability that the quantity lies within ``zone``; y ~ N(value, u²).

    Source:
        JCGM 106:2012, 7.3, equation (18), and 7.4.
    """
    if zone.is_empty:
        return 0.0
    return between((zone.low - value) / standard_uncertainty, (zone.high - value) / standard_uncertainty)


def nonconformance_probability(value: float, standard_uncertainty: float, zone: Zone) -> float:
    """Return 1 − p_c from both tails, with all its digits however small it is."""
    if zone.is_empty:
        return 1.0
    ends = ((zone.low - value) / standard_uncertainty, (value - zone.high) / standard_uncertainty)
    return sum(math.erfc(-end / math.sqrt(2)) / 2 for end in ends)  # scipy takes long to import


def conformance_of(distribution: Computed, zone: Zone) -> float:
    """Return p_c for any computed distribution of the quantity."""
    if zone.is_empty:
        return 0.0
    above = 0.0 if zone.lower is None else distribution.probability_below(zone.lower)
    below = 1.0 if zone.upper is None else distribution.probability_below(zone.upper)
    return below - above


def capability(value: float, standard_deviation: float, zone: Zone) -> float:
    """Return C_pk, the distance of the nearer limit in three standard deviations."""
    return min(zone.high - value, value - zone.low) / (3 * standard_deviation)


def between(lower: float, upper: float) -> float:
    """Return the probability that a standard normal variate lies between two numbers."""
    from scipy.special import ndtr

    if lower > 0:
        lower, upper = -upper, -lower
    if upper - lower < NARROW:
        return integral(_density, (lower, upper))
    if upper > 0:
        return 1.0 - float(ndtr(lower)) - float(ndtr(-upper))
    return float(ndtr(upper)) - float(ndtr(lower))


def global_risks(process: Process, standard_uncertainty: float, tolerance: Zone, zone: Zone) -> Global:
    """Return the risks of accepting measured values within ``zone``, y = x + N(0, u²), x of the process.

    Source:
        JCGM 106:2012, 9.5, equations (23) to (26).
    """
    conforming = conformance_probability(process.mean, process.standard_deviation, tolerance)
    if zone.is_empty:
        return Global(
            false_accept=0.0,
            false_reject=conforming,
            conditional_false_accept=None,
            accepted=0.0,
            conforming=conforming,
        )
    joint = partial(_joint, process, standard_uncertainty)
    beyond = (Zone(None, tolerance.lower), Zone(tolerance.upper, None))
    outside = (Zone(None, zone.lower), Zone(zone.upper, None))
    false_accept = math.fsum(joint(part, zone) for part in beyond if _has_end(part))
    false_reject = math.fsum(joint(tolerance, part) for part in outside if _has_end(part))
    spread = math.hypot(process.standard_deviation, standard_uncertainty)
    accepted = conformance_probability(process.mean, spread, zone)
    return Global(
        false_accept=false_accept,
        false_reject=false_reject,
        conditional_false_accept=min(false_accept / accepted, 1.0) if accepted else None,
        accepted=accepted,
        conforming=conforming,
    )


def _has_end(zone: Zone) -> bool:
    return zone.lower is not None or zone.upper is not None


def _joint(process: Process, u: float, true: Zone, measured: Zone) -> float:
    """Return P(x in ``true`` and y in ``measured``), one of which has one end only.

    The integrand over x is a density times the probability of y, both logarithmically concave. All places
    are counted from that one end, in standard deviations of the process: beside a limit no digit is lost,
    however small u is.
    """
    s = process.standard_deviation
    origin = next(end for zone in (true, measured) if (end := _only_end(zone)) is not None)
    centre = (process.mean - origin) / s
    low, high = ((end - origin) / u for end in (measured.low, measured.high))

    def height(t: float) -> float:
        return _log_density(t - centre) + log_between(low - t * s / u, high - t * s / u)

    ends = ((true.low - origin) / s, (true.high - origin) / s)
    turns = [(limit - origin) / s for limit in (measured.lower, measured.upper) if limit is not None]
    near = [turn + step * u / s for turn in turns for step in STEPS]
    return integral(lambda t: math.exp(height(t)), reach(height, ends, centre, near), near)


STEPS = (-8.0, -4.0, -2.0, 0.0, 2.0, 4.0, 8.0)
"""In units of u: how near to a limit of y the integrand turns."""


def _only_end(zone: Zone) -> float | None:
    """Return the end of a zone that has one only."""
    if zone.lower is not None and zone.upper is not None:
        return None
    return zone.lower if zone.lower is not None else zone.upper


def log_between(lower: float, upper: float) -> float:
    """Return the logarithm of the probability between two numbers, also where that is below 1e-308."""
    from scipy.special import log_ndtr

    if lower > 0:
        lower, upper = -upper, -lower
    if upper >= 0:
        inside = between(lower, upper)
        return math.log(inside) if inside > 0 else -math.inf
    first, second = float(log_ndtr(upper)), float(log_ndtr(lower))
    return first + math.log(-math.expm1(second - first)) if second < first else -math.inf


def _log_density(t: float) -> float:
    return -t * t / 2 - math.log(2 * math.pi) / 2


def _density(t: float) -> float:
    return math.exp(_log_density(t))


def _whole(question: Question, u: float, tolerance: Zone, zone: Zone) -> Global | None:
    if question.process_deviation is None:
        return None
    mean = question.process_mean
    if mean is None:
        lower, upper = question.limits.lower, question.limits.upper
        if lower is None or upper is None:
            raise ProcessMeanError
        mean = (lower + upper) / 2
    process = Process(mean=float(mean), standard_deviation=float(question.process_deviation))
    return global_risks(process, u, tolerance, zone)


def _check(question: Question) -> None:
    limits = question.limits
    if limits.lower is None and limits.upper is None:
        raise LimitlessError(rule=question.rule if isinstance(question.rule, str) else question.rule.name)
    if limits.lower is not None and limits.upper is not None and limits.lower >= limits.upper:
        raise CrossedLimitsError(lower=limits.lower, upper=limits.upper)
    wanted = (
        ("standard uncertainty", question.standard_uncertainty),
        ("coverage factor", question.k),
        ("standard deviation", question.process_deviation),
    )
    for quantity, given in wanted:
        if given is not None and not given > 0:
            raise UncertaintyWantedError(quantity=quantity, given=given)
