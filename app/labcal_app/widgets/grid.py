"""The table one types into: Enter moves down and Tab along, a block is pasted as it was copied."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from labcal.text import Text
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.table import Table

Block = list[list[str]]


class Grid(Table):
    """A table with a current cell; the model's columns that have ``edit`` take what is typed.

    Signals:
        pasted: Row, column and the cells of a block that was pasted, as lists of lists of words.
    """

    pasted = Signal(int, int, list)

    def __init__(self, look: Look, text: Text, model: TableModel[Any], name: str) -> None:
        super().__init__(look, text, model, name)
        self.delegate.cells_matter = True
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(True)
        self.verticalHeader().setDefaultSectionSize(look.size("row_compact") + 2)

    def paste(self) -> None:
        """Hand the clipboard's block to whom it concerns, from the current cell on."""
        block = cells(QGuiApplication.clipboard().text())
        if block and self.currentIndex().isValid():
            self.pasted.emit(self.currentIndex().row(), self.currentIndex().column(), block)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() != QAbstractItemView.State.EditingState:
                self._down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            index = self.currentIndex()
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.lines.setData(index, "")
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Move as Qt does, but with Tab only between cells that take something."""
        steps = {
            QAbstractItemView.CursorAction.MoveNext: 1,
            QAbstractItemView.CursorAction.MovePrevious: -1,
        }
        if action not in steps:
            return super().moveCursor(action, modifiers)
        return self._next_editable(steps[action])

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._down()

    def _down(self) -> None:
        index = self.currentIndex()
        if index.row() + 1 < self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(index.row() + 1, index.column()))

    def _next_editable(self, step: int) -> QModelIndex:
        columns, count = self.lines.columnCount(), self.lines.rowCount() * self.lines.columnCount()
        here = self.currentIndex()
        at = here.row() * columns + here.column() + step
        while 0 <= at < count:
            index = self.lines.index(at // columns, at % columns)
            if index.flags() & Qt.ItemFlag.ItemIsEditable and not self.isColumnHidden(at % columns):
                return index
            at += step
        return here


def cells(copied: str) -> Block:
    """Return what a spreadsheet put on the clipboard as rows of cells."""
    rows = copied.replace("\r\n", "\n").rstrip("\n").split("\n")
    return [[cell.strip() for cell in row.split("\t")] for row in rows] if copied.strip() else []
