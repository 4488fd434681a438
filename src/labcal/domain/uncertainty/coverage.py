"""Coverage factors from the t-distribution (JCGM 100:2008, annex G)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

from labcal.errors.models import CoverageError, DegreesOfFreedomError, FactorRuleProbabilityError

EXACT = {0.6827: 1, 0.9545: 2, 0.9973: 3}
"""Printed probabilities that stand for erf(z/√2), and their z (JCGM 100:2008, table G.2)."""


class DofRule(Enum):
    """What is done with effective degrees of freedom that are no whole number (JCGM 100:2008, G.4.1)."""

    INTERPOLATE = "interpolate"
    """The t-distribution is taken at the number itself."""
    TRUNCATE = "truncate"
    """The number is cut to the next lower whole one, but not below 1."""


class FactorRule(Enum):
    """Where the coverage factor of a coverage probability comes from."""

    T = "t"
    """The t-distribution at the effective degrees of freedom (JCGM 100:2008, G.4)."""
    CONVOLVED = "convolved"
    """The true quantile of the sum of the contributions, each with its own distribution."""
    EA_RECTANGULAR = "ea-rectangular"
    """One rectangular contribution dominates: k = p √3 (EA-4/02 M:2022, S9.14)."""
    EA_TRAPEZOID = "ea-trapezoid"
    """Two rectangular contributions dominate: the quantile of their trapezoid (EA-4/02 M:2022, S10.13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the expanded uncertainty is made: by a factor, or by a probability.

    Attributes:
        k: Coverage factor; None where the probability decides. Where both are given, ``k`` makes the
            expanded uncertainty, and ``probability`` the intervals of Monte Carlo.
        probability: Coverage probability; 0.9545 and its like mean erf(z/√2).
        dof_rule: What is done with broken degrees of freedom.
        factor_rule: Where the factor of a probability comes from.

    Raises:
        CoverageError: None is given, or one is out of range.
        FactorRuleProbabilityError: A rule other than t is given beside k.
    """

    k: float | None = None
    probability: float | None = None
    dof_rule: DofRule = DofRule.INTERPOLATE
    factor_rule: FactorRule = FactorRule.T

    def __post_init__(self) -> None:
        given = [number for number in (self.k, self.probability) if number is not None]
        is_possible = given and all(number > 0 and math.isfinite(number) for number in given)
        if not is_possible or (self.probability is not None and self.probability >= 1):
            raise CoverageError
        if self.k is not None and self.factor_rule is not FactorRule.T:
            raise FactorRuleProbabilityError

    @property
    def enclosed(self) -> float:
        """The coverage probability, with 0.9545 and its like as erf(z/√2); that of k where k alone is given.

        Source:
            JCGM 100:2008, table G.2.
        """
        if self.probability is None:
            return math.erf((self.k or 0.0) / math.sqrt(2))
        z = EXACT.get(self.probability)
        return math.erf(z / math.sqrt(2)) if z else self.probability

    def at(self, dof: float) -> tuple[float, float]:
        """Return coverage factor, by t, and coverage probability for these effective degrees of freedom."""
        if self.k is not None:
            return self.k, self.enclosed if self.probability is None else self.probability
        if self.probability is None:
            raise CoverageError
        if self.dof_rule is DofRule.TRUNCATE and math.isfinite(dof):
            dof = max(1.0, math.floor(dof))
        return coverage_factor(self.probability, dof), self.probability


def coverage_factor(probability: float, dof: float) -> float:
    """Return k = t_p(ν), the quantile of the t-distribution that encloses ``probability`` symmetrically.

    Args:
        probability: Between 0 and 1; 0.6827, 0.9545 and 0.9973 are taken as erf(z/√2) for z = 1, 2, 3.
        dof: Degrees of freedom, above 0; infinite for the normal distribution.

    Raises:
        DegreesOfFreedomError: ``dof`` is not above 0.

    Source:
        JCGM 100:2008, G.3 and table G.2.
    """
    if not dof > 0:
        raise DegreesOfFreedomError(dof=dof)
    z = EXACT.get(probability)
    if math.isinf(dof):
        return float(z) if z else NormalDist().inv_cdf((1 + probability) / 2)
    from scipy.special import stdtrit  # late: it takes a fifth of a second to import

    enclosed = math.erf(z / math.sqrt(2)) if z else probability
    return float(stdtrit(dof, (1 + enclosed) / 2))
