"""The last tab of every record: who changed what from what to what, from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.job import HistoryLine
from labcal.domain.subject import Subject
from labcal.services.papers import dated_history
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.models.history import COLUMNS, Event, events
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table


class SubjectHistory(Panel):
    """One row for each line of the journal that touched a record or what belongs to it."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self.subject: Subject | None = None
        self.model = TableModel[Event](text, COLUMNS, lambda event: event.entry, self)
        self.table = Table(look, text, self.model, text(mark("History")))
        self.table.verticalHeader().setDefaultSectionSize(look.size("row_compact"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        desk.changed.connect(lambda _tables: self.reload() if self.isVisible() else None)

    def show_subject(self, subject: Subject) -> None:
        """Show the history of a record, newest first."""
        self.subject = subject
        self.reload()

    def reload(self) -> None:
        """Ask the book again."""
        if self.subject is not None:
            self._desk.ask(self, partial(dated_history, subject=self.subject), self._show)

    def _show(self, told: tuple[Sequence[HistoryLine], ZoneInfo]) -> None:
        lines, zone = told
        self.model.show_lines(events(lines, zone, self._text))
