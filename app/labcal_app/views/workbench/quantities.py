"""The table of the inputs, typed into as into a spreadsheet; what is refused is said right below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain.uncertainty.draft import BudgetDraft
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.models.workbench import SENSITIVITY, SOURCE, SYMBOL, QuantityModel, Spot
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.views.workbench.lines import evaluation_of, lines_of, units_of
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import Label, Panel, Short

BAR = 42
ROOM_FOR_TITLE = 170
"""Width of the title of the bar, with its note at the shortest, and the cross, in px."""
ROOM_FOR_SOURCE, ROOM_FOR_SENSITIVITY = 1112, 962


class QuantitiesPanel(Panel):
    """Bar, table and notice.

    Signals:
        correlations_wanted: The button was pressed.
        coverage_wanted: The button was pressed.
        studies_wanted: The button was pressed.
    """

    correlations_wanted = Signal()
    coverage_wanted = Signal()
    studies_wanted = Signal()

    def __init__(self, look: Look, text: Text, bench: Bench) -> None:
        super().__init__("surface")
        self._look, self._text, self._bench = look, text, bench
        self.note = Short(look, "", "small", "text2")
        self.correlations = Button(look, text(mark("Correlations")), "link", small=True)
        self.coverage = Button(look, text(mark("Coverage")), "calculate", small=True)
        self.studies = Button(look, text(mark("What if")), "chart", small=True)
        self.add_component = Button(look, text(mark("Add component")), "new", small=True)
        self.add = Button(look, text(mark("Add quantity")), "new", small=True)
        self.add_result = Button(look, text(mark("Add result")), "new", small=True)
        self.remove = IconButton(look, "close", text(mark("Remove this line")))
        self.model = QuantityModel(text, bench.type_in, self)
        self.grid = Grid(look, text, self.model, text(mark("Quantities")))
        self.notice = Banner(look, text)
        self._lay_out()
        self._wire()
        self.refresh()

    def refresh(self) -> None:
        """Show the lines as the budget has them, with what was computed or refused of each."""
        bench, text = self._bench, self._text
        self.model.show_units(*units_of(evaluation_of(bench.checked, bench.output)))
        self.model.show_lines(lines_of(bench.draft, bench.checked, bench.output, text))
        self.note.setText(_told(bench.draft, text))
        refused = [one for one in bench.checked.refusals if one.table not in ("", "output")]
        if not refused:
            self.notice.clear()
            return
        first = refused[0]
        symbol = bench.draft.inputs[first.number].symbol if first.table == "input" else ""
        told = text(first.reason)
        more = "" if len(refused) == 1 else text(mark("{count} more are refused."), count=len(refused) - 1)
        self.notice.say(State.FAIL, f"{symbol}: {told}" if symbol else told, more)

    def go(self, spot: Spot, column: int = SYMBOL) -> None:
        """Make the cell of a line the current one."""
        row = self.model.row_of(spot)
        if row >= 0:
            self.grid.setCurrentIndex(self.model.index(row, column))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.setColumnHidden(SOURCE, self.width() < ROOM_FOR_SOURCE)
        self.grid.setColumnHidden(SENSITIVITY, self.width() < ROOM_FOR_SENSITIVITY)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Leave the tools their icons alone where the words of all buttons have no room."""
        tools = (self.studies, self.coverage, self.correlations)
        for button in tools:
            button.as_icon(alone=False)
        buttons = (*tools, self.add_result, self.add_component, self.add)
        wanted = sum(button.sizeHint().width() + self._look.space("s") for button in buttons)
        for button in tools:
            button.as_icon(alone=wanted + ROOM_FOR_TITLE > self.width())

    def _lay_out(self) -> None:
        look = self._look
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, look.space("l"), 0)
        row.setSpacing(look.space("s"))
        row.addWidget(Label(look, self._text(mark("Quantities")), "section"))
        row.addWidget(self.note, 1)
        for part in (
            self.remove, self.studies, self.coverage, self.correlations, self.add_result,
            self.add_component, self.add,
        ):  # fmt: skip
            row.addWidget(part)
        bar = Panel("surface")
        bar.setFixedHeight(BAR)
        bar.setLayout(row)
        notice = QVBoxLayout()
        notice.setContentsMargins(20, 0, 20, 0)
        notice.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.grid, 1)
        column.addLayout(notice)

    def _wire(self) -> None:
        bench = self._bench
        bench.changed.connect(self.refresh)
        bench.shown.connect(self.refresh)
        self.add.clicked.connect(self._add)
        self.add_component.clicked.connect(self._add_component)
        self.add_result.clicked.connect(bench.add_output)
        self.remove.clicked.connect(self._remove)
        self.correlations.clicked.connect(self.correlations_wanted)
        self.coverage.clicked.connect(self.coverage_wanted)
        self.studies.clicked.connect(self.studies_wanted)
        self.grid.pasted.connect(self._paste)

    def _add(self) -> None:
        self.go(self._bench.add_input())
        self.grid.setFocus()

    def _add_component(self) -> None:
        spot = self.grid.current_key
        if isinstance(spot, Spot):
            self.go(self._bench.add_component(spot.input), SOURCE)
            self.grid.setFocus()

    def _remove(self) -> None:
        spot = self.grid.current_key
        if isinstance(spot, Spot):
            self._bench.remove(spot)

    def _paste(self, row: int, column: int, block: list[list[str]]) -> None:
        """Take a block as a spreadsheet copied it, as far as there are lines for it."""
        for down, cells in enumerate(block):
            for along, words in enumerate(cells):
                index = self.model.index(row + down, column + along)
                if index.isValid() and index.flags() & index.flags().ItemIsEditable:
                    self.model.setData(index, words)


def _told(draft: BudgetDraft, text: Text) -> str:
    together = {one.simultaneous for one in draft.inputs if one.simultaneous}
    count = len(draft.inputs)
    if draft.correlations:
        return text(
            mark("{count} inputs, {pairs} correlated pairs"), count=count, pairs=len(draft.correlations)
        )
    if together:
        return text(mark("{count} inputs, correlated by simultaneous readings"), count=count)
    return text(mark("{count} inputs, all independent"), count=count)
