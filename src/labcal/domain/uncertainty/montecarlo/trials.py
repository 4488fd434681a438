"""Trials until their number is reached, or until the results have settled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from labcal.domain.uncertainty.montecarlo import intervals, threads
from labcal.domain.uncertainty.montecarlo.blocks import BLOCK, Kernel, Workspace
from labcal.domain.uncertainty.montecarlo.distance import Distance
from labcal.domain.uncertainty.montecarlo.settings import Settings, Watch
from labcal.domain.uncertainty.montecarlo.tally import (
    MARGIN,
    Gauge,
    Tally,
    Total,
    correlation,
    covariance,
    gauge,
    tally,
)
from labcal.domain.uncertainty.montecarlo.vectors import Array
from labcal.domain.uncertainty.tolerance import tolerance
from labcal.errors.montecarlo import SimulationStoppedError

LEAST_BATCH = 10_000

LEAST_BATCHES = 10
"""Batches before their spread is trusted; that of two, as the standard asks, may be small by chance."""

OUTSIDE_BATCH = 100
"""Trials of a batch: 10 000, or 100 outside the interval if that is more (JCGM 101:2008, 7.9.4 b)."""


@dataclass(frozen=True, slots=True)
class Trials:
    """What all trials gave.

    Attributes:
        total: What was kept of them.
        gauges: Where the results lie.
        low: The lowest M − q values of each result in order.
        high: The highest M − q values of each result in order.
        block: Draws of a block; the last of a run may have fewer.
        is_stable: Whether an adaptive run has settled.
    """

    total: Total
    gauges: tuple[Gauge, ...]
    low: tuple[Array, ...]
    high: tuple[Array, ...]
    block: int
    is_stable: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what is computed, how often, and who watches."""

    kernel: Kernel
    settings: Settings
    watch: Watch
    probability: float
    trials: int

    @property
    def block(self) -> int:
        """Draws of one block: of an adaptive run, one batch."""
        if not self.settings.adaptive:
            return min(BLOCK, self.trials)
        batch = max(LEAST_BATCH, math.ceil(OUTSIDE_BATCH / (1 - self.probability)))
        return min(batch, self.trials)

    @property
    def blocks(self) -> int:
        """How many blocks there are; an adaptive run draws whole batches."""
        return self.trials // self.block if self.settings.adaptive else math.ceil(self.trials / self.block)

    def size(self, number: int) -> int:
        """Return how many draws the block of that number has."""
        return min(self.block, self.trials - number * self.block)

    def results(self, number: int, place: Workspace) -> list[Array]:
        """Return the results of one block, in arrays of the place."""
        found = [result[: self.size(number)] for result in place.results]
        self.kernel.evaluate(number, number * self.block, place, found)
        return found

    def place(self) -> Workspace:
        """Return arrays to work in."""
        return Workspace(self.kernel, self.block)

    @property
    def total(self) -> int:
        """How many draws there are to make, at most; of several results they are made twice (``regions``)."""
        return self.trials * min(2, len(self.kernel.plan.models))

    def heed(self, done: int) -> None:
        """Tell how far the run is, and stop if it is to stop.

        Raises:
            SimulationStoppedError: It is to stop.
        """
        self.watch.progress(done, self.total)
        if self.watch.cancelled():
            raise SimulationStoppedError(done=done)


def draw_all(run: Run) -> Trials:
    """Make all trials of a run.

    Raises:
        DrawError: A model has no finite value in some draws.
        SimulationStoppedError: The run was stopped.
    """
    pilot = [np.array(result) for result in run.results(0, run.place())]
    margin = MARGIN
    while True:
        gauges = tuple(gauge(result, 1 - run.probability, margin) for result in pilot)
        total, is_stable = _summed(run, pilot, gauges)
        low, high = _tails(run, total, gauges)
        found_low = tuple(values for values in low if values is not None)
        found_high = tuple(values for values in high if values is not None)
        if len(found_low) == len(found_high) == len(gauges):
            return Trials(total, gauges, found_low, found_high, run.block, is_stable)
        margin = _wider(margin)


def _tails(run: Run, total: Total, gauges: Sequence[Gauge]) -> tuple[list[Array | None], list[Array | None]]:
    """Return the values outside the interval of each result; None where too few were kept."""
    outside = total.count - intervals.enclosed(total.count, run.probability)
    work = [
        *(partial(intervals.lowest, kept, by.low) for kept, by in zip(total.lower, gauges, strict=True)),
        *(partial(intervals.highest, kept, by.high) for kept, by in zip(total.upper, gauges, strict=True)),
    ]
    number_of_threads = threads.count(run.settings.threads, len(work))
    found = list(
        threads.in_order(lambda one, _: work[one](outside), range(len(work)), object, number_of_threads)
    )
    return found[: len(gauges)], found[len(gauges) :]


def _wider(margin: float) -> float:
    return 4 * margin


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one block gave.

    Attributes:
        tally: What is kept of it.
        ends: Of its own intervals, shape (m, 2); only of an adaptive run.
        factors: Of its own coverage regions; none for one result, nor if not adaptive.
    """

    tally: Tally
    ends: Array | None
    factors: Array


def _summed(run: Run, pilot: Sequence[Array], gauges: Sequence[Gauge]) -> tuple[Total, bool]:
    """Add up the blocks of a run, the first of which is made, and tell whether an adaptive one settled."""

    def work(number: int, place: Workspace) -> _Batch:
        results = run.results(number, place) if number else [np.array(result) for result in pilot]
        size = run.size(number)
        ends = _ends(results, place.spare[:size], run.probability) if run.settings.adaptive else None
        kept = tally(results, gauges, place.spare[:size], place.whole[:size])
        is_joint = run.settings.adaptive and len(results) > 1
        factors = _factors(kept, results, place.spare[:size], run.probability) if is_joint else np.zeros(0)
        return _Batch(kept, ends, factors)

    total = Total()
    settling = _Settling(run.settings.digits)
    number_of_threads = threads.count(run.settings.threads, run.blocks)
    for batch in threads.in_order(work, range(run.blocks), run.place, number_of_threads):
        total.add(batch.tally)
        run.heed(total.count)
        if batch.ends is not None and settling.is_reached(batch, batch.ends, total):
            return total, True
    return total, not run.settings.adaptive


def _ends(results: Sequence[Array], spare: Array, probability: float) -> Array:
    ends = np.empty((len(results), 2))
    for number, result in enumerate(results):
        np.copyto(spare, result)
        ends[number] = intervals.of_all(spare, probability)
    return ends


def _factors(kept: Tally, results: Sequence[Array], spare: Array, probability: float) -> Array:
    """Return k_q of the rectangle and k_p of the ellipsoid, if there is one, of a block.

    Args:
        kept: What was kept of it.
        results: Its deviations from the centres; changed.
        spare: An array of their length, to be written over.
        probability: That of the regions.
    """
    distance = Distance(kept.sums / kept.count, covariance(kept.count, kept.sums, kept.products))
    last = intervals.enclosed(kept.count, probability) - 1
    return np.array([float(np.partition(one, last)[last]) for one in distance.of(results, spare)])


@dataclass(slots=True)
class _Settling:
    """Watches mean, u and both ends of each result over the batches, λ of their correlation, k_q and k_p.

    Source:
        JCGM 101:2008, 7.9.4; JCGM 102:2011, 7.8.
    """

    digits: int
    batches: list[Array] = field(default_factory=list)
    sums: Array = field(default_factory=lambda: np.zeros(0))
    squares: Array = field(default_factory=lambda: np.zeros(0))
    first: Array = field(default_factory=lambda: np.zeros(0))
    count: int = 0

    def is_reached(self, batch: _Batch, ends: Array, total: Total) -> bool:
        """Take note of one batch, and tell whether twice each standard deviation is within its tolerance."""
        block = batch.tally
        own = covariance(block.count, block.sums, block.products)
        found = np.concatenate(
            [block.sums / block.count, np.sqrt(np.diag(own)), ends.ravel(), [_greatest(own)], batch.factors]
        )
        if self.first.size != found.size:  # the first batch, or one that gained or lost its ellipsoid
            self.count = 0
        if not self.count:
            self.first = found
            self.sums, self.squares = np.zeros_like(found), np.zeros_like(found)
        self.count += 1
        self.sums += found - self.first
        self.squares += (found - self.first) ** 2
        if self.count < LEAST_BATCHES:
            return False
        variance = (self.squares - self.sums**2 / self.count) / (self.count * (self.count - 1))
        return bool(np.all(2 * np.sqrt(np.maximum(variance, 0.0)) <= self._tolerances(total, batch.factors)))

    def _tolerances(self, total: Total, factors: Array) -> Array:
        found = total.covariance()
        deltas = [tolerance(float(u), self.digits) for u in np.sqrt(np.diag(found))]
        correlation = tolerance(_greatest(found), self.digits)
        regions = [tolerance(float(factor), self.digits) for factor in factors]
        return np.array([*deltas, *deltas, *np.repeat(deltas, 2), correlation, *regions])


def _greatest(found: Array) -> float:
    """Return the greatest eigenvalue of the correlation matrix; 1 for one result, which has none."""
    if len(found) == 1:
        return 1.0
    return float(np.linalg.eigvalsh(correlation(found))[-1])
