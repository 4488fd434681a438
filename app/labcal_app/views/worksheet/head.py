"""The head of a job: number, item, customer, what is due, and what can be done next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from labcal.domain.job import State as JobState
from labcal.domain.person import Level, PersonName
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.models.calibrations import due_tone, due_word
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.step import TITLES, Move, Step
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import IconLabel, Label, Short
from labcal_app.widgets.page_head import RecordHead

WHY = 260


class Head(RecordHead):
    """The head, with one primary button at most.

    Signals:
        back_wanted: To the list.
        pressed: The primary button was pressed; the step it stands for.
        preview_wanted: The certificate as it would be now.
        return_wanted: The reviewer wants to send the job back.
        exception_wanted: The administrator wants to let it go without a second person.
        mentor_named: Another mentor was chosen.
        label_wanted: The label of the item of this job is to be seen.
    """

    back_wanted = Signal()
    pressed = Signal(Move)
    preview_wanted = Signal()
    return_wanted = Signal()
    exception_wanted = Signal()
    mentor_named = Signal(str)
    label_wanted = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look)
        self._look, self._text = look, text
        self._step = Step(move=None)
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.lead(self.back)
        self.customer = Short(look, "", "small", "text2")
        self.clock = IconLabel(look, "expiring", "warn", 14)
        self.due = Label(look, "", "small", "warn", 500)
        self.facts.addWidget(IconLabel(look, "users", "text2", 14))
        self.facts.addWidget(self.customer)
        self.facts.addWidget(self.clock)
        self.facts.addWidget(self.due)
        self.facts.addStretch(1)
        self.why = Label(look, "", "small", "text2").wrapped()
        self.why.setFixedWidth(WHY)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.preview = Button(look, text(mark("Preview")), "preview")
        self.give_back = Button(look, text(mark("Return…")), "undo")
        self.primary = Button(look, "", kind="primary")
        self.more = IconButton(look, "more", text(mark("More")))
        self.menu = QMenu(self.more)
        for widget in (self.why, self.preview, self.give_back, self.primary, self.more):
            self.add(widget)
        self._wire()

    def show_sheet(self, shown: Worksheet, step: Step, who: PersonName) -> None:
        """Show the record, and the step that is next for ``who``."""
        job = shown.sheet.job
        self._step = step
        self.title.setText(job.number)
        item = job.instrument
        grade = job.grade or item.grade
        classed = self._text(mark("{item}, class {grade}"), item=item.name, grade=grade)
        self.name.setText(classed if grade else item.name)
        serial = item.serial or item.mark
        parts = (job.customer.party.name, self._text(mark("SN {serial}"), serial=serial) if serial else "")
        self.customer.setText("  ·  ".join(part for part in parts if part))
        self._show_due(shown)
        self._show_step(step)
        state = job.state
        self.preview.setVisible(bool(job.results) and state in (JobState.CHECKING, JobState.SIGNING))
        rights = shown.sheet.rights
        self.give_back.setVisible(
            (state is JobState.CHECKING and Level.CHECKS in rights)
            or (state is JobState.SIGNING and Level.SIGNS in rights)
        )
        self.give_back.setEnabled(step.possible)
        self._fill_menu(shown, who)

    def enable(self, *, possible: bool, why: str = "") -> None:
        """Let the primary button be pressed or not, with the reason in view."""
        self.primary.setEnabled(possible)
        self.why.setText("" if possible else why)
        self.why.setVisible(bool(self.why.text()))

    def _wire(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.preview.clicked.connect(self.preview_wanted)
        self.give_back.clicked.connect(self.return_wanted)
        self.primary.clicked.connect(self._press)
        self.more.clicked.connect(self._unfold)

    def _press(self) -> None:
        if self._step.move is not None:
            self.pressed.emit(self._step.move)

    def _show_due(self, shown: Worksheet) -> None:
        job = shown.sheet.job
        due = None if job.state is JobState.ISSUED else job.due_on
        tone = due_tone(due, shown.today)
        self.due.setText(due_word(due, shown.today, self._text))
        self.due.set_tone(tone or "text2")
        self.clock.show_icon("expiring", tone or "text2")
        for widget in (self.clock, self.due):
            widget.setVisible(due is not None)

    def _show_step(self, step: Step) -> None:
        self.primary.setVisible(step.move is not None)
        if step.move is not None:
            words, icon = TITLES[step.move]
            self.primary.rename(self._text(words), icon)
        self.enable(possible=step.possible, why=self._text(step.why) if step.why else "")

    def _fill_menu(self, shown: Worksheet, who: PersonName) -> None:
        sheet, text = shown.sheet, self._text
        self.menu.clear()
        if sheet.job.state in (JobState.OPEN, JobState.CHECKING) and sheet.job.exception is None:
            excuse = QAction(text(mark("Grant exception from the second person…")), self.menu)
            excuse.setEnabled(Level.ADMINISTERS in sheet.rights)
            excuse.triggered.connect(self.exception_wanted)
            self.menu.addAction(excuse)
        alone = Level.RECORDS in sheet.rights
        if sheet.job.state is JobState.OPEN and Level.SUPERVISED in sheet.rights and not alone:
            named = self.menu.addMenu(text(mark("Name another mentor")))
            for mentor in sheet.mentors:
                if mentor not in (who, sheet.job.mentor):
                    action = QAction(mentor, named)
                    action.triggered.connect(lambda _checked=False, name=mentor: self.mentor_named.emit(name))
                    named.addAction(action)
            named.setEnabled(bool(named.actions()))
        label = QAction(text(mark("Label…")), self.menu)
        label.triggered.connect(self.label_wanted)
        self.menu.addAction(label)

    def _unfold(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
