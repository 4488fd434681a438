"""The one model behind every list: columns as data, a question, the tables it shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from labcal.text import Text
from labcal_app.cells import Bad, Chip, Kind, Role, Struck, shown_number
from labcal_app.dates import decimal_mark
from labcal_app.desk import Desk, Question

L = TypeVar("L")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Column(Generic[L]):
    """One column.

    Attributes:
        title: Marked words of the header.
        value: What the cell of a line holds: words, a Decimal, or a value of ``labcal_app.cells``.
        kind: How it is painted.
        unit: Shown in the header, lighter.
        group: Marked words above the titles of neighbouring columns that belong together.
        width: At first, in px; the least width of the column that grows.
        grows: Whether it takes the room that is left; one column of a table.
        computed: Whether LabCal computed it: its ground differs from what is typed.
        ruled: Whether a hairline stands before it.
        signed: Whether a plus stands before positive numbers.
        weight: Of the digits or words; 0 for the kind's own.
        tone: Name of the colour of the words.
        tone_of: The colour of one line's words, where it differs; empty for ``tone``.
        tip: The sentence shown when the pointer rests on the cell.
        sort: What the column is sorted by; None for the value itself.
        edit: Takes what was typed into the cell; None where nothing can be typed.
        wraps: Whether the title takes two lines, where the header has two tiers and the column no group.
        near: Whether it comes next to the row's name where not all columns have room.
        order: Name of the book's order by this column, of a list that is read in pages; empty without one.
    """

    title: str
    value: Callable[[L], Any]
    kind: Kind = Kind.TEXT
    unit: str = ""
    group: str = ""
    width: int = 120
    grows: bool = False
    computed: bool = False
    ruled: bool = False
    signed: bool = False
    weight: int = 0
    tone: str = "text"
    tone_of: Callable[[L], str] | None = None
    tip: Callable[[L], str] | None = None
    sort: Callable[[L], Any] | None = None
    edit: Callable[[L, str], None] | None = None
    wraps: bool = False
    near: bool = False
    order: str = ""

    @property
    def numeric(self) -> bool:
        """Whether the cells are aligned at their decimal sign."""
        return self.kind is Kind.NUMBER


@dataclass(frozen=True, kw_only=True)
class Source(Generic[L]):
    """Where the lines of a model come from.

    Attributes:
        question: Gives all lines.
        shows: The tables that the lines are read from.
        key: What stays the same while a line's other fields change.
    """

    question: Question[Sequence[L]]
    shows: frozenset[str]
    key: Callable[[L], Hashable]


class TableModel(QAbstractTableModel, Generic[L]):
    """Lines in columns, filtered and sorted here, asked for anew when a command touched what they show.

    Signals:
        arrived: An answer of the book has been shown.
        shifted: So many lines came above those that are shown; below zero, so many went.
    """

    arrived = Signal()
    shifted = Signal(int)

    def __init__(
        self, text: Text, columns: Sequence[Column[L]], key: Callable[[L], Hashable], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._text, self.columns, self._key = text, tuple(columns), key
        self._all: list[L] = []
        self._shown: list[L] = []
        self._words: tuple[str, ...] = ()
        self._order: tuple[int, bool] | None = None
        self._fractions: dict[int, str] = {}
        self.decimal_mark = decimal_mark(text)

    def follow(self, desk: Desk, source: Source[L]) -> None:
        """Show the answers to the question of ``source``, now and after each command that concerns it."""

        def ask(tables: frozenset[str]) -> None:
            if source.shows & tables:
                desk.ask(self, source.question, self.show_lines)

        desk.changed.connect(ask)
        ask(source.shows)

    def show_lines(self, lines: Sequence[L]) -> None:
        """Show ``lines``; where they are the same ones, selection and scroll position stay."""
        self._all = list(lines)
        self._arrange()
        self.arrived.emit()

    def line(self, row: int) -> L | None:
        """Return the line shown in ``row``; None beyond the last."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def key_of(self, row: int) -> Hashable:
        """Return what identifies the line in ``row``; None beyond the last."""
        return self._key(self._shown[row]) if 0 <= row < len(self._shown) else None

    def row_of(self, key: Hashable) -> int:
        """Return the row of the line identified by ``key``; -1 where it is not shown."""
        return next((row for row, line in enumerate(self._shown) if self._key(line) == key), -1)

    @property
    def total(self) -> int:
        """The number of lines, with those that the filter hides."""
        return len(self._all)

    @property
    def matching(self) -> int:
        """The number of lines that pass the filter."""
        return len(self._shown)

    @property
    def bounded(self) -> bool:
        """Whether more lines pass than ``matching`` counts."""
        return False

    @property
    def all_bounded(self) -> bool:
        """Whether there are more lines than ``total`` counts."""
        return False

    @property
    def reading(self) -> bool:
        """Whether lines are on their way."""
        return False

    @property
    def earlier(self) -> bool:
        """Whether there are lines above the first that is held."""
        return False

    def can_sort(self, column: int) -> bool:
        """Tell whether lines can be sorted by ``column``."""
        return True

    def narrow(self, name: str, value: str) -> None:
        """Pass over a filter of the book: all lines are held here."""

    def seek(self, key: Hashable) -> bool:
        """Tell whether the line of ``key`` is on its way; here all there are have come."""
        return False

    def go(self, then: Callable[[], None], *, end: bool) -> None:
        """Call ``then`` once the last lines are held, or the first."""
        then()

    def fetch_earlier(self) -> None:
        """Read the lines above the first that is held; here there are none."""

    def filter(self, typed: str) -> None:
        """Show only the lines in which each word of ``typed`` occurs."""
        self._words = tuple(typed.casefold().split())
        self._arrange()

    def fraction(self, column: int) -> str:
        """Return the widest fraction of a column of numbers, with its decimal sign."""
        return self._fractions.get(column, "")

    def shown(self, row: int, column: int) -> str:
        """Return the cell as words, as it is copied and read aloud."""
        return self._written(self.columns[column], self._shown[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, line = self.columns[index.column()], self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._written(column, line)
        if role == Role.CELL:
            return column.value(line)
        if role == Role.TONE:
            return (column.tone_of(line) if column.tone_of else "") or column.tone
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(column, line)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        edit = self.columns[index.column()].edit if index.isValid() else None
        if edit is None or role != Qt.ItemDataRole.EditRole:
            return False
        edit(self._shown[index.row()], str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].edit is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return self._text(self.columns[section].title)

    def group(self, section: int) -> str:
        """Return the words above the titles of ``section`` and its neighbours; empty without any."""
        group = self.columns[section].group
        return self._text(group) if group else ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``; -1 gives back the order of the book."""
        self._order = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()

    def _arrange(self) -> None:
        lines = [line for line in self._all if self._matches(line)] if self._words else list(self._all)
        if self._order is not None:
            column = self.columns[self._order[0]]
            lines.sort(key=lambda line: _rank(column, line), reverse=self._order[1])
        self._show_arranged(lines)

    def _show_arranged(self, lines: list[L]) -> None:
        same = [self._key(line) for line in lines] == [self._key(line) for line in self._shown]
        if same:
            self._take(lines)
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self._take(lines)
            self.endResetModel()

    def _take(self, lines: list[L]) -> None:
        self._shown = lines
        self._fractions = {
            place: max((_fraction(self._written(column, line), self.decimal_mark) for line in lines), key=len)
            for place, column in enumerate(self.columns)
            if column.numeric and lines
        }

    def _matches(self, line: L) -> bool:
        hay = " ".join(self._written(column, line) for column in self.columns).casefold()
        return all(word in hay for word in self._words)

    def _written(self, column: Column[L], line: L) -> str:
        value = column.value(line)
        if value is None:
            return ""
        if isinstance(value, Struck):
            value = value.typed
        if isinstance(value, Decimal | int) or (column.numeric and isinstance(value, str)):
            return shown_number(value, self.decimal_mark, column.signed)
        return str(value)

    @staticmethod
    def _tip(column: Column[L], line: L) -> str | None:
        if column.tip is not None:
            return column.tip(line)
        value = column.value(line)
        if isinstance(value, Bad):
            return value.sentence
        return value.word if isinstance(value, Chip) else None


def _fraction(written: str, mark: str) -> str:
    _, point, digits = written.partition(mark)
    return point + digits


def _rank(column: Column[L], line: L) -> tuple[int, Any]:
    """Return what sorts: empty last, numbers as numbers, words without regard to case."""
    value = (column.sort or column.value)(line)
    if value is None or value == "":
        return (2, "")
    if isinstance(value, int | float | Decimal):
        return (0, value)
    if column.sort is not None and not isinstance(value, str):
        return (0, value)
    return (1, str(value).casefold())
