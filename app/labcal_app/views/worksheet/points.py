"""The sheet of readings: one types as in a spreadsheet, in the order of the weighing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.job import State as JobState
from labcal.domain.person import Level
from labcal.errors import LabCalError
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.models.readings import FIRST_READING, ReadingsModel, reading_columns
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.keying import Keying, Spot
from labcal_app.views.worksheet.lines import Lines
from labcal_app.views.worksheet.notice import Notice, Question
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.checklist import Requirement
from labcal_app.widgets.grid import Grid
from labcal_app.widgets.labels import Panel, hairline

BAR, MOST_ROWS = 44, 6
HINT = mark("Enter records and goes on in the order of weighing; arrows move freely; Ctrl+V pastes a block.")
HINTS = {
    JobState.RECEIVED: mark("Open the job first: choose its procedure."),
    JobState.CHECKING: mark("Handed over for the check: readings no longer change, unless it is returned."),
    JobState.SIGNING: mark("Checked: the readings are final."),
    JobState.ISSUED: mark("The certificate is issued: the readings are final."),
}


class ReadingsGrid(Grid):
    """A grid in which Enter goes on along the row, then to the next: the order in which one weighs."""

    def _down(self) -> None:
        following = self._next_editable(1)
        if following != self.currentIndex():
            self.setCurrentIndex(following)


class PointsPanel(Panel):
    """Bar, sheet and notice.

    Signals:
        drafts_changed: What is keyed and not in the book is otherwise now.
    """

    drafts_changed = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._shown: Worksheet | None = None
        self._digest = ""
        self.keying = Keying(text, desk, self)
        self.title = SectionTitle(look, text(mark("Readings")), margin=20)
        self.title.setFixedHeight(BAR)
        self.paste = Button(look, text(mark("Paste block")), "clipboard-paste", small=True)
        self.title.add(self.paste)
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
        for part in (self.title, hairline()):
            column.addWidget(part)
        column.addLayout(self._place)
        column.addLayout(below)
        self._wire()

    def _wire(self) -> None:
        self.paste.clicked.connect(self._paste)
        self.keying.changed.connect(self._refill)
        self.keying.refused.connect(self._refuse)
        self.notice.repaired.connect(self._repair)
        self.notice.given.connect(self._give_reason)
        self.notice.dropped.connect(self._keep_old)

    def show_sheet(self, shown: Worksheet) -> None:
        """Show the readings as the book has them now."""
        self._shown = shown
        self.keying.show(shown)
        self._build(shown)
        self._refill()

    def bad_cells(self) -> list[Requirement]:
        """Return each cell that cannot be taken as something that is asked for."""
        words = self._shown.sheet.words if self._shown else None
        procedure = self._shown.sheet.procedure if self._shown else None
        if words is None or procedure is None:
            return []
        return [
            Requirement(
                f"cell {spot.row} {spot.column}",
                State.FAIL,
                self._text(
                    mark("Cycle {cycle}, {column}: {sentence}"),
                    cycle=spot.row + 1,
                    column=words.column(procedure.readings.columns[spot.column].symbol),
                    sentence=refused.error.shown(self._text),
                ),
                "7.5.1",
            )
            for spot, refused in sorted(self.keying.drafts.refused.items())
        ]

    def go_to(self, spot: Spot | None = None) -> None:
        """Put the focus into a cell; without one, into the first that is empty."""
        if self.grid is None or self._shown is None or self._shown.sheet.procedure is None:
            return
        plan = self._shown.sheet.procedure.readings
        every = (Spot(row, column) for row in range(plan.cycles) for column in range(len(plan.columns)))
        wanted = spot or next((one for one in every if not self.keying.shown(one)), Spot(0, 0))
        self.grid.setCurrentIndex(self.grid.lines.index(wanted.row, wanted.column + FIRST_READING))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self.grid is not None and watched is self.grid:
            index = self.grid.currentIndex()
            if not index.isValid() or index.column() < FIRST_READING:
                self.go_to()
        return False

    def _build(self, shown: Worksheet) -> None:
        """Make the grid of the procedure; the one that is there stays for the same version."""
        procedure, words = shown.sheet.procedure, shown.sheet.words
        digest = f"{shown.sheet.job.number} {procedure.digest}" if procedure else ""
        if digest != self._digest:
            self._digest = digest
            if self.grid is not None:
                self._place.removeWidget(self.grid)
                self.grid.hide()  # else what was to be shown with its parent comes up as a window
                self.grid.setParent(None)
                self.grid.deleteLater()
                self.grid = None
            if procedure is not None and words is not None:
                columns = reading_columns(procedure.readings, words, self.keying.type_in)
                model = ReadingsModel(self._text, columns, self)
                self.grid = ReadingsGrid(self._look, self._text, model, self._text(mark("Readings")))
                rows = min(procedure.readings.cycles, MOST_ROWS)
                row = self._look.size("row_compact") + 2
                self.grid.setFixedHeight(self._look.size("header_grouped") + rows * row + 1)
                self.grid.pasted.connect(self._pasted)
                self.grid.selectionModel().currentChanged.connect(self._tell)
                self.grid.installEventFilter(self)
                self._place.addWidget(self.grid)
                self.grid.show()

    def _refill(self) -> None:
        if self._shown is None or self.grid is None:
            return
        model = self.grid.lines
        if isinstance(model, ReadingsModel):
            model.opened = may_record(self._shown)
            self.paste.setEnabled(model.opened)
            model.show_lines(Lines(self._text, self._shown, self.keying).all())
        self.title.note.setText(self._note(self._shown))
        self._tell()
        self.drafts_changed.emit()

    def _note(self, shown: Worksheet) -> str:
        procedure = shown.sheet.procedure
        if procedure is None:
            return ""
        plan = procedure.readings
        return self._text(
            mark("{scheme}, {cycles} cycles · {given} of {wanted} readings"),
            scheme=plan.scheme,
            cycles=plan.cycles,
            given=len(shown.sheet.job.readings),
            wanted=plan.cycles * len(plan.columns),
        )

    def _tell(self) -> None:
        """Show below the sheet what matters most: a question, the bad cell, or the hint."""
        question, spot = self.keying.question(), self._bad_spot()
        if question:
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

    def _bad_spot(self) -> Spot | None:
        """Return the bad cell that is spoken of: the current one, else the first."""
        refused = self.keying.drafts.refused
        if not refused or self.grid is None:
            return None
        index = self.grid.currentIndex()
        here = Spot(index.row(), index.column() - FIRST_READING)
        return here if here in refused else min(refused)

    def _paste(self) -> None:
        if self.grid is not None:
            if self.grid.currentIndex().column() < FIRST_READING:
                self.go_to()
            self.grid.paste()

    def _pasted(self, row: int, column: int, block: list[list[str]]) -> None:
        if self._shown is not None and may_record(self._shown):
            self.keying.paste(row, column - FIRST_READING, block)

    def _refuse(self, error: LabCalError) -> None:
        self.notice.say(State.FAIL, error.shown(self._text))

    def _repair(self) -> None:
        spot = self._bad_spot()
        if spot is not None:
            self.keying.repair(spot)
            self.go_to(spot)

    def _give_reason(self, reason: str) -> None:
        self.keying.give_reason(reason)
        self._back()

    def _keep_old(self) -> None:
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
