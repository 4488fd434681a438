"""The chip of a state, as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from labcal_app.cells import Chip, State
from labcal_app.delegates.chip import chip_size, draw_chip
from labcal_app.theme.look import Look, redraw_on_change


class ChipLabel(QWidget):
    """Icon and word of a state; the word is read aloud."""

    def __init__(self, look: Look, state: State = State.NONE, word: str = "") -> None:
        super().__init__()
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state, word)
        redraw_on_change(look, self)

    def show_state(self, state: State, word: str) -> None:
        """Show another state."""
        self.chip = Chip(state, word)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._look, self.chip).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(painter, self._look, QRectF(self.rect()), self.chip)
        painter.end()
