"""A second computation of a point by another way, for whoever checks it (ISO/IEC 17025:2017, 7.7.1).

It goes from the raw readings to value and U without the budget: its own mean, its own reduction of each
component to a standard uncertainty, differences of the model in place of derivatives, and its own sum. Only
the reading of the model's text, the units and the t-distribution are shared with the first computation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

from labcal.domain import point, units
from labcal.domain.point import PointInputs
from labcal.domain.procedure import ComponentRule, Origin, Procedure, ProcedureInput
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty import expression, tape
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
    """Value, u and U, unrounded, in ``unit``."""

    value: float
    standard_uncertainty: float
    expanded: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Estimate:
    """One input in coherent SI units: value, and pairs of standard uncertainty and degrees of freedom."""

    value: float
    spreads: tuple[tuple[float, float], ...]


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
    symbols = [quantity.symbol for quantity in procedure.inputs]
    steps = tape.write(expression.parse(procedure.model, frozenset(symbols)), symbols)

    def model(values: list[float]) -> float:
        return tape.values(steps, values)[-1]

    variance, divisor = 0.0, 0.0
    for number, estimate in enumerate(estimates):
        slope = _slope(model, estimates, number)
        for spread, dof in estimate.spreads:
            share = (slope * spread) ** 2
            variance += share
            divisor += share * share / dof
    u = math.sqrt(variance)
    k = procedure.coverage.at(variance * variance / divisor if divisor else math.inf)[0]
    scale = units.scale(procedure.unit)
    value = units.from_base(model([estimate.value for estimate in estimates]), procedure.unit)
    return Recomputed(
        value=value, standard_uncertainty=u / scale, expanded=k * u / scale, unit=procedure.unit
    )


def _slope(model: Callable[[list[float]], float], estimates: list[_Estimate], number: int) -> float:
    """Return the derivative by one input, by central differences over ± its standard uncertainty."""
    step = math.hypot(*(spread for spread, _ in estimates[number].spreads))
    if not step:
        return 0.0
    values = [estimate.value for estimate in estimates]

    def shifted(by: float) -> float:
        return model([*values[:number], values[number] + by, *values[number + 1 :]])

    wide, narrow = shifted(step) - shifted(-step), shifted(step / 2) - shifted(-step / 2)
    return (8 * narrow - wide) / (6 * step)


def _estimate(quantity: ProcedureInput, procedure: Procedure, inputs: PointInputs) -> _Estimate:
    standard = inputs.standard
    if quantity.origin is Origin.READINGS:
        return _mean_difference(quantity, procedure, inputs)
    if quantity.origin is Origin.STANDARD and standard is not None:
        return _Estimate(standard.value.base, ((_size(standard.expanded) / standard.k, standard.dof),))
    if quantity.origin is Origin.DRIFT and standard is not None and standard.drift is not None:
        return _Estimate(0.0, ((_size(standard.drift) / DIVISORS["rectangular"], math.inf),))
    value = quantity.value.base if quantity.value else 0.0
    spreads = tuple(_spread(rule, quantity, procedure, inputs.nominal) for rule in quantity.components)
    return _Estimate(value, spreads)


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
    given = dict(rule.parameters)
    dof = float(given.pop("dof").value) if "dof" in given else math.inf
    if rule.relative is not None:
        size = abs(nominal.base) * rule.relative.base
    else:
        size = _size(next(iter(given.values())))
    if rule.distribution in DIVISORS and len(given) <= 1:
        return size / DIVISORS[rule.distribution], dof
    if rule.distribution == "normal" and set(given) <= {"standard"}:
        return size, dof
    if rule.distribution == "normal" and set(given) == {"expanded", "k"}:
        return _size(given["expanded"]) / float(given["k"].value), dof
    raise UnsuitableProcedureError(id=procedure.id, symbol=quantity.symbol)


def _size(quantity: QuantityValue) -> float:
    """Return a difference in the coherent SI unit: 1 °C is 1 K."""
    return float(quantity.value) * units.scale(quantity.unit)
