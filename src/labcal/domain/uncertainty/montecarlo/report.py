"""The result of one output, put together from what was kept of its draws."""

from __future__ import annotations

import math

import numpy as np

from labcal.domain import units
from labcal.domain.uncertainty.budget import Output
from labcal.domain.uncertainty.montecarlo import intervals
from labcal.domain.uncertainty.montecarlo.result import Histogram, Interval, Sampled, Simulated
from labcal.domain.uncertainty.montecarlo.tally import BINS
from labcal.domain.uncertainty.montecarlo.trials import Run, Trials
from labcal.domain.uncertainty.montecarlo.vectors import Array

LEAST_DOF_OF_DEVIATION = 2
"""A t-distribution has a standard deviation above this many degrees of freedom, and a mean above half."""

SHOWN_BINS = 128
"""Bins of the chart."""

GROWTH = 1.1
"""Ratio of the ranks in the tails at which the distribution function is kept."""


def simulated(output: Output, number: int, run: Run, trials: Trials, dof: float) -> Simulated:
    """Return the result of one output, in its unit.

    Args:
        output: Which.
        number: Its place among the outputs.
        run: What was run.
        trials: What it gave.
        dof: The fewest degrees of freedom of a t among its inputs; infinite for none.
    """
    total = trials.total
    variance = float(total.covariance()[number, number])
    mean = trials.gauges[number].centre + float(total.means()[number])
    low, high = trials.low[number], trials.high[number]
    is_spread = dof > LEAST_DOF_OF_DEVIATION and math.isfinite(variance)
    is_centred = dof > LEAST_DOF_OF_DEVIATION / 2 and math.isfinite(mean)
    return Simulated(
        symbol=output.symbol,
        unit=output.unit,
        trials=total.count,
        seed=run.settings.seed,
        mean=units.from_base(mean, output.unit) if is_centred else None,
        standard_uncertainty=math.sqrt(variance) / units.scale(output.unit) if is_spread else None,
        coverage_probability=run.probability,
        interval=_in_unit(intervals.symmetric(low, high), output.unit),
        shortest_interval=_in_unit(intervals.shortest(low, high), output.unit),
        histogram=_histogram(trials, number, output.unit),
        distribution=_distribution(trials, number, output.unit),
    )


def _in_unit(interval: Interval, unit: str) -> Interval:
    return units.from_base(interval[0], unit), units.from_base(interval[1], unit)


def _histogram(trials: Trials, number: int, unit: str) -> Histogram:
    fine = trials.total.counts[number]
    edges = trials.gauges[number].edges[:: BINS // SHOWN_BINS]
    return Histogram(
        edges=tuple(_all_in_unit(edges, unit).tolist()),
        counts=tuple(int(count) for count in fine[1:-1].reshape(SHOWN_BINS, -1).sum(axis=1)),
        below=int(fine[0]),
        above=int(fine[-1]),
    )


def _all_in_unit(values: Array, unit: str) -> Array:
    return (values - units.to_base(0.0, unit)) / units.scale(unit)


def _distribution(trials: Trials, number: int, unit: str) -> Sampled:
    """Return the distribution function at the fine edges, and in the tails at ranks that grow."""
    count = trials.total.count
    fine = trials.total.counts[number]
    edges = trials.gauges[number].edges
    low, high = trials.low[number], trials.high[number]
    ranks = np.array(_ranks(low.size))
    below, above = ranks[low[ranks - 1] < edges[0]], ranks[high[-ranks] > edges[-1]][::-1]
    values = np.concatenate([low[below - 1], edges, high[-above]])
    reached = np.concatenate([below, np.cumsum(fine[:-1]), count - above + 1])
    in_unit = _all_in_unit(values, unit)
    last_of_equals = np.append(np.diff(in_unit) > 0, True)
    return Sampled(
        probabilities=tuple((reached[last_of_equals] / count).tolist()),
        values=tuple(in_unit[last_of_equals].tolist()),
    )


def _ranks(most: int) -> list[int]:
    ranks = [1]
    while (following := max(ranks[-1] + 1, int(ranks[-1] * GROWTH))) <= most:
        ranks.append(following)
    return ranks
