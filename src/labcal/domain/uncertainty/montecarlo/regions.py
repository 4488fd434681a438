"""Coverage regions of several results together (JCGM 102:2011, 7.7)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labcal.domain.uncertainty.montecarlo import intervals, threads
from labcal.domain.uncertainty.montecarlo.blocks import Workspace
from labcal.domain.uncertainty.montecarlo.distance import Distance
from labcal.domain.uncertainty.montecarlo.tally import MARGIN, Tail
from labcal.domain.uncertainty.montecarlo.trials import Run, Trials


@dataclass(frozen=True, slots=True)
class Factors:
    """How many standard uncertainties the regions reach: k_p of the ellipsoid, k_q of the box."""

    ellipsoid: float | None
    box: float


def factors(run: Run, trials: Trials) -> Factors:
    """Return the factors of both regions, from the same draws, made a second time.

    Args:
        run: The run that was made.
        trials: What it gave; at least one result has an uncertainty.

    Raises:
        SimulationStoppedError: The run was stopped.
    """
    centres = np.array([by.centre for by in trials.gauges])
    distance = Distance(centres + trials.total.means(), trials.total.covariance())
    wanted = trials.total.count - intervals.enclosed(trials.total.count, run.probability)
    share = 1 - run.probability
    margin = MARGIN
    while True:
        limits = _limits(run, distance, share, margin)
        kept: list[list[Tail]] = [[] for _ in limits]
        for tails in _tails(run, trials, distance, limits):
            for one, tail in zip(kept, tails, strict=True):
                one.append(tail)
        found = [intervals.highest(one, limit, wanted + 1) for one, limit in zip(kept, limits, strict=True)]
        reached = [float(values[0]) for values in found if values is not None]
        if len(reached) == len(limits):
            return Factors(reached[1] if distance.has_ellipsoid else None, reached[0])
        margin *= 4


def _limits(run: Run, distance: Distance, share: float, margin: float) -> list[float]:
    """Return above which distance draws are kept, as the first block says."""
    place = run.place()
    results = run.results(0, place)
    count = results[0].size
    rank = math.ceil(share * count + margin * math.sqrt(count * share * (1 - share)) + margin)
    measured = [np.sort(one) for one in distance.of(results, place.spare[:count])]
    return [float(one[count - 1 - rank]) if rank < count else -math.inf for one in measured]


def _tails(run: Run, trials: Trials, distance: Distance, limits: Sequence[float]) -> list[list[Tail]]:
    """Return what each block keeps above the limits."""

    def work(number: int, place: Workspace) -> list[Tail]:
        results = run.results(number, place)
        measured = distance.of(results, place.spare[: run.size(number)])
        return [
            Tail(one[one > limit], int(np.count_nonzero(one == limit)))
            for one, limit in zip(measured, limits, strict=True)
        ]

    blocks = math.ceil(trials.total.count / run.block)
    found = []
    for number, tails in enumerate(
        threads.in_order(work, range(blocks), run.place, threads.count(run.settings.threads, blocks))
    ):
        run.heed(trials.total.count + min((number + 1) * run.block, trials.total.count))
        found.append(tails)
    return found
