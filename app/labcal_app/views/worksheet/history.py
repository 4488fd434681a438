"""What happened to the job, from the journal: who, when, which command, what changed."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout

from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.dates import shown_instant
from labcal_app.models.history import COLUMNS, Event
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table


class HistoryTab(Panel):
    """One row for each line of the journal that touched the job."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self._text = text
        self.model = TableModel[Event](text, COLUMNS, lambda event: event.entry, self)
        self.table = Table(look, text, self.model, text(mark("History")))
        self.table.verticalHeader().setDefaultSectionSize(look.size("row_compact"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_sheet(self, shown: Worksheet) -> None:
        """Show the history, newest first; the changes of one command stand in one row."""
        events = []
        for entry, lines in groupby(shown.history, key=lambda line: line.entry):
            told = list(lines)
            events.append(
                Event(
                    entry=entry,
                    when=shown_instant(told[0].at.astimezone(shown.zone), self._text),
                    person=told[0].person,
                    command=self._text(told[0].command),
                    changes=" · ".join(line.changes for line in told),
                )
            )
        self.model.show_lines(events)
