"""A table of rows that is typed into: one empty row at its end, what is refused said right below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from labcal.text import Text, mark
from labcal_app.cells import Bad
from labcal_app.delegates.cell import CellDelegate
from labcal_app.models.table import Column, Index, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.procedures.layout import Ask, Rows
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import Label

GROWS = 220
"""Least width of the column that takes the room that is left, in px."""
Cells = dict[str, str]


@dataclass(frozen=True)
class Line:
    """A row with its number, its cells, and the sentences of those that are refused."""

    number: int
    cells: Mapping[str, str]
    bad: Mapping[str, str] = field(default_factory=dict)


class ChoosingDelegate(CellDelegate):
    """Offers, while one types, the words that a column may hold."""

    def __init__(self, look: Look, view: Grid, words: Callable[[int], Sequence[str]]) -> None:
        super().__init__(look, view)
        self._offered, self.cells_matter = words, True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        offered = self._offered(index.column())
        if offered and isinstance(editor, QLineEdit):
            completer = QCompleter(list(offered), editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            popup = QListView()
            popup.setProperty("role", "choices")
            completer.setPopup(popup)
            editor.setCompleter(completer)
        return editor


class RowsTable(QWidget):
    """Title, buttons, table, help.

    Signals:
        changed: Something was typed, added, moved or taken away.
        renamed: What names a row was typed over: the table, the name before, the name now.
    """

    changed = Signal()
    renamed = Signal(str, str, str)

    def __init__(self, look: Look, text: Text, rows: Rows) -> None:
        super().__init__()
        self._look, self._text, self.told = look, text, rows
        self._rows: list[Cells] = []
        self._bad: dict[int, dict[str, str]] = {}
        self._words = {
            ask.name: {code: text(words) for code, words in ask.choices.items()} for ask in rows.columns
        }
        columns = [self._column(ask) for ask in rows.columns]
        self.model = TableModel[Line](text, columns, lambda line: line.number, self)
        self.grid = Grid(look, text, self.model, text(rows.title))
        self.grid.delegate = ChoosingDelegate(look, self.grid, self._offered)
        self.grid.setItemDelegate(self.grid.delegate)
        self.help = Label(look, "", "small", "text2").wrapped()
        self.add = Button(look, text(mark("Add line")), "new", small=True)
        self.remove = IconButton(look, "close", text(mark("Remove this line")))
        self.up = IconButton(look, "chevron-up", text(mark("Move this line up")))
        self.down = IconButton(look, "chevron-down", text(mark("Move this line down")))
        self._lay_out()
        self._wire()
        self._refresh()

    @property
    def rows(self) -> tuple[Cells, ...]:
        """What was typed, row by row."""
        return tuple(dict(row) for row in self._rows)

    def show_rows(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show other rows."""
        self._rows = [dict(row) for row in rows]
        self._bad = {}
        self._refresh()

    def show_faults(self, faults: Mapping[tuple[int, str], str]) -> None:
        """Show beside each cell (number of its row, name) why it cannot be taken."""
        bad: dict[int, dict[str, str]] = {}
        for (number, name), sentence in faults.items():
            bad.setdefault(number, {})[name] = sentence
        if bad != self._bad:
            self._bad = bad
            self._refresh()

    def rename(self, column: str, before: str, now: str) -> None:
        """Follow a name that was changed elsewhere, in a column that refers to it."""
        for row in self._rows:
            if before and row.get(column, "") == before:
                row[column] = now
        self._refresh()

    def go(self, number: int, name: str) -> None:
        """Put the keyboard into a cell."""
        place = next((at for at, ask in enumerate(self.told.columns) if ask.name == name), 0)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.setCurrentIndex(self.model.index(min(max(number, 0), len(self._rows)), place))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self._look, self._text(self.told.title), "section"))
        head.addStretch(1)
        for button in (self.up, self.down, self.remove, self.add):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self._look.space("s"), 0, 0)
        column.setSpacing(self._look.space("xs"))
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(self.help)
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _wire(self) -> None:
        self.grid.pasted.connect(self._paste)
        self.grid.selectionModel().currentChanged.connect(self._explain)
        self.add.clicked.connect(lambda: self.go(len(self._rows), self.told.columns[0].name))
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))

    def _column(self, ask: Ask) -> Column[Line]:
        return Column[Line](
            title=ask.label,
            value=partial(self._cell, ask.name),
            width=ask.width or GROWS,
            grows=not ask.width,
            edit=lambda line, typed: self._type(line.number, ask.name, typed),
            tip=lambda line: line.bad.get(ask.name, "") or line.cells.get(ask.name, ""),
        )

    def _cell(self, name: str, line: Line) -> Any:
        typed = line.cells.get(name, "")
        shown = self._words[name].get(typed, typed)
        return Bad(shown, line.bad[name]) if name in line.bad else shown

    def _offered(self, place: int) -> Sequence[str]:
        return list(self._words[self.told.columns[place].name].values())

    def _type(self, number: int, name: str, typed: str) -> None:
        if number >= len(self._rows) and not typed.strip():
            return
        if number >= len(self._rows):
            self._rows.append({})
        row = self._rows[number]
        before, now = row.get(name, ""), self._meant(name, typed.strip())
        if before == now:
            return
        row[name] = now
        if name == "symbol":
            self.renamed.emit(self.told.name, before, now)
        self._refresh()
        self.changed.emit()

    def _meant(self, name: str, typed: str) -> str:
        """Return the word of the file that begins so or is shown so; else what was typed."""
        words, low = self._words[name], typed.casefold()
        if not words or not typed:
            return typed
        for known in (words.keys(), words.values()):
            exact = [code for code, told in zip(words, known, strict=True) if told.casefold() == low]
            if exact:
                return exact[0]
        begun = {
            code for code, told in words.items() if code.startswith(low) or told.casefold().startswith(low)
        }
        return begun.pop() if len(begun) == 1 else typed

    def _paste(self, row: int, column: int, block: list[list[str]]) -> None:
        """Take a block as a spreadsheet copied it; rows are added as it needs them."""
        for down, cells in enumerate(block):
            for along, typed in enumerate(cells[: len(self.told.columns) - column]):
                self._type(min(row + down, len(self._rows)), self.told.columns[column + along].name, typed)

    def _remove(self) -> None:
        number = self.grid.currentIndex().row()
        if 0 <= number < len(self._rows):
            del self._rows[number]
            self._bad = {}
            self._refresh()
            self.changed.emit()

    def _move(self, step: int) -> None:
        index = self.grid.currentIndex()
        here, there = index.row(), index.row() + step
        if 0 <= here < len(self._rows) and 0 <= there < len(self._rows):
            self._rows[here], self._rows[there] = self._rows[there], self._rows[here]
            self._bad = {}
            self._refresh()
            self.grid.setCurrentIndex(self.model.index(there, index.column()))
            self.changed.emit()

    def _refresh(self) -> None:
        lines = [Line(number, dict(row), self._bad.get(number, {})) for number, row in enumerate(self._rows)]
        self.model.show_lines([*lines, Line(len(lines), {})])
        high = self.grid.verticalHeader().defaultSectionSize() * (len(lines) + 1)
        head = self.grid.horizontalHeader().sizeHint().height()
        bar = self.grid.horizontalScrollBar().sizeHint().height()
        self.grid.setFixedHeight(high + head + bar + 4)
        self._explain(self.grid.currentIndex())

    def _explain(self, index: QModelIndex, _before: object = None) -> None:
        """Say below the table what is wrong in the current cell, else what is wanted there."""
        place = index.column()
        ask = self.told.columns[place] if 0 <= place < len(self.told.columns) else None
        bad = self._bad.get(index.row(), {}).get(ask.name, "") if ask else ""
        first = next((one for told in self._bad.values() for one in told.values()), "")
        words = self._words[ask.name].values() if ask else ()
        wanted = " · ".join(words) or (self._text(ask.help) if ask and ask.help else "")
        self.help.setText(bad or wanted or first)
        self.help.set_tone("fail" if bad or (first and not wanted) else "text2")
