"""The bar at the top of a page: title, a quiet word, filter, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from labcal_app.theme.look import Look
from labcal_app.theme.paint import mirrored_box
from labcal_app.widgets.labels import Label, Panel, Short

FILTER = 300


class FilterField(QLineEdit):
    """A field with a lens, that filters as one types; Escape empties it.

    Signals:
        asked_down: The arrow down was pressed: the list below wants the focus.
    """

    asked_down = Signal()

    def __init__(self, look: Look, placeholder: str) -> None:
        super().__init__()
        self._look = look
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFont(look.font("body"))
        self.setProperty("edge", "quiet")
        self.setTextMargins(22, 0, 0, 0)
        self.setMinimumWidth(160)
        self.setMaximumWidth(FILTER)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(FILTER, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.asked_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look, box = self._look, QRectF(self.rect())
        side = look.size("icon")
        place = QRectF(10, (box.height() - side) / 2, side, side)
        painter = QPainter(self)
        look.draw_icon(painter, mirrored_box(place, box, look.mirrored), "search", "text2")
        painter.end()


class PageHead(Panel):
    """Title and note at the start, controls in the middle and at the end."""

    def __init__(self, look: Look, title: str, note: str = "") -> None:
        super().__init__("toolbar")
        self._look = look
        self.setFixedHeight(look.size("toolbar"))
        self.title, self.note = Label(look, title, "title"), Short(look, note, "body", "text2")
        self.start, self.middle, self.end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, look.space("l"), 0)
        row.setSpacing(look.space("l"))
        self.start.setSpacing(look.space("m"))
        self.start.addWidget(self.title)
        self.start.addWidget(self.note)
        if not note:
            self.note.hide()
        for part in (self.middle, self.end):
            part.setSpacing(look.space("s"))
        row.addLayout(self.start)
        row.addLayout(self.middle)
        row.addStretch(1)
        row.addLayout(self.end)

    def say(self, title: str, note: str = "") -> None:
        """Show another title and note."""
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` at the end, where the primary button stands last."""
        self.end.addWidget(widget)

    def add_filter(self, placeholder: str) -> FilterField:
        """Put a filter behind the title."""
        field = FilterField(self._look, placeholder)
        self.middle.addWidget(field)
        return field


class RecordHead(Panel):
    """The head of one record: number and name, and below a line of small facts."""

    def __init__(self, look: Look) -> None:
        super().__init__("toolbar")
        self.setFixedHeight(60)
        self.title, self.name = Label(look, "", "title"), Short(look, "", "section", "text2", 400)
        self.facts, self.end = QHBoxLayout(), QHBoxLayout()
        self.facts.setSpacing(look.space("s"))
        self.end.setSpacing(look.space("s"))
        first = QHBoxLayout()
        first.setSpacing(look.space("s") + 2)
        first.addWidget(self.title)
        first.addWidget(self.name, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(first)
        column.addLayout(self.facts)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(20, look.space("xs"), look.space("l"), look.space("xs"))
        self.row.addLayout(column, 1)
        self.row.addLayout(self.end)

    def lead(self, widget: QWidget) -> None:
        """Put ``widget`` before the number, such as the way back."""
        self.row.insertWidget(0, widget)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` at the end."""
        self.end.addWidget(widget)
