"""What if: the result over values of one quantity, the u that a wanted U asks for, what to improve first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from labcal.domain import units
from labcal.domain.quantity import parse, parse_half_width
from labcal.errors import LabCalError
from labcal.text import Text, mark
from labcal_app.cells import NARROW_SPACE, Kind
from labcal_app.charts.frame import Numbers
from labcal_app.charts.sweep import SweepChart, SweepSeries
from labcal_app.dates import decimal_mark
from labcal_app.desk import Desk
from labcal_app.figures import symbol_of, with_own_point
from labcal_app.forms.beside import Beside
from labcal_app.models.table import Column, TableModel
from labcal_app.models.workbench import Spot
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.views.workbench.lines import figure
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label
from labcal_app.widgets.table import Table

POINTS = 9
TABLE_TALL, CHART_TALL = 230, 240
ESTIMATE, UNCERTAINTY = "estimate", "uncertainty"


class Row(NamedTuple):
    """One line of an answer."""

    number: int
    first: str
    second: str
    third: str


class StudiesPanel(Beside):
    """Three questions about the line that is current in the table.

    Signals:
        dismissed: The panel is no longer wanted.
    """

    dismissed = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk, bench: Bench) -> None:
        super().__init__(look, text(mark("What if")))
        self._text, self._desk, self._bench = text, desk, bench
        self.spot: Spot | None = None
        close = IconButton(look, "close", text(mark("Close")))
        close.clicked.connect(self.dismissed)
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._make_sweep(look)
        self._make_reverse(look)
        self._make_ranking(look)
        bench.changed.connect(self.refresh)
        bench.shown.connect(self.refresh)

    def about(self, spot: Spot | None) -> None:
        """Ask about another line of the table."""
        self.spot = spot
        self.refresh()

    def refresh(self) -> None:
        """Forget answers that no longer hold, and rank anew."""
        quantity = self._quantity()
        text = self._text
        self.say(
            text(mark("What if")),
            text(mark("{symbol}, as chosen in the table"), symbol=quantity.symbol)
            if quantity is not None
            else text(mark("Choose a line of the table")),
        )
        for field in (self.low, self.high):
            shown = with_own_point(quantity.value, text) if quantity is not None else ""
            field.line.setPlaceholderText(shown)
        self.wanted.line.setPlaceholderText(self._bench.draft.outputs[self._bench.output].unit)
        self.swept.show_lines([])
        self.chart.show_series(SweepSeries())
        self.chart.hide()
        self.answer.setText("")
        if self.isVisible():
            self._rank()

    def _make_sweep(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Go through values")))
        self.of = ChoiceField(
            look,
            Hint(text(mark("Of"))),
            [(ESTIMATE, text(mark("its estimate"))), (UNCERTAINTY, text(mark("u of this component")))],
        )
        self.of.set_value(ESTIMATE)
        self.low = LineField(look, Hint(text(mark("From"))))
        self.high = LineField(look, Hint(text(mark("To"))))
        self.go_through = Button(look, text(mark("Go through")), "chart", small=True)
        self.swept = _table(text, (mark("Value"), mark("Result"), mark("U")), self)
        table = Table(look, text, self.swept, text(mark("Results")))
        table.setMinimumHeight(TABLE_TALL)
        self.chart = SweepChart(look, text)
        self.chart.setFixedHeight(CHART_TALL)
        self.chart.hide()
        for part in (self.of, self.low, self.high, self.go_through, self.chart, table):
            self.add(part)
        self.go_through.clicked.connect(self._sweep)

    def _make_reverse(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Which u gives a wanted U?")))
        self.wanted = LineField(look, Hint(text(mark("Wanted U"))))
        self.ask = Button(look, text(mark("Find u of this component")), "calculate", small=True)
        self.answer = Label(look, "", "small", "text").wrapped()
        for part in (self.wanted, self.ask, self.answer):
            self.add(part)
        self.ask.clicked.connect(self._reverse)

    def _make_ranking(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("What to improve first")))
        self.ranking = _table(text, (mark("Component"), mark("U if halved"), mark("without")), self)
        table = Table(look, text, self.ranking, text(mark("What to improve first")))
        table.setMinimumHeight(TABLE_TALL)
        self.add(table)

    def _quantity(self) -> Any:
        spot, inputs = self.spot, self._bench.draft.inputs
        return inputs[spot.input] if spot is not None and spot.input < len(inputs) else None

    def _component(self) -> int:
        """Return the number of the chosen component in the assembled budget."""
        spot, quantity = self.spot, self._quantity()
        if spot is None or quantity is None:
            return 0
        return max(spot.component, -1) + 1 if quantity.readings else max(spot.component, 0)

    def _sweep(self) -> None:
        from labcal.domain.uncertainty import design  # late: it needs numpy

        budget, quantity = self._bench.checked.budget, self._quantity()
        if budget is None or quantity is None or self.spot is None:
            return
        component = self._component() if self.of.value == UNCERTAINTY else None
        low, high = self._bounds(component)
        if low is None or high is None:
            return
        values = [low + (high - low) * step / (POINTS - 1) for step in range(POINTS)]
        symbol, output = quantity.symbol, self._symbol()
        self._ask(
            self.swept, lambda: design.sweep(budget, symbol, values, component, output), self._show_sweep
        )

    def _show_sweep(self, found: Any) -> None:
        text = self._text
        if isinstance(found, LabCalError):
            self.high.refuse(found.shown(text))
            return
        rows = [
            Row(
                place,
                _with(found.values[place], found.unit, text, _digits(found.values, place)),
                figure(found.results[place], text, max(7, _digits(found.results, place))),
                _maybe(found.expanded_uncertainties[place], found.output_unit, text),
            )
            for place in range(len(found.values))
        ]
        self.swept.show_lines(rows)
        self.chart.show_series(series_of(found, text))
        self.chart.show()

    def _ask(self, asker: QObject, question: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Answer off the screen's thread; ``then`` gets the answer, or why there is none."""

        def answer(_book: object) -> Any:
            try:
                return question()
            except LabCalError as error:
                return error

        self._desk.fetch(asker, answer, then)

    def _bounds(self, component: int | None) -> tuple[float | None, float | None]:
        """Return both ends in the unit that the sweep wants; None where one is refused beside it."""
        budget, spot = self._bench.checked.budget, self.spot
        if budget is None or spot is None:
            return None, None
        quantity = budget.inputs[spot.input]
        unit = quantity.unit if component is None else quantity.components[component].unit
        ends: list[float | None] = []
        for field in (self.low, self.high):
            try:
                read = parse(field.value, unit) if component is None else parse_half_width(field.value, unit)
                ends.append(float(read.in_unit(unit, difference=component is not None)))
                field.refuse("")
            except LabCalError as error:
                field.refuse(error.shown(self._text))
                ends.append(None)
        return ends[0], ends[1]

    def _reverse(self) -> None:
        from labcal.domain.uncertainty import design  # late: it needs numpy

        budget, quantity = self._bench.checked.budget, self._quantity()
        if budget is None or quantity is None:
            return
        unit = budget.outputs[self._bench.output].unit
        try:
            wanted = float(parse_half_width(self.wanted.value, unit).in_unit(unit, difference=True))
        except LabCalError as error:
            self._show_reversal(error)
            return
        which = (quantity.symbol, self._component())
        output = self._symbol()
        self._ask(self.answer, lambda: design.reverse(budget, *which, wanted, output), self._show_reversal)

    def _show_reversal(self, found: Any) -> None:
        text = self._text
        if isinstance(found, LabCalError):
            self.wanted.refuse(found.shown(text))
            self.answer.setText("")
            return
        self.wanted.refuse("")
        if found.said is not None:
            self.answer.setText(text(found.said))
            return
        self.answer.setText(
            text(
                mark("u = {standard} of {symbol} gives U = {wanted}; now it is {present}."),
                standard=_maybe(found.standard_uncertainty, found.unit, text),
                symbol=found.symbol,
                wanted=_with(found.wanted, found.output_unit, text),
                present=_with(found.present, found.unit, text),
            )
        )

    def _rank(self) -> None:
        from labcal.domain.uncertainty import design  # late: it needs numpy

        budget, output = self._bench.checked.budget, self._symbol()
        self.ranking.show_lines([])
        if budget is None or self._bench.checked.results is None:
            return
        unit = budget.outputs[self._bench.output].unit
        self._ask(
            self.ranking,
            lambda: design.improve_first(budget, output),
            lambda found: self._show_ranking(found, unit),
        )

    def _show_ranking(self, found: Any, unit: str) -> None:
        text, ranked = self._text, () if isinstance(found, LabCalError) else found
        self.ranking.show_lines(
            [
                Row(
                    place,
                    f"{one.symbol}: {one.name}" if one.name else one.symbol,
                    _maybe(one.halved, unit, text),
                    _maybe(one.removed, unit, text),
                )
                for place, one in enumerate(ranked)
            ]
        )

    def _symbol(self) -> str:
        return self._bench.draft.outputs[self._bench.output].symbol


def series_of(found: Any, text: Text) -> SweepSeries:
    """Return a sweep as a chart shows it: the result with its band, or U over the u of a component."""
    name = str(symbol_of(found.symbol))
    if found.component is None:
        figures, halves = found.results, found.expanded_uncertainties
        across, upright = _named(name, found.unit), _named(str(symbol_of(found.output)), found.output_unit)
        values = found.values
    else:
        known = [place for place, one in enumerate(found.expanded_uncertainties) if one is not None]
        values = tuple(found.values[place] for place in known)
        figures = tuple(found.expanded_uncertainties[place] for place in known)
        halves = (None,) * len(known)
        across, upright = _named(f"u({name})", found.unit), _named("U", found.output_unit)
    return SweepSeries(
        values=values,
        results=figures,
        half_widths=halves,
        across=across,
        upright=upright,
        numbers=_numbers(found, text),
    )


def _numbers(found: Any, text: Text) -> Numbers:
    """Return a sweep as a spreadsheet reads it: figures without unit, which stands in the title."""
    point = decimal_mark(text)
    titles = (
        _named(text(mark("Value")), found.unit),
        _named(text(mark("Result")), found.output_unit),
        _named(text(mark("U")), found.output_unit),
    )
    columns = (found.values, found.results, found.expanded_uncertainties)
    rows = tuple(
        tuple("" if one is None else f"{one:.12g}".replace(".", point) for one in row)
        for row in zip(*columns, strict=True)
    )
    return Numbers(titles, rows)


def _named(name: str, unit: str) -> str:
    pretty = units.pretty(unit)
    return f"{name} / {pretty}" if pretty else name


def _table(text: Text, titles: tuple[str, str, str], parent: StudiesPanel) -> TableModel[Row]:
    columns = (
        Column[Row](
            title=titles[0], value=lambda row: row.first, grows=True, width=96, tip=lambda row: row.first
        ),
        Column[Row](title=titles[1], value=lambda row: row.second, kind=Kind.NUMBER, width=86),
        Column[Row](title=titles[2], value=lambda row: row.third, kind=Kind.NUMBER, width=86),
    )
    return TableModel[Row](text, columns, lambda row: row.number, parent)


def _digits(values: Sequence[float], place: int) -> int:
    """Return the significant digits by which one of ``values`` is told from its neighbours."""
    own, step = abs(values[place]), abs(values[1] - values[0])
    if not own or not step:
        return 4
    return min(max(math.floor(math.log10(own)) - math.floor(math.log10(step)) + 2, 2), 12)


def _with(number: float, unit: str, text: Text, digits: int = 4) -> str:
    shown, pretty = figure(number, text, digits), units.pretty(unit)
    return f"{shown}{NARROW_SPACE}{pretty}" if pretty else shown


def _maybe(number: float | None, unit: str, text: Text) -> str:
    return "—" if number is None else _with(number, unit, text)
