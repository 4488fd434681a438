"""Evaluation of a budget at all points of a calibration at once, by first order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from labcal.domain import units
from labcal.domain.uncertainty.arrays import Numbers, gradients
from labcal.domain.uncertainty.budget import Budget, Component, Input, compile_model
from labcal.domain.uncertainty.covariance import standard
from labcal.domain.uncertainty.coverage import Coverage, DofRule, FactorRule, coverage_factor
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.resizing import with_standard
from labcal.errors.models import ParameterRangeError, PointCountError

Reals = NDArray[np.float64]


Place = tuple[str, int]
"""Symbol of an input, and number of one of its components, from 0."""


@dataclass(frozen=True, slots=True)
class _Points:
    """What differs from point to point."""

    estimates: Mapping[str, Reals]
    standards: Mapping[Place, Reals]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointResults:
    """The first result of a budget at N points, unrounded, each of shape (N,), in ``unit``.

    Attributes:
        effective_dof: Perhaps infinite; NaN where undefined.
    """

    unit: str
    value: Reals
    standard_uncertainty: Reals
    effective_dof: Reals
    coverage_factor: Reals
    expanded_uncertainty: Reals


def evaluate_points(
    budget: Budget, estimates: Mapping[str, Reals], standards: Mapping[Place, Reals] | None = None
) -> PointResults:
    """Return the first result of a budget at N points.

    Budgets with correlations, implicit models, and rules for k other than t are evaluated one by one.

    Args:
        budget: All that does not differ from point to point.
        estimates: By symbol of an input: its values, shape (N,), in the unit that the budget gives it.
        standards: By symbol of an input and number of a component, from 0: its standard uncertainties, shape
            (N,), in the unit of the component.

    Raises:
        PointCountError: The values differ in number, or name no input.
        ParameterRangeError: A standard uncertainty is not a number of at least 0.
        NoSuchInputError, NoSuchComponentError, FixedUncertaintyError: As for ``resizing.with_standard``.
        PointValueError: The model has no value or no derivative at a point.
        ModelError, BudgetError, UnknownUnitError, UnitMismatchError: As for ``first_order.evaluate``.

    Source:
        JCGM 100:2008, equations (10) and (G.2b).
    """
    points = _Points(estimates, standards or {})
    count = _count(budget, points)
    if not _is_plain(budget):
        return _one_by_one(budget, points, count)
    return _at_once(budget, points, count)


def _is_plain(budget: Budget) -> bool:
    """Tell whether all points can be evaluated at once."""
    is_joint = bool(budget.correlations) or any(one.simultaneous for one in budget.inputs)
    is_explicit = not budget.outputs[0].equation
    return is_explicit and not is_joint and budget.coverage.factor_rule is FactorRule.T


def _at_once(budget: Budget, points: _Points, count: int) -> PointResults:
    output = budget.outputs[0]
    symbols = tuple((quantity.symbol, quantity.unit) for quantity in budget.inputs)
    model = compile_model(output.model, symbols, output.unit)
    value, slopes = gradients(model, [_in_base(quantity, points.estimates) for quantity in budget.inputs])
    variance, divisor = _sums(budget.inputs, slopes, points.standards)
    meant = units.understand(output.unit)
    u = np.broadcast_to(np.sqrt(variance) / float(meant.factor), count)
    with np.errstate(divide="ignore", invalid="ignore"):
        dof = np.broadcast_to(np.where(np.equal(divisor, 0), np.inf, np.square(variance) / divisor), count)
    factor = _factors(budget.coverage, dof)
    return PointResults(
        unit=output.unit,
        value=np.broadcast_to((value - float(meant.offset)) / float(meant.factor), count),
        standard_uncertainty=u,
        effective_dof=dof,
        coverage_factor=factor,
        expanded_uncertainty=factor * u,
    )


def _count(budget: Budget, points: _Points) -> int:
    """Return N."""
    symbols = {quantity.symbol for quantity in budget.inputs}
    columns = [*points.estimates.values(), *points.standards.values()]
    lengths = {np.shape(numbers) for numbers in columns}
    if len(lengths) != 1 or set(points.estimates) - symbols:
        raise PointCountError
    shape = lengths.pop()
    if (
        len(shape) != 1
        or not shape[0]
        or not all(np.isfinite(one).all() for one in points.estimates.values())
    ):
        raise PointCountError
    for (symbol, number), numbers in points.standards.items():
        if not (np.isfinite(numbers) & (numbers >= 0)).all():
            raise ParameterRangeError(parameter="standard", value=float(np.min(numbers)), wanted="≥ 0")
        with_standard(budget, symbol, number, float(numbers[0]))
    return int(shape[0])


def _in_base(quantity: Input, estimates: Mapping[str, Reals]) -> Numbers:
    meant = units.understand(quantity.unit)
    return estimates.get(quantity.symbol, quantity.value) * float(meant.factor) + float(meant.offset)


def _sums(
    inputs: Sequence[Input], slopes: Sequence[Numbers], standards: Mapping[Place, Reals]
) -> tuple[Numbers, Numbers]:
    """Return u_c², and the divisor of equation (G.2b), at all points, in coherent SI units."""
    variance: Numbers = 0.0
    divisor: Numbers = 0.0
    for quantity, slope in zip(inputs, slopes, strict=True):
        scaled = slope * slope
        squares = [
            (_squared(quantity, part, standards.get((quantity.symbol, number))), part.dof)
            for number, part in enumerate(quantity.components)
        ]
        variance = variance + scaled * sum(square for square, _ in squares)
        finite = [square * square / dof for square, dof in squares if math.isfinite(dof)]
        if finite:
            divisor = divisor + scaled * scaled * sum(finite)
    return variance, divisor


def _squared(quantity: Input, part: Component, standards: Reals | None) -> Numbers:
    """Return the variance of a component, in the coherent SI unit: one for all points, or one each."""
    alike = standard(quantity, part)
    return alike * alike if standards is None else np.square(standards * units.scale(part.unit))


def _factors(coverage: Coverage, dof: Reals) -> Reals:
    """Return the coverage factor at each of N effective degrees of freedom."""
    if coverage.k is not None or coverage.probability is None:
        return np.full(dof.shape, coverage.k)
    if coverage.dof_rule is DofRule.TRUNCATE:
        dof = np.maximum(np.floor(dof * (1 + 1e-12)), 1.0)
    from scipy.special import stdtrit  # late: it takes a fifth of a second to import

    endless = coverage_factor(coverage.probability, math.inf)
    finite = stdtrit(np.where(np.isinf(dof), 1.0, dof), (1 + coverage.enclosed) / 2)
    return np.where(np.isinf(dof), endless, finite)


def _one_by_one(budget: Budget, points: _Points, count: int) -> PointResults:
    found = [evaluate(_at(budget, points, number)) for number in range(count)]
    return PointResults(
        unit=budget.outputs[0].unit,
        value=np.array([one.value for one in found]),
        standard_uncertainty=np.array([one.standard_uncertainty for one in found]),
        effective_dof=np.array([one.effective_dof for one in found]),
        coverage_factor=np.array([one.coverage_factor for one in found]),
        expanded_uncertainty=np.array([one.expanded_uncertainty for one in found]),
    )


def _at(budget: Budget, points: _Points, number: int) -> Budget:
    """Return the budget of one point."""
    inputs = tuple(
        replace(one, value=float(points.estimates[one.symbol][number]))
        if one.symbol in points.estimates
        else one
        for one in budget.inputs
    )
    found = replace(budget, inputs=inputs)
    for (symbol, component), numbers in points.standards.items():
        found = with_standard(found, symbol, component, float(numbers[number]))
    return found
