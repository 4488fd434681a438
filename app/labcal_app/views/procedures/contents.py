"""What a procedure says, section by section, to be read: the fields as facts, the rows as tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from labcal.catalog.procedure_draft import ProcedureDraft
from labcal.text import Text, mark
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.procedures.layout import Ask, Rows, Section
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

LABELS = 220
"""Width of the labels of facts, in px."""
GROWS = 200


class CellLine(NamedTuple):
    """A row, by its number."""

    number: int
    cells: Mapping[str, str]


class RowsShown(QWidget):
    """A title and a table as high as its rows."""

    def __init__(self, look: Look, text: Text, rows: Rows) -> None:
        super().__init__()
        self._text, self.told = text, rows
        columns = [self._column(ask) for ask in rows.columns]
        self.model = TableModel[CellLine](text, columns, lambda line: line.number, self)
        self.table = Table(look, text, self.model, text(rows.title))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().setDefaultSectionSize(look.size("row_compact") + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space("s"), 0, 0)
        column.setSpacing(look.space("xs"))
        column.addWidget(Label(look, text(rows.title), "section"))
        column.addWidget(self.table)

    def show_rows(self, rows: tuple[Mapping[str, str], ...]) -> None:
        """Show rows; columns that are empty in all of them are left out."""
        self.setVisible(bool(rows))
        self.model.show_lines([CellLine(number, row) for number, row in enumerate(rows)])
        for place, ask in enumerate(self.told.columns):
            self.table.setColumnHidden(place, not any(row.get(ask.name) for row in rows))
        high = self.table.verticalHeader().defaultSectionSize() * len(rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(high + head + self.table.horizontalScrollBar().sizeHint().height() + 4)

    def _column(self, ask: Ask) -> Column[CellLine]:
        return Column[CellLine](
            title=ask.label,
            value=partial(self._cell, ask),
            width=ask.width or GROWS,
            grows=not ask.width,
            tip=lambda line: line.cells.get(ask.name, ""),
        )

    def _cell(self, ask: Ask, line: CellLine) -> str:
        typed = line.cells.get(ask.name, "")
        return self._text(ask.choices[typed]) if typed in ask.choices else typed


class SectionShown(QScrollArea):
    """Facts and tables of a section."""

    def __init__(self, look: Look, text: Text, section: Section) -> None:
        super().__init__()
        self._text, self.section = text, section
        self.facts = Facts(look, LABELS)
        self.tables = [RowsShown(look, text, rows) for rows in section.rows]
        self.nothing = Label(look, text(mark("Nothing is stated here.")), "body", "text2")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Panel("surface")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(20, look.space("m"), 20, look.space("l"))
        self.column.setSpacing(look.space("m"))
        for part in (self.nothing, self.facts, *self.tables):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.setWidget(inside)

    def show_draft(self, draft: ProcedureDraft) -> None:
        """Show what a procedure says here."""
        told = [
            (self._text(ask.label), self._shown(ask, draft.text(ask.name).replace("\n", " ")))
            for ask in self.section.fields
            if draft.text(ask.name)
        ]
        self.facts.show_facts(told)
        for table in self.tables:
            table.show_rows(draft.table(table.told.name))
        self.nothing.setVisible(not told and not any(draft.table(one.told.name) for one in self.tables))

    def _shown(self, ask: Ask, typed: str) -> str:
        return self._text(ask.choices[typed]) if typed in ask.choices else typed
