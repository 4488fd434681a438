"""An uncertainty budget and its evaluation by first order (JCGM 100:2008, clauses 4 to 6)."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache

from labcal.domain import units
from labcal.domain.uncertainty import derivatives, dimensions, expression, tape
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Distribution
from labcal.domain.uncertainty.propagation import (
    Contribution,
    combined_standard_uncertainty,
    effective_dof,
)
from labcal.errors.models import DegreesOfFreedomError, DuplicateSymbolError, ResultDimensionError
from labcal.text import Phrase, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One elementary source of uncertainty of an input.

    Attributes:
        name: What it comes from; may be empty.
        distribution: Its parameters are in ``unit``.
        unit: Of the kind of the input; for temperatures a difference is meant.
        dof: Degrees of freedom; infinite where the standard uncertainty is taken as exactly known.

    Raises:
        DegreesOfFreedomError: ``dof`` is not above 0.
    """

    name: str
    distribution: Distribution
    unit: str
    dof: float = math.inf

    def __post_init__(self) -> None:
        if not self.dof > 0:
            raise DegreesOfFreedomError(dof=self.dof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One quantity of the model, with its estimate in ``unit``."""

    symbol: str
    value: float
    unit: str
    components: tuple[Component, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The quantity that the model gives.

    Attributes:
        symbol: Its symbol.
        model: In the symbols of the inputs.
        unit: Unit of the numbers in the result.
        report_unit: Unit of the reported line; empty for ``unit``.
        name: What it is.
    """

    symbol: str
    model: str
    unit: str
    report_unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A model with its inputs; several outputs share the inputs.

    Raises:
        DuplicateSymbolError: Two inputs bear the same symbol.
    """

    outputs: tuple[Output, ...]
    inputs: tuple[Input, ...]
    coverage: Coverage = field(default_factory=lambda: Coverage(probability=0.9545))
    title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        counted = Counter(quantity.symbol for quantity in self.inputs)
        if repeated := [symbol for symbol, count in counted.items() if count > 1]:
            raise DuplicateSymbolError(symbol=repeated[0])


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
        percent_of_variance: Its share of u_c², in percent; 0 where u_c is 0.
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
        effective_dof: Perhaps infinite.
        coverage_probability: That of ``coverage_factor`` for a normal distribution, where k was given.
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


STATIONARY = mark(
    "At these estimates the model is stationary: first order gives no uncertainty. "
    "Use second order or Monte Carlo."
)


@lru_cache(maxsize=256)
def compile_model(model: str, inputs: tuple[tuple[str, str], ...], unit: str) -> tape.Tape:
    """Return a model, read and checked for dimensions; the same model is compiled once only.

    Args:
        model: Its text.
        inputs: Symbol and unit of each input, in the order in which values will be handed in.
        unit: Unit of the result.

    Raises:
        ModelSyntaxError: The model cannot be read.
        ModelDimensionError: Quantities of different kinds meet, or the result is of another kind.
        UnknownUnitError: A unit is not known.
    """
    symbols = [symbol for symbol, _ in inputs]
    steps = tape.write(expression.parse(model, frozenset(symbols)), symbols)
    given = dimensions.check(steps, [units.dimension(of) for _, of in inputs])
    wanted = units.dimension(unit)
    if given != wanted:
        raise ResultDimensionError(given=given.kind, unit=units.pretty(unit) or "1", wanted=wanted.kind)
    return steps


def evaluate(budget: Budget) -> Evaluation:
    """Return the first result of a budget, by first order.

    Raises:
        ModelError: The model cannot be used (a subclass says why and where).
        UnknownUnitError, UnitMismatchError: A unit is not known, or is of another kind than its input.

    Source:
        JCGM 100:2008, equations (10) and (G.2b).
    """
    return evaluate_output(budget, budget.outputs[0])


def evaluate_output(budget: Budget, output: Output) -> Evaluation:
    """Return one result of a budget, by first order; errors as for ``evaluate``."""
    symbols = tuple((quantity.symbol, quantity.unit) for quantity in budget.inputs)
    model = compile_model(output.model, symbols, output.unit)
    estimates = [units.to_base(quantity.value, quantity.unit) for quantity in budget.inputs]
    value, slopes = derivatives.gradient(model, estimates)
    drafts = [
        _line(output.unit, quantity, component, slope)
        for quantity, slope in zip(budget.inputs, slopes, strict=True)
        for component in quantity.components
    ]
    contributions = [Contribution(line.contribution, line.dof) for line in drafts]
    combined = combined_standard_uncertainty(contributions)
    dof = effective_dof(contributions)
    factor, probability = budget.coverage.at(dof)
    is_stationary = combined == 0 and any(line.standard_uncertainty > 0 for line in drafts)
    return Evaluation(
        symbol=output.symbol,
        unit=output.unit,
        value=units.from_base(value, output.unit),
        standard_uncertainty=combined,
        effective_dof=dof,
        coverage_factor=factor,
        coverage_probability=probability,
        expanded_uncertainty=factor * combined,
        lines=tuple(_with_share(line, combined) for line in drafts),
        warnings=(Phrase(STATIONARY),) if is_stationary else (),
    )


def _line(unit: str, quantity: Input, component: Component, slope: float) -> Line:
    """Return the line of one component; ``slope`` is the derivative in coherent SI units."""
    shown = unit if units.same_dimension(unit, quantity.unit) else quantity.unit
    units.check_same(f"1 {component.unit}", component.unit, shown)
    standard = component.distribution.standard_uncertainty * units.factor(component.unit, shown)
    sensitivity = slope * units.scale(shown) / units.scale(unit)
    return Line(
        input=quantity.symbol,
        name=component.name or quantity.name,
        distribution=component.distribution.name,
        standard_uncertainty=standard,
        unit=shown,
        dof=component.dof,
        sensitivity=sensitivity,
        contribution=abs(sensitivity) * standard,
        percent_of_variance=0.0,
    )


def _with_share(line: Line, combined: float) -> Line:
    share = 100 * (line.contribution / combined) ** 2 if combined else 0.0
    return replace(line, percent_of_variance=share)
