"""Coverage intervals from the values outside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labcal.domain.uncertainty.montecarlo.result import Interval
from labcal.domain.uncertainty.montecarlo.tally import Tail
from labcal.domain.uncertainty.montecarlo.vectors import Array


def enclosed(count: int, probability: float) -> int:
    """Return q, the number of steps between the ends: pM, rounded.

    Source:
        JCGM 101:2008, 7.7.1.
    """
    return min(int(probability * count + 0.5), count - 1)


def lowest(tails: Sequence[Tail], limit: float, wanted: int) -> Array | None:
    """Return the lowest ``wanted`` values in order; None if fewer were kept.

    Args:
        tails: What each block kept below the limit.
        limit: The limit.
        wanted: How many values.
    """
    values = _extended(tails, limit, wanted)
    return None if values is None else values[:wanted]


def highest(tails: Sequence[Tail], limit: float, wanted: int) -> Array | None:
    """Return the highest ``wanted`` values in ascending order; None if fewer were kept."""
    values = _extended(tails, limit, wanted)
    return None if values is None else values[values.size - wanted :]


def _extended(tails: Sequence[Tail], limit: float, wanted: int) -> Array | None:
    """Return the kept values in order, with as many that equal the limit as are wanted besides."""
    missing = wanted - sum(tail.values.size for tail in tails)
    if missing > sum(tail.at_limit for tail in tails):
        return None
    values = np.concatenate([*(tail.values for tail in tails), np.full(max(missing, 0), limit)])
    values.sort()
    return values


def symmetric(low: Array, high: Array) -> Interval:
    """Return the probabilistically symmetric interval.

    Args:
        low: The lowest M − q values in order.
        high: The highest M − q values in order.

    Source:
        JCGM 101:2008, 7.7.2.
    """
    rank = (low.size + 1) // 2
    return float(low[rank - 1]), float(high[rank - 1])


def shortest(low: Array, high: Array) -> Interval:
    """Return the shortest interval; arguments as for ``symmetric``.

    Source:
        JCGM 101:2008, 7.7.3 and 5.3.4.
    """
    rank = int(np.argmin(high - low))
    return float(low[rank]), float(high[rank])


def of_all(values: Array, probability: float) -> Interval:
    """Return the probabilistically symmetric interval of all values, which are put in order in place."""
    values.sort()
    outside = values.size - enclosed(values.size, probability)
    return symmetric(values[:outside], values[values.size - outside :])
