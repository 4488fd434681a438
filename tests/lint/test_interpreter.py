"""The interpreter and Qt's binding must agree on who owns ``None``."""

import sys

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication


def test_painting_takes_no_reference_from_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 on CPython 3.11 loses one reference a call and dies after some seconds of painting."""
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    pen = QPen(Qt.GlobalColor.black)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.setPen(pen)
        painter.drawText(QPointF(4, 40), "10.000025")
    lost = before - sys.getrefcount(None)
    painter.end()
    assert abs(lost) < 100
