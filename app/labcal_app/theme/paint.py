"""Small strokes shared by all that is painted by hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
CENTRE = Qt.AlignmentFlag.AlignCenter


def starting(mirrored: bool) -> Qt.AlignmentFlag:
    """Return the alignment of words at the side where reading starts."""
    return RIGHT if mirrored else LEFT


def ending(mirrored: bool) -> Qt.AlignmentFlag:
    """Return the alignment of words at the side where reading ends."""
    return LEFT if mirrored else RIGHT


def rounded(painter: QPainter, box: QRectF, fill: QColor, radius: float, edge: QColor | None = None) -> None:
    """Paint a rounded box, with a hairline around it where ``edge`` is given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
    else:
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def ring(painter: QPainter, box: QRectF, colour: QColor, width: float, radius: float = 0) -> None:
    """Paint a ring of ``width`` just inside ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def line(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, width: float = 1) -> None:
    """Paint a straight line."""
    painter.setPen(QPen(colour, width))
    painter.drawLine(start, end)


def words(
    painter: QPainter,
    box: QRectF,
    shown: str,
    ink: tuple[QFont, QColor],
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Paint ``shown`` on one line of ``box``, cut with an ellipsis where it is too long."""
    font, colour = ink
    painter.setFont(font)
    painter.setPen(colour)
    measures = QFontMetricsF(font)
    if measures.horizontalAdvance(shown) > box.width() + 0.5:
        shown = measures.elidedText(shown, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)


def mirrored_box(box: QRectF, within: QRectF, mirrored: bool) -> QRectF:
    """Return ``box``, flipped from side to side of ``within`` where one reads from right to left."""
    if not mirrored:
        return box
    return QRectF(within.left() + within.right() - box.right(), box.top(), box.width(), box.height())
