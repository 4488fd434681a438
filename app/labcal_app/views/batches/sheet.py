"""Side by side: the items of a batch in one sheet, a row each, with live results (7.5, 7.6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.domain import units
from labcal.domain.batch import BatchNumber
from labcal.domain.job import State as JobState
from labcal.services.jobs import STATES
from labcal.services.side_by_side import SideBySide, SideRow, side_by_side
from labcal.services.together import HandOverTogether
from labcal.text import Text, mark
from labcal_app.cells import Bad, Chip, Kind, State
from labcal_app.desk import Desk
from labcal_app.figures import shown_quantity, tidy, with_unit
from labcal_app.models.table import Column, Index, TableModel
from labcal_app.outcomes import outcome_chip
from labcal_app.theme.look import Look
from labcal_app.views.batches.all_of_them import AllOfThem
from labcal_app.views.batches.keys import SideKeys, Spot
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.grid import Block, Grid
from labcal_app.widgets.labels import Panel, hairline
from labcal_app.widgets.notice import Notice, Question
from labcal_app.widgets.page_head import RecordHead

SHOWS = frozenset(
    {
        "job", "batch", "reading", "room", "result", "job_standard", "outlier", "adjustment",
        "standard", "standard_certificate", "instrument", "procedure", "agreement",
    }
)  # fmt: skip
READING, NOTHING, FEW, MOST_DECIMALS = 84, "—", 5, 7


class SideLine(NamedTuple):
    """A row of the sheet with what its cells show."""

    row: SideRow
    cells: tuple[str | Bad, ...]


class SideModel(TableModel[SideLine]):
    """A table that takes readings only where the job is at the bench."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags, line = super().flags(index), self.line(index.row())
        opened = line is not None and line.row.state is JobState.OPEN
        return flags if opened else flags & ~Qt.ItemFlag.ItemIsEditable


class SidePage(Panel):
    """The sheet, what is set for all of them at its side, and what can be done with all.

    Signals:
        left: The list of batches is wanted again.
        job_wanted: The number of a job whose own worksheet is wanted.
        labels_wanted: The number of the batch.
    """

    left = Signal()
    job_wanted = Signal(str)
    labels_wanted = Signal(str)
    shown = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._number = BatchNumber("")
        self._sheet: SideBySide | None = None
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head = RecordHead(look)
        self.head.lead(self.back)
        self.worksheet = Button(look, text(mark("Open worksheet")), "file-text")
        self.labels = Button(look, text(mark("Labels")), "print")
        self.hand_over = Button(look, text(mark("Hand over all")), "check", "primary")
        self.keys = SideKeys(text, desk, self)
        self.model = SideModel(text, (), _key, self)
        self.grid = self._grid()
        self.notice = Notice(look, text)
        self.all = AllOfThem(look, text, desk)
        self._lay_out()
        self._wire()

    def open(self, number: str) -> None:
        """Show the sheet of a batch."""
        self._number = BatchNumber(number)
        self.head.title.setText(number)
        self._sheet = None
        self.reload()

    def reload(self) -> None:
        """Ask the book again."""
        if self._number:
            question = partial(
                side_by_side, number=self._number, who=self._desk.who, language=self._text.language
            )
            self._desk.ask(self, question, self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _grid(self) -> Grid:
        return Grid(self._look, self._text, self.model, self._text(mark("Items side by side")))

    def _lay_out(self) -> None:
        for button in (self.worksheet, self.labels, self.hand_over):
            self.head.add(button)
        self._centre = QVBoxLayout()
        self._centre.setSpacing(0)
        self._centre.addWidget(self.grid, 1)
        self._centre.addWidget(self.notice)
        self.notice.setContentsMargins(self._look.space("l"), 0, self._look.space("l"), 0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._centre, 1)
        row.addWidget(hairline(upright=True))
        row.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        self.labels.clicked.connect(lambda: self.labels_wanted.emit(self._number))
        self.worksheet.clicked.connect(self._open_worksheet)
        self.hand_over.clicked.connect(self._hand_over)
        self.keys.changed.connect(self._fill)
        self.keys.refused.connect(lambda error: self.notice.say(State.FAIL, error.shown(self._text)))
        self.notice.given.connect(self.keys.give_reason)
        self.notice.dropped.connect(self.keys.keep_old)
        self._desk.changed.connect(self._changed)
        self._wire_grid()

    def _wire_grid(self) -> None:
        self.grid.pasted.connect(self._paste)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._say())

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables and self.isVisible():
            self.reload()

    def _show(self, sheet: SideBySide) -> None:
        before, self._sheet = self._sheet, sheet
        self.keys.show(sheet)
        if before is None or before.procedure != sheet.procedure or before.cells != sheet.cells:
            self._build(sheet)
        named = (sheet.batch.customer_name, sheet.words.title if sheet.words else "")
        self.head.name.setText(" · ".join(part for part in named if part))
        self.all.show_sheet(sheet)
        self._fill()
        opened = sheet.jobs(JobState.OPEN)
        self.hand_over.setEnabled(bool(opened) and not self._missing())
        self.hand_over.setToolTip(self._why_not())
        self.shown.emit()

    def _build(self, sheet: SideBySide) -> None:
        """Make the grid anew for the readings of another procedure."""
        old = self.grid
        self.model = SideModel(self._text, self._columns(sheet), _key, self)
        self.grid = self._grid()
        self._centre.replaceWidget(old, self.grid)
        old.hide()
        old.deleteLater()
        self._wire_grid()

    def _fill(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self.model.show_lines([SideLine(row, self._cells(row)) for row in sheet.rows])
        self._say()

    def _cells(self, row: SideRow) -> tuple[str | Bad, ...]:
        shown = []
        for cell in range(len(row.readings)):
            spot = Spot(row.job, row.point, cell)
            refused = self.keys.held.refused.get(spot)
            words = self.keys.words(spot)
            shown.append(words if refused is None else Bad(words, refused.error.shown(self._text)))
        return tuple(shown)

    def _say(self) -> None:
        """Ask for a reason, say what is wrong in the cell one is in, or what is still missing."""
        text, question = self._text, self.keys.question()
        if question:
            self.notice.ask(Question(question, text(mark("Replace")), text(mark("Reason"))))
            return
        here = self.grid.currentIndex()
        line = self.model.line(here.row())
        cell = self.model.columns[here.column()].value(line) if line is not None else None
        refused = next((one.error for one in self.keys.held.refused.values()), None)
        if isinstance(cell, Bad):
            self.notice.say(State.FAIL, cell.sentence)
        elif refused is not None:
            self.notice.say(State.FAIL, refused.shown(text))
        elif line is not None and line.row.trouble is not None:
            self.notice.say(State.FAIL, line.row.trouble.shown(text))
        else:
            self.notice.tell(self._hint(line))

    def _hint(self, line: SideLine | None) -> str:
        text, sheet = self._text, self._sheet
        if sheet is None or sheet.procedure is None:
            return text(mark("Choose the procedure at the right; it opens all jobs."))
        if line is not None and line.row.evaluation is not None:
            missing = line.row.evaluation.progress.missing
            if missing:
                return f"{line.row.identity}: {text(missing[0])}"
        return text(mark("Enter goes down, Tab along; a pasted block fills rows and columns."))

    def _missing(self) -> bool:
        """Tell whether a result of a job at the bench is not complete."""
        rows = self._sheet.rows if self._sheet else ()
        at_bench = [row for row in rows if row.state is JobState.OPEN]
        return any(row.evaluation is None or not row.evaluation.progress.ready for row in at_bench)

    def _why_not(self) -> str:
        return self._text(mark("Something is still missing in at least one row.")) if self._missing() else ""

    def _paste(self, row: int, column: int, block: Block) -> None:
        first = self.first_cell
        lines = [self.model.line(row + step) for step in range(len(block))]
        over = [
            (line.row, words)
            for line, words in zip(lines, block, strict=True)
            if line is not None and line.row.state is JobState.OPEN
        ]
        if column < first or not over:
            self.notice.say(State.FAIL, self._text(mark("Stand in a cell of the readings to paste there.")))
            return
        self.keys.paste([one for one, _ in over], column - first, [words for _, words in over])

    def _hand_over(self) -> None:
        if self._sheet is not None:
            self._desk.run(HandOverTogether(jobs=self._sheet.jobs(JobState.OPEN)))

    def _open_worksheet(self) -> None:
        line = self.grid.current
        if line is not None:
            self.job_wanted.emit(line.row.job)

    @property
    def first_cell(self) -> int:
        """The column of the first reading."""
        return next((n for n, one in enumerate(self.model.columns) if one.edit is not None), 0)

    def _several(self) -> bool:
        """Tell whether a job has several points, so that a row says which."""
        points = self._sheet.procedure.points if self._sheet and self._sheet.procedure else None
        return points is not None

    def _columns(self, sheet: SideBySide) -> tuple[Column[SideLine], ...]:
        text, computed = self._text, _Computed(self._text)
        item = Column[SideLine](
            title=mark("Item"), value=lambda line: line.row.identity, kind=Kind.STRONG, width=110
        )
        if sheet.procedure is None:
            named = Column[SideLine](
                title=mark("Name"), value=lambda line: line.row.item, width=200, grows=True
            )
            return (item, named, _nominal(text), _state(text))
        several = (_nominal(text),) if self._several() else ()
        made = computed.columns(units.pretty(sheet.procedure.uncertainty_unit))
        readings = tuple(self._reading(sheet, cell) for cell in range(len(sheet.cells)))
        # where many readings fill the window, what they come to stands before them
        return (
            (item, *several, *made, *readings) if len(readings) > FEW else (item, *several, *readings, *made)
        )

    def _reading(self, sheet: SideBySide, cell: int) -> Column[SideLine]:
        procedure, words = sheet.procedure, sheet.words
        row, number = sheet.cells[cell]
        if procedure is None or words is None:
            raise ValueError(cell)
        column = procedure.readings.columns[number]
        group = self._text(mark("Cycle {number}"), number=row + 1) if procedure.readings.cycles > 1 else ""
        return Column[SideLine](
            title=words.column(column.symbol),
            value=lambda line: line.cells[cell] if cell < len(line.cells) else "",
            kind=Kind.NUMBER,
            unit=units.pretty(procedure.readings.unit_of(number)),
            group=group,
            width=READING,
            ruled=number == 0,
            tone="text" if column.object == "item" else "text2",
            edit=lambda line, typed: self.keys.type_in(line.row, cell, typed),
        )


class _Computed:
    """What LabCal makes of a row."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def columns(self, unit: str) -> tuple[Column[SideLine], ...]:
        """Return the columns of what is computed, with figures in ``unit``."""
        figures = Column[SideLine](
            title=mark("Error"), value=self.error, kind=Kind.NUMBER, unit=unit, width=92, computed=True
        )
        return (
            Column[SideLine](title=mark("Mean"), value=self.mean, width=96, computed=True, ruled=True),
            replace(figures, signed=True, weight=600),
            replace(figures, title=mark("U"), value=self.expanded, width=76),
            Column[SideLine](title=mark("Limits"), value=self.limits, width=104, computed=True, tone="text2"),
            Column[SideLine](
                title=mark("Verdict"),
                value=self.verdict,
                kind=Kind.CHIP,
                width=140,
                computed=True,
                grows=True,
            ),
        )

    def mean(self, line: SideLine) -> str:
        """Return the mean of the complete cycles, with its unit."""
        progress = line.row.evaluation.progress if line.row.evaluation else None
        if progress is None or progress.mean is None:
            return NOTHING
        return with_unit(tidy(progress.mean, 0, MOST_DECIMALS), progress.unit, self._text)

    def error(self, line: SideLine) -> Decimal | str:
        """Return the error."""
        found = line.row.evaluation.result if line.row.evaluation else None
        return NOTHING if found is None else found.error

    def expanded(self, line: SideLine) -> Decimal | str:
        """Return U."""
        found = line.row.evaluation.result if line.row.evaluation else None
        return NOTHING if found is None else found.expanded

    def limits(self, line: SideLine) -> str:
        """Return the limits, as they are printed."""
        limits = line.row.evaluation.limits if line.row.evaluation else None
        if limits is None:
            return ""
        if limits.lower is not None and limits.upper is not None and limits.lower == -limits.upper:
            return f"±{with_unit(limits.upper, limits.unit, self._text)}"
        ends = (limits.lower, limits.upper)
        shown = ["∞" if end is None else with_unit(end, limits.unit, self._text) for end in ends]
        return " … ".join(shown)

    def verdict(self, line: SideLine) -> Chip:
        """Return the verdict, or where the row stands."""
        text, row = self._text, line.row
        if row.state is not JobState.OPEN:
            return Chip(State.INFO, text(STATES[row.state]))
        if row.trouble is not None:
            return Chip(State.FAIL, text(mark("cannot be computed")))
        progress = row.evaluation.progress if row.evaluation else None
        if progress is None or progress.result is None:
            return Chip(State.WAITING, text(mark("Waiting")))
        if progress.result.verdict is None:
            return Chip(State.NONE, text(mark("No statement")))
        chip = outcome_chip(progress.result.verdict.outcome, text)
        if progress.ready:
            return chip
        return Chip(chip.state, text(mark("{verdict}, provisional"), verdict=chip.word))


def _key(line: SideLine) -> tuple[str, int]:
    return line.row.job, line.row.point


def _nominal(text: Text) -> Column[SideLine]:
    return Column[SideLine](
        title=mark("Nominal value"), value=lambda line: shown_quantity(line.row.nominal, text), width=110
    )


def _state(text: Text) -> Column[SideLine]:
    return Column[SideLine](title=mark("State"), value=lambda line: text(STATES[line.row.state]), width=200)
