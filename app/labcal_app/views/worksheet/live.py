"""The point one types at, evaluated as its readings are written: the verdict does not wait for the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from labcal.domain.job import Place
from labcal.domain.quantity import QuantityValue
from labcal.services.points import PointEvaluation, keyed_into
from labcal.services.worksheet import Worksheet
from labcal_app.desk import Desk
from labcal_app.views.worksheet.keying import Keying
from labcal_app.views.worksheet.point_figures import point_of


class LivePoint(QObject):
    """Evaluates one point off the screen's thread; the book's own answer takes its place.

    Signals:
        evaluated: The worksheet with the point as it will be.
    """

    evaluated = Signal(object)

    def __init__(self, desk: Desk, keying: Keying, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._keying = desk, keying
        self._shown: Worksheet | None = None
        keying.recording.connect(self._evaluate)

    def show(self, shown: Worksheet) -> None:
        """Follow the sheet as the book has it now."""
        self._shown = shown

    def _evaluate(self, number: int) -> None:
        """Evaluate a point whose readings are on their way, where nothing else of it changes with them."""
        shown = self._shown
        point = point_of(shown, number) if shown is not None else None
        cells = self._keying.under_way(number)
        if shown is None or point is None or not _is_plain(shown, point, cells, self._keying):
            return
        procedure, job = shown.sheet.procedure, shown.sheet.job
        if procedure is not None:
            self._desk.fetch(
                self,
                lambda _book: keyed_into(job, procedure, point, cells),
                partial(self._take, shown),
            )

    def _take(self, asked: Worksheet, point: PointEvaluation) -> None:
        """Show the point, unless the book has answered meanwhile."""
        if asked is not self._shown:
            return
        points = tuple(point if one.number == point.number else one for one in asked.sheet.evaluated)
        self._shown = replace(asked, sheet=replace(asked.sheet, evaluated=points))
        self.evaluated.emit(self._shown)


def _is_plain(
    shown: Worksheet, point: PointEvaluation, cells: Mapping[Place, QuantityValue], keying: Keying
) -> bool:
    """Tell whether only readings change: neither the nominal value nor a cycle that is left out."""
    plan = shown.sheet.procedure.readings if shown.sheet.procedure else None
    if plan is None or keying.phase is not shown.sheet.job.phase or point.phase is not keying.phase:
        return False
    out = {
        one.place.row for one in keying.standing.values() if one.outlier and one.place.point == point.number
    }
    return not any(plan.columns[place.column].object == "nominal" or place.row in out for place in cells)
