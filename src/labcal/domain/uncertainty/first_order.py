"""Evaluation of a budget by first order (JCGM 100:2008, clauses 4 to 6)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from labcal.domain import units
from labcal.domain.uncertainty import derivatives, implicit
from labcal.domain.uncertainty.budget import Budget, Output, compile_equation, compile_model
from labcal.domain.uncertainty.contributions import Contributions, Element, gather
from labcal.domain.uncertainty.covariance import Covariances, covariances
from labcal.domain.uncertainty.factors import factor_of
from labcal.text import Phrase, mark

STATIONARY = mark(
    "At these estimates the model is stationary: first order gives no uncertainty. "
    "Use second order or Monte Carlo."
)
CANCELLED = mark(
    "The contributions of correlated inputs cancel each other, so that no uncertainty is left. "
    "Check the correlation coefficients."
)
UNDEFINED_DOF = mark(
    "Inputs with finite degrees of freedom are correlated, and no common set of readings defines the "
    "effective degrees of freedom: the coverage factor k has to be chosen."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One component in the evaluated budget.

    Attributes:
        input: Symbol of its input.
        name: What it comes from.
        distribution: Name of its distribution.
        standard_uncertainty: In ``unit``.
        unit: The unit of the result where the input is of its kind, else the input's own.
        dof: Degrees of freedom, perhaps infinite.
        sensitivity: Partial derivative of the result by the input, in units of the result per ``unit``.
        contribution: Sensitivity times standard uncertainty, without its sign, in the unit of the result.
        percent_of_variance: Its share of u_c², in percent; 0 where u_c is 0. With correlated inputs the
            shares need not sum to 100.
    """

    input: str
    name: str
    distribution: str
    standard_uncertainty: float
    unit: str
    dof: float
    sensitivity: float
    contribution: float
    percent_of_variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The result of a budget, unrounded; all numbers in ``unit``.

    Attributes:
        effective_dof: Perhaps infinite; NaN where they are undefined.
        coverage_factor: NaN where it would have to come from undefined degrees of freedom.
        coverage_probability: That of ``coverage_factor`` for a normal distribution, where k was given.
        expanded_uncertainty: NaN where the coverage factor is.
        gradient: Derivatives by the inputs, in the coherent SI unit of the result per that of the input.
    """

    symbol: str
    unit: str
    value: float
    standard_uncertainty: float
    effective_dof: float
    coverage_factor: float
    coverage_probability: float
    expanded_uncertainty: float
    lines: tuple[Line, ...]
    warnings: tuple[Phrase, ...] = ()
    gradient: tuple[float, ...] = ()


def evaluate(budget: Budget) -> Evaluation:
    """Return the first result of a budget, by first order.

    Raises:
        ModelError: The model cannot be used (a subclass says why and where).
        BudgetError: The budget cannot be used.
        UnknownUnitError, UnitMismatchError: A unit is not known, or is of another kind than its input.

    Source:
        JCGM 100:2008, equations (10), (13) and (G.2b).
    """
    return evaluate_output(budget, budget.outputs[0])


def evaluate_output(budget: Budget, output: Output, common: Covariances | None = None) -> Evaluation:
    """Return one result of a budget, by first order; errors as for ``evaluate``.

    Args:
        budget: The budget.
        output: One of its outputs.
        common: The covariances of its inputs, where they are at hand already.
    """
    value, slopes = linearised(budget, output)
    contributions = gather(budget.inputs, slopes, common or covariances(budget), output.unit)
    combined = contributions.combined
    dof = contributions.effective_dof(combined)
    factor, probability, said = factor_of(budget.coverage, contributions, combined, dof)
    by_symbol = dict(zip((quantity.symbol for quantity in budget.inputs), slopes, strict=True))
    return Evaluation(
        symbol=output.symbol,
        unit=output.unit,
        value=units.from_base(value, output.unit),
        standard_uncertainty=combined,
        effective_dof=dof,
        coverage_factor=factor,
        coverage_probability=probability,
        expanded_uncertainty=factor * combined,
        lines=tuple(
            _line(output.unit, element, by_symbol[element.source.symbol], combined)
            for element in contributions.elements
        ),
        warnings=(*_warnings(contributions, combined, dof), *said),
        gradient=tuple(slopes),
    )


def linearised(budget: Budget, output: Output) -> tuple[float, list[float]]:
    """Return the value of an output and its n derivatives, in coherent SI units.

    Raises:
        ModelError: The model cannot be used (a subclass says why and where).
    """
    symbols = tuple((quantity.symbol, quantity.unit) for quantity in budget.inputs)
    estimates = []
    for quantity in budget.inputs:
        factor, offset = _to_base(quantity.unit)
        estimates.append(quantity.value * factor + offset)
    if not output.equation:
        return derivatives.gradient(compile_model(output.model, symbols, output.unit), estimates)
    equation = compile_equation(output.equation, symbols, (output.symbol, output.unit))
    value, slopes = implicit.solve(equation, estimates, units.to_base(output.start, output.unit))
    return value, [-slope / slopes[-1] for slope in slopes[:-1]]


@lru_cache(maxsize=1024)
def _to_base(unit: str) -> tuple[float, float]:
    """Return factor and offset of a unit to the coherent SI unit."""
    meant = units.understand(unit)
    return float(meant.factor), float(meant.offset)


def _line(unit: str, element: Element, slope: float, combined: float) -> Line:
    """Return the line of one component; ``slope`` is the derivative in coherent SI units."""
    quantity, component = element.source, element.component
    shown, factor, ratio = _shown(unit, quantity.unit, component.unit)
    contribution = abs(element.amount)
    return Line(
        input=quantity.symbol,
        name=component.name or quantity.name,
        distribution=component.distribution.name,
        standard_uncertainty=component.distribution.standard_uncertainty * factor,
        unit=shown,
        dof=component.dof,
        sensitivity=slope * ratio,
        contribution=contribution,
        percent_of_variance=100 * (contribution / combined) ** 2 if combined else 0.0,
    )


@lru_cache(maxsize=1024)
def _shown(unit: str, own: str, component: str) -> tuple[str, float, float]:
    """Return the unit that a component is shown in, its factor to it, and that of the sensitivity."""
    shown = unit if units.same_dimension(unit, own) else own
    return shown, units.factor(component, shown), units.scale(shown) / units.scale(unit)


def _warnings(contributions: Contributions, combined: float, dof: float) -> Iterator[Phrase]:
    if combined == 0 and any(contributions.common.totals):
        moves = any(element.amount for element in contributions.elements)
        yield Phrase(CANCELLED if moves else STATIONARY)
    if math.isnan(dof):
        yield Phrase(UNDEFINED_DOF)
