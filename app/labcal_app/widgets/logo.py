"""The mark of LabCal: five strokes of a scale."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import CENTRE, rounded, words

STROKES = ((-8.0, 7.0), (-4.0, 3.0), (0.0, 5.0), (4.0, 3.0), (8.0, 7.0))
GRID = 32


class Logo(QWidget):
    """The mark, ``side`` px wide."""

    def __init__(self, look: Look, side: int = 24) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(side, side)
        redraw_on_change(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, side = self._look, self.width()
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), look.colour("accent"), side / 4.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / GRID, side / GRID)
        pen = QPen(look.colour("on_accent"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for at, down in STROKES:
            painter.drawLine(QPointF(16 + at, 9), QPointF(16 + at, 12 + down + 1.5))
        painter.end()


class Avatar(QWidget):
    """The initials of a person in a circle."""

    def __init__(self, look: Look, name: str, side: int = 26) -> None:
        super().__init__()
        self._look = look
        parts = name.split()
        both = parts[:1] + parts[-1:] if len(parts) > 1 else parts
        self.initials = "".join(part[0] for part in both).upper()
        self.setFixedSize(side, side)
        redraw_on_change(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = self._look, QRectF(self.rect())
        painter = QPainter(self)
        rounded(painter, box, look.colour("accent_soft"), box.width() / 2)
        words(painter, box, self.initials, (look.font("caption", 600), look.colour("accent")), CENTRE)
        painter.end()
