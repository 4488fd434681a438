"""Which column of the file holds what: a choice of headings for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from labcal.services.importing.kinds import Kind
from labcal.services.importing.mapping import ColumnMap
from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.fields import ChoiceField, Hint
from labcal_app.widgets.labels import Panel

NOWHERE = ""


class ColumnsPanel(QScrollArea):
    """A choice for each column of a kind.

    Signals:
        changed: A column is taken from another heading.
    """

    changed = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._kind: Kind | None = None
        self.mapping = ColumnMap(headings={})
        self.fields: dict[str, ChoiceField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_columns(self, kind: Kind, headings: tuple[str, ...], mapping: ColumnMap) -> None:
        """Offer the headings of a file for each column of ``kind``, as ``mapping`` has them."""
        self._kind, self.mapping, self.fields = kind, mapping, {}
        inside = Panel("surface")
        column = QVBoxLayout(inside)
        space = self._look.space("s")
        column.setContentsMargins(0, 0, space, space)
        column.setSpacing(space)
        nowhere = (NOWHERE, self._text(mark("not in the file")))
        offered = [nowhere, *((heading, heading) for heading in headings if heading)]
        for one in kind.columns:
            title = self._text(one.title)
            if one.needed:
                title = self._text(mark("{column} (needed)"), column=title)
            field = ChoiceField(self._look, Hint(title, self._text(one.about) if one.about else ""), offered)
            field.set_value(mapping.headings.get(one.name, NOWHERE))
            field.changed.connect(lambda value, name=one.name: self._choose(name, value))
            self.fields[one.name] = field
            column.addWidget(field)
        column.addStretch(1)
        self.setWidget(inside)

    def _choose(self, name: str, heading: str) -> None:
        if self._kind is None or self.mapping.headings.get(name, NOWHERE) == heading:
            return
        self.mapping = self.mapping.with_column(self._kind.column(name), heading)
        for other, field in self.fields.items():
            field.set_value(self.mapping.headings.get(other, NOWHERE))
        self.changed.emit()
