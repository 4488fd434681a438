"""The ring around a control reached by the keyboard.

It is a transparent sibling, not a proxy style: a style written in Python is asked for every metric of
every widget, and the ring lies outside the control, where a style may not paint.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from labcal_app.theme.look import Look
from labcal_app.theme.paint import ring

KEYS = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)
MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize})
LEAVES = frozenset({QEvent.Type.FocusOut, QEvent.Type.Hide})


class FocusRing(QWidget):
    """A ring that appears around ``target`` when the keyboard brings the focus to it."""

    def __init__(self, look: Look, target: QWidget) -> None:
        super().__init__(target.parentWidget())
        self._look, self._target = look, target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self) -> None:
        """Show the ring around the target, wherever it stands now."""
        if self.parentWidget() is not self._target.parentWidget():
            self.setParent(self._target.parentWidget())
        far = self._look.tokens.ring + self._look.tokens.ring_offset
        self.setGeometry(self._target.geometry().adjusted(-far, -far, far, far))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        radius = look.radius("control") + look.tokens.ring_offset + 1
        ring(painter, QRectF(self.rect()), look.colour("focus"), look.tokens.ring, radius)
        painter.end()


class FocusWatch(QObject):
    """Watches one control, and shows its ring while the keyboard holds it."""

    def __init__(self, look: Look, target: QWidget) -> None:
        super().__init__(target)
        self._look, self._target = look, target
        self.ring: FocusRing | None = None
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusIn and event.reason() in KEYS:
            self._shown().surround()
        elif self.ring is not None and kind in LEAVES:
            self.ring.hide()
        elif self.ring is not None and kind in MOVES and self.ring.isVisible():
            self.ring.surround()
        return False

    def _shown(self) -> FocusRing:
        if self.ring is None:
            self.ring = FocusRing(self._look, self._target)
        return self.ring
