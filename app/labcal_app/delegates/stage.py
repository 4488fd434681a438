"""Where something stands on its path, as dots and a word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from labcal_app.cells import Stage
from labcal_app.theme.look import Look
from labcal_app.theme.paint import mirrored_box, starting, words

STEP, SMALL, LARGE, GAP = 12, 3.0, 4.5, 11


def draw_stage(painter: QPainter, look: Look, box: QRectF, stage: Stage, ink: str = "text") -> None:
    """Paint a dot for each step, done ones filled, the present one ringed and larger, then the word."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for step in range(stage.steps):
        left = QRectF(box.left() + LARGE + step * STEP, box.center().y(), 0, 0)
        _dot(painter, look, mirrored_box(left, box, look.mirrored).topLeft(), step - stage.done)
    painter.restore()
    start = box.left() + stage.steps * STEP + GAP - (STEP - 2 * LARGE)
    label = QRectF(start, box.top(), box.right() - start, box.height())
    label = mirrored_box(label, box, look.mirrored)
    words(painter, label, stage.word, (look.font("body"), look.colour(ink)), starting(look.mirrored))


def _dot(painter: QPainter, look: Look, centre: QPointF, ahead: int) -> None:
    """Paint one dot; ``ahead`` is below 0 for what is done, 0 for the present step."""
    if ahead < 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(centre, SMALL + 0.5, SMALL + 0.5)
    elif ahead == 0:
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(centre, LARGE - 0.5, LARGE - 0.5)
    else:
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, SMALL, SMALL)
