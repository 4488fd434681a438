"""The budget of the result: a line for each component, and the same as bars."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain import units
from labcal.domain.evaluation import PointResult
from labcal.services.worksheet import BudgetLine, Worksheet, budget_of
from labcal.text import Text, mark
from labcal_app.cells import NARROW_SPACE, Share, Symbol, shown_number
from labcal_app.charts.contributions import Contribution, ContributionChart, ContributionSeries
from labcal_app.dates import decimal_mark
from labcal_app.figures import rounded, shown_dof, shown_figure, symbol_of, with_unit
from labcal_app.models.budget import PART, SHARE, ShownBudgetLine, budget_columns
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.point_figures import point_of
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.table import Table

NARROW, WIDE = 236, 400
ROOM_FOR_CHART, ROOM_FOR_WIDE = 900, 1100
DISTRIBUTIONS = {
    "normal": mark("normal"),
    "rectangular": mark("rectangular"),
    "triangular": mark("triangular"),
    "arcsine": mark("arcsine"),
    "trapezoidal": mark("trapezoidal"),
    "resolution": mark("resolution"),
    "t": mark("t"),
}


class BudgetTab(QStackedWidget):
    """Table, sum and chart; what is missing where there is no result yet."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._units = ("", "")
        self.table: Table | None = None
        self.sum = Label(look, "", "body", "text2")
        self.chart = ContributionChart(look, text)
        self.chart.setFixedWidth(NARROW)
        sentence = text(mark("The budget appears with the first complete cycle and the reference standard."))
        self.addWidget(Empty(look, "calculate", sentence))
        self.addWidget(self._body())

    def show_sheet(self, shown: Worksheet, point: int = 0) -> None:
        """Show the budget of the result of a point; without a result say so."""
        found = point_of(shown, point)
        result = found.result if found else None
        self.setCurrentIndex(1 if result else 0)
        if found is None or result is None:
            return
        lines = budget_of(shown.sheet, found)
        self._build(result)
        places = -int(result.expanded.as_tuple().exponent) + 2
        if self.table is not None:
            self.table.lines.show_lines(self._lines(lines, result, places))
        self.sum.setText(self._summed(result, places))
        self.chart.show_series(self._series(lines, result, places))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chart.setVisible(self.width() >= ROOM_FOR_CHART)
        self.chart.setFixedWidth(WIDE if self.width() >= ROOM_FOR_WIDE else NARROW)
        self._show_part()

    def _body(self) -> QWidget:
        body = Panel("surface")
        self._place = QVBoxLayout()
        self._place.setSpacing(0)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 6, 20, 8)
        foot.addWidget(self.sum)
        foot.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._place, 1)
        left.addWidget(hairline())
        left.addLayout(foot)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(hairline(upright=True))
        row.addWidget(self.chart)
        return body

    def _build(self, result: PointResult) -> None:
        """Make the table; the one that is there stays for the same units."""
        wanted = (result.evaluation.unit, result.uncertainty_unit)
        if wanted == self._units:
            return
        self._units = wanted
        if self.table is not None:
            self._place.removeWidget(self.table)
            self.table.hide()  # else what was to be shown with its parent comes up as a window
            self.table.setParent(None)
            self.table.deleteLater()
        columns = budget_columns(*(units.pretty(unit) for unit in wanted))
        model = TableModel[ShownBudgetLine](self._text, columns, lambda line: line.key, self)
        self.table = Table(self._look, self._text, model, self._text(mark("Budget")))
        self.table.verticalHeader().setDefaultSectionSize(self._look.size("row_compact") + 2)
        self._place.addWidget(self.table)
        self._show_part()

    def _show_part(self) -> None:
        """Show the bars within the table only where the chart beside it leaves them room."""
        crowded = ROOM_FOR_CHART <= self.width() < ROOM_FOR_WIDE
        if self.table is not None:
            self.table.setColumnHidden(SHARE, crowded)
            self.table.setColumnHidden(PART, not crowded)

    def _lines(
        self, lines: tuple[BudgetLine, ...], result: PointResult, places: int
    ) -> list[ShownBudgetLine]:
        factor = units.factor(result.uncertainty_unit, result.evaluation.unit)
        last = rounded(float(result.expanded) * factor, 12).normalize()
        decimals = max(-int(last.as_tuple().exponent), 0)
        most = max((line.percent for line in lines), default=0.0) or 1.0
        text = self._text
        return [
            ShownBudgetLine(
                key=place,
                symbol=symbol_of(line.symbol),
                name=line.name,
                estimate=str(rounded(line.estimate, decimals)),
                distribution=text(DISTRIBUTIONS.get(line.distribution, line.distribution)),
                standard_uncertainty=str(rounded(line.standard_uncertainty, places)),
                dof=shown_dof(line.dof),
                sensitivity=f"{line.sensitivity:.3g}",
                contribution=str(rounded(line.contribution, places)),
                share=Share(line.percent / most, f"{self._figure(line.percent, 1)}{NARROW_SPACE}%"),
            )
            for place, line in enumerate(lines)
        ]

    def _series(self, lines: tuple[BudgetLine, ...], result: PointResult, places: int) -> ContributionSeries:
        bars = [
            Contribution(
                symbol=symbol_of(line.symbol),
                size=line.contribution,
                shown=self._figure(line.contribution, places),
            )
            for line in lines
        ]
        combined = _combined(result)
        bars.append(
            Contribution(
                symbol=Symbol("u", "c"),
                size=combined,
                shown=self._figure(combined, places - 1),
                combined=True,
            )
        )
        return ContributionSeries(bars=tuple(bars), unit=units.pretty(result.uncertainty_unit))

    def _summed(self, result: PointResult, places: int) -> str:
        text, small = self._text, result.uncertainty_unit
        return text(
            mark("Combined u = {combined} · effective degrees of freedom {dof} · k = {k} · U = {expanded}"),
            combined=with_unit(rounded(_combined(result), places), small, text),
            dof=shown_dof(result.evaluation.effective_dof),
            k=shown_figure(result.coverage_factor, text),
            expanded=with_unit(result.expanded, small, text),
        )

    def _figure(self, number: float, places: int) -> str:
        return shown_number(rounded(number, places), decimal_mark(self._text))


def _combined(result: PointResult) -> float:
    """Return the combined standard uncertainty in the unit of the reported U."""
    factor = units.factor(result.evaluation.unit, result.uncertainty_unit)
    return result.evaluation.standard_uncertainty * factor
