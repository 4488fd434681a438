"""Customers and their weights, and how each weight truly fares over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from labcal.catalog.limits import load_limits
from labcal.domain.quantity import parse
from labcal.services.large.plan import YEAR, Reals, Size, Whole
from labcal.store.spans import Cells, Same

CHIPPED = 400.0
"""Days until a chipped weight is adjusted."""
STRIDE = 7919
"""A prime: weights come in an order that is not that of their numbers, the same every year."""


class Items:
    """The weights of a large book.

    Attributes:
        nominals: The nominal values that occur, as keyed.
        grades: The accuracy classes that occur.
        nominal: Of each weight, its place in ``nominals``.
        grade: Of each weight, its place in ``grades``.
        owner: Of each weight, the number of its customer, from 0.
    """

    def __init__(self, data: dict[str, Any], size: Size, limits: str) -> None:
        self._told, self._customers, count = data["instruments"], data["customers"], size.instruments
        random = np.random.default_rng([size.seed, 1])
        self.nominals = [one["nominal"] for one in self._told["nominals"]]
        self.grades = [one["grade"] for one in self._told["grades"]]
        self.nominal = random.choice(
            len(self.nominals), count, p=[n["share"] for n in self._told["nominals"]]
        )
        self.grade = random.choice(len(self.grades), count, p=[one["share"] for one in self._told["grades"]])
        self.customers = max(1, count // self._customers["instruments"])
        self.owner = np.minimum(
            (random.beta(1, 1.6, count) * self.customers).astype(np.int64), self.customers - 1
        )
        permissible = self._permissible(limits)[self.nominal, self.grade]
        self._scatter = random.normal(0.0, self._told["scatter"], count) * permissible
        self._wear = -np.abs(random.normal(0.0, self._told["wear"], count)) * permissible
        fails = random.random(count) < self._told["failures"]
        self._chipped = np.where(fails, random.random(count) * 10 * YEAR, np.inf)
        self._chip = -random.uniform(0.5, 3.0, count) * permissible

    def __len__(self) -> int:
        return len(self.owner)

    def of_jobs(self, jobs: range) -> Whole:
        """Return the weight of each job: every weight once before any comes again."""
        step = STRIDE if len(self) % STRIDE else STRIDE + 2
        return (np.arange(jobs.start, jobs.stop) * step) % len(self)

    def deviation(self, items: Whole, days: Reals) -> Reals:
        """Return by how much weights truly deviate from nominal on a day, in g."""
        since = days - self._chipped[items]
        chip = np.where((since >= 0) & (since < CHIPPED), self._chip[items], 0.0)
        return self._scatter[items] + self._wear[items] * days / YEAR + chip

    def customer_columns(self) -> Iterator[dict[str, Cells]]:
        """Yield the columns of the customers, a batch at a time."""
        kinds, places = self._customers["kinds"], self._customers["places"]
        for run in _runs(self.customers):
            towns = [places[number % len(places)] for number in run]
            yield {
                "number": [f"C-{number + 1:04d}" for number in run],
                "name": [
                    f"{kinds[number % len(kinds)]} {town} {number // len(kinds) + 1}"
                    for number, town in zip(run, towns, strict=True)
                ],
                "street": [f"Plot {number * 7 % 311 + 1}" for number in run],
                "city": towns,
                "country": Same(self._customers["country"]),
                **dict.fromkeys(("post_code", "email", "phone"), Same("")),
            }

    def instrument_columns(self, first_customer: int) -> Iterator[dict[str, Cells]]:
        """Yield the columns of the weights, a batch at a time."""
        makers, models = self._told["makers"], self._told["models"]
        quantities = [parse(nominal) for nominal in self.nominals]
        for run in _runs(len(self)):
            kinds = self.nominal[run.start : run.stop].tolist()
            yield {
                "number": [f"I-{number + 1:06d}" for number in run],
                "customer_id": (self.owner[run.start : run.stop] + first_customer).tolist(),
                "name": [f"Weight {self.nominals[kind]}" for kind in kinds],
                "manufacturer": [makers[number % len(makers)] for number in run],
                "model": [models[number % len(models)] for number in run],
                "serial": [f"{number * 13 % 9973:04d}-{number}" for number in run],
                "mark": Same(""),
                "nominal": [quantities[kind].number for kind in kinds],
                "nominal_unit": [quantities[kind].unit for kind in kinds],
                "nominal_base": [quantities[kind].base for kind in kinds],
                "grade": [self.grades[place] for place in self.grade[run.start : run.stop].tolist()],
            }

    def condition(self, item: int) -> str:
        """Return how a weight looks when it comes in."""
        conditions: list[str] = self._told["conditions"]
        return conditions[item % len(conditions)]

    def _permissible(self, limits: str) -> Reals:
        """Return the permissible error by nominal value and class, in g."""
        table = load_limits(limits)
        return np.array(
            [
                [float(table.limit(parse(nominal), grade).upper or 0) / 1000 for grade in self.grades]
                for nominal in self.nominals
            ]
        )


def _runs(count: int) -> Iterator[range]:
    for start in range(0, count, 5000):
        yield range(start, min(count, start + 5000))
