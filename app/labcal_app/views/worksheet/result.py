"""The strip below the readings: mean, result, deviation, U, limits, verdict, as one types."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain import units
from labcal.domain.conformity import Limits
from labcal.domain.evaluation import PointResult, Progress
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import Chip, State
from labcal_app.figures import shown_figure, symbol_of, tidy, with_unit
from labcal_app.outcomes import outcome_chip
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.error_series import has_error
from labcal_app.views.worksheet.lines import keyed_decimals
from labcal_app.views.worksheet.point_figures import point_of
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.figure import HEIGHT, NOTHING, Figure
from labcal_app.widgets.labels import Label, Panel


class ResultStrip(Panel):
    """What the readings give so far; the names of the figures stay while there is nothing to show."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("header")
        self._look, self._text, self._compared = look, text, True
        self.setFixedHeight(HEIGHT)
        self.result = Figure(look, text(mark("Result")), large=True)
        self.result.name.setTextFormat(Qt.TextFormat.RichText)
        self.expanded = Label(look, "", "title", "text2", 400)
        self.expanded.setFont(look.font("title", 400, "number"))
        self.mean = Figure(look, text(mark("Mean difference")))
        self.error = Figure(look, text(mark("Deviation")))
        self.uncertainty = Figure(look, text(mark("U")))
        self.limits = Figure(look, text(mark("Limits")))
        self.verdict = ChipLabel(look, State.WAITING, text(mark("Waiting")))
        self.provisional = Label(look, "", "small", "text3")
        self._lay_out()

    def show_sheet(self, shown: Worksheet, point: int = 0) -> None:
        """Show the result of a point as far as there is one."""
        found, procedure = point_of(shown, point), shown.sheet.procedure
        self._compared = procedure is None or has_error(procedure)
        told = procedure.shown_input if procedure is not None else None
        mean = mark("Mean") if told is not None and told.expression else mark("Mean difference")
        self.mean.name.setText(self._text(mean))
        progress, limits = (found.progress, found.limits) if found else (None, None)
        result = progress.result if progress else None
        unit = progress.unit if progress else "1"
        self.mean.say(self._mean(progress, keyed_decimals(found, unit) if found else 0))
        self.limits.say(span(limits, self._text) if limits else NOTHING)
        self._show_result(result)
        self._show_verdict(result, progress)

    def _lay_out(self) -> None:
        look = self._look
        first = QHBoxLayout()
        first.setSpacing(look.space("s"))
        first.addLayout(self.result)
        first.addWidget(self.expanded, 0, Qt.AlignmentFlag.AlignBottom)
        self.expanded.setContentsMargins(0, 0, 0, 13)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, look.space("l"), 0)
        row.setSpacing(28)
        row.addLayout(first)
        for figure in (self.mean, self.error, self.uncertainty, self.limits):
            row.addLayout(figure)
        row.addStretch(1)
        end = QVBoxLayout()
        end.setSpacing(2)
        end.addStretch(1)
        end.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignRight)
        end.addWidget(self.provisional, 0, Qt.AlignmentFlag.AlignRight)
        end.addStretch(1)
        row.addLayout(end)

    def _mean(self, progress: Progress | None, decimals: int) -> str:
        if progress is None or progress.mean is None:
            return NOTHING
        shown = tidy(progress.mean, decimals, decimals + 1)
        return with_unit(shown, progress.unit, self._text, signed=True)

    def _show_result(self, result: PointResult | None) -> None:
        text = self._text
        if result is None:
            self.result.say(NOTHING)
            self.expanded.setText("")
            self.error.say(NOTHING)
            self.uncertainty.say(NOTHING, text(mark("U")))
            return
        self.result.say(with_unit(result.value, result.unit, text), self._named(result))
        expanded = with_unit(result.expanded, result.uncertainty_unit, text)
        self.expanded.setText(f"± {expanded}")
        error = with_unit(result.error, result.uncertainty_unit, text, signed=True)
        self.error.say(error if self._compared else NOTHING)
        self.uncertainty.say(
            expanded, text(mark("U (k = {k})"), k=shown_figure(result.coverage_factor, text))
        )

    def _named(self, result: PointResult) -> str:
        """Return the name of the result with its symbol, the subscript small and low."""
        symbol = symbol_of(result.evaluation.symbol)
        below = f"<sub>{escape(symbol.subscript)}</sub>" if symbol.subscript else ""
        return self._text(mark("Result {symbol}"), symbol=f"{escape(symbol.base)}{below}")

    def _show_verdict(self, result: PointResult | None, progress: Progress | None) -> None:
        text = self._text
        if result is None:
            chip = Chip(State.WAITING, text(mark("Waiting")))
        elif result.verdict is None:
            chip = Chip(State.NONE, text(mark("No statement")))
        else:
            chip = outcome_chip(result.verdict.outcome, text)
        self.verdict.show_state(chip.state, chip.word)
        provisional = result is not None and progress is not None and not progress.ready
        self.provisional.setText(text(mark("provisional")) if provisional else "")
        self.provisional.setVisible(provisional)


def span(limits: Limits, text: Text) -> str:
    """Return limits as they are printed: ±500 mg, or from … to … where they differ."""
    lower, upper, unit = limits.lower, limits.upper, limits.unit
    if lower is not None and upper is not None and lower == -upper:
        return f"±{with_unit(upper, unit, text)}"
    ends = ("−∞" if lower is None else shown_figure(lower, text, signed=True),
            "∞" if upper is None else shown_figure(upper, text, signed=True))  # fmt: skip
    return f"{ends[0]} … {ends[1]} {units.pretty(unit)}".rstrip()
