"""A box that unfolds a list, painted to match the other fields."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy

from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import mirrored_box, ring, rounded, starting, words

PAD = 12


class Choice(QComboBox):
    """One of a few; the wheel does not change it unseen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFont(look.font("body"))
        self.setFixedHeight(look.size("control"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        popup = QListView(self)
        popup.setFont(look.font("body"))
        self.setView(popup)
        redraw_on_change(look, self)

    def sizeHint(self) -> QSize:
        measures = self._look.metrics("body")
        wide = (measures.horizontalAdvance(self.itemText(row)) for row in range(self.count()))
        widest = max(wide, default=60)
        return QSize(widest + 2 * PAD + self._look.size("icon") + 8, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = self._look, QRectF(self.rect())
        painter = QPainter(self)
        radius, enabled = look.radius("control"), self.isEnabled()
        bad = self.property("edge") == "fail"
        edge = look.colour("fail" if bad else "border" if enabled else "line_strong")
        rounded(painter, box, look.colour("surface" if enabled else "sunken"), radius, edge)
        if self.hasFocus():
            ring(painter, box, look.colour("fail" if bad else "focus"), look.tokens.ring, radius)
        side = look.size("icon")
        arrow = QRectF(box.right() - PAD - side + 4, (box.height() - side) / 2, side, side)
        look.draw_icon(painter, mirrored_box(arrow, box, look.mirrored), "chevron-down", "text2")
        room = QRectF(PAD, 0, arrow.left() - PAD - 4, box.height())
        shown, tone = self.currentText(), "text" if enabled else "text3"
        if self.currentIndex() < 0:
            shown, tone = self.placeholderText(), "text3"
        ink = (look.font("body"), look.colour(tone))
        words(painter, mirrored_box(room, box, look.mirrored), shown, ink, starting(look.mirrored))
        painter.end()
