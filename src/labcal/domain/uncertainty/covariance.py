"""Covariances between the inputs of a budget, by coefficient and from simultaneous readings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from labcal.domain import units
from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Budget, Component, Input
from labcal.errors.models import CorrelationMatrixError

Pair = tuple[int, int]
"""Numbers of two inputs, the smaller first."""

NOISE = 1e-10
"""By how much, for each input, an eigenvalue may fall below zero through rounding alone."""


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Inputs whose readings were taken together.

    Attributes:
        members: Numbers of the inputs.
        dof: Degrees of freedom that all their readings share, n − 1.
    """

    members: tuple[int, ...]
    dof: float


@dataclass(frozen=True, slots=True)
class Covariances:
    """What the inputs of a budget have in common; all in coherent SI units.

    Attributes:
        totals: Standard uncertainty of each of the n inputs.
        given: Covariances that were given by coefficients.
        observed: Covariances of means of simultaneous readings.
        ensembles: Sets of simultaneous readings with two members or more.
    """

    totals: tuple[float, ...]
    given: Mapping[Pair, float] = field(default_factory=dict)
    observed: Mapping[Pair, float] = field(default_factory=dict)
    ensembles: tuple[Ensemble, ...] = ()

    @property
    def pairs(self) -> Mapping[Pair, float]:
        """All covariances, given and observed."""
        return {**self.given, **self.observed}

    def between(self, first: Sequence[float], second: Sequence[float]) -> float:
        """Return the covariance of two linear functions of the inputs, from their n derivatives.

        Source:
            JCGM 100:2008, equation (13); JCGM 102:2011, 6.2.1.3.
        """
        own = (a * b * u * u for a, b, u in zip(first, second, self.totals, strict=True) if a and b)
        shared = (
            (first[i] * second[j] + first[j] * second[i]) * covariance
            for (i, j), covariance in self.pairs.items()
        )
        return math.fsum((*own, *shared))


def covariances(budget: Budget) -> Covariances:
    """Return the covariances between the inputs of a budget.

    Raises:
        CorrelationMatrixError: The coefficients contradict each other.
        UnitMismatchError, UnknownUnitError: A component is of another kind than its input.
        TooFewReadingsError: Simultaneous readings are fewer than two.

    Source:
        JCGM 100:2008, 5.2.2 and 5.2.3, equation (17).
    """
    totals = tuple(total(quantity) for quantity in budget.inputs)
    ensembles = _ensembles(budget.inputs)
    if not budget.correlations and not ensembles:
        return Covariances(totals)
    numbers = {quantity.symbol: number for number, quantity in enumerate(budget.inputs)}
    given: dict[Pair, float] = {}
    coefficients: dict[Pair, float] = {}
    for one in budget.correlations:
        first, second = sorted((numbers[one.first], numbers[one.second]))
        coefficients[first, second] = one.coefficient
        given[first, second] = one.coefficient * totals[first] * totals[second]
    observed = {
        pair: _of_means(budget.inputs[pair[0]], budget.inputs[pair[1]])
        for ensemble in ensembles
        for pair in _pairs(ensemble.members)
    }
    for (i, j), covariance in observed.items():
        coefficients[i, j] = covariance / (totals[i] * totals[j]) if covariance else 0.0
    _check(coefficients)
    return Covariances(totals, given, observed, ensembles)


def total(quantity: Input) -> float:
    """Return the standard uncertainty of an input over all its components, in the coherent SI unit."""
    return math.hypot(*(standard(quantity, component) for component in quantity.components))


def standard(quantity: Input, component: Component) -> float:
    """Return the standard uncertainty of one component, in the coherent SI unit.

    Raises:
        UnitMismatchError: It is of another kind than its input.
    """
    return component.distribution.standard_uncertainty * _scale(component.unit, quantity.unit)


@lru_cache(maxsize=1024)
def _scale(unit: str, wanted: str) -> float:
    """Return the coherent SI value of a difference of one ``unit``, of the kind of ``wanted``."""
    units.check_same(f"1 {unit}", unit, wanted)
    return units.scale(unit)


def _ensembles(inputs: Sequence[Input]) -> tuple[Ensemble, ...]:
    members: dict[str, list[int]] = {}
    for number, quantity in enumerate(inputs):
        if quantity.simultaneous:
            members.setdefault(quantity.simultaneous, []).append(number)
    return tuple(
        Ensemble(tuple(numbers), float(len(inputs[numbers[0]].readings) - 1))
        for numbers in members.values()
        if len(numbers) > 1
    )


def _pairs(members: Sequence[int]) -> list[Pair]:
    return [(i, j) for place, i in enumerate(members) for j in members[place + 1 :]]


def _of_means(first: Input, second: Input) -> float:
    """Return the covariance of two means, in coherent SI units."""
    scale = units.scale(first.unit) * units.scale(second.unit)
    return type_a.covariance_of_means(first.readings, second.readings) * scale


def _check(coefficients: Mapping[Pair, float]) -> None:
    """Refuse coefficients that no quantities can have together.

    Raises:
        CorrelationMatrixError: The smallest eigenvalue of their matrix is below zero.
    """
    if len(coefficients) < 2:
        return
    import numpy as np  # late: most budgets know no correlation

    involved = sorted({number for pair in coefficients for number in pair})
    places = {number: place for place, number in enumerate(involved)}
    matrix = np.eye(len(involved))
    for (i, j), coefficient in coefficients.items():
        matrix[places[i], places[j]] = matrix[places[j], places[i]] = coefficient
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < -NOISE * len(involved):
        raise CorrelationMatrixError(eigenvalue=f"{smallest:.3g}")
