"""Words on the screen: every label takes its step, weight and tone from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from labcal_app.theme.look import Look, redraw_on_change


class Label(QLabel):
    """Words in one of the type steps: "caption", "small", "body", "section", "title", "figure", "display"."""

    def __init__(
        self, look: Look, words: str = "", step: str = "body", tone: str = "text", weight: int = 0
    ) -> None:
        """Show ``words`` in the colour ``tone``; ``weight`` 0 is the step's own."""
        super().__init__(words)
        self._look = look
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(step, weight))
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        """Change the colour of the words to the one called ``tone``."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def wrapped(self) -> Label:
        """Break the words into lines, and take the width that is there."""
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        return self


class Short(Label):
    """Words on one line, cut with an ellipsis where there is no room; the whole is in the tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if cut != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self._look.colour(str(self.property("tone"))))
        painter.setFont(self.font())
        painter.drawText(self.rect(), int(self.alignment()), cut)
        painter.end()


class IconLabel(QWidget):
    """A picture beside words; it says nothing that the words do not say."""

    def __init__(self, look: Look, name: str, colour: str = "text2", size: int = 16) -> None:
        super().__init__()
        self._look, self._name, self._colour = look, name, colour
        self.setFixedSize(size, size)
        redraw_on_change(look, self)

    def show_icon(self, name: str, colour: str) -> None:
        """Show the icon called ``name`` in the colour called ``colour``."""
        self._name, self._colour = name, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._look.draw_icon(painter, QRectF(self.rect()), self._name, self._colour)
        painter.end()


class Panel(QFrame):
    """A ground that the style sheet paints by its role, such as "surface", "toolbar", "card", "fail"."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)

    def set_role(self, role: str) -> None:
        """Change the role."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)


def hairline(*, upright: bool = False) -> Panel:
    """Return a line of one px."""
    return Panel("upright" if upright else "line")
