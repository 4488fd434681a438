"""The one delegate of all tables: ground, edges and current cell here, contents by kind."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from labcal_app.cells import Bad, Chip, Closed, Kind, Role, Share, Stage, Struck, Symbol, TwoLines
from labcal_app.delegates.chip import draw_chip
from labcal_app.delegates.number import draw_number
from labcal_app.delegates.share import draw_share
from labcal_app.delegates.stage import draw_stage
from labcal_app.delegates.symbol import draw_symbol
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.theme.paint import line, mirrored_box, ring, starting, words

Index = QModelIndex | QPersistentModelIndex
BAR = 3
FILL_LESS = 3


class CellDelegate(QStyledItemDelegate):
    """Paints any cell of a ``TableModel``; ``cells_matter`` shows the current cell, not only the row."""

    def __init__(self, look: Look, view: QAbstractItemView, cells_matter: bool = False) -> None:
        super().__init__(view)
        self._look, self.cells_matter = look, cells_matter

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            return
        column: Column[Any] = model.columns[index.column()]
        value, box = index.data(Role.CELL), QRectF(option.rect)
        painter.save()
        self._ground(painter, option, column, value)
        pad = self._look.size("cell_pad")
        if isinstance(value, Chip) and value.fills:
            room = box.adjusted(FILL_LESS, FILL_LESS, -FILL_LESS, -FILL_LESS - 1)
        else:
            room = box.adjusted(pad, 0, -pad, -1)
        self._content(painter, room, index, column)
        self._edges(painter, option, index, value)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        wide = model.columns[index.column()].width if isinstance(model, TableModel) else 0
        return QSize(wide, self._look.size("row"))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("edge", "cell")
        model = index.model()
        numeric = isinstance(model, TableModel) and model.columns[index.column()].numeric
        editor.setFont(self._look.font("body", use="number" if numeric else ""))
        if numeric:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        editor.setAccessibleName(str(model.headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what the cell holds; what is being typed meanwhile is never overwritten."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, column: Column[Any], value: Any
    ) -> None:
        look, box = self._look, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        name = "header" if column.computed or isinstance(value, Closed) else "surface"
        if state & QStyle.StateFlag.State_Selected:
            name = "accent_soft"
        elif state & QStyle.StateFlag.State_MouseOver and not self.cells_matter:
            name = "hover"
        if isinstance(value, Bad):
            name = "fail_soft"
        painter.fillRect(box, look.colour(name))
        bottom = box.bottom() - 0.5
        line(painter, QPointF(box.left(), bottom), QPointF(box.right(), bottom), look.colour("line"))
        if column.ruled:
            edge = box.right() - 0.5 if look.mirrored else box.left() + 0.5
            line(painter, QPointF(edge, box.top()), QPointF(edge, box.bottom()), look.colour("line"))

    def _edges(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, value: Any) -> None:
        look, box = self._look, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        view = self.parent()
        first = isinstance(view, QAbstractItemView) and index.column() == _first_column(view)
        if first and state & QStyle.StateFlag.State_Selected:
            bar = mirrored_box(QRectF(box.left(), box.top(), BAR, box.height()), box, look.mirrored)
            painter.fillRect(bar, look.colour("accent"))
        if isinstance(value, Bad):
            ring(painter, box.adjusted(0, 0, 0, -1), look.colour("fail"), look.tokens.ring)
        elif not self.cells_matter:
            self._row_ring(painter, box, view, index)
        elif state & QStyle.StateFlag.State_HasFocus:
            radius = look.radius("chip") if isinstance(value, Chip) and value.fills else 0
            ring(painter, box.adjusted(0, 0, 0, -1), look.colour("focus"), look.tokens.ring, radius)

    def _row_ring(self, painter: QPainter, box: QRectF, view: object, index: Index) -> None:
        """Mark the present row of a list while the keyboard moves it."""
        if not isinstance(view, QAbstractItemView) or view.currentIndex().row() != index.row():
            return
        if view.hasFocus() and getattr(view, "by_keyboard", False):
            colour, wide = self._look.colour("focus"), self._look.tokens.ring
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), wide), colour)
            painter.fillRect(QRectF(box.left(), box.bottom() - wide, box.width(), wide), colour)

    def _content(self, painter: QPainter, box: QRectF, index: Index, column: Column[Any]) -> None:
        look, value, tone = self._look, index.data(Role.CELL), str(index.data(Role.TONE))
        match value:
            case Chip():
                draw_chip(painter, look, box, value)
            case Stage():
                draw_stage(painter, look, box, value, tone)
            case Share():
                draw_share(painter, look, box, value)
            case Symbol():
                draw_symbol(painter, look, box, value, tone)
            case TwoLines():
                self._two_lines(painter, box, value, tone)
            case _:
                self._words(painter, box, index, column)

    def _words(self, painter: QPainter, box: QRectF, index: Index, column: Column[Any]) -> None:
        look, model = self._look, index.model()
        bad = isinstance(index.data(Role.CELL), Bad)
        ink = look.colour("fail" if bad else str(index.data(Role.TONE)))
        shown = str(index.data(Qt.ItemDataRole.DisplayRole))
        if column.numeric and isinstance(model, TableModel):
            painter.setPen(ink)
            font = look.font("body", column.weight, "number")
            if isinstance(index.data(Role.CELL), Struck):
                font = QFont(font)
                font.setStrikeOut(True)
            draw_number(painter, box, shown, font, model.fraction(index.column()))
            return
        weight = column.weight or (500 if column.kind is Kind.STRONG else 0)
        font = look.font("body", weight, "code" if column.kind is Kind.CODE else "")
        words(painter, box, shown, (font, ink), starting(look.mirrored))

    def _two_lines(self, painter: QPainter, box: QRectF, value: TwoLines, tone: str) -> None:
        look, align = self._look, starting(self._look.mirrored)
        first, second = look.tokens.steps["body"].line, look.tokens.steps["small"].line
        top = box.center().y() - (first + second - 2) / 2
        above = QRectF(box.left(), top, box.width(), first)
        below = QRectF(box.left(), top + first - 2, box.width(), second)
        if not value.second:
            above = box
        words(painter, above, value.first, (look.font("body"), look.colour(tone)), align)
        words(painter, below, value.second, (look.font("small"), look.colour("text3")), align)


def _first_column(view: QAbstractItemView) -> int:
    """Return the column at the leading edge, where columns may have been hidden."""
    model = view.model()
    hidden = getattr(view, "isColumnHidden", None)
    count = model.columnCount() if model is not None else 0
    return next((column for column in range(count) if not (hidden and hidden(column))), 0)
