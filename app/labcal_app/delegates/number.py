"""Numbers that stand under each other at their decimal sign (ISO 80000-1:2022, 7.3)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from labcal_app.theme.paint import LEFT, RIGHT


def draw_number(painter: QPainter, box: QRectF, shown: str, font: QFont, widest: str) -> None:
    """Paint ``shown`` so that its decimal sign stands where the column has it.

    Args:
        painter: Its pen holds the colour.
        box: The cell, less its padding.
        shown: The number as it is written; words without digits stand where the digits end.
        font: With digits of one width.
        widest: The column's widest fraction, with its decimal sign.
    """
    painter.save()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.setFont(font)
    measures = QFontMetricsF(font)
    mark = widest[:1]
    whole, point, digits = shown.partition(mark) if mark else (shown, "", "")
    if not any(sign.isdigit() for sign in shown):
        painter.drawText(box, RIGHT | Qt.TextFlag.TextSingleLine, shown)
    else:
        at = box.right() - measures.horizontalAdvance(widest)
        before = QRectF(box.left() - box.width(), box.top(), at - box.left() + box.width(), box.height())
        painter.drawText(before, RIGHT | Qt.TextFlag.TextSingleLine, whole)
        after = QRectF(at, box.top(), box.right() - at + 1, box.height())
        painter.drawText(after, LEFT | Qt.TextFlag.TextSingleLine, point + digits)
    painter.restore()
