"""The results of a batch of jobs: evaluated by the engine at all points at once, stated one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from labcal.catalog.limits import load_limits
from labcal.domain.conformity import Limits
from labcal.domain.evaluation import PointInputs, StandardValue, assemble, stated
from labcal.domain.job import FrozenResult
from labcal.domain.limits.table import LimitTable
from labcal.domain.person import PersonName
from labcal.domain.point import Cycle, mean
from labcal.domain.procedure import Origin, Procedure
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty.first_order import Evaluation, evaluate
from labcal.domain.uncertainty.points import evaluate_points
from labcal.services.evaluation import freeze
from labcal.services.large.plan import Reals

KNOWN = 10000
"""Stated results that are remembered."""
NEVER = datetime.min.replace(tzinfo=UTC)


class Point(NamedTuple):
    """What one job was measured on and with."""

    nominal: QuantityValue
    grade: str
    standard: StandardValue


class Evaluator:
    """Evaluates jobs by one procedure, those of the same nominal value and standard together."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._unit = procedure.readings.unit
        self._symbol = next(one.symbol for one in procedure.inputs if one.origin is Origin.READINGS)
        if not all(one.pooled for one in procedure.inputs if one.origin is Origin.READINGS):
            raise ValueError("a budget that differs from job to job is not evaluated in one go")
        self._table: LimitTable | None = None
        self._permitted: dict[tuple[QuantityValue, str], Limits] = {}
        self._known: dict[tuple[Point, Decimal | int], tuple[str, FrozenResult]] = {}
        if procedure.conformity is not None:
            self._table = load_limits(procedure.conformity.limits)

    def results(
        self,
        points: Sequence[Point],
        differences: Sequence[tuple[Decimal, ...]],
        done: Sequence[tuple[PersonName, datetime]],
    ) -> list[FrozenResult]:
        """Return the result of each job as it is frozen when the job is handed over.

        Args:
            points: Of each job.
            differences: Of each job, one a cycle, in the unit of the readings.
            done: Who handed each job over, and when.
        """
        groups: dict[tuple[QuantityValue, StandardValue], list[int]] = {}
        for place, point in enumerate(points):
            groups.setdefault((point.nominal, point.standard), []).append(place)
        found: dict[int, FrozenResult] = {}
        for members in groups.values():
            evaluations = self._evaluated(points[members[0]], [differences[place] for place in members])
            for place, evaluation in zip(members, evaluations, strict=True):
                result = self._stated(points[place], evaluation, differences[place])
                found[place] = replace(result, by=done[place][0], at=done[place][1])
        return [found[place] for place in range(len(points))]

    def _evaluated(self, point: Point, differences: list[tuple[Decimal, ...]]) -> list[Evaluation]:
        """Evaluate one budget at the means of all jobs; what does not depend on them is shared."""
        budget = assemble(self._procedure, self._pattern(point, differences[0]))
        pattern = evaluate(budget)
        means: Reals = np.array([float(mean(cycles)) for cycles in differences])
        at = evaluate_points(budget, {self._symbol: means})
        return [
            replace(pattern, value=value, standard_uncertainty=u, expanded_uncertainty=expanded)
            for value, u, expanded in zip(
                at.value.tolist(),
                at.standard_uncertainty.tolist(),
                at.expanded_uncertainty.tolist(),
                strict=True,
            )
        ]

    def _stated(self, point: Point, evaluation: Evaluation, cycles: tuple[Decimal, ...]) -> FrozenResult:
        """State a result; one with the same mean under the same standard is stated once."""
        key = point, sum(cycles)
        told = self._told(cycles)
        if key not in self._known:
            if len(self._known) >= KNOWN:
                self._known.clear()
            result = stated(self._procedure, _inputs(point, ()), self._limits(point), (evaluation, cycles))
            self._known[key] = told, freeze(result, PersonName(""), NEVER)
        before, frozen = self._known[key]
        return frozen if before == told else replace(frozen, body=frozen.body.replace(before, told, 1))

    def _limits(self, point: Point) -> Limits | None:
        if self._table is None or not point.grade:
            return None
        key = point.nominal, point.grade
        if key not in self._permitted:
            self._permitted[key] = self._table.limit(*key)
        return self._permitted[key]

    @staticmethod
    def _told(cycles: tuple[Decimal, ...]) -> str:
        """Return the differences as the body of a frozen result tells them."""
        return f'"differences": {json.dumps([str(cycle) for cycle in cycles])}'

    def _pattern(self, point: Point, cycles: tuple[Decimal, ...]) -> PointInputs:
        """Return inputs whose readings give these differences."""
        columns = self._procedure.readings.columns
        place = next(number for number, column in enumerate(columns) if column.weight > 0)
        cells = [
            ["0"] * place + [f"{cycle / columns[place].weight:f}"] + ["0"] * (len(columns) - place - 1)
            for cycle in cycles
        ]
        return _inputs(point, tuple(tuple(QuantityValue(cell, self._unit) for cell in row) for row in cells))


def _inputs(point: Point, readings: tuple[Cycle, ...]) -> PointInputs:
    return PointInputs(nominal=point.nominal, grade=point.grade, readings=readings, standard=point.standard)
