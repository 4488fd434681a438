"""Rows of a label and a value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from labcal_app.theme.look import Look
from labcal_app.theme.paint import ending, starting
from labcal_app.widgets.labels import Label


class Facts(QWidget):
    """Labels at the start; values at the end, or all from ``label_width`` px on where that is given."""

    def __init__(self, look: Look, label_width: int = 0) -> None:
        super().__init__()
        self._look, self._label_width = look, label_width
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(look.space("xs") + 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.values: dict[str, Label] = {}

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show ``facts``, pairs of a label and a value."""
        if [label for label, _ in facts] != list(self.values):
            self._build([label for label, _ in facts])
        for label, value in facts:
            self.values[label].setText(value)

    def _build(self, labels: Sequence[str]) -> None:
        for row in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._rows.removeWidget(row)
            row.hide()  # else what was to be shown with its parent comes up as a window
            row.setParent(None)
            row.deleteLater()
        self.values = {}
        for label in labels:
            self._rows.addWidget(self._row(label))

    def _row(self, label: str) -> QWidget:
        name = Label(self._look, label, "small", "text2")
        value = Label(self._look, "", "small", "text", 500).wrapped()
        mirrored = self._look.mirrored
        side = starting(mirrored) if self._label_width else ending(mirrored)
        value.setAlignment(side & ~Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAccessibleName(label)
        if self._label_width:
            name.setFixedWidth(self._label_width)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._look.space("s"))
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(value, 1)
        self.values[label] = value
        return row
