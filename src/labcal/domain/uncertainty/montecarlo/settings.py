"""How a Monte Carlo run is made, and who watches it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from labcal.errors.montecarlo import (
    SeedError,
    ThreadsError,
    TooFewTrialsError,
    TooManyTrialsError,
    TrialDigitsError,
)

TRIALS = 1_000_000
"""Trials where nobody says (JCGM 101:2008, 7.2.1)."""

MOST_ADAPTIVE = 10_000_000
"""Trials at which an adaptive run stops although it has not settled, where nobody says."""

KEPT = 1 << 24
"""Values of the results that are kept at once: 128 MiB."""

MOST = 500_000_000
"""Trials of any run."""

OUTSIDE = 10
"""Trials that at least have to lie outside the interval."""

ADVISED = 10_000
"""Trials outside the interval from which its ends are steady (JCGM 101:2008, 7.2.2)."""

SEED = 101
"""The seed where nobody says, always the same, so that a result can be found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a Monte Carlo run is made.

    Attributes:
        trials: Number of trials; of an adaptive run, the most there may be. None for the usual number.
        adaptive: Whether trials are added until the results have settled (JCGM 101:2008, 7.9).
        digits: Significant digits of u that are meaningful, 1 or 2: they set the numerical tolerance.
        seed: What the random numbers start from; the same seed gives the same result, bit by bit.
        threads: How many work side by side; None for as many as the machine has. It changes no result.

    Raises:
        TrialDigitsError, SeedError, ThreadsError: A number is out of its range.
    """

    trials: int | None = None
    adaptive: bool = False
    digits: int = 2
    seed: int = SEED
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.digits not in (1, 2):
            raise TrialDigitsError(digits=self.digits)
        if self.seed < 0:
            raise SeedError(seed=self.seed)
        if self.threads is not None and self.threads < 1:
            raise ThreadsError(threads=self.threads)

    def checked_trials(self, probability: float, outputs: int) -> int:
        """Return the number of trials, once it is known to be possible.

        Of each result, only the values outside the interval are kept, at both sides.

        Args:
            probability: Coverage probability of the intervals.
            outputs: Number of results.

        Raises:
            TooFewTrialsError: Fewer than ten trials would lie outside the interval.
            TooManyTrialsError: More values would have to be kept than memory is set aside for.
        """
        outside = 1 - probability
        usual = MOST_ADAPTIVE if self.adaptive else TRIALS
        most = min(MOST, int(KEPT / (2 * outside * outputs)) if outside > 0 else MOST)
        least = math.ceil(OUTSIDE / outside) if outside > 0 else most + 1
        trials = min(max(usual, least), most) if self.trials is None else self.trials
        if trials > most:
            raise TooManyTrialsError(trials=trials, most=most)
        if trials < least:
            raise TooFewTrialsError(trials=trials, probability=f"{probability:.6g}", least=least)
        return trials


def nobody_listens(done: int, total: int) -> None:
    """Take note of nothing."""


def never() -> bool:
    """Tell that the run goes on."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches a run; both are called in the thread of the caller, between two blocks.

    Attributes:
        progress: Told how many draws are made, and of how many at most; at the end, of all.
        cancelled: Asked whether to stop.
    """

    progress: Callable[[int, int], None] = nobody_listens
    cancelled: Callable[[], bool] = never
