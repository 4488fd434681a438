"""What a large book is to hold, and on which days its work was done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labcal import resources

Whole = NDArray[np.int64]
Reals = NDArray[np.float64]
BATCH = 1000
"""Jobs that one journal line tells of."""
YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a book is to be, and the seed that everything in it follows from."""

    instruments: int
    jobs: int
    seed: int = 1


def told() -> dict[str, Any]:
    """Return the data that every large book is made from."""
    return tomllib.loads(resources.path("demo", "large.toml").read_text(encoding="utf-8"))


class Calendar:
    """The days on which jobs were received: workdays, with seasons, a little more each year.

    Attributes:
        first: The first day.
        today: The day after the last.
    """

    def __init__(self, data: dict[str, Any], today: date, jobs: int) -> None:
        self.today = today
        self.first = today - timedelta(days=round(data["years"] * YEAR))
        days = [self.first + timedelta(days=number) for number in range((today - self.first).days)]
        weights = np.array([self._weight(data, day) for day in days])
        self._ends = np.floor(np.cumsum(weights) / weights.sum() * jobs + 0.5).astype(np.int64)
        starts = np.concatenate([[0], self._ends[:-1]])
        self._year_starts: dict[int, int] = {}
        for day, start in zip(days, starts, strict=True):
            self._year_starts.setdefault(day.year, int(start))

    def received(self, jobs: range) -> Whole:
        """Return for each job the day it was received, counted from ``first``."""
        return np.searchsorted(self._ends, np.arange(jobs.start, jobs.stop), side="right")

    def place_in_year(self, job: int, year: int) -> int:
        """Return how many jobs of its year came before a job."""
        return job - self._year_starts[year]

    def day(self, number: int) -> date:
        """Return the day that ``number`` counts from ``first``."""
        return self.first + timedelta(days=int(number))

    def _weight(self, data: dict[str, Any], day: date) -> float:
        if day.weekday() > 4:
            return 0.0
        years = (day - self.first).days / YEAR
        return float(data["season"][day.month - 1] * (1 + data["growth"] * years))


def workday(day: date) -> date:
    """Return ``day``, or the Monday after where it is no workday."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
