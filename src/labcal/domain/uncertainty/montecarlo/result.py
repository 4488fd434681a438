"""What a Monte Carlo run finds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from labcal.domain.uncertainty.tolerance import tolerance
from labcal.text import Phrase

Interval = tuple[float, float]
Matrix = tuple[tuple[float, ...], ...]

ROUNDING = 8 * 2.0**-53
"""By which share of a value the conversion of units may change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Whether first order agrees with Monte Carlo (JCGM 101:2008, clause 8).

    Attributes:
        agrees: Whether neither end differs by more than ``delta``.
        delta: Numerical tolerance of u.
        d_low: Difference of the lower ends.
        d_high: Difference of the upper ends.
    """

    agrees: bool
    delta: float
    d_low: float
    d_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Exact counts of the values of a result in bins of equal width.

    Attributes:
        edges: The n + 1 edges of the bins, in the unit of the result.
        counts: The n counts.
        below: Trials below the first edge.
        above: Trials above the last edge.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int
    above: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """The distribution function of a result, by some thousand of its points, linear between them.

    Attributes:
        probabilities: In ascending order.
        values: The result is below each with that probability; ascending, in the unit of the result.
    """

    probabilities: tuple[float, ...]
    values: tuple[float, ...]

    def probability_below(self, limit: float) -> float:
        """Return the probability that the result is at most ``limit``."""
        if limit < self.values[0]:
            return 0.0
        if limit >= self.values[-1]:
            return 1.0
        upper = bisect_right(self.values, limit)
        return _between(limit, upper, self.values, self.probabilities)

    def quantile(self, probability: float) -> float:
        """Return the value below which the result is with this probability, 0 … 1."""
        if probability <= self.probabilities[0]:
            return self.values[0]
        if probability >= self.probabilities[-1]:
            return self.values[-1]
        upper = bisect_right(self.probabilities, probability)
        return _between(probability, upper, self.probabilities, self.values)


def _between(at: float, upper: int, given: tuple[float, ...], wanted: tuple[float, ...]) -> float:
    """Interpolate between the points ``upper`` − 1 and ``upper``."""
    share = (at - given[upper - 1]) / (given[upper] - given[upper - 1])
    return wanted[upper - 1] + share * (wanted[upper] - wanted[upper - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """Coverage regions of several results together (JCGM 102:2011, 7.7).

    Attributes:
        probability: That the results lie in each of them.
        ellipsoid_factor: k_p: the region is all η with (η − y)ᵀ U_y⁻¹ (η − y) ≤ k_p²; None where U_y is
            singular.
        rectangle_factor: k_q: the region is y_j ± k_q u(y_j) for all j at once.
        half_widths: k_q u(y_j), each in the unit of its result.
    """

    probability: float
    ellipsoid_factor: float | None
    rectangle_factor: float
    half_widths: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """One result; all numbers in ``unit``, unrounded.

    Attributes:
        trials: Number of draws M.
        seed: What the random numbers started from.
        mean: Average of the draws; None where the mean is not defined.
        standard_uncertainty: Standard deviation of the draws; None where it is infinite.
        coverage_probability: p of both intervals.
        interval: The probabilistically symmetric interval (JCGM 101:2008, 7.7.2).
        shortest_interval: The shortest interval (JCGM 101:2008, 7.7.3).
        histogram: For the chart.
        distribution: For probabilities other than p.
    """

    symbol: str
    unit: str
    trials: int
    seed: int
    mean: float | None
    standard_uncertainty: float | None
    coverage_probability: float
    interval: Interval
    shortest_interval: Interval
    histogram: Histogram
    distribution: Sampled

    def validated(self, value: float, expanded_uncertainty: float, digits: int = 2) -> Validation:
        """Compare the interval of first order, ``value`` ± ``expanded_uncertainty``, with the symmetric one.

        Without a standard uncertainty there is no tolerance, and first order does not agree.

        Args:
            value: Estimate of first order, in the unit of the result.
            expanded_uncertainty: For the same coverage probability.
            digits: Significant digits of u that are meaningful.

        Source:
            JCGM 101:2008, 8.1.
        """
        return validation((value - expanded_uncertainty, value + expanded_uncertainty), self, digits)


def validation(first_order: Interval, found: Simulated, digits: int = 2) -> Validation:
    """Return the verdict on an interval of first order; see ``Simulated.validated``."""
    spread = found.standard_uncertainty
    delta = 0.0 if spread is None else tolerance(spread, digits)
    d_low = abs(first_order[0] - found.interval[0])
    d_high = abs(first_order[1] - found.interval[1])
    noise = ROUNDING * max(abs(end) for end in (*first_order, *found.interval))
    agrees = spread is not None and max(d_low, d_high) <= delta + noise
    return Validation(agrees=agrees, delta=delta, d_low=d_low, d_high=d_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """All results of one run.

    Attributes:
        outputs: In the order of the budget.
        covariance: Of the n results, n × n, in the products of their units; None where a standard
            uncertainty is infinite.
        correlation: Their coefficients; 0 beside a result without uncertainty. None as above.
        regions: Coverage regions of two and more results; None for one, and where ``covariance`` is None.
        trials: Number of draws.
        seed: What the random numbers started from.
        is_stable: False where an adaptive run reached its most trials before the results had settled.
        warnings: What the person has to know.
    """

    outputs: tuple[Simulated, ...]
    covariance: Matrix | None
    correlation: Matrix | None
    regions: Regions | None
    trials: int
    seed: int
    is_stable: bool
    warnings: tuple[Phrase, ...]
