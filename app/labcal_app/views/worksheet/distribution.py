"""The distribution of the result of a point, drawn by Monte Carlo and held against the GUM's interval."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from labcal.services.points import PointEvaluation
from labcal.services.workbench import Checked
from labcal.services.worksheet import Worksheet, checked_point
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.theme.look import Look
from labcal_app.views.workbench.evaluated import Evaluated
from labcal_app.views.workbench.simulation import SimulationPanel
from labcal_app.views.worksheet.point_figures import point_of
from labcal_app.widgets.empty import Empty


class DistributionTab(QStackedWidget):
    """The histogram of the point looked at; its budget is read only while the tab is."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__()
        self._shown: Worksheet | None = None
        self._found: PointEvaluation | None = None
        self._drawn: object = None
        self.point = Evaluated(Checked(refusals=()), self)
        self.panel = SimulationPanel(look, text, desk, self.point)
        sentence = text(mark("The distribution can be drawn as soon as the point has a result."))
        self.addWidget(Empty(look, "chart", sentence))
        self.addWidget(self.panel)

    def show_sheet(self, shown: Worksheet, point: int = 0) -> None:
        """Follow a point of ``shown``; what was drawn stays while its readings do."""
        self._shown, self._found = shown, point_of(shown, point)
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        shown, found = self._shown, self._found
        result = found.result if found is not None else None
        self.setCurrentIndex(0 if result is None else 1)
        if shown is None or found is None or result is None or result is self._drawn:
            return
        self._drawn = result
        self.point.take(checked_point(shown.sheet, found))
