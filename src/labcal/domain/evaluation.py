"""Evaluation of one point of a job: from readings and a standard to result, U and verdict (7.6, 7.8.6)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from labcal.domain import point, units
from labcal.domain.conformity import Limits, Verdict, decide
from labcal.domain.point import PointInputs, StandardValue
from labcal.domain.procedure import ComponentRule, Origin, Procedure, ProcedureInput
from labcal.domain.quantity import QuantityValue
from labcal.domain.rounding import FLOAT_UNCERTAINTY, decimal, grouped, report
from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Budget, Component, Input, Output
from labcal.domain.uncertainty.distributions import PLAIN, Normal, Rectangular, build
from labcal.domain.uncertainty.first_order import Evaluation, evaluate
from labcal.errors.results import IncompleteError
from labcal.text import Phrase, mark

__all__ = [
    "PointInputs",
    "PointResult",
    "Progress",
    "StandardValue",
    "assemble",
    "evaluate_point",
    "partial",
    "stated",
]

LARGE_SPREAD = mark(
    "The differences spread by s = {observed}, "
    "more than {ratio} times the pooled standard deviation of {pooled}."
)
RAISED_TO_CMC = mark("U was raised to the calibration and measurement capability of {cmc}.")

FIRST_PARAMETER: Mapping[str, str] = {
    "normal": "standard",
    "t": "scale",
    "resolution": "step",
}
"""The parameter that ``relative`` takes the place of; ``half_width`` where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointResult:
    """The result of one point.

    Attributes:
        differences: Of the complete cycles, exact, in ``difference_unit``.
        mean: Their mean, in ``difference_unit``.
        spread: Their experimental standard deviation, in ``difference_unit``; None for one cycle.
        difference_unit: Unit of the readings.
        evaluation: The budget, unrounded.
        nominal: Nominal value.
        value: Result, rounded to the last place of ``expanded``, in ``unit``.
        unit: Such as "kg".
        error: Result minus nominal value, rounded alike, in ``uncertainty_unit``.
        expanded: Expanded uncertainty, rounded, in ``uncertainty_unit``.
        uncertainty_unit: Such as "mg".
        coverage_factor: k, to two decimals, without needless zeros.
        limits: What the verdict was decided by; None where none was asked for.
        verdict: Conformity; None without limits.
        warnings: What a person should look at.
    """

    differences: tuple[Decimal, ...]
    mean: Decimal
    spread: float | None
    difference_unit: str
    evaluation: Evaluation
    nominal: QuantityValue
    value: Decimal
    unit: str
    error: Decimal
    expanded: Decimal
    uncertainty_unit: str
    coverage_factor: Decimal
    limits: Limits | None
    verdict: Verdict | None
    warnings: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a point has come, for a worksheet that shows it as one types.

    Attributes:
        differences: One per row of readings; None where the row is not complete.
        mean: Of the complete rows, in ``unit``; None where there is none.
        unit: Unit of the readings.
        result: The result of the complete rows as soon as there can be one; provisional unless ``ready``.
        missing: What the result still needs, a sentence each.
    """

    differences: tuple[Decimal | None, ...]
    mean: Decimal | None
    unit: str
    result: PointResult | None
    missing: tuple[Phrase, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def partial(procedure: Procedure, inputs: PointInputs, limits: Limits | None = None) -> Progress:
    """Return what the readings give so far; nothing that is merely missing raises.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded.
        limits: For a verdict.

    Raises:
        UnitMismatchError: A reading is of another kind than the procedure wants.
    """
    differences = tuple(point.difference(procedure, cycle) for cycle in inputs.readings)
    complete = tuple(one for one in differences if one is not None)
    wanting = point.missing(procedure, inputs)
    has_standard = inputs.standard is not None or not procedure.needs_standard
    is_enough = len(complete) >= (1 if _is_pooled(procedure) else 2)
    can_show = has_standard and is_enough and point.is_in_range(procedure, inputs)
    return Progress(
        differences=differences,
        mean=point.mean(complete) if complete else None,
        unit=procedure.readings.unit,
        result=_result(procedure, inputs, limits) if can_show else None,
        missing=wanting,
    )


def evaluate_point(procedure: Procedure, inputs: PointInputs, limits: Limits | None = None) -> PointResult:
    """Return the result of one point.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded.
        limits: For a verdict, by the procedure's rule ("simple" where it names none).

    Raises:
        IncompleteError: Something is missing; it says what.
        UnitMismatchError: A reading, a standard or a limit is of another kind than the procedure wants.
        ModelError, BudgetError: The procedure itself is at fault.
    """
    if wanting := point.missing(procedure, inputs):
        raise IncompleteError(missing=wanting[0])
    return _result(procedure, inputs, limits)


def assemble(procedure: Procedure, inputs: PointInputs) -> Budget:
    """Return the budget of one point, with what has been recorded put in.

    Args:
        procedure: As pinned in the job.
        inputs: At least one complete cycle, and the standard where the procedure needs one.

    Raises:
        IncompleteError: Something without which there is no budget is missing.
        UnitMismatchError: A quantity is of another kind than its input.
    """
    return Budget(
        title=procedure.id,
        source="; ".join(procedure.references),
        outputs=(Output(symbol=procedure.symbol, model=procedure.model, unit=procedure.unit),),
        inputs=tuple(_input(quantity, procedure, inputs) for quantity in procedure.inputs),
        coverage=procedure.coverage,
    )


def _input(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> Input:
    if quantity.origin is Origin.READINGS:
        return _from_readings(quantity, procedure, inputs)
    if quantity.origin in {Origin.STANDARD, Origin.DRIFT}:
        return _from_standard(quantity, inputs)
    value = quantity.value.in_unit(quantity.unit) if quantity.value else Decimal(0)
    components = tuple(_component(rule, quantity.unit, inputs.nominal) for rule in quantity.components)
    return Input(symbol=quantity.symbol, value=float(value), unit=quantity.unit, components=components)


def _from_standard(quantity: ProcedureInput, inputs: PointInputs) -> Input:
    standard = inputs.standard
    if standard is None:
        raise IncompleteError(missing=Phrase(point.NO_STANDARD))
    value = 0.0
    if quantity.origin is Origin.STANDARD:
        value = float(standard.value.in_unit(quantity.unit))
        expanded = float(standard.expanded.value)
        shape: Normal | Rectangular = Normal(expanded / standard.k)
        unit, dof = standard.expanded.unit, standard.dof
    elif standard.drift is None:
        raise IncompleteError(missing=Phrase(point.NO_DRIFT))
    else:
        shape, unit, dof = Rectangular(float(standard.drift.value)), standard.drift.unit, math.inf
    component = Component(name="", distribution=shape, unit=unit, dof=dof)
    return Input(symbol=quantity.symbol, value=value, unit=quantity.unit, components=(component,))


def _from_readings(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> Input:
    unit = procedure.readings.unit
    differences = _differences(procedure, inputs)
    if not differences:
        needed = str(procedure.readings.least_cycles)
        raise IncompleteError(missing=Phrase(point.CYCLES_MISSING, (("given", "0"), ("wanted", needed))))
    numbers = [float(one) for one in differences]
    if quantity.pooled is None:
        repeated = type_a.from_readings(numbers)
    else:
        pooled = float(quantity.pooled.standard.in_unit(unit, difference=True))
        repeated = type_a.with_pooled(numbers, pooled, quantity.pooled.dof)
    component = Component(
        name="", distribution=Normal(repeated.standard_uncertainty), unit=unit, dof=repeated.dof
    )
    value = units.convert(point.mean(differences), unit, quantity.unit, difference=True)
    return Input(symbol=quantity.symbol, value=float(value), unit=quantity.unit, components=(component,))


def _component(rule: ComponentRule, unit: str, nominal: QuantityValue) -> Component:
    """Return a component; quantities are brought to ``unit``, plain numbers stay as they are."""
    parameters = {
        name: float(
            given.in_unit("1") if name in PLAIN or name == "dof" else given.in_unit(unit, difference=True)
        )
        for name, given in rule.parameters
    }
    dof = parameters.pop("dof", math.inf)
    if rule.relative is not None:
        size = abs(nominal.in_unit(unit)) * rule.relative.in_unit("1")
        parameters[FIRST_PARAMETER.get(rule.distribution, "half_width")] = float(size)
    return Component(
        name=rule.name, distribution=build(rule.distribution, parameters, dof), unit=unit, dof=dof
    )


def _result(procedure: Procedure, inputs: PointInputs, limits: Limits | None) -> PointResult:
    evaluation = evaluate(assemble(procedure, inputs))
    return stated(procedure, inputs, limits, (evaluation, _differences(procedure, inputs)))


def stated(
    procedure: Procedure,
    inputs: PointInputs,
    limits: Limits | None,
    found: tuple[Evaluation, tuple[Decimal, ...]],
) -> PointResult:
    """Return the result of one point as it is reported: rounded, and held against its limits.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded; its readings are not looked at.
        limits: For a verdict.
        found: The evaluation of the point, and the difference of each of its cycles.
    """
    evaluation, differences = found
    shown, small = procedure.value_unit, procedure.uncertainty_unit
    factor = units.factor(procedure.unit, small)
    floor = inputs.cmc.in_unit(small, difference=True) if inputs.cmc else None
    value = units.convert(decimal(evaluation.value), procedure.unit, small)
    expanded = decimal(evaluation.expanded_uncertainty * factor, FLOAT_UNCERTAINTY)
    reported = report(value, expanded, digits=procedure.digits, policy=procedure.policy, floor=floor)
    error = (reported.value - inputs.nominal.in_unit(small)).quantize(reported.expanded)
    rule = procedure.conformity.rule if procedure.conformity else "simple"
    raised = RAISED_TO_CMC if floor is not None and expanded < floor else None
    cmc = (Phrase(raised, (("cmc", str(inputs.cmc)),)),) if raised else ()
    return PointResult(
        differences=differences,
        mean=point.mean(differences),
        spread=_spread(differences),
        difference_unit=procedure.readings.unit,
        evaluation=evaluation,
        nominal=inputs.nominal,
        value=units.convert(reported.value, small, shown),
        unit=shown,
        error=error,
        expanded=reported.expanded,
        uncertainty_unit=small,
        coverage_factor=_factor(evaluation.coverage_factor),
        limits=limits,
        verdict=_verdict(rule, error, reported.expanded, limits, small) if limits else None,
        warnings=(*evaluation.warnings, *_spread_warning(procedure, differences), *cmc),
    )


def _verdict(rule: str, error: Decimal, expanded: Decimal, limits: Limits, unit: str) -> Verdict:
    """Decide in the unit of the limits, on the figures as printed."""
    deviation = units.convert(error, unit, limits.unit, difference=True)
    return decide(rule, deviation, units.convert(expanded, unit, limits.unit, difference=True), limits)


def _differences(procedure: Procedure, inputs: PointInputs) -> tuple[Decimal, ...]:
    found = (point.difference(procedure, cycle) for cycle in inputs.readings)
    return tuple(one for one in found if one is not None)


def _is_pooled(procedure: Procedure) -> bool:
    return all(quantity.pooled for quantity in procedure.inputs if quantity.origin is Origin.READINGS)


def _spread(differences: tuple[Decimal, ...]) -> float | None:
    return type_a.standard_deviation([float(one) for one in differences]) if len(differences) > 1 else None


def _spread_warning(procedure: Procedure, differences: tuple[Decimal, ...]) -> tuple[Phrase, ...]:
    """Warn where the observed standard deviation is far above the pooled one."""
    observed = _spread(differences)
    unit = procedure.readings.unit
    for quantity in procedure.inputs:
        if quantity.pooled is None or observed is None:
            continue
        pooled = quantity.pooled.standard
        ratio = quantity.pooled.greatest_ratio
        if observed > float(ratio * pooled.in_unit(unit, difference=True)):
            shown = decimal(observed * units.factor(unit, pooled.unit), FLOAT_UNCERTAINTY)
            text = grouped(report(Decimal(0), shown).expanded)
            fields = (
                ("observed", f"{text}\u202f{units.pretty(pooled.unit)}"),
                ("ratio", str(ratio)),
                ("pooled", str(pooled)),
            )
            return (Phrase(LARGE_SPREAD, fields),)
    return ()


def _factor(k: float) -> Decimal:
    """Return k to two decimals, a whole number without them: 2, 2.05."""
    rounded = Decimal(repr(k)).quantize(Decimal("0.01"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
