"""The procedures that the laboratory has, as a list."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.job import ProcedureLine
from labcal.services.procedures import procedure_lines
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table

SHOWS = frozenset({"procedure"})


def columns(text: Text) -> tuple[Column[ProcedureLine], ...]:
    """Return the columns of the list."""
    return (
        Column[ProcedureLine](
            title=mark("Procedure"), value=lambda line: line.name, kind=Kind.STRONG, width=220, grows=True
        ),
        Column[ProcedureLine](title=mark("Version"), value=lambda line: str(line.edition), width=90),
        Column[ProcedureLine](
            title=mark("In force since"),
            value=lambda line: shown_date(line.since, text),
            kind=Kind.DATE,
            width=140,
        ),
    )


class ProceduresTab(Panel):
    """The list of procedures."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._desk = desk
        self.model = TableModel[ProcedureLine](
            text, columns(text), lambda line: f"{line.name} {line.edition}", self
        )
        self.table = Table(look, text, self.model, text(mark("Procedures"))).sortable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        desk.changed.connect(self._changed)
        self._changed(SHOWS)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            self._desk.ask(self, procedure_lines, self.model.show_lines)
