"""The errors of every point of a job with their limits, as the chart draws them."""

from __future__ import annotations

from labcal.domain import units
from labcal.domain.evaluation import PointResult
from labcal.domain.procedure import Procedure, Reports
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.charts.conformity import ConformitySeries, ErrorPoint
from labcal_app.figures import shown_figure, shown_quantity, with_unit
from labcal_app.outcomes import OUTCOMES


def has_error(procedure: Procedure) -> bool:
    """Tell whether results have an error, or are of another kind than the nominal values."""
    same = units.same_dimension(procedure.lowest.unit, procedure.uncertainty_unit)
    return procedure.reports is Reports.ERROR or same


def conformity_series(shown: Worksheet, chosen: int, text: Text) -> ConformitySeries:
    """Return the points that have a result, in the unit of their limits; ``chosen`` is the one looked at."""
    results = [(one.number, one.result) for one in shown.sheet.evaluated if one.result is not None]
    found = {one.number: one.result for one in shown.sheet.as_found if one.result is not None}
    every = [result for _, result in results] or list(found.values())
    unit = _unit(every)
    points = tuple(
        _point(result, found.get(number), unit, text, chosen=number == chosen) for number, result in results
    )
    factors = {shown_figure(result.coverage_factor, text) for result in every}
    return ConformitySeries(
        points=points,
        unit=units.pretty(unit),
        axis=text(mark("Nominal value")),
        coverage=factors.pop() if len(factors) == 1 else "",
    )


def _unit(results: list[PointResult]) -> str:
    """Return the unit that all is drawn in: that of the limits where there are any."""
    limits = next((one.limits for one in results if one.limits is not None), None)
    return limits.unit if limits is not None else results[0].uncertainty_unit if results else "1"


def _point(
    result: PointResult, found: PointResult | None, unit: str, text: Text, *, chosen: bool
) -> ErrorPoint:
    limits, verdict = result.limits, result.verdict
    factor = units.factor(result.uncertainty_unit, unit)
    inner = units.factor(limits.unit, unit) if limits is not None else 1.0
    state = OUTCOMES[verdict.outcome][0] if verdict is not None else State.NONE
    return ErrorPoint(
        label=shown_quantity(result.nominal, text),
        error=float(result.error) * factor,
        expanded=float(result.expanded) * factor,
        shown=with_unit(result.error, result.uncertainty_unit, text, signed=True),
        state=State.FAIL if state is State.STOPPED else state,
        lower=None if limits is None or limits.lower is None else float(limits.lower) * inner,
        upper=None if limits is None or limits.upper is None else float(limits.upper) * inner,
        guard=max(verdict.guard, 0.0) * inner if verdict is not None else 0.0,
        found=None if found is None else float(found.error) * factor,
        chosen=chosen,
    )
