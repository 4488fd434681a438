"""The correlation coefficients between inputs, typed into a small table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal

from labcal.domain.uncertainty.draft import CorrelationDraft
from labcal.services import budget_cells
from labcal.text import Text, mark
from labcal_app.cells import Bad, Kind
from labcal_app.figures import with_own_point
from labcal_app.forms.beside import Beside
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import Label

KEYS = ("first", "second", "coefficient")
LEAST_TALL = 220


class Pair(NamedTuple):
    """One line."""

    number: int
    first: str
    second: str
    coefficient: str | Bad


class CorrelationsPanel(Beside):
    """The coefficients, and what else may correlate inputs.

    Signals:
        dismissed: The panel is no longer wanted.
    """

    dismissed = Signal()

    def __init__(self, look: Look, text: Text, bench: Bench) -> None:
        super().__init__(look, text(mark("Correlations")), text(mark("between the totals of two inputs")))
        self._text, self._bench = text, bench
        self.model = TableModel[Pair](text, self._columns(), lambda pair: pair.number, self)
        self.grid = Grid(look, text, self.model, text(mark("Correlations")))
        self.grid.setMinimumHeight(LEAST_TALL)
        self.sentence = Label(look, "", "small", "fail").wrapped()
        told = mark(
            "Readings taken together are correlated by themselves: type “set = name” under Given ± of each."
        )
        self.add(self.grid)
        self.add(self.sentence)
        self.add(Label(look, text(told), "small", "text2").wrapped())
        self.new = Button(look, text(mark("Add pair")), "new")
        self.remove = Button(look, text(mark("Remove pair")), "close")
        close = IconButton(look, "close", text(mark("Close")))
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.foot.addWidget(self.new)
        self.foot.addWidget(self.remove)
        self.foot.addStretch(1)
        self.foot_panel.show()
        close.clicked.connect(self.dismissed)
        self.new.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        bench.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the pairs as the budget has them."""
        bench = self._bench
        said = {
            one.number: self._text(one.reason) for one in bench.checked.refusals if one.table == "correlation"
        }
        pairs = []
        for number, one in enumerate(bench.draft.correlations):
            shown = with_own_point(one.coefficient, self._text)
            pairs.append(
                Pair(number, one.first, one.second, Bad(shown, said[number]) if number in said else shown)
            )
        self.model.show_lines(pairs)
        general = [one for one in bench.checked.refusals if not one.table]
        sentences = [*said.values(), *(self._text(one.reason) for one in general)]
        self.sentence.setText(sentences[0] if sentences else "")
        self.new.setEnabled(len(bench.draft.inputs) > 1)
        self.remove.setEnabled(bool(bench.draft.correlations))

    def _columns(self) -> tuple[Column[Pair], ...]:
        return (
            Column[Pair](
                title=mark("Input"), value=lambda pair: pair.first, width=96, edit=self._edit("first")
            ),
            Column[Pair](
                title=mark("and"), value=lambda pair: pair.second, width=96, edit=self._edit("second")
            ),
            Column[Pair](
                title=mark("Coefficient"),
                value=lambda pair: pair.coefficient,
                kind=Kind.NUMBER,
                width=92,
                edit=self._edit("coefficient"),
            ),
        )

    def _edit(self, key: str) -> Callable[[Pair, str], None]:
        return lambda pair, typed: self._type_in(pair.number, key, typed)

    def _type_in(self, number: int, key: str, typed: str) -> None:
        pairs = list(self._bench.draft.correlations)
        meant = budget_cells.with_point(typed.strip()) if key == "coefficient" else typed.strip()
        words = {one: getattr(pairs[number], one) for one in KEYS} | {key: meant}
        pairs[number] = replace(pairs[number], **words)
        self._bench.correlate(tuple(pairs))

    def _add(self) -> None:
        draft = self._bench.draft
        known = {frozenset((one.first, one.second)) for one in draft.correlations}
        symbols = [one.symbol for one in draft.inputs]
        free = [
            (one, other)
            for place, one in enumerate(symbols)
            for other in symbols[place + 1 :]
            if frozenset((one, other)) not in known
        ]
        if free:
            added = CorrelationDraft(first=free[0][0], second=free[0][1], coefficient="0")
            self._bench.correlate((*draft.correlations, added))

    def _remove(self) -> None:
        pairs, number = self._bench.draft.correlations, self.grid.current_key
        place = number if isinstance(number, int) else len(pairs) - 1
        self._bench.correlate((*pairs[:place], *pairs[place + 1 :]))
