"""A budget with another estimate, or with another standard uncertainty of one component."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from labcal.domain.uncertainty.budget import Budget, Component, Input
from labcal.domain.uncertainty.distributions import (
    ABSOLUTE,
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Empirical,
    Lognormal,
    Normal,
    Rectangular,
    Resolution,
    StudentT,
    Trapezoidal,
    Triangular,
)
from labcal.errors.design import (
    FixedEstimateError,
    FixedUncertaintyError,
    NoSpreadError,
    NoSuchComponentError,
    NoSuchInputError,
)

PER_STANDARD: Mapping[type, float] = {
    Normal: 1.0,
    StudentT: 1.0,
    Rectangular: math.sqrt(3),
    Triangular: math.sqrt(6),
    Arcsine: math.sqrt(2),
    Resolution: 2 * math.sqrt(3),
}
"""The one parameter of each of these distributions, for a standard uncertainty of 1."""


def find_input(budget: Budget, symbol: str) -> Input:
    """Return the input with that symbol.

    Raises:
        NoSuchInputError: There is none.
    """
    for quantity in budget.inputs:
        if quantity.symbol == symbol:
            return quantity
    raise NoSuchInputError(symbol=symbol)


def find_component(quantity: Input, number: int) -> Component:
    """Return a component of an input; ``number`` counts from 0.

    Raises:
        NoSuchComponentError: There is none.
    """
    if not 0 <= number < len(quantity.components):
        raise NoSuchComponentError(symbol=quantity.symbol, number=number + 1, count=len(quantity.components))
    return quantity.components[number]


def with_estimate(budget: Budget, symbol: str, value: float) -> Budget:
    """Return the budget with another estimate of one input, in its unit; its uncertainties stay as they are.

    Raises:
        NoSuchInputError: There is no such input.
        FixedEstimateError: The estimate follows from an absolute distribution, such as gamma.
    """
    quantity = find_input(budget, symbol)
    for component in quantity.components:
        if component.distribution.name in ABSOLUTE:
            raise FixedEstimateError(symbol=symbol, distribution=component.distribution.name)
    return _with_input(budget, replace(quantity, value=value))


def with_standard(budget: Budget, symbol: str, number: int, standard: float) -> Budget:
    """Return the budget with another standard uncertainty of one component; shape and ν stay.

    Simultaneous readings are drawn together or apart about their mean, and their covariances follow.

    Args:
        budget: The budget.
        symbol: Symbol of an input.
        number: Which of its components, from 0.
        standard: In the unit of the component, at least 0.

    Raises:
        NoSuchInputError, NoSuchComponentError: There is no such component.
        FixedUncertaintyError: It is exponential or gamma.
        NoSpreadError: Its samples or simultaneous readings are all alike.
    """
    quantity = find_input(budget, symbol)
    component = find_component(quantity, number)
    shape = resized(component.distribution, standard)
    if shape is None:
        raise NoSpreadError(symbol=symbol)
    if quantity.simultaneous and number == 0:
        quantity = replace(quantity, readings=_drawn(quantity, standard))
    parts = list(quantity.components)
    parts[number] = replace(component, distribution=shape)
    return _with_input(budget, replace(quantity, components=tuple(parts)))


def without(budget: Budget, symbol: str, number: int) -> Budget:
    """Return the budget with one component taken as exactly known.

    Raises:
        NoSuchInputError, NoSuchComponentError: There is no such component.
    """
    quantity = find_input(budget, symbol)
    component = find_component(quantity, number)
    if quantity.simultaneous and number == 0:
        quantity = replace(quantity, readings=(quantity.value,) * len(quantity.readings))
    parts = list(quantity.components)
    parts[number] = replace(component, distribution=Normal(0.0), dof=math.inf)
    return _with_input(budget, replace(quantity, components=tuple(parts)))


def resized(distribution: Distribution, standard: float) -> Distribution | None:
    """Return the same distribution with another standard uncertainty; None where samples are all alike.

    Raises:
        FixedUncertaintyError: It is exponential or gamma: estimate and uncertainty follow from one parameter.
    """
    match distribution:
        case Trapezoidal(beta=beta):
            return Trapezoidal(standard / math.sqrt((1 + beta**2) / 6), beta)
        case CurvilinearTrapezoid():
            return _curvilinear(distribution, standard)
        case Lognormal(mean=mean):
            return Lognormal(standard, mean)
        case Empirical():
            return _widened(distribution, standard)
        case Normal() | StudentT() | Rectangular() | Triangular() | Arcsine() | Resolution():
            kind = type(distribution)
            return kind(standard * PER_STANDARD[kind])
    raise FixedUncertaintyError(distribution=distribution.name)


def _curvilinear(distribution: CurvilinearTrapezoid, standard: float) -> CurvilinearTrapezoid:
    width = distribution.half_width
    share = distribution.half_width_uncertainty / width if width else 0.0
    width = standard / math.sqrt(1 / 3 + share**2 / 9)
    return CurvilinearTrapezoid(width, share * width)


def _widened(distribution: Empirical, standard: float) -> Empirical | None:
    if not distribution.standard_uncertainty:
        return None
    ratio, mean = standard / distribution.standard_uncertainty, distribution.mean
    return Empirical(tuple(mean + ratio * (sample - mean) for sample in distribution.samples))


def _drawn(quantity: Input, standard: float) -> tuple[float, ...]:
    """Return the readings, drawn together or apart about their mean."""
    present = quantity.components[0].distribution.standard_uncertainty
    if not present:
        raise NoSpreadError(symbol=quantity.symbol)
    ratio, mean = standard / present, quantity.value
    return tuple(mean + ratio * (reading - mean) for reading in quantity.readings)


def _with_input(budget: Budget, quantity: Input) -> Budget:
    inputs = tuple(quantity if one.symbol == quantity.symbol else one for one in budget.inputs)
    return replace(budget, inputs=inputs)
