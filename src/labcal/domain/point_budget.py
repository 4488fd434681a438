"""The inputs of a point's budget, each by its origin: certificate, readings, room, or the procedure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

from labcal.domain import certified, cycle, point, units
from labcal.domain.point import PointInputs, StandardValue
from labcal.domain.procedure import ComponentRule, Origin, Procedure, ProcedureInput, Statistic, Taken
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty import tape, type_a
from labcal.domain.uncertainty.budget import Component, Input, compile_model
from labcal.domain.uncertainty.distributions import PLAIN, Distribution, Normal, Rectangular, build
from labcal.errors.results import IncompleteError
from labcal.text import Phrase

FIRST_PARAMETER: Mapping[str, str] = {
    "normal": "standard",
    "t": "scale",
    "resolution": "step",
}
"""The parameter that ``relative`` or ``formula`` takes the place of; ``half_width`` where none is named."""

NOMINAL = "nominal"

Scope = Mapping[str, tuple[float, str]]
"""What a formula may name: values in coherent SI units, and a unit of each."""


def budget_inputs(procedure: Procedure, inputs: PointInputs) -> tuple[Input, ...]:
    """Return the inputs of the budget of one point.

    Raises:
        IncompleteError: Something without which there is no budget is missing.
        UnitMismatchError: A quantity is of another kind than its input.
        ModelError: An expression has no value.
    """
    found = tuple(_found(quantity, procedure, inputs) for quantity in procedure.inputs)
    scope = _scope(procedure, inputs, found) if _has_formulas(procedure) else {}
    return tuple(
        _with_rules(quantity, one, inputs, scope)
        for quantity, one in zip(procedure.inputs, found, strict=True)
    )


def values_of(procedure: Procedure, put: ProcedureInput, inputs: PointInputs) -> tuple[Decimal, ...]:
    """Return what each complete cycle gives an input that comes from readings.

    They are in the input's unit where it has an expression, else in that of the readings.
    """
    plan = procedure.readings
    if not put.expression:
        found = (point.weighted(procedure, row) for row in inputs.readings)
        return tuple(one for one in found if one is not None)
    rows = cycle.complete(plan, inputs.readings)
    return tuple(cycle.cycle_value(plan, put.expression, put.unit, row) for row in rows)


def _has_formulas(procedure: Procedure) -> bool:
    return any(rule.formula for quantity in procedure.inputs for rule in quantity.components)


def _found(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> Input:
    """Return an input with what was found at the point, before the components of the procedure."""
    if quantity.origin is Origin.READINGS:
        return _from_readings(quantity, procedure, inputs)
    if quantity.origin in {Origin.STANDARD, Origin.DRIFT}:
        return _from_standard(quantity, inputs)
    if quantity.origin is Origin.ROOM:
        return Input(symbol=quantity.symbol, value=_of_room(quantity, inputs), unit=quantity.unit)
    told = quantity.value
    if told is None and quantity.origin is Origin.NOMINAL:
        told = inputs.nominal
    value = told.in_unit(quantity.unit) if told else Decimal(0)
    return Input(symbol=quantity.symbol, value=float(value), unit=quantity.unit)


def _of_room(quantity: ProcedureInput, inputs: PointInputs) -> float:
    read = [told.in_unit(quantity.unit) for name, told in inputs.room if name == quantity.room]
    if not read:
        raise IncompleteError(missing=Phrase(point.NO_ROOM, (("name", quantity.room),)))
    return float(cycle.mean(read))


def _from_standard(quantity: ProcedureInput, inputs: PointInputs) -> Input:
    standard = inputs.standard_in(quantity.standard)
    if standard is None:
        raise IncompleteError(missing=Phrase(point.NO_STANDARD))
    if point.is_read_along(standard, inputs.nominal):
        return _between_points(quantity, standard, inputs.nominal)
    value = 0.0
    if quantity.origin is Origin.STANDARD:
        value = float(standard.value.in_unit(quantity.unit))
        if quantity.taken is Taken.CORRECTION:
            offset = standard.value.in_unit(quantity.unit) - inputs.nominal.in_unit(quantity.unit)
            value = float(offset)
        expanded = float(standard.expanded.value)
        shape: Distribution = Normal(expanded / standard.k)
        unit, dof = standard.expanded.unit, standard.dof
    elif standard.drift is None:
        raise IncompleteError(missing=Phrase(point.NO_DRIFT))
    else:
        shape, unit, dof = Rectangular(float(standard.drift.value)), standard.drift.unit, math.inf
    component = Component(name="", distribution=shape, unit=unit, dof=dof)
    return Input(symbol=quantity.symbol, value=value, unit=quantity.unit, components=(component,))


def _between_points(quantity: ProcedureInput, standard: StandardValue, nominal: QuantityValue) -> Input:
    if not certified.covers(standard.points, nominal):
        raise IncompleteError(missing=point.outside_certificate(standard, nominal))
    told = certified.read_at(standard.points, nominal, quantity.unit)
    value, shape = 0.0, None
    if quantity.origin is Origin.STANDARD:
        base = 0.0 if quantity.taken is Taken.CORRECTION else float(nominal.in_unit(quantity.unit))
        value, shape = base + told.correction, Normal(told.standard_uncertainty)
    elif told.drift is not None:
        return _drifting(quantity, Rectangular(told.drift))
    elif standard.drift is None:
        raise IncompleteError(missing=Phrase(point.NO_DRIFT))
    else:
        return _drifting(quantity, Rectangular(float(standard.drift.in_unit(quantity.unit, difference=True))))
    component = Component(name="", distribution=shape, unit=quantity.unit, dof=standard.dof)
    return Input(symbol=quantity.symbol, value=value, unit=quantity.unit, components=(component,))


def _drifting(quantity: ProcedureInput, shape: Rectangular) -> Input:
    component = Component(name="", distribution=shape, unit=quantity.unit)
    return Input(symbol=quantity.symbol, value=0.0, unit=quantity.unit, components=(component,))


def _from_readings(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> Input:
    values = values_of(procedure, quantity, inputs)
    if not values:
        needed = str(procedure.readings.least_cycles)
        raise IncompleteError(missing=Phrase(point.CYCLES_MISSING, (("given", "0"), ("wanted", needed))))
    unit = quantity.unit if quantity.expression else procedure.readings.unit
    if quantity.statistic is Statistic.MEAN:
        return _mean(quantity, values, unit)
    if quantity.statistic is Statistic.VALUE:
        return Input(symbol=quantity.symbol, value=float(cycle.mean(values)), unit=quantity.unit)
    width = abs(cycle.mean(values))
    if quantity.statistic is Statistic.SPAN:
        width = (max(values) - min(values)) / 2
    component = Component(name="", distribution=Rectangular(float(width)), unit=unit)
    return Input(symbol=quantity.symbol, value=0.0, unit=quantity.unit, components=(component,))


def _mean(quantity: ProcedureInput, values: tuple[Decimal, ...], unit: str) -> Input:
    numbers = [float(one) for one in values]
    if quantity.pooled is None:
        repeated = type_a.from_readings(numbers)
    else:
        pooled = float(quantity.pooled.standard.in_unit(unit, difference=True))
        repeated = type_a.with_pooled(numbers, pooled, quantity.pooled.dof)
    component = Component(
        name="", distribution=Normal(repeated.standard_uncertainty), unit=unit, dof=repeated.dof
    )
    middle = cycle.mean(values)
    if not quantity.expression:
        middle = units.convert(middle, unit, quantity.unit, difference=True)
    return Input(
        symbol=quantity.symbol,
        value=float(middle),
        unit=quantity.unit,
        components=(component,),
        readings=tuple(numbers) if quantity.simultaneous else (),
        simultaneous=quantity.simultaneous,
    )


def _scope(procedure: Procedure, inputs: PointInputs, found: tuple[Input, ...]) -> Scope:
    """Return what formulas may name; an input before a column of the same symbol."""
    plan = procedure.readings
    rows = cycle.complete(plan, inputs.readings)
    columns = {
        column.symbol: (math.fsum(row[number].base for row in rows) / len(rows), plan.unit_of(number))
        for number, column in enumerate(plan.columns)
        if rows
    }
    known = {one.symbol: (units.to_base(one.value, one.unit), one.unit) for one in found}
    return {NOMINAL: (inputs.nominal.base, inputs.nominal.unit), **columns, **known}


def _with_rules(quantity: ProcedureInput, found: Input, inputs: PointInputs, scope: Scope) -> Input:
    rules = tuple(_component(rule, quantity.unit, inputs.nominal, scope) for rule in quantity.components)
    if not rules:
        return found
    return Input(
        symbol=found.symbol,
        value=found.value,
        unit=found.unit,
        components=(*found.components, *rules),
        readings=found.readings,
        simultaneous=found.simultaneous,
    )


def _component(rule: ComponentRule, unit: str, nominal: QuantityValue, scope: Scope) -> Component:
    """Return a component; quantities are brought to ``unit``, plain numbers stay as they are."""
    parameters = {
        name: float(
            given.in_unit("1") if name in PLAIN or name == "dof" else given.in_unit(unit, difference=True)
        )
        for name, given in rule.parameters
    }
    dof = parameters.pop("dof", math.inf)
    first = FIRST_PARAMETER.get(rule.distribution, "half_width")
    if "k" in parameters:
        first = "expanded"
    if rule.relative is not None:
        size = abs(nominal.in_unit(unit)) * rule.relative.in_unit("1")
        parameters[first] = float(size)
    elif rule.formula:
        parameters[first] = size_by_formula(rule.formula, unit, scope)
    return Component(
        name=rule.name, distribution=build(rule.distribution, parameters, dof), unit=unit, dof=dof
    )


def size_by_formula(formula: str, unit: str, scope: Scope) -> float:
    """Return the size that a formula gives a component, in ``unit``; raises ``ModelError``."""
    symbols = tuple((symbol, of) for symbol, (_, of) in scope.items())
    steps = compile_model(formula, symbols, unit)
    return abs(tape.values(steps, [value for value, _ in scope.values()])[-1]) / units.scale(unit)
