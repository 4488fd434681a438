"""Monte Carlo of the budget on the bench: run off the screen's thread, shown as a histogram and a verdict."""

from __future__ import annotations

import math
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain import units
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.errors import LabCalError
from labcal.errors.montecarlo import SimulationStoppedError
from labcal.services.budgets import rounded
from labcal.services.workbench import simulated
from labcal.text import Text, mark
from labcal_app.cells import MINUS, NARROW_SPACE, State
from labcal_app.charts.histogram import HistogramChart, HistogramSeries, Interval
from labcal_app.desk import Desk
from labcal_app.figures import with_unit
from labcal_app.theme.look import Look
from labcal_app.views.workbench.evaluated import Evaluated
from labcal_app.views.workbench.lines import evaluation_of, figure
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.labels import Label, Panel


class Runner(QObject):
    """One run at a time; a new one, or another budget, stops the one before.

    Signals:
        moved: How many draws are made, and of how many.
        ended: A ``Simulation``, or the failure.
    """

    moved = Signal(int, int)
    ended = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stop = Event()
        self.running = False
        desk.closing.connect(self.stop)

    def start(self, budget: Any) -> None:
        """Run the plan of ``budget``."""
        self.stop()
        stop = self._stop = Event()
        self.running = True
        self._desk.fetch(self, lambda _book: (stop, simulated(budget, self._tell, stop.is_set)), self._end)

    def stop(self) -> None:
        """Stop what runs."""
        self._stop.set()

    def _tell(self, done: int, total: int) -> None:
        if not self._stop.is_set():
            self.moved.emit(done, total)

    def _end(self, answer: tuple[Event, Any]) -> None:
        self.running = False
        self.ended.emit(answer[1])


class SimulationPanel(Panel):
    """Histogram, verdict, and the button that runs or stops."""

    def __init__(self, look: Look, text: Text, desk: Desk, bench: Evaluated) -> None:
        super().__init__("surface")
        self._look, self._text, self._bench = look, text, bench
        self.runner = Runner(desk, self)
        self.found: Any = None
        self.failure: LabCalError | None = None
        self._stale = False
        self.chart = HistogramChart(look, text)
        self.run = Button(look, text(mark("Run")), "calculate", small=True)
        self.state = Label(look, "", "small", "text2")
        self.verdict = ChipLabel(look, State.WAITING, text(mark("Not run")))
        self.sentence = Label(look, "", "small", "text2").wrapped()
        for part in (self.state, self.verdict, self.run):
            self.chart.add(part)
        self.sentence.setContentsMargins(20, 0, 20, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chart, 1)
        column.addWidget(self.sentence)
        self.run.clicked.connect(self._press)
        self.runner.moved.connect(self._moved)
        self.runner.ended.connect(self._ended)
        bench.changed.connect(self._drop)
        bench.shown.connect(self._show)
        self._show()

    def _press(self) -> None:
        if self.runner.running:
            self.runner.stop()
            return
        budget = self._bench.checked.budget
        if budget is not None and not self._bench.checked.refusals:
            self.found, self.failure, self._stale = None, None, False
            self.run.rename(self._text(mark("Stop")), "close")
            self.state.setText("")
            self.runner.start(budget)

    def _moved(self, done: int, total: int) -> None:
        if self.runner.running and total:
            percent = min(100 * done // total, 100)
            self.state.setText(f"{percent}{NARROW_SPACE}%")

    def _ended(self, answer: object) -> None:
        self.failure = answer if isinstance(answer, LabCalError) and not self._stale else None
        self.found = None if self._stale or self.failure is not None else answer
        self._show()

    def _drop(self) -> None:
        """Another budget: what was found is no longer its result."""
        self.runner.stop()
        self.found, self.failure, self._stale = None, None, True
        self._show()

    def _show(self) -> None:
        text = self._text
        if not self.runner.running:
            self.run.rename(text(mark("Run")), "calculate")
            self.state.setText("")
        self.run.setEnabled(self._bench.checked.results is not None)
        evaluation = evaluation_of(self._bench.checked, self._bench.output)
        if self.found is None or evaluation is None:
            self.chart.show_series(HistogramSeries())
            self._say_nothing()
            return
        one = self.found.outputs[self._bench.output]
        self.state.setText(text(mark("seed {seed}"), seed=str(one.seed)))
        self._judge(one, evaluation)
        self.chart.show_series(series_of(one, evaluation, self._about(evaluation), text))

    def _about(self, evaluation: Evaluation) -> str:
        """Return the GUM's value as it is reported."""
        budget = self._bench.checked.budget
        stated = rounded(budget.outputs[self._bench.output], evaluation) if budget is not None else None
        if stated is None:
            return _with(evaluation.value, units.pretty(evaluation.unit), self._text, 7)
        return with_unit(stated[0].value, stated[1], self._text)

    def _say_nothing(self) -> None:
        text = self._text
        stopped = isinstance(self.failure, SimulationStoppedError)
        if self.failure is not None and not stopped:
            self.verdict.show_state(State.FAIL, text(mark("Refused")))
            self.sentence.setText(self.failure.shown(text))
        else:
            self.verdict.show_state(State.WAITING, text(mark("Stopped") if stopped else mark("Not run")))
            self.sentence.setText(
                text(mark("Monte Carlo draws the distribution of the result, and checks the GUM’s interval."))
            )

    def _judge(self, one: Any, evaluation: Evaluation) -> None:
        """Say whether the GUM's interval is validated (JCGM 101:2008, clause 8)."""
        text, unit = self._text, units.pretty(evaluation.unit)
        if not math.isfinite(evaluation.expanded_uncertainty) or not evaluation.standard_uncertainty:
            self.verdict.show_state(State.INFO, text(mark("Nothing to compare")))
            self.sentence.setText(text(mark("The GUM states no interval here: use that of Monte Carlo.")))
            return
        found = one.validated(evaluation.value, evaluation.expanded_uncertainty)
        ends = {
            "low": _with(found.d_low, unit, text, 2),
            "high": _with(found.d_high, unit, text, 2),
            "delta": _with(found.delta, unit, text, 1),
        }
        if found.agrees:
            told = mark(
                "The ends of both intervals differ by {low} and {high}, not more than δ = {delta}: the GUM’s "
                "result may be used (JCGM 101, 8)."
            )
            self.verdict.show_state(State.PASS, text(mark("GUM validated")))
        else:
            told = mark(
                "The ends of both intervals differ by {low} and {high}, more than δ = {delta}: use the "
                "result of Monte Carlo (JCGM 101, 8)."
            )
            self.verdict.show_state(State.CONDITIONAL, text(mark("GUM not validated")))
        spread = "" if one.standard_uncertainty is None else _with(one.standard_uncertainty, unit, text)
        more = text(mark("Its u is {spread}."), spread=spread) if spread else ""
        self.sentence.setText(" ".join([text(told, **ends), more, *map(text, self.found.warnings)]).strip())


def series_of(one: Any, evaluation: Evaluation, told: str, text: Text) -> HistogramSeries:
    """Return what a run found of one output, as deviations from the GUM's value, ``told`` in words."""
    about, unit = evaluation.value, units.pretty(evaluation.unit)
    low, high = one.interval
    intervals = [_interval(text(mark("Symmetric")), low - about, high - about, text)]
    low, high = one.shortest_interval
    intervals.append(_interval(text(mark("Shortest")), low - about, high - about, text))
    expanded = evaluation.expanded_uncertainty
    stated = math.isfinite(expanded) and expanded > 0
    if stated:
        shown = f"±{_ends(expanded, text)}"
        intervals.append(Interval(name="GUM", low=-expanded, high=expanded, shown=shown, by_gum=True))
    return HistogramSeries(
        edges=tuple(edge - about for edge in one.histogram.edges),
        counts=one.histogram.counts,
        trials=one.trials,
        intervals=tuple(intervals),
        standard=evaluation.standard_uncertainty,
        unit=unit or "1",
        about=told,
    )


def _interval(name: str, low: float, high: float, text: Text) -> Interval:
    shown = ", ".join(f"{MINUS if end < 0 else '+'}{_ends(abs(end), text)}" for end in (low, high))
    return Interval(name=name, low=low, high=high, shown=shown)


def _ends(number: float, text: Text) -> str:
    return figure(number, text, 3)


def _with(number: float, unit: str, text: Text, digits: int = 3) -> str:
    shown = figure(number, text, digits)
    return f"{shown}{NARROW_SPACE}{unit}" if unit else shown
