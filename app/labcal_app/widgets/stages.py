"""The path of a job: its stages one under the other, with what happened at each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import mirrored_box, ring, starting, words

STEP, TOP, DOT, START = 38, 20, 18, 18
TEXT = START + DOT + 12


class StageLine(NamedTuple):
    """One stage: its name, and when and who, or who is to come."""

    name: str
    note: str = ""


class StagePath(QWidget):
    """A vertical path; what lies behind is filled, the present stage is ringed.

    Signals:
        chosen: The place of the stage that was clicked, or entered by the keyboard.
    """

    chosen = Signal(int)

    def __init__(self, look: Look, name: str) -> None:
        """Show an empty path, called ``name`` for who cannot see it."""
        super().__init__()
        self._look, self._lines, self._present, self._cursor = look, list[StageLine](), 0, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        redraw_on_change(look, self)

    def show_stages(self, lines: Sequence[StageLine], present: int) -> None:
        """Show ``lines``; those before ``present`` are done."""
        self._lines, self._present = list(lines), present
        self._cursor = min(present, max(len(lines) - 1, 0))
        told = (f"{line.name}: {line.note}" if line.note else line.name for line in lines)
        self.setAccessibleDescription(". ".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.size("stage_panel"), len(self._lines) * STEP + 2 * TOP - 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int((event.position().y() - TOP + 10) // STEP)
        if 0 <= place < len(self._lines):
            self._cursor = place
            self.chosen.emit(place)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._cursor = min(max(self._cursor + step, 0), len(self._lines) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        for place in range(len(self._lines) - 1):
            self._link(painter, box, place)
        for place, line in enumerate(self._lines):
            self._dot(painter, self._centre(box, place), place - self._present)
            self._words(painter, box, place, line)
        if self.hasFocus() and self._lines:
            mark = QRectF(8, TOP - 8 + self._cursor * STEP, box.width() - 16, STEP - 2)
            ring(painter, mark, self._look.colour("focus"), self._look.tokens.ring, 6)
        painter.end()

    def _centre(self, box: QRectF, place: int) -> QPointF:
        spot = QRectF(START + DOT / 2, TOP + place * STEP + DOT / 2, 0, 0)
        return mirrored_box(spot, box, self._look.mirrored).topLeft()

    def _link(self, painter: QPainter, box: QRectF, place: int) -> None:
        done = place < self._present
        colour = self._look.colour("accent" if done else "line_strong")
        painter.setPen(QPen(colour, 2))
        painter.drawLine(self._centre(box, place), self._centre(box, place + 1))

    def _dot(self, painter: QPainter, centre: QPointF, ahead: int) -> None:
        look, half = self._look, DOT / 2
        painter.setPen(QPen(look.colour("accent" if ahead <= 0 else "border"), 2 if ahead == 0 else 1.5))
        painter.setBrush(look.colour("accent" if ahead < 0 else "surface"))
        painter.drawEllipse(centre, half - 1, half - 1)
        if ahead < 0:
            tick = QRectF(centre.x() - 6, centre.y() - 6, 12, 12)
            look.draw_icon(painter, tick, "check", "on_accent")
        elif ahead == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(centre, 4, 4)

    def _words(self, painter: QPainter, box: QRectF, place: int, line: StageLine) -> None:
        look, top = self._look, TOP + place * STEP
        present, done = place == self._present, place < self._present
        align, wide = starting(look.mirrored), box.width() - TEXT - 12
        name = mirrored_box(QRectF(TEXT, top - 2, wide, 18), box, look.mirrored)
        note = mirrored_box(QRectF(TEXT, top + 15, wide, 15), box, look.mirrored)
        tone = "text" if present or done else "text2"
        font = look.font("body", 600 if present else 500)
        words(painter, name, line.name, (font, look.colour(tone)), align)
        words(painter, note, line.note, (look.font("caption", 400), look.colour("text3")), align)
