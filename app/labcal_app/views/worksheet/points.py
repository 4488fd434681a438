"""The sheet of readings: one types as in a spreadsheet, in the order of the work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain import units
from labcal.domain.job import JobNumber, Phase
from labcal.domain.job import State as JobState
from labcal.domain.person import Level
from labcal.domain.point import difference_unit
from labcal.errors import LabCalError
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.models.readings import ReadingsModel, SheetMaker
from labcal_app.models.sheet_layout import SheetLayout, Spot
from labcal_app.models.sheet_lines import SheetColumns
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.asking import Asking
from labcal_app.views.worksheet.bar import ReadingsBar
from labcal_app.views.worksheet.error_series import has_error
from labcal_app.views.worksheet.keying import Keying
from labcal_app.views.worksheet.lines import Lines, phase_shown
from labcal_app.views.worksheet.row_names import cell_named
from labcal_app.widgets.checklist import Requirement
from labcal_app.widgets.labels import Panel, hairline
from labcal_app.widgets.notice import Notice, Question
from labcal_app.widgets.readings_grid import ReadingsGrid

LEAST_ROWS, OTHERS = 6, 440
"""The fewest rows that have room, and the height of all else on the page."""
HINT = mark(
    "Enter records and goes on; Ctrl+V pastes a block; Ctrl+D fills down; a right click asks for more."
)
HINTS = {
    JobState.RECEIVED: mark("Open the job first: choose its procedure."),
    JobState.CHECKING: mark("Handed over for the check: readings no longer change, unless it is returned."),
    JobState.SIGNING: mark("Checked: the readings are final."),
    JobState.ISSUED: mark("The certificate is issued: the readings are final."),
}


class PointsPanel(Panel):
    """Bar, sheet and notice.

    Signals:
        drafts_changed: What is keyed and not in the book is otherwise now.
        point_chosen: The number of the point that is looked at.
    """

    drafts_changed = Signal()
    point_chosen = Signal(int)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text = look, text
        self._shown: Worksheet | None = None
        self._known: SheetColumns | None = None
        self._wanted: Phase | None = None
        self._room = 0
        self.keying = Keying(text, desk, self)
        self.asking = Asking(text, desk, self)
        self._lines = Lines(text, self.keying)
        self.bar = ReadingsBar(look, text)
        self.paste = self.bar.paste
        self.notice = Notice(look, text)
        self.grid: ReadingsGrid | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        below = QVBoxLayout()
        below.setContentsMargins(20, 4, look.space("l"), 2)
        below.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, hairline()):
            column.addWidget(part)
        column.addLayout(self._place)
        column.addLayout(below)
        self._wire()

    @property
    def point(self) -> int:
        """The number of the point that is looked at."""
        line = self.grid.current if self.grid is not None else None
        return line.point if line is not None else 0

    def _wire(self) -> None:
        self.bar.paste_wanted.connect(self._paste)
        self.bar.phase_wanted.connect(self._show_phase)
        self.bar.adjustment_wanted.connect(lambda: self.asking.adjustment(self._job))
        self.bar.nothing_found_wanted.connect(lambda: self.asking.nothing_as_found(self._job))
        self.bar.fill_wanted.connect(lambda: self.grid.fill() if self.grid else None)
        self.bar.same_wanted.connect(self._same_for_all)
        self.bar.outlier_wanted.connect(self._outlier)
        self.keying.changed.connect(self._refill)
        self.keying.refused.connect(self._refuse)
        self.asking.changed.connect(self._tell)
        self.asking.refused.connect(self._refuse)
        self.notice.repaired.connect(self._repair)
        self.notice.given.connect(self._give_reason)
        self.notice.dropped.connect(self._keep_old)

    @property
    def _job(self) -> JobNumber:
        return self._shown.sheet.job.number if self._shown else JobNumber("")

    def show_sheet(self, shown: Worksheet) -> None:
        """Show the readings as the book has them now."""
        if self._shown is None or self._shown.sheet.job.number != shown.sheet.job.number:
            self._wanted, self.asking.asked = None, None
        self._shown = shown
        self.keying.show(shown, phase_shown(shown, self._wanted))
        self._refill()

    def fit(self, height: int) -> None:
        """Take so many rows as a page of ``height`` has room for."""
        self._room = height
        self._size()

    def bad_cells(self) -> list[Requirement]:
        """Return each cell that cannot be taken as something that is asked for."""
        shown, layout = self._shown, self.keying.layout
        if shown is None or layout is None:
            return []
        return [
            Requirement(
                f"cell {spot.point} {spot.row} {spot.column}",
                State.FAIL,
                self._text(
                    mark("{cell}: {sentence}"),
                    cell=cell_named(shown, layout, spot, self._text),
                    sentence=refused.error.shown(self._text),
                ),
                "7.5.1",
            )
            for spot, refused in sorted(self.keying.drafts.refused.items())
        ]

    def go_to(self, spot: Spot | None = None) -> None:
        """Put the focus into a cell; without one, into the first that is empty."""
        layout, grid = self.keying.layout, self.grid
        if grid is None or layout is None:
            return
        wanted = spot or next((one for one in layout.following(0, 0) if self._is_empty(one)), Spot(0, 0, 0))
        row, slot = layout.where(wanted)
        if row < 0:
            row, slot = 0, 0
        grid.setCurrentIndex(grid.lines.index(row, slot + self._first))
        grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_empty(self, spot: Spot) -> bool:
        layout = self.keying.layout
        default = layout.plan.columns[spot.column].default if layout else None
        return default is None and not self.keying.shown(spot)

    @property
    def _first(self) -> int:
        return self._known.first if self._known else 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self.grid is not None and watched is self.grid:
            index = self.grid.currentIndex()
            if not index.isValid() or index.column() < self._first:
                self.go_to()
        return False

    def _build(self, shown: Worksheet, layout: SheetLayout | None) -> None:
        """Make the grid of the procedure; the one that is there stays while its columns would be the same."""
        known = _columns_of(shown, layout)
        if known == self._known:
            return
        self._known = known
        if self.grid is not None:
            self._place.removeWidget(self.grid)
            self.grid.hide()  # else what was to be shown with its parent comes up as a window
            self.grid.setParent(None)
            self.grid.deleteLater()
            self.grid = None
        procedure, words = shown.sheet.procedure, shown.sheet.words
        if known is None or procedure is None or words is None or layout is None:
            return
        maker = SheetMaker(self._text, (procedure, words), layout, self.keying.type_in)
        model = ReadingsModel(self._text, maker.columns(known), known.first, self)
        self.grid = ReadingsGrid(self._look, self._text, model, self._text(mark("Readings")))
        self.grid.pasted.connect(self._pasted)
        self.grid.fill_wanted.connect(self._fill)
        self.grid.menu_wanted.connect(self._menu)
        self.grid.point_chosen.connect(self.point_chosen)
        self.grid.selectionModel().currentChanged.connect(self._tell)
        self.grid.installEventFilter(self)
        self._place.addWidget(self.grid)
        self.grid.show()

    def _refill(self) -> None:
        shown, layout = self._shown, self.keying.layout
        if shown is None:
            return
        self._build(shown, layout)
        model = self.grid.lines if self.grid is not None else None
        if self.grid is not None and isinstance(model, ReadingsModel) and layout is not None:
            model.opened, self.grid.layout_of_work = may_record(shown), layout
            before = model.rowCount()
            model.show_lines(self._lines.all(shown))
            if before != model.rowCount():
                self.grid.fold_points(folds=layout.many and not layout.across)
            self._size()
        self.bar.show_sheet(shown, self.keying.phase, opened=may_record(shown))
        self._tell()
        self.drafts_changed.emit()

    def _size(self) -> None:
        """Give the grid the height of its rows, as far as there is room."""
        if self.grid is None:
            return
        row = self._look.size("row_compact") + 2
        most = max(LEAST_ROWS, (self._room - OTHERS) // row)
        rows = min(self.grid.shown_rows, most)
        header = self.grid.horizontalHeader()
        bar = self.grid.horizontalScrollBar().sizeHint().height()
        wide = header.length() > self.grid.viewport().width() + 1
        self.grid.setFixedHeight(header.sizeHint().height() + rows * row + 1 + (bar if wide else 0))

    def _tell(self) -> None:
        """Show below the sheet what matters most: a question, the bad cell, or the hint."""
        asked, question, spot = self.asking.asked, self.keying.question(), self._bad_spot()
        if asked is not None:
            self.notice.ask(asked.question)
        elif question:
            action, field = self._text(mark("Correct")), self._text(mark("Reason of the correction"))
            self.notice.ask(Question(question, action, field))
        elif spot is not None:
            refused = self.keying.drafts.refused[spot]
            use = refused.suggestion
            repair = self._text(mark("Use {suggestion}"), suggestion=use) if use else ""
            self.notice.say(State.FAIL, refused.error.shown(self._text), repair)
        else:
            self.notice.tell(self._text(self._hint()))

    def _hint(self) -> str:
        if self._shown is None:
            return HINT
        state = self._shown.sheet.job.state
        if state is JobState.OPEN and not may_record(self._shown):
            return mark("You may look at these readings; recording takes an authorisation for the procedure.")
        return HINTS.get(state, HINT)

    def _here(self) -> Spot | None:
        """Return the reading that the present cell stands for; None where it stands for none."""
        layout = self.keying.layout
        if self.grid is None or layout is None:
            return None
        index = self.grid.currentIndex()
        return layout.spot(index.row(), index.column() - self._first)

    def _bad_spot(self) -> Spot | None:
        """Return the bad cell that is spoken of: the current one, else the first."""
        refused = self.keying.drafts.refused
        if not refused:
            return None
        here = self._here()
        return here if here in refused else min(refused)

    def _paste(self) -> None:
        if self.grid is not None:
            if self.grid.currentIndex().column() < self._first:
                self.go_to()
            self.grid.paste()

    def _pasted(self, row: int, column: int, block: list[list[str]]) -> None:
        if self._shown is not None and may_record(self._shown):
            self.keying.paste(row, column - self._first, block)

    def _fill(self, first: int, last: int, column: int) -> None:
        if self._shown is not None and may_record(self._shown):
            self.keying.fill(first, last, column - self._first)

    def _same_for_all(self) -> None:
        if self._shown is not None and may_record(self._shown):
            self.keying.same_for_all(self.point)

    def _menu(self, point: QPoint) -> None:
        if self.grid is not None:
            self.bar.unfold(self.grid.viewport().mapToGlobal(point))

    def _outlier(self) -> None:
        """Leave the present reading out, or let it count again."""
        spot = self._here()
        reading = self.keying.standing.get(spot) if spot is not None else None
        if reading is None:
            self.notice.say(State.INFO, self._text(mark("Choose a reading that is recorded first.")))
        elif reading.outlier is None:
            self.asking.outlier(self._job, reading.place, self.keying.phase)
        else:
            self.asking.take_back(self._job, reading.place, self.keying.phase)

    def _show_phase(self, phase: Phase) -> None:
        self._wanted = phase
        if self._shown is not None:
            self.show_sheet(self._shown)
            self._back()

    def _refuse(self, error: LabCalError) -> None:
        self.notice.say(State.FAIL, error.shown(self._text))

    def _repair(self) -> None:
        spot = self._bad_spot()
        if spot is not None:
            self.keying.repair(spot)
            self.go_to(spot)

    def _give_reason(self, reason: str) -> None:
        if self.asking.asked is not None:
            self.asking.answer(reason)
        else:
            self.keying.give_reason(reason)
        self._back()

    def _keep_old(self) -> None:
        if self.asking.asked is not None:
            self.asking.drop()
        else:
            self.keying.keep_old()
        self._back()

    def _back(self) -> None:
        if self.grid is not None:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)


def may_record(shown: Worksheet) -> bool:
    """Tell whether the person who asked for the worksheet may type into it now."""
    sheet = shown.sheet
    supervised = Level.SUPERVISED in sheet.rights and sheet.job.mentor is not None
    return sheet.job.state is JobState.OPEN and (Level.RECORDS in sheet.rights or supervised)


def _columns_of(shown: Worksheet, layout: SheetLayout | None) -> SheetColumns | None:
    """Return what the columns of a sheet are made of; None without a procedure."""
    procedure = shown.sheet.procedure
    if procedure is None or layout is None:
        return None
    return SheetColumns(
        digest=f"{shown.sheet.job.number} {procedure.digest}",
        slots=layout.slots,
        shape=(layout.many, layout.across),
        asked=procedure.points is not None and procedure.points.is_asked,
        adjusted=bool(shown.sheet.as_found),
        unit=units.pretty(difference_unit(procedure)),
        limited=any(one.limits is not None for one in shown.sheet.both),
        compared=has_error(procedure),
    )
