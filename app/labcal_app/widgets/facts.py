"""Rows of a label and a value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Label


class Facts(QWidget):
    """Labels at the start, values at the end or right behind them."""

    def __init__(self, look: Look, *, values_at_end: bool = True) -> None:
        super().__init__()
        self._look, self._values_at_end = look, values_at_end
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.space("m"))
        self._grid.setVerticalSpacing(look.space("xs") + 1)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.values: dict[str, Label] = {}

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show ``facts``, pairs of a label and a value."""
        if [label for label, _ in facts] != list(self.values):
            self._build([label for label, _ in facts])
        for label, value in facts:
            self.values[label].setText(value)

    def _build(self, labels: Sequence[str]) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.values = {}
        side = Qt.AlignmentFlag.AlignTrailing if self._values_at_end else Qt.AlignmentFlag.AlignLeading
        for row, label in enumerate(labels):
            name = Label(self._look, label, "small", "text2")
            value = Label(self._look, "", "small", "text", 500).wrapped()
            value.setAlignment(side | Qt.AlignmentFlag.AlignTop)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            name.setBuddy(value)
            value.setAccessibleName(label)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
            self.values[label] = value
