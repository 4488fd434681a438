"""What surrounds every chart: title, legend, its numbers, and copies as picture and as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import decimal_mark
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.table import Table

LEGEND_MARGIN = 90


class Sign(Enum):
    """How a legend shows what it names."""

    DOT = "dot"
    HOLLOW = "hollow"
    GROUND = "ground"
    DASHES = "dashes"
    LINE = "line"
    BAR = "bar"


class Key(NamedTuple):
    """One entry of a legend: how, in which colour, and what it means."""

    sign: Sign
    colour: str
    words: str


class Numbers(NamedTuple):
    """The data of a chart as a table: titles of the columns and rows of words."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def copied(self) -> str:
        """The table as a spreadsheet reads it."""
        return "\n".join("\t".join(row) for row in (self.titles, *self.rows)) + "\n"


class Canvas(QWidget):
    """Where a chart is painted; numbers and axes read from left to right in every language."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look = look
        self.decimal = "."
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)
        redraw_on_change(look, self)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint the chart into ``box``."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    def picture(self, factor: float = 2.0) -> QPixmap:
        """Return the chart as a picture, ``factor`` times as fine as the screen shows it."""
        picture = QPixmap(self.size() * factor)
        picture.setDevicePixelRatio(factor)
        picture.fill(self.look.colour("surface"))
        painter = QPainter(picture)
        self.draw(painter, QRectF(self.rect()))
        painter.end()
        return picture


class LegendSign(QWidget):
    """The mark of one entry of a legend."""

    def __init__(self, look: Look, key: Key) -> None:
        super().__init__()
        self._look, self._key = look, key
        self.setFixedSize(16, 16)
        redraw_on_change(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, sign = self._look.colour(self._key.colour), self._key.sign
        centre = QPointF(8, 8)
        if sign is Sign.GROUND:
            painter.fillRect(QRectF(1, 3, 14, 10), colour)
        elif sign is Sign.BAR:
            painter.fillRect(QRectF(2, 4, 12, 8), colour)
        elif sign in (Sign.LINE, Sign.DASHES):
            style = Qt.PenStyle.DashLine if sign is Sign.DASHES else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 2, style))
            painter.drawLine(QPointF(0, 8), QPointF(16, 8))
        else:
            hollow = sign is Sign.HOLLOW
            painter.setPen(QPen(colour, 1.5) if hollow else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
            painter.drawEllipse(centre, 3.5, 3.5)
        painter.end()


class ChartPanel(Panel):
    """Title, legend, controls and the chart, or its numbers."""

    def __init__(self, look: Look, text: Text, title: str, canvas: Canvas) -> None:
        super().__init__("surface")
        self._look, self._text, self.canvas = look, text, canvas
        canvas.decimal = decimal_mark(text)
        self._data = Numbers((), ())
        self._added: list[QWidget] = []
        self.title = Label(look, title, "body", "text", 600)
        self.legend_box = QWidget()
        self.legend = QHBoxLayout(self.legend_box)
        self.legend.setContentsMargins(0, 0, 0, 0)
        self.legend.setSpacing(look.space("xs"))
        self._first_line, self._second_line = QHBoxLayout(), QHBoxLayout()
        self.numbers = IconButton(look, "numbers", text(mark("Show the numbers")))
        self.copy_data = IconButton(look, "copy", text(mark("Copy as data")))
        self.copy_picture = IconButton(look, "image", text(mark("Copy as picture")))
        self.numbers.setCheckable(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(canvas)
        self._build()
        self.numbers.toggled.connect(self._show_numbers)
        self.copy_data.clicked.connect(self.to_clipboard)
        self.copy_picture.clicked.connect(self.picture_to_clipboard)

    def add(self, widget: QWidget) -> None:
        """Put ``widget`` into the line of the title, before the buttons."""
        self._added.append(widget)
        self._first_line.insertWidget(self._first_line.count() - 3, widget)

    def explain(self, keys: Sequence[Key]) -> None:
        """Show ``keys`` as the legend."""
        while self.legend.count():
            taken = self.legend.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()
        for key in keys:
            for widget in (LegendSign(self._look, key), Label(self._look, key.words, "small", "text2")):
                self.legend.addWidget(widget)
                widget.show()  # else it counts for nothing until the next turn of events
            self.legend.addSpacing(self._look.space("s"))
        self._place_legend()

    def tell(self, data: Numbers) -> None:
        """Keep ``data`` as the numbers of the chart."""
        self._data = data
        if self.numbers.isChecked():
            self._show_numbers(checked=True)

    def to_clipboard(self) -> None:
        """Copy the numbers as a spreadsheet reads them."""
        QGuiApplication.clipboard().setText(self._data.copied)

    def picture_to_clipboard(self) -> None:
        """Copy the chart as a picture."""
        QGuiApplication.clipboard().setPixmap(self.canvas.picture())

    def sizeHint(self) -> QSize:
        return QSize(480, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()

    def _build(self) -> None:
        look, head = self._look, self._first_line
        head.setContentsMargins(20, look.space("s"), look.space("l"), 0)
        head.setSpacing(look.space("s"))
        head.addWidget(self.title)
        head.addSpacing(look.space("s"))
        head.addWidget(self.legend_box)
        head.addStretch(1)
        for button in (self.numbers, self.copy_data, self.copy_picture):
            head.addWidget(button)
        self._second_line.setContentsMargins(20, 0, look.space("l"), 0)
        self._second_line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._second_line)
        column.addWidget(self.stack, 1)

    def _place_legend(self) -> None:
        """Put the legend beside the title where it has room, else below."""
        others = self.title.sizeHint().width() + 3 * self.numbers.width() + LEGEND_MARGIN
        others += sum(widget.sizeHint().width() + self._look.space("s") for widget in self._added)
        beside = self.legend_box.sizeHint().width() + others <= self.width()
        is_beside = self._first_line.indexOf(self.legend_box) >= 0
        if beside and not is_beside:
            self._second_line.removeWidget(self.legend_box)
            self._first_line.insertWidget(2, self.legend_box)
        elif is_beside and not beside:
            self._first_line.removeWidget(self.legend_box)
            self._second_line.insertWidget(0, self.legend_box)

    def _show_numbers(self, checked: bool) -> None:
        while self.stack.count() > 1:
            old = self.stack.widget(1)
            if old is not None:
                self.stack.removeWidget(old)
                old.deleteLater()
        if checked:
            table = Table(self._look, self._text, self._model(), self.title.text())
            self.stack.addWidget(table)
        self.stack.setCurrentIndex(1 if checked else 0)

    def _model(self) -> TableModel[tuple[str, ...]]:
        columns = [
            Column[tuple[str, ...]](
                title=title, value=_cell(place), kind=Kind.NUMBER if place else Kind.STRONG, width=110
            )
            for place, title in enumerate(self._data.titles)
        ]
        model = TableModel[tuple[str, ...]](self._text, columns, lambda row: row, self)
        model.show_lines(self._data.rows)
        return model


def _cell(place: int) -> Callable[[tuple[str, ...]], str]:
    return lambda row: row[place]
