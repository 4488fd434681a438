"""One section of the editor: its fields side by side, its tables below one another."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from labcal.text import Text
from labcal_app.theme.look import Look
from labcal_app.views.procedures.layout import Ask, Section
from labcal_app.views.procedures.rows import RowsTable
from labcal_app.widgets.fields import AnyField, ChoiceField, Hint, LineField, WordsField
from labcal_app.widgets.labels import Panel

ACROSS = 4
"""Fields side by side."""


class SectionView(QScrollArea):
    """Fields and tables of a section.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, look: Look, text: Text, section: Section) -> None:
        super().__init__()
        self._look, self._text, self.section = look, text, section
        self.fields: dict[str, AnyField] = {}
        self.tables = {rows.name: RowsTable(look, text, rows) for rows in section.rows}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Panel("surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, look.space("m"), 20, look.space("l"))
        column.setSpacing(look.space("m"))
        if section.fields:
            column.addLayout(self._grid())
        for table in self.tables.values():
            column.addWidget(table)
            table.changed.connect(self.changed)
            table.renamed.connect(self._follow)
        column.addStretch(1)
        self.setWidget(inside)

    def go(self, widget: QWidget) -> None:
        """Bring a field or a table into view."""
        self.ensureWidgetVisible(widget)

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer choices, pairs of a value and its words, in the field ``name``."""
        place = self.fields.get(name)
        if isinstance(place, ChoiceField):
            place.offer(choices)

    def fill(self, fields: Mapping[str, str]) -> None:
        """Show what stands in the fields of a draft."""
        for name, place in self.fields.items():
            place.set_value(fields.get(name, ""))
            place.refuse("")

    def _follow(self, table: str, before: str, now: str) -> None:
        """Let the components go with the symbol of their input."""
        components = self.tables.get("component")
        if table == "input" and components is not None:
            components.rename("input", before, now)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._look.space("m"))
        grid.setVerticalSpacing(self._look.space("m"))
        row, place = 0, 0
        for ask in self.section.fields:
            made = self._made(ask)
            self.fields[ask.name] = made
            made.changed.connect(lambda _typed: self.changed.emit())
            span = ACROSS // 2 if ask.wide else 1
            if place + span > ACROSS:
                row, place = row + 1, 0
            grid.addWidget(made, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        for number in range(ACROSS):
            grid.setColumnStretch(number, 1)
        return grid

    def _made(self, ask: Ask) -> AnyField:
        text = self._text
        hint = Hint(text(ask.label), text(ask.help) if ask.help else "", ask.clause, ask.example)
        if ask.lines:
            return WordsField(self._look, hint, ask.lines)
        if ask.choices or ask.name.startswith("conformity."):
            return ChoiceField(self._look, hint, [(code, text(words)) for code, words in ask.choices.items()])
        return LineField(self._look, hint)
