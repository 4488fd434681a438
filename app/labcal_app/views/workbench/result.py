"""The strip with the result, and the sentences about it."""

from __future__ import annotations

import math
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain import units
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.services.budgets import rounded
from labcal.text import Text, mark
from labcal_app.cells import NARROW_SPACE, State
from labcal_app.figures import shown_figure, symbol_of, with_unit
from labcal_app.theme.look import Look
from labcal_app.theme.paint import ending
from labcal_app.views.workbench.bench import Bench
from labcal_app.views.workbench.lines import evaluation_of, figure
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.figure import HEIGHT, NOTHING, Figure
from labcal_app.widgets.labels import Label, Panel

ROOM_FOR_SENTENCE = 1000
"""Below this width, in px, the sentence is left to the tip of the chip."""
WHOLE_FROM = 1000
"""Effective degrees of freedom from which decimals say nothing."""


class ResultPanel(Panel):
    """Value ± U, u_c, ν_eff, k and U of the output that is looked at, and what a person should know."""

    def __init__(self, look: Look, text: Text, bench: Bench) -> None:
        super().__init__("header")
        self._look, self._text, self._bench = look, text, bench
        self.result = Figure(look, text(mark("Result")), large=True)
        self.expanded = Label(look, "", "title", "text2", 400)
        self.expanded.setFont(look.font("title", 400, "number"))
        self.expanded.setContentsMargins(0, 0, 0, 13)
        self.combined = Figure(look, "u_c")
        self.dof = Figure(look, "ν_eff")
        for part, words in ((self.combined, "u<sub>c</sub>"), (self.dof, "ν<sub>eff</sub>")):
            part.name.setTextFormat(Qt.TextFormat.RichText)
            part.name.setText(words)
        self.factor = Figure(look, "k")
        self.uncertainty = Figure(look, text(mark("U")))
        self.chip = ChipLabel(look, State.WAITING, text(mark("Waiting")))
        self.sentence = Label(look, "", "small", "text2").wrapped()
        self.warning = Label(look, "", "small", "warn").wrapped()
        self._lay_out()
        bench.changed.connect(self.refresh)
        bench.shown.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the result of the output that is looked at; dashes while something is refused."""
        bench = self._bench
        found = evaluation_of(bench.checked, bench.output)
        symbol = symbol_of(bench.draft.outputs[bench.output].symbol)
        self.result.name.setText(self._text(mark("Result {symbol}"), symbol=str(symbol)))
        if found is None:
            self._nothing()
            return
        self._show(found)
        self._judge(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sentence.setVisible(self.width() >= ROOM_FOR_SENTENCE)

    def _lay_out(self) -> None:
        look = self._look
        first = QHBoxLayout()
        first.setSpacing(look.space("s"))
        first.addLayout(self.result)
        first.addWidget(self.expanded, 0, Qt.AlignmentFlag.AlignBottom)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, look.space("l"), 0)
        row.setSpacing(28)
        row.addLayout(first)
        for part in (self.combined, self.dof, self.factor, self.uncertainty):
            row.addLayout(part)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.chip)
        self.sentence.setAlignment(ending(look.mirrored))
        top = Panel("header")
        top.setFixedHeight(HEIGHT)
        top.setLayout(row)
        self.warning.setContentsMargins(20, 0, 20, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.warning)

    def _nothing(self) -> None:
        for part in (self.result, self.combined, self.dof, self.uncertainty):
            part.say(NOTHING)
        self.factor.say(NOTHING, "k")
        self.expanded.setText("")
        if self._bench.checked.refusals:
            self.chip.show_state(State.FAIL, self._text(mark("Refused")))
        else:
            self.chip.show_state(State.WAITING, self._text(mark("Computing")))
        self._say("")

    def _show(self, found: Evaluation) -> None:
        text, bench = self._text, self._bench
        unit = units.pretty(found.unit)
        budget = bench.checked.budget
        stated = rounded(budget.outputs[bench.output], found) if budget is not None else None
        if stated is None:
            self.result.say(_with(figure(found.value, text, 6), unit))
            self.expanded.setText("")
            self.uncertainty.say(NOTHING)
        else:
            reported, shown = stated
            self.result.say(with_unit(reported.value, shown, text))
            self.expanded.setText(f"±{NARROW_SPACE}{with_unit(reported.expanded, shown, text)}")
            expanded = units.convert(reported.expanded, shown, found.unit, difference=True)
            self.uncertainty.say(with_unit(expanded, found.unit, text))
        self.combined.say(_with(figure(found.standard_uncertainty, text, 3), unit))
        self.dof.say(_dof(found.effective_dof, text))
        chance = figure(100 * found.coverage_probability, text, 4).rstrip("0").rstrip(".,")
        named = f"k ({chance}{NARROW_SPACE}%)" if math.isfinite(found.coverage_probability) else "k"
        self.factor.say(figure(found.coverage_factor, text, 3), named)

    def _judge(self, found: Evaluation) -> None:
        """Say whether second order matters, and every warning of the engine."""
        text, bench = self._text, self._bench
        results = bench.checked.results
        second = results.second_order[bench.output]
        warnings = list(dict.fromkeys(text(one) for one in results.warnings))
        if warnings:
            self.chip.show_state(State.CONDITIONAL, text(mark("Look closer")))
            self._say("", " ".join(warnings))
        elif second is None:
            self.chip.show_state(State.INFO, text(mark("First order only")))
            told = text(mark("This model has no second derivatives here: compare Monte Carlo."))
            self._say(told)
        else:
            self.chip.show_state(State.PASS, text(mark("First order suffices")))
            unit = units.pretty(found.unit)
            told = text(
                mark("With second-order terms u is {second}: the first order’s {first} stands."),
                second=_with(figure(second.standard_uncertainty, text, 3), unit),
                first=_with(figure(found.standard_uncertainty, text, 3), unit),
            )
            self._say(told)

    def _say(self, sentence: str, warning: str = "") -> None:
        """Say what is good to know beside the figures, and what has to be known below them."""
        self.sentence.setText(sentence)
        self.chip.setToolTip(sentence)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))


def _with(number: str, unit: str) -> str:
    return f"{number}{NARROW_SPACE}{unit}" if unit else number


def _dof(dof: float, text: Text) -> str:
    if math.isnan(dof):
        return text(mark("undefined"))
    if math.isinf(dof):
        return "∞"
    if dof == round(dof):
        return shown_figure(Decimal(round(dof)), text)
    return figure(dof, text, 4) if dof < WHOLE_FROM else shown_figure(Decimal(math.floor(dof)), text)
