"""What happened to the job, from the journal: who, when, which command, what changed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.job import HistoryLine, JobNumber
from labcal.services.jobs import job_history
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.models.history import COLUMNS, Event, events
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table


class HistoryTab(Panel):
    """One row for each line of the journal that touched the job; asked from the book when it is looked at."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self._shown: Worksheet | None = None
        self._job = JobNumber("")
        self.model = TableModel[Event](text, COLUMNS, lambda event: event.entry, self)
        self.table = Table(look, text, self.model, text(mark("History")))
        self.table.verticalHeader().setDefaultSectionSize(look.size("row_compact"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_sheet(self, shown: Worksheet) -> None:
        """Have the history of another job, or of one that changed, asked once it is looked at."""
        self._shown = shown
        if shown.sheet.job.number != self._job:
            self._job = shown.sheet.job.number
            self.model.show_lines([])
        if self.isVisible():
            self.look_at()

    def look_at(self) -> None:
        """Ask the book."""
        if self._job:
            self._desk.ask(self, partial(job_history, number=self._job), self._show)

    def _show(self, lines: list[HistoryLine]) -> None:
        """Show the history, newest first; the changes of one command stand in one row."""
        if self._shown is not None:
            self.model.show_lines(events(lines, self._shown.zone, self._text))
