"""What happened to the job, from the journal: who, when, which command, what changed."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.models.history import COLUMNS, Event, events
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
        self.model.show_lines(events(shown.history, shown.zone, self._text))
