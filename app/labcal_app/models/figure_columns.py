"""The columns of what comes of the readings of a point: mean, result, error, U, limits, verdict, remark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from labcal.domain import units
from labcal.domain.procedure import Procedure, Reports
from labcal.text import mark
from labcal_app.cells import Chip, Kind
from labcal_app.models.sheet_lines import PointFigures, SheetColumns, SheetLine
from labcal_app.models.table import Column

Figure = Callable[[PointFigures], Any]


def figure_columns(procedure: Procedure, known: SheetColumns) -> tuple[Column[SheetLine], ...]:
    """Return the columns beside the readings of a point, as found before as left."""
    small, shown = units.pretty(procedure.uncertainty_unit), units.pretty(procedure.value_unit)
    columns = []
    if known.shape[1] and procedure.readings.cycles > 1:
        columns.append(_figure(mark("Mean"), known.unit, lambda figures: figures.mean))
    if procedure.reports is Reports.VALUE:
        columns.append(_figure(mark("Result"), shown, lambda figures: figures.value))
    if known.compared:
        columns.append(_error(small, lambda figures: figures.error))
    columns.append(_figure(mark("U"), small, lambda figures: figures.expanded))
    if known.limited:
        columns.append(_figure(mark("Limits"), small, lambda figures: figures.limits))
    columns.append(_chip(lambda figures: figures.verdict))
    columns[0] = replace(columns[0], ruled=True)
    if not known.adjusted:
        titles = (mark("Error") if known.compared else mark("Result"), mark("U"), mark("Verdict"))
        near = [replace(one, near=True) if one.title in titles else one for one in columns]
        return (*near, _remark())
    left = (replace(column, group=mark("As left")) for column in columns)
    found = (
        _figure(mark("Result"), shown, lambda figures: figures.found_value),
        _error(small, lambda figures: figures.found),
        _chip(lambda figures: figures.found_verdict),
    )
    kept = [one for one, has in zip(found, (not known.compared, known.compared, True), strict=True) if has]
    kept[0] = replace(kept[0], ruled=True)
    return (*(replace(column, group=mark("As found")) for column in kept), *left, _remark())


def _figure(title: str, unit: str, value: Figure) -> Column[SheetLine]:
    def shown(line: SheetLine) -> Any:
        if line.figures is None:
            return ""
        found = value(line.figures)
        return "—" if found in (None, "") else found

    return Column[SheetLine](title=title, value=shown, kind=Kind.NUMBER, unit=unit, width=78, computed=True)


def _error(unit: str, value: Figure) -> Column[SheetLine]:
    return replace(_figure(mark("Error"), unit, value), signed=True, weight=600)


def _chip(value: Callable[[PointFigures], Chip | None]) -> Column[SheetLine]:
    return Column[SheetLine](
        title=mark("Verdict"),
        value=lambda line: value(line.figures) if line.figures else "",
        kind=Kind.CHIP,
        width=112,
        computed=True,
        tip=lambda line: line.figures.remark if line.figures else "",
    )


def _remark() -> Column[SheetLine]:
    return Column[SheetLine](
        title=mark("Remark"),
        value=lambda line: line.figures.remark if line.figures else line.recorded,
        computed=True,
        grows=True,
        tone="text2",
        tone_of=lambda line: "warn" if line.figures and line.figures.grave else "",
        tip=lambda line: line.figures.remark if line.figures else line.recorded,
        width=180,
    )
