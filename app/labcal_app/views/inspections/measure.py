"""The sheet of a verification: one keys load, indication and ΔL by row; error, limit and verdict follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.verification import TESTS, SheetRow, VerificationNumber, VerificationState, WeighingTest
from labcal.domain.verification_tests import RowResult
from labcal.errors import LabCalError
from labcal.services.verification_sheet import VerificationSheet
from labcal.services.verifications import RecordRow
from labcal.text import Text, mark
from labcal_app.cells import Bad, Chip, Closed, Faint, Kind, State
from labcal_app.desk import Desk
from labcal_app.models.table import Column, Index, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.grid import Block, Grid
from labcal_app.widgets.labels import Label, Panel

Place = tuple[WeighingTest, int]
KEYED = ("load", "indication", "added", "after")
FIRST = 2
"""Column of the load."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One row as the sheet shows it.

    Attributes:
        load: The load proposed; None for a row left free.
        extra: The extra load proposed, in the test of discrimination.
        kept: What is keyed; None where nothing is.
        bad: What was typed and cannot be taken, by column.
    """

    test: WeighingTest
    row: int
    load: Decimal | None
    extra: Decimal | None
    kept: SheetRow | None
    result: RowResult | None
    unit: str
    changeover: bool
    bad: dict[str, Bad] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.test, self.row

    @property
    def moved(self) -> bool:
        """Whether it is of the test of discrimination."""
        return self.test is WeighingTest.DISCRIMINATION

    def cell(self, name: str) -> Any:
        """Return what a cell that is keyed shows."""
        if name in self.bad:
            return self.bad[name]
        if (name == "after" and not self.moved) or (name == "added" and not (self.moved or self.changeover)):
            return Closed()
        quantity: QuantityValue | None = getattr(self.kept, name) if self.kept else None
        if quantity is not None:
            return quantity.value if quantity.unit == self.unit else f"{quantity.number} {quantity.unit}"
        proposed = {"load": self.load, "added": self.extra}.get(name)
        return None if proposed is None else Faint(f"{proposed:f}")


class MeasureModel(TableModel[MeasureLine]):
    """The sheet; it takes what is typed while ``opened``."""

    def __init__(self, text: Text, columns: tuple[Column[MeasureLine], ...], parent: QObject) -> None:
        super().__init__(text, columns, lambda line: line.place, parent)
        self.opened = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags, line = super().flags(index), self.line(index.row())
        place = index.column() - FIRST
        takes = line is not None and 0 <= place < len(KEYED)
        if not (self.opened and takes and line and not isinstance(line.cell(KEYED[place]), Closed)):
            return flags & ~Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            value = self.columns[index.column()].value(self._shown[index.row()])
            if isinstance(value, Faint):
                return ""
        return super().data(index, role)


class MeasureGrid(Grid):
    """Tab goes from indication to ΔL to the next row: over loads that are proposed, and over free rows."""

    def _next_editable(self, step: int) -> QModelIndex:
        index, before = super()._next_editable(step), self.currentIndex()
        while index != before and self._is_passed_over(index):
            self.setCurrentIndex(index)
            index, before = super()._next_editable(step), index
        return index

    def _is_passed_over(self, index: QModelIndex) -> bool:
        line = self.lines.line(index.row())
        if not isinstance(line, MeasureLine):
            return False
        free = line.load is None and line.kept is None
        proposed = index.column() == FIRST or (line.moved and index.column() == FIRST + 2)
        return free or proposed


class Measuring(QObject):
    """Takes what is typed into the sheet, and follows what the book has.

    Signals:
        changed: The sheet looks otherwise now.
    """

    changed = Signal()

    def __init__(self, text: Text, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._desk = text, desk
        self._number, self._adjustment = VerificationNumber(""), ""
        self._sheet: VerificationSheet | None = None
        self._pending: dict[Place, SheetRow] = {}
        self._bad: dict[Place, dict[str, Bad]] = {}

    def show(self, sheet: VerificationSheet) -> None:
        """Follow a verification as the book has it now."""
        known = sheet.verification
        if (known.number, known.adjustment) != (self._number, self._adjustment):
            self._pending, self._bad = {}, {}
        self._number, self._adjustment, self._sheet = known.number, known.adjustment, sheet
        standing = {row.place[:2]: row for row in known.standing}
        self._pending = {
            place: row for place, row in self._pending.items() if not _same(standing.get(place), row)
        }

    @property
    def bad(self) -> int:
        """How many cells hold what cannot be taken."""
        return sum(map(len, self._bad.values()))

    def lines(self) -> list[MeasureLine]:
        """Return the rows to show: those proposed, and those keyed beyond them."""
        if self._sheet is None:
            return []
        known = self._sheet.verification
        standing = {row.place[:2]: row for row in known.standing} | self._pending
        results = {one.row.place[:2]: one for test in self._sheet.tests for one in test.rows}
        planned = {(one.test, one.row): (one.load, one.added) for one in self._sheet.plan}
        places = sorted(
            {*planned, *standing}, key=lambda place: (list(WeighingTest).index(place[0]), place[1])
        )
        return [
            MeasureLine(
                test=place[0],
                row=place[1],
                load=planned.get(place, (None, None))[0],
                extra=planned.get(place, (None, None))[1],
                kept=standing.get(place),
                result=results.get(place),
                unit=known.told.unit,
                changeover=self._sheet.changeover,
                bad=self._bad.get(place, {}),
            )
            for place in places
        ]

    def put(self, line: MeasureLine, name: str, typed: str) -> None:
        """Record what was typed into a cell; what cannot be read stays there, with the reason."""
        self._put(line, {name: typed})
        self.changed.emit()

    def paste(self, first: MeasureLine, name: str, block: Block) -> None:
        """Record a block from a cell on, to the right and down, row by row."""
        lines = self.lines()
        start = next((place for place, line in enumerate(lines) if line.place == first.place), 0)
        columns = KEYED[KEYED.index(name) :]
        for line, cells in zip(lines[start:], block, strict=False):
            told = [one for one in zip(columns, cells, strict=False) if one[1].strip()]
            self._put(line, {column: words for column, words in told if not _is_closed(line, column)})
        self.changed.emit()

    def _put(self, line: MeasureLine, cells: dict[str, str]) -> None:
        """Record the cells of one row that can be read, and keep the others as they were typed."""
        bad = self._bad.setdefault(line.place, {})
        read: dict[str, QuantityValue | None] = {}
        for name, typed in cells.items():
            bad.pop(name, None)
            try:
                read[name] = parse(typed, line.unit) if typed.strip() else None
            except LabCalError as error:
                bad[name] = Bad(typed, error.shown(self._text))
        if not read:
            return
        kept = self._pending.get(line.place) or line.kept or SheetRow(test=line.test, row=line.row)
        row = _with(kept, read)
        if any(quantity is not None for quantity in read.values()):
            row = _proposed(row, line)
        self._pending[line.place] = row
        typed_there = {name: cells[name] for name in read}
        refused = partial(self._give_back, line.place, typed_there)
        self._desk.run(RecordRow(verification=self._number, row=row), None, refused)

    def _give_back(self, place: Place, typed: dict[str, str], error: LabCalError) -> None:
        """Keep what the book refused as it was typed, with the sentence that says why."""
        self._pending.pop(place, None)
        told = error.shown(self._text)
        self._bad.setdefault(place, {}).update({name: Bad(words, told) for name, words in typed.items()})
        self.changed.emit()


def _is_closed(line: MeasureLine, name: str) -> bool:
    return isinstance(line.cell(name), Closed)


def _with(row: SheetRow, read: dict[str, QuantityValue | None]) -> SheetRow:
    changes: dict[str, Any] = dict(read)
    return replace(row, **changes)


def _proposed(row: SheetRow, line: MeasureLine) -> SheetRow:
    """Return the row with the loads that are proposed where none was keyed."""
    if row.load is None and line.load is not None:
        row = replace(row, load=QuantityValue(f"{line.load:f}", line.unit))
    if row.added is None and line.extra is not None:
        row = replace(row, added=QuantityValue(f"{line.extra:f}", line.unit))
    return row


def _same(kept: SheetRow | None, row: SheetRow) -> bool:
    if kept is None:
        return row.is_empty
    return all(getattr(kept, name) == getattr(row, name) for name in KEYED)


def measure_columns(
    text: Text, unit: Callable[[], str], put: Callable[[MeasureLine, str, str], None]
) -> tuple[Column[MeasureLine], ...]:
    """Return the columns of the sheet; ``put`` takes a line, the name of a column, and what was typed."""

    def keyed(title: str, name: str, width: int = 104) -> Column[MeasureLine]:
        return Column[MeasureLine](
            title=title,
            value=lambda line: line.cell(name),
            kind=Kind.NUMBER,
            unit=unit(),
            width=width,
            ruled=name == "load",
            tone_of=lambda line: "text3" if isinstance(line.cell(name), Faint) else "",
            tip=lambda line: line.bad[name].sentence if name in line.bad else "",
            edit=lambda line, typed: put(line, name, typed),
        )

    return (
        Column[MeasureLine](
            title=mark("Test"),
            value=lambda line: text(TESTS[line.test]) if line.row == 0 else "",
            kind=Kind.STRONG,
            width=150,
        ),
        Column[MeasureLine](title=mark("No."), value=lambda line: line.row + 1, kind=Kind.NUMBER, width=44),
        keyed(mark("Load"), "load"),
        keyed(mark("Indication"), "indication"),
        keyed(mark("ΔL, extra load"), "added", 112),
        keyed(mark("Indication with it"), "after", 118),
        *_computed(text, unit()),
    )


def _computed(text: Text, unit: str) -> tuple[Column[MeasureLine], ...]:
    """Return the columns of what follows from a row."""
    return (
        Column[MeasureLine](
            title=mark("Error"),
            value=lambda line: line.result.corrected if line.result else None,
            kind=Kind.NUMBER,
            unit=unit,
            width=92,
            computed=True,
            ruled=True,
            signed=True,
            weight=600,
        ),
        Column[MeasureLine](
            title=mark("Limit, ±"),
            value=lambda line: line.result.limit if line.result else None,
            kind=Kind.NUMBER,
            unit=unit,
            width=84,
            computed=True,
        ),
        Column[MeasureLine](
            title=mark("Verdict"),
            value=lambda line: _chip(line, text),
            kind=Kind.CHIP,
            computed=True,
            grows=True,
            width=110,
            tip=lambda line: text(line.result.trouble) if line.result and line.result.trouble else "",
        ),
    )


def _chip(line: MeasureLine, text: Text) -> Chip | str:
    if line.bad:
        return Chip(State.FAIL, next(iter(line.bad.values())).sentence)
    if line.result is None or line.result.passed is None:
        return ""
    if line.result.passed:
        return Chip(State.PASS, text(mark("within")))
    return Chip(State.FAIL, text(mark("outside")))


class MeasurePanel(Panel):
    """The sheet of all tests, one under the other."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text = look, text
        self._unit = ""
        self.measuring = Measuring(text, desk, self)
        self.model = MeasureModel(text, self._columns(), self)
        self.grid = MeasureGrid(look, text, self.model, text(mark("Sheet of the tests")))
        self.hint = Label(look, "", "small", "text2").wrapped()
        self.hint.setContentsMargins(20, look.space("s"), 20, look.space("s"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hint)
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)
        self.measuring.changed.connect(self._draw)
        self.grid.pasted.connect(self._paste)

    def show_sheet(self, sheet: VerificationSheet, *, opened: bool) -> None:
        """Show the sheet; ``opened`` lets rows be keyed."""
        known = sheet.verification
        self.measuring.show(sheet)
        self.model.opened = opened and known.state is VerificationState.OPEN
        told = [self._text(mark("Numbers without a unit are in {unit}."), unit=known.told.unit)]
        if sheet.changeover:
            told.append(self._text(mark("ΔL: weights added until the indication changes by one e.")))
        if known.adjustment:
            said = mark("After the adjustment “{words}”: the tests are made anew.")
            told.append(self._text(said, words=known.adjustment))
        self.hint.setText("  ".join(told))
        if self._unit != known.told.unit:
            self._unit = known.told.unit
            self.model.columns = self._columns()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        self._draw()

    def begin(self, test: WeighingTest | None = None) -> None:
        """Put the keyboard into the first cell of a test that is not keyed yet."""
        rows = range(self.model.rowCount())
        found = [(row, self.model.line(row)) for row in rows]
        wanted = next(
            (
                row
                for row, line in found
                if line is not None
                and (test is None or line.test is test)
                and (line.kept is None or line.kept.indication is None)
                and line.load is not None
            ),
            next((row for row, line in found if line is not None and line.test is test), 0),
        )
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.setCurrentIndex(self.model.index(wanted, FIRST + 1))

    def _columns(self) -> tuple[Column[MeasureLine], ...]:
        return measure_columns(self._text, lambda: self._unit, self.measuring.put)

    def _draw(self) -> None:
        self.model.show_lines(self.measuring.lines())

    def _paste(self, row: int, column: int, block: Block) -> None:
        line, place = self.model.line(row), column - FIRST
        if line is not None and self.model.opened and 0 <= place < len(KEYED):
            self.measuring.paste(line, KEYED[place], block)
