"""The coverage factor of one result, by the rule that its budget names."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labcal.domain.uncertainty.contributions import Contributions, Element
from labcal.domain.uncertainty.coverage import Coverage, FactorRule
from labcal.domain.uncertainty.distributions import (
    Distribution,
    Empirical,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
)
from labcal.errors.models import ConvolvedRuleError, RectangularRuleError, TrapezoidRuleError
from labcal.text import Phrase, mark, phrase

HANDBOOK = mark(
    "k = {factor} was taken by the rule “{rule}” of EA-4/02; with the distributions as they are, "
    "it covers {covered} %, and k = {true} would cover {wanted} %."
)

Part = tuple[Distribution, float, float]
"""A distribution, the signed factor that carries it over to the result, and its degrees of freedom."""


def factor_of(
    coverage: Coverage, contributions: Contributions, combined: float, dof: float
) -> tuple[float, float, tuple[Phrase, ...]]:
    """Return coverage factor, coverage probability, and what has to be said about them.

    Args:
        coverage: What the budget asks for.
        contributions: To one result.
        combined: Its combined standard uncertainty.
        dof: Its effective degrees of freedom; NaN where undefined: k by t is then NaN too.

    Raises:
        FactorRuleError: The rule does not fit the contributions.
    """
    if coverage.factor_rule is FactorRule.T or coverage.probability is None or not combined:
        if math.isnan(dof) and coverage.k is None:
            return math.nan, coverage.probability or math.nan, ()
        return *coverage.at(math.inf if math.isnan(dof) else dof), ()
    if coverage.factor_rule is FactorRule.CONVOLVED:
        return _convolved(contributions, combined, coverage.enclosed), coverage.probability, ()
    largest = sorted(contributions.single, key=lambda element: -abs(element.amount))
    if coverage.factor_rule is FactorRule.EA_RECTANGULAR:
        factor = _rectangular(largest, coverage.enclosed)
    else:
        factor = _trapezoid(largest, coverage.enclosed)
    said = _handbook(coverage, contributions, combined, factor)
    return factor, coverage.probability, (said,)


def _rectangular(largest: Sequence[Element], probability: float) -> float:
    """Return k of one dominant rectangular contribution (EA-4/02 M:2022, S9.14)."""
    if not largest or not _is_rectangular(largest[0]):
        raise RectangularRuleError
    return probability * math.sqrt(3)


def _trapezoid(largest: Sequence[Element], probability: float) -> float:
    """Return k of the trapezoid of two dominant rectangular contributions.

    Source:
        EA-4/02 M:2022, S10.13: half-widths a₁ ≥ a₂ give β = (a₁ − a₂)/(a₁ + a₂).
    """
    two = [element for element in largest[:2] if _is_rectangular(element)]
    if len(two) < 2:
        raise TrapezoidRuleError(count=len(two))
    wide, narrow = (abs(element.amount) for element in two)
    beta = (wide - narrow) / (wide + narrow)
    width = math.sqrt((1 + beta**2) / 6)
    if beta <= probability / (2 - probability):
        return (1 - math.sqrt((1 - probability) * (1 - beta**2))) / width
    return probability * (1 + beta) / 2 / width


def _is_rectangular(element: Element) -> bool:
    return isinstance(element.component.distribution, Rectangular | Resolution) and bool(element.amount)


def _convolved(contributions: Contributions, combined: float, probability: float) -> float:
    from labcal.domain.uncertainty import convolution  # late: it needs numpy and scipy

    return convolution.quantile(_parts(contributions, combined), probability) / combined


def _handbook(coverage: Coverage, contributions: Contributions, combined: float, factor: float) -> Phrase:
    """Say what the handbook's factor really covers."""
    from labcal.domain.uncertainty import convolution  # late: it needs numpy and scipy

    parts = _parts(contributions, combined)
    covered = convolution.enclosed(parts, factor * combined)
    return phrase(
        HANDBOOK,
        factor=f"{factor:.4f}",
        rule=coverage.factor_rule.value,
        covered=f"{100 * covered:.1f}",
        true=f"{convolution.quantile(parts, coverage.enclosed) / combined:.4f}",
        wanted=f"{100 * coverage.enclosed:.4g}",
    )


def _parts(contributions: Contributions, combined: float) -> tuple[Part, ...]:
    """Return independent distributions whose sum is that of the result about its estimate.

    Normal and t with finite degrees of freedom are a scaled t; correlated inputs are normal.

    Raises:
        ConvolvedRuleError: A contribution consists of single values, or is lognormal with a standard
            uncertainty above its mean, or a correlated one is not normal.
    """
    for number in contributions.correlated:
        for element in contributions.parts[number]:
            distribution = element.component.distribution
            if not isinstance(distribution, Normal | StudentT):
                raise ConvolvedRuleError(input=element.source.symbol, distribution=distribution.name)
    alone, left = contributions.remainder(combined)
    parts = [_part(element) for element in alone if element.amount]
    parts += [(StudentT(abs(one.amount)), 1.0, one.dof) for one in contributions.joint if one.amount]
    return (*parts, (Normal(left), 1.0, math.inf)) if left else tuple(parts)


def _part(element: Element) -> Part:
    distribution = element.component.distribution
    is_broad = isinstance(distribution, Lognormal) and distribution.standard > distribution.mean
    if is_broad or isinstance(distribution, Empirical):
        raise ConvolvedRuleError(input=element.source.symbol, distribution=distribution.name)
    return distribution, element.amount / distribution.standard_uncertainty, element.component.dof
