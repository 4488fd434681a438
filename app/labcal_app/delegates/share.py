"""A bar as long as its share of the largest, with the figure beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from labcal_app.cells import Share
from labcal_app.theme.look import Look
from labcal_app.theme.paint import ending, mirrored_box, rounded, words

BAR, FIGURE, GAP = 9, 44, 10


def draw_share(painter: QPainter, look: Look, box: QRectF, share: Share) -> None:
    """Paint ``share``: the bar on its ground, and the figure in a fixed width at the end."""
    wide = max(box.width() - FIGURE - GAP, 0)
    top = round(box.center().y() - BAR / 2)
    ground = mirrored_box(QRectF(box.left(), top, wide, BAR), box, look.mirrored)
    rounded(painter, ground, look.colour("sunken"), 2)
    part = QRectF(box.left(), top, max(wide * min(max(share.fraction, 0.0), 1.0), 2), BAR)
    rounded(painter, mirrored_box(part, box, look.mirrored), look.theme.series[0], 2)
    figure = mirrored_box(QRectF(box.right() - FIGURE, box.top(), FIGURE, box.height()), box, look.mirrored)
    ink = (look.font("body", use="number"), look.colour("text2"))
    words(painter, figure, share.word, ink, ending(look.mirrored))
