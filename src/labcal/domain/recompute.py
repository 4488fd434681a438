"""A second computation of a point by another way, for whoever checks it (ISO/IEC 17025:2017, 7.7.1).

It goes from the raw readings to value and U without the budget: its own mean, its own reduction of each
component to a standard uncertainty, differences of the model in place of derivatives, and its own sum. Only
the reading of the model's text, the units, the t-distribution, a certificate read between its points and the
factor of a rule other than t are shared with the first computation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

from labcal.domain import certified, cycle, point, units
from labcal.domain.evaluation import assemble
from labcal.domain.point import PointInputs, StandardValue
from labcal.domain.procedure import (
    ComponentRule,
    Origin,
    Procedure,
    ProcedureInput,
    Statistic,
    Taken,
)
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty import expression, tape
from labcal.domain.uncertainty.coverage import FactorRule
from labcal.domain.uncertainty.distributions import PLAIN
from labcal.domain.uncertainty.first_order import evaluate
from labcal.errors.results import IncompleteError, UnsuitableProcedureError

DIVISORS: Mapping[str, float] = {
    "rectangular": math.sqrt(3),
    "triangular": math.sqrt(6),
    "arcsine": math.sqrt(2),
    "resolution": math.sqrt(12),
    "t": 1.0,
}
"""By what the one parameter of a distribution is divided to give u (JCGM 100:2008, 4.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """Value, u and U, unrounded, in ``unit``; U is not below the accredited capability."""

    value: float
    standard_uncertainty: float
    expanded: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Estimate:
    """One input in coherent SI units: value, pairs of u and degrees of freedom, and correlated readings."""

    value: float
    spreads: tuple[tuple[float, float], ...]
    series: tuple[float, ...] = ()


def recompute(procedure: Procedure, inputs: PointInputs) -> Recomputed:
    """Compute a point by the second way.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded.

    Raises:
        IncompleteError: Something is missing; it says what.
        UnsuitableProcedureError: A component is of a kind that the second way does not know.
        ModelError: The model has no value at the estimates.

    Source:
        JCGM 100:2008, 5.1.3, note 2 (numerical differences), equations (10) and (G.2b).
    """
    if wanting := point.missing(procedure, inputs):
        raise IncompleteError(missing=wanting[0])
    estimates = [_estimate(quantity, procedure, inputs) for quantity in procedure.inputs]
    if any(rule.formula for quantity in procedure.inputs for rule in quantity.components):
        scope = _scope(procedure, inputs, estimates)
        estimates = [
            _Estimate(one.value, (*one.spreads, *_by_formula(quantity, procedure, scope)), one.series)
            for quantity, one in zip(procedure.inputs, estimates, strict=True)
        ]
    symbols = [quantity.symbol for quantity in procedure.inputs]
    steps = tape.write(expression.parse(procedure.whole_model, frozenset(symbols)), symbols)

    def model(values: list[float]) -> float:
        return tape.values(steps, values)[-1]

    slopes = [_slope(model, estimates, number) for number in range(len(estimates))]
    shares = _shares(procedure, estimates, slopes)
    variance = math.fsum(share for share, _ in shares)
    divisor = math.fsum(share * share / dof for share, dof in shares)
    u = math.sqrt(variance)
    k = _factor(procedure, inputs, variance * variance / divisor if divisor else math.inf)
    own, scale = procedure.unit, units.scale(procedure.unit)
    value = units.from_base(model([estimate.value for estimate in estimates]), own)
    expanded = max(k * u, _size(inputs.cmc) if inputs.cmc is not None else 0.0) / scale
    return Recomputed(value=value, standard_uncertainty=u / scale, expanded=expanded, unit=own)


def _shares(
    procedure: Procedure, estimates: list[_Estimate], slopes: list[float]
) -> list[tuple[float, float]]:
    """Return what each cause adds to the variance, with its degrees of freedom.

    Readings taken together add the variance of one series: what each cycle alone would give the result.
    """
    shares: list[tuple[float, float]] = []
    together: dict[str, list[list[float]]] = {}
    for quantity, estimate, slope in zip(procedure.inputs, estimates, slopes, strict=True):
        shares += [((slope * spread) ** 2, dof) for spread, dof in estimate.spreads]
        if quantity.simultaneous:
            moved = [slope * one for one in estimate.series]
            together.setdefault(quantity.simultaneous, []).append(moved)
    for columns in together.values():
        series = [math.fsum(row) for row in zip(*columns, strict=True)]
        shares.append((stdev(series) ** 2 / len(series), len(series) - 1))
    return shares


def _factor(procedure: Procedure, inputs: PointInputs, dof: float) -> float:
    """Return k; for a rule other than t, that of the first computation."""
    if procedure.coverage.factor_rule is FactorRule.T:
        return procedure.coverage.at(dof)[0]
    return evaluate(assemble(procedure, inputs)).coverage_factor


def _slope(model: Callable[[list[float]], float], estimates: list[_Estimate], number: int) -> float:
    """Return the derivative by one input, by central differences over ± its standard uncertainty."""
    one = estimates[number]
    step = math.hypot(*(spread for spread, _ in one.spreads), stdev(one.series) if one.series else 0.0)
    if not step:
        return 0.0
    values = [estimate.value for estimate in estimates]

    def shifted(by: float) -> float:
        return model([*values[:number], values[number] + by, *values[number + 1 :]])

    wide, narrow = shifted(step) - shifted(-step), shifted(step / 2) - shifted(-step / 2)
    return (8 * narrow - wide) / (6 * step)


def _estimate(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> _Estimate:
    """Return an input, but for components by a formula."""
    found = _found(quantity, procedure, inputs)
    rules = [rule for rule in quantity.components if not rule.formula]
    spreads = tuple(_spread(rule, quantity, procedure, inputs.nominal) for rule in rules)
    return _Estimate(found.value, (*found.spreads, *spreads), found.series)


def _found(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> _Estimate:
    standard = inputs.standard_in(quantity.standard)
    if quantity.origin is Origin.READINGS:
        return _read(quantity, procedure, inputs)
    if quantity.origin is Origin.ROOM:
        return _Estimate(fmean(told.base for name, told in inputs.room if name == quantity.room), ())
    if standard is not None and quantity.origin in {Origin.STANDARD, Origin.DRIFT}:
        return _told(quantity, standard, inputs.nominal)
    if quantity.value is None and quantity.origin is Origin.NOMINAL:
        return _Estimate(inputs.nominal.base, ())
    return _Estimate(quantity.value.base if quantity.value else 0.0, ())


def _told(quantity: ProcedureInput, standard: StandardValue, nominal: QuantityValue) -> _Estimate:
    """Return what the certificate of the standard says."""
    is_value = quantity.origin is Origin.STANDARD
    less = nominal.base if quantity.taken is Taken.CORRECTION else 0.0
    if point.is_read_along(standard, nominal):
        told = certified.read_at(standard.points, nominal, nominal.unit)
        scale = units.scale(nominal.unit)
        if is_value:
            value = nominal.base - less + told.correction * scale
            return _Estimate(value, ((told.standard_uncertainty * scale, standard.dof),))
        if told.drift is not None:
            return _Estimate(0.0, ((told.drift * scale / DIVISORS["rectangular"], math.inf),))
    if is_value:
        return _Estimate(standard.value.base - less, ((_size(standard.expanded) / standard.k, standard.dof),))
    drift = _size(standard.drift) if standard.drift is not None else 0.0
    return _Estimate(0.0, ((drift / DIVISORS["rectangular"], math.inf),))


def _read(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> _Estimate:
    if not quantity.expression:
        return _mean_difference(quantity, procedure, inputs)
    values = _series(quantity, procedure, inputs)
    middle, count = fmean(values), len(values)
    if quantity.statistic is Statistic.VALUE:
        return _Estimate(middle, ())
    if quantity.statistic is not Statistic.MEAN:
        is_span = quantity.statistic is Statistic.SPAN
        width = (max(values) - min(values)) / 2 if is_span else abs(middle)
        return _Estimate(0.0, ((width / DIVISORS["rectangular"], math.inf),))
    if quantity.simultaneous:
        return _Estimate(middle, (), tuple(values))
    if quantity.pooled is not None:
        return _Estimate(middle, ((_size(quantity.pooled.standard) / math.sqrt(count), quantity.pooled.dof),))
    return _Estimate(middle, ((stdev(values) / math.sqrt(count), count - 1),))


def _series(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> list[float]:
    """Return what each complete cycle gives, in coherent SI units and in floats."""
    plan = procedure.readings
    symbols = [column.symbol for column in plan.columns]
    steps = tape.write(expression.parse(quantity.expression, frozenset(symbols)), symbols)
    rows = cycle.complete(plan, inputs.readings)
    return [tape.values(steps, [cell.base for cell in row])[-1] for row in rows]


def _scope(procedure: Procedure, inputs: PointInputs, estimates: list[_Estimate]) -> dict[str, float]:
    """Return what formulas may name, in coherent SI units."""
    plan = procedure.readings
    rows = cycle.complete(plan, inputs.readings)
    columns = {one.symbol: fmean(row[place].base for row in rows) for place, one in enumerate(plan.columns)}
    known = {put.symbol: one.value for put, one in zip(procedure.inputs, estimates, strict=True)}
    return {"nominal": inputs.nominal.base, **columns, **known}


def _by_formula(
    quantity: ProcedureInput, procedure: Procedure, scope: dict[str, float]
) -> list[tuple[float, float]]:
    """Return u and degrees of freedom of the components whose size is a formula."""
    found = []
    for rule in quantity.components:
        if rule.formula:
            steps = tape.write(expression.parse(rule.formula, frozenset(scope)), list(scope))
            size = abs(tape.values(steps, list(scope.values()))[-1])
            found.append(_reduced(rule, size, quantity, procedure))
    return found


def _mean_difference(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> _Estimate:
    plan = procedure.readings
    weights = [float(column.weight) for column in plan.columns]
    differences = [
        math.fsum(
            weight * _size(cell) for weight, cell in zip(weights, cycle, strict=True) if cell is not None
        )
        for cycle in inputs.readings
        if all(cell is not None for cell in cycle)
    ]
    count = len(differences)
    if quantity.pooled is None:
        return _Estimate(fmean(differences), ((stdev(differences) / math.sqrt(count), count - 1),))
    spread = _size(quantity.pooled.standard) / math.sqrt(count)
    return _Estimate(fmean(differences), ((spread, quantity.pooled.dof),))


def _spread(
    rule: ComponentRule, quantity: ProcedureInput, procedure: Procedure, nominal: QuantityValue
) -> tuple[float, float]:
    """Return u, in the coherent SI unit, and degrees of freedom of one component."""
    if rule.relative is not None:
        return _reduced(rule, abs(nominal.base) * rule.relative.base, quantity, procedure)
    sizes = [size for name, size in rule.parameters if name not in PLAIN | {"dof"}]
    return _reduced(rule, _size(sizes[0]) if sizes else 0.0, quantity, procedure)


def _reduced(
    rule: ComponentRule, size: float, quantity: ProcedureInput, procedure: Procedure
) -> tuple[float, float]:
    """Return u and degrees of freedom of a component whose first parameter is ``size``."""
    given = dict(rule.parameters)
    dof = float(given.pop("dof").value) if "dof" in given else math.inf
    if rule.distribution in DIVISORS and len(given) <= 1:
        return size / DIVISORS[rule.distribution], dof
    if rule.distribution == "normal" and set(given) <= {"standard"}:
        return size, dof
    if rule.distribution == "normal" and "k" in given and set(given) <= {"expanded", "k"}:
        return size / float(given["k"].value), dof
    raise UnsuitableProcedureError(id=procedure.id, symbol=quantity.symbol)


def _size(quantity: QuantityValue) -> float:
    """Return a difference in the coherent SI unit: 1 °C is 1 K."""
    return float(quantity.value) * units.scale(quantity.unit)
