"""The picture beside the sign-in: a scale and its vernier, drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import CENTRE, line, mirrored_box, starting, words

STEP, ORIGIN = 9.0, 4.5
LONG, MIDDLE, SHORT = 64, 42, 26
MARGIN, TOP = 44, 52
VERNIER_AT, VERNIER_PARTS = 19.8, 10
STRAIGHT = 6
"""The stroke of the vernier that meets one of the scale: the figure that is read."""


class Vernier(QWidget):
    """A blue ground with a claim above, a scale in the middle and a sentence below.

    It keeps the colours of the light theme: it is a picture, not a surface to work on.
    """

    def __init__(self, look: Look, claim: tuple[str, ...], sentence: str) -> None:
        """Show ``claim`` line by line, and ``sentence`` at the foot."""
        super().__init__()
        self._look, self._claim, self._sentence = look, claim, sentence
        self._colours = look.tokens.themes["light"]
        self.setAccessibleName(" ".join(claim))
        self.setAccessibleDescription(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        redraw_on_change(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        painter = QPainter(self)
        ground = QLinearGradient(box.topLeft(), box.bottomLeft())
        ground.setColorAt(0, self._colours.colour("accent_hover").darker(112))
        ground.setColorAt(1, self._colours.colour("accent"))
        painter.fillRect(box, ground)
        self._scale(painter, box)
        self._vernier(painter, box)
        self._words(painter, box)
        painter.end()

    def _base(self, box: QRectF) -> float:
        return round(box.height() * 0.6) + 0.5

    def _scale(self, painter: QPainter, box: QRectF) -> None:
        base, look = self._base(box), self._look
        ink = (look.font("small", use="number"), self._white(190))
        for mark in range(int(box.width() / STEP) + 1):
            at = ORIGIN + mark * STEP
            long = LONG if mark % 10 == 0 else MIDDLE if mark % 5 == 0 else SHORT
            strong = 200 if mark % 10 == 0 else 110
            line(painter, QPointF(at, base), QPointF(at, base - long), self._white(strong))
            if mark and mark % 10 == 0:
                words(painter, QRectF(at - 30, base - LONG - 24, 60, 18), str(mark), ink, CENTRE)
        line(painter, QPointF(0, base), QPointF(box.width(), base), self._white(255), 1.2)

    def _vernier(self, painter: QPainter, box: QRectF) -> None:
        base = self._base(box)
        for mark in range(VERNIER_PARTS + 1):
            at = ORIGIN + (VERNIER_AT + mark * 0.9) * STEP
            long = 34 if mark in (0, 5, VERNIER_PARTS) else 22
            colour = self._look.tokens.themes["dark"].colour("warn") if mark == STRAIGHT else self._white(230)
            line(painter, QPointF(at, base), QPointF(at, base + long), colour, 1.2)

    def _words(self, painter: QPainter, box: QRectF) -> None:
        look, side = self._look, starting(self._look.mirrored)
        high = look.tokens.steps["display"].line - 2
        for place, told in enumerate(self._claim):
            row = QRectF(MARGIN, TOP + place * high, box.width() - 2 * MARGIN, high)
            ink = (look.font("display"), self._colours.colour("on_accent"))
            words(painter, mirrored_box(row, box, look.mirrored), told, ink, side)
        painter.setFont(look.font("body"))
        painter.setPen(self._white(215))
        foot = QRectF(MARGIN, box.height() - 86, box.width() - 2 * MARGIN, 40)
        flags = side | Qt.TextFlag.TextWordWrap
        painter.drawText(mirrored_box(foot, box, look.mirrored), flags, self._sentence)

    def _white(self, strength: int) -> QColor:
        colour = QColor(self._colours.colour("on_accent"))
        colour.setAlpha(strength)
        return colour
