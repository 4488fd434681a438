"""Cards, titles of sections and rows of a card: the furniture of Today and of side panels."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from labcal_app.cells import TwoLines
from labcal_app.theme.focus import FocusWatch
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import IconLabel, Label, Panel, Short, hairline


class SectionTitle(QWidget):
    """A title of 14 px, a quiet word behind it, and room for controls at the end."""

    def __init__(self, look: Look, title: str, note: str = "", margin: int = 0) -> None:
        super().__init__()
        self.title, self.note = Label(look, title, "section"), Label(look, note, "small", "text3")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(margin, 0, margin, 0)
        self.row.setSpacing(look.space("s"))
        self.row.addWidget(self.title)
        self.row.addWidget(self.note)
        self.row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` at the end."""
        self.row.addWidget(widget)


class Card(Panel):
    """A bordered ground with a title; only on Today and in side panels."""

    def __init__(self, look: Look, title: str, note: str = "", link: str = "") -> None:
        super().__init__("card")
        self._look = look
        self.head = SectionTitle(look, title, note, look.space("l"))
        self.head.setFixedHeight(36)
        self.link = Button(look, link, kind="link", small=True)
        if not link:
            self.link.hide()
        self.head.add(self.link)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, look.space("xs"), 0, look.space("s"))
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addLayout(self.body, 1)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` below what is there."""
        self.body.addWidget(widget)

    def clear(self) -> None:
        """Take out all rows."""
        while self.body.count():
            taken = self.body.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()


class CardRow(QWidget):
    """Icon, two lines, and a word at the end, such as the time left.

    Signals:
        pressed: The row was clicked, or entered by the keyboard.
    """

    pressed = Signal()

    def __init__(self, look: Look, icon: str, lines: TwoLines, end: str = "", tone: str = "text2") -> None:
        """Show ``lines``; ``tone`` colours icon and end, and its word says the same."""
        super().__init__()
        self.setAccessibleName(f"{lines} {end}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.watch = FocusWatch(look, self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.first = Short(look, lines.first, "body", "text", 500)
        self.second = Short(look, lines.second, "small", "text3")
        self.first.setFixedHeight(look.tokens.steps["body"].line - 2)
        self.second.setFixedHeight(look.tokens.steps["small"].line)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.end = Label(look, end, "small", tone, 600)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space("l"), look.space("xs"), look.space("l"), look.space("xs"))
        row.setSpacing(look.space("s") + 2)
        row.addWidget(IconLabel(look, icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
