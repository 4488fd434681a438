"""What is kept of each block: sums, exact counts, and the values in the tails."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.montecarlo.vectors import Array

BINS = 4096
"""Fine bins of equal width in which values are counted."""

MARGIN = 6.0
"""Standard deviations by which more values are kept than are likely to be wanted."""

SHOWN_SHARE = 0.001
"""Share of the values that at each side may lie outside the fine bins, about."""

NARROWEST = 1e-300


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where one result lies, as its first block says.

    Attributes:
        centre: Its median, from which sums are taken so that they lose no digits.
        low: Values below are kept, equal ones counted.
        high: Values above are kept, equal ones counted.
        left: Left edge of the fine bins.
        density: Fine bins in one unit.
    """

    centre: float
    low: float
    high: float
    left: float
    density: float

    @property
    def edges(self) -> Array:
        """The edges of the fine bins."""
        return self.left + np.arange(BINS + 1) / self.density


def gauge(pilot: Array, outside: float, margin: float = MARGIN) -> Gauge:
    """Return where a result lies.

    Args:
        pilot: Its values in the first block.
        outside: Share of the values outside the interval, 1 − p.
        margin: Standard deviations of the number of kept values.
    """
    ordered = np.sort(pilot)
    count = ordered.size
    wanted = outside * count + margin * math.sqrt(count * outside * (1 - outside)) + margin
    rank = math.ceil(wanted)
    is_part = rank < count
    shown = max(1, int(SHOWN_SHARE * count))
    first, last = float(ordered[shown - 1]), float(ordered[count - shown])
    centre = float(ordered[count // 2])
    width = max(1.1 * (last - first), 1e-12 * abs(centre), NARROWEST)
    return Gauge(
        centre=centre,
        low=float(ordered[rank]) if is_part else math.inf,
        high=float(ordered[count - 1 - rank]) if is_part else -math.inf,
        left=(first + last - width) / 2,
        density=BINS / width,
    )


@dataclass(frozen=True, slots=True)
class Tail:
    """The values beyond a limit, and how many are equal to it."""

    values: Array
    at_limit: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What is kept of one block with m results; sums are of deviations from the centres.

    Attributes:
        count: Number of draws.
        sums: Shape (m,).
        products: Sums of products, shape (m, m).
        lower: One tail a result.
        upper: One tail a result.
        counts: Draws below, in, and above the fine bins, shape (m, BINS + 2).
    """

    count: int
    sums: Array
    products: Array
    lower: tuple[Tail, ...]
    upper: tuple[Tail, ...]
    counts: NDArray[np.int64]


def tally(results: Sequence[Array], gauges: Sequence[Gauge], spare: Array, whole: NDArray[np.intp]) -> Tally:
    """Return what is kept of one block; the results are changed to deviations from their centres.

    Args:
        results: One array a result.
        gauges: One a result.
        spare: An array of their length, to be written over.
        whole: The same, of whole numbers.
    """
    lower = tuple(_tail(result < by.low, result, by.low) for result, by in zip(results, gauges, strict=True))
    upper = tuple(
        _tail(result > by.high, result, by.high) for result, by in zip(results, gauges, strict=True)
    )
    counts = np.stack(
        [_counted(result, by, spare, whole) for result, by in zip(results, gauges, strict=True)]
    )
    for result, by in zip(results, gauges, strict=True):
        np.subtract(result, by.centre, out=result)
    sums = np.array([float(result.sum()) for result in results])
    size = len(results)
    products = np.empty((size, size))
    with np.errstate(over="ignore"):
        for row in range(size):
            for column in range(row + 1):
                np.multiply(results[row], results[column], out=spare)
                products[row, column] = products[column, row] = float(spare.sum())
    return Tally(results[0].size, sums, products, lower, upper, counts)


def _tail(beyond: NDArray[np.bool_], result: Array, limit: float) -> Tail:
    return Tail(result[np.flatnonzero(beyond)], int(np.count_nonzero(result == limit)))


def _counted(result: Array, by: Gauge, spare: Array, whole: NDArray[np.intp]) -> NDArray[np.int64]:
    """Count the values below, in, and above the fine bins."""
    with np.errstate(over="ignore"):
        np.subtract(result, by.left, out=spare)
        np.multiply(spare, by.density, out=spare)
    spare += 1.0
    np.clip(spare, 0.0, BINS + 1.0, out=spare)
    np.copyto(whole, spare, casting="unsafe")
    return np.bincount(whole, minlength=BINS + 2).astype(np.int64, copy=False)


@dataclass(slots=True)
class Total:
    """All blocks so far, added in their order, so that no bit depends on which was ready first."""

    count: int = 0
    sums: Array = field(default_factory=lambda: np.zeros(0))
    products: Array = field(default_factory=lambda: np.zeros((0, 0)))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    lower: list[list[Tail]] = field(default_factory=list)
    upper: list[list[Tail]] = field(default_factory=list)

    def add(self, block: Tally) -> None:
        """Add the next block."""
        if not self.count:
            size = block.sums.size
            self.sums, self.products = np.zeros(size), np.zeros((size, size))
            self.counts = np.zeros_like(block.counts)
            self.lower, self.upper = [[] for _ in range(size)], [[] for _ in range(size)]
        self.count += block.count
        self.sums += block.sums
        self.products += block.products
        self.counts += block.counts
        for kept, tail in zip((*self.lower, *self.upper), (*block.lower, *block.upper), strict=True):
            kept.append(tail)

    def means(self) -> Array:
        """Return the means, from the centres."""
        return self.sums / self.count

    def covariance(self) -> Array:
        """Return the covariance matrix of the draws, with M − 1 (JCGM 101:2008, 7.6; JCGM 102:2011, 7.6)."""
        return covariance(self.count, self.sums, self.products)


def covariance(count: int, sums: Array, products: Array) -> Array:
    """Return a covariance matrix from sums of deviations and of their products."""
    found = (products - np.outer(sums, sums) / count) / (count - 1)
    np.fill_diagonal(found, np.maximum(np.diag(found), 0.0))
    return found


def correlation(found: Array) -> Array:
    """Return the correlation matrix of a covariance matrix; 0 beside a variance of 0."""
    spread = np.sqrt(np.diag(found))
    product = np.outer(spread, spread)
    coefficients: Array = np.divide(found, product, out=np.zeros_like(found), where=product > 0)
    np.fill_diagonal(coefficients, 1.0)
    np.clip(coefficients, -1.0, 1.0, out=coefficients)
    return coefficients
