"""The grid of readings: Enter goes on in the order of the work, the present point is unfolded."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from labcal.text import Text
from labcal_app.cells import Faint, Role
from labcal_app.models.readings import ReadingsModel
from labcal_app.models.sheet_layout import SheetLayout
from labcal_app.models.sheet_lines import SheetLine
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.grid import Grid


class ReadingsGrid(Grid):
    """A grid in which Enter goes on in the order in which one measures.

    That is along the row and then to the next; or up from point to point and back down.

    Signals:
        point_chosen: The number of the point that the present row belongs to.
        fill_wanted: First and last row, and the column, that are to be filled down.
        menu_wanted: A place in the viewport where a menu was asked for.
    """

    point_chosen = Signal(int)
    fill_wanted = Signal(int, int, int)
    menu_wanted = Signal(QPoint)

    def __init__(self, look: Look, text: Text, model: TableModel[Any], name: str) -> None:
        super().__init__(look, text, model, name)
        self._folds, self._unfolded = False, -1
        self.layout_of_work: SheetLayout | None = None
        self.selectionModel().currentChanged.connect(self._look_at)
        model.modelReset.connect(self._fold)
        model.arrived.connect(self._widen)

    def fold_points(self, *, folds: bool) -> None:
        """Show of each point but the present one only its first row, or all rows of all points."""
        self._folds = folds
        self._fold()

    @property
    def shown_rows(self) -> int:
        """How many rows are not folded away."""
        return sum(not self.isRowHidden(row) for row in range(self.lines.rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_D:
            self.fill()
        else:
            super().keyPressEvent(event)

    def fill(self) -> None:
        """Ask that the present column be filled down over the chosen rows."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        here = self.currentIndex()
        if here.isValid():
            rows = rows or [here.row()]
            self.fill_wanted.emit(rows[0], rows[-1], here.column())

    def _down(self) -> None:
        """Go on in the order of the work, past what has a value without being keyed."""
        here = self.currentIndex()
        following = self._next_of_work()
        while following != here and isinstance(following.data(Role.CELL), Faint):
            self.setCurrentIndex(following)
            further = self._next_of_work()
            if further == following:
                break
            following = further
        if following != self.currentIndex():
            self.setCurrentIndex(following)

    def _next_of_work(self) -> QModelIndex:
        """Return the next cell that takes a reading; the present one where none is left."""
        here, layout, model = self.currentIndex(), self.layout_of_work, self.lines
        if layout is None or not layout.course or not isinstance(model, ReadingsModel):
            return self._next_editable(1)
        for row, slot in layout.onward(here.row(), here.column() - model.first):
            index = model.index(row, slot + model.first)
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                return index
        return here

    def _menu(self, point: QPoint) -> None:
        self.menu_wanted.emit(point)

    def _look_at(self, current: QModelIndex, _previous: QModelIndex) -> None:
        point = self._point_of(current.row())
        if point >= 0 and point != self._unfolded:
            folded, self._unfolded = self._unfolded, point
            if self._folds:
                self._hide_rows(folded, hidden=True)
                self._hide_rows(point, hidden=False)
            self.point_chosen.emit(point)

    def _widen(self) -> None:
        """Give each column the room that its longest number takes."""
        model, header = self.lines, self.horizontalHeader()
        if not isinstance(model, ReadingsModel):
            return
        digit = self._look.metrics("body", 600, "number").horizontalAdvance("0")
        for place in range(len(model.columns)):
            wanted = math.ceil(model.longest(place) * digit) + 2 * self._look.size("cell_pad")
            if header.sectionSize(place) < wanted:
                header.resizeSection(place, wanted)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Have what matters most of a point stand next to its name where not every column has room."""
        header, model = self.horizontalHeader(), self.lines
        if not isinstance(model, ReadingsModel):
            return
        near = [place for place, column in enumerate(model.columns) if column.near]
        order = list(range(len(model.columns)))
        if header.length() > self.viewport().width() + 1:
            rest = [place for place in order if place not in near]
            order = [*rest[: model.first], *near, *rest[model.first :]]
        for target, place in enumerate(order):
            if header.visualIndex(place) != target:
                header.moveSection(header.visualIndex(place), target)

    def _fold(self) -> None:
        """Fold every row anew, after the rows have become others."""
        for row in range(self.lines.rowCount()):
            line = self.lines.line(row)
            if isinstance(line, SheetLine):
                hidden = self._folds and line.row > 0 and line.point != self._unfolded
                if self.isRowHidden(row) != hidden:
                    self.setRowHidden(row, hidden)

    def _hide_rows(self, point: int, *, hidden: bool) -> None:
        """Fold or unfold the further rows of a point."""
        model = self.lines
        if not isinstance(model, ReadingsModel) or point < 0:
            return
        row = model.row_of((point, 0)) + 1
        while row and self._point_of(row) == point:
            self.setRowHidden(row, hidden)
            row += 1

    def _point_of(self, row: int) -> int:
        line = self.lines.line(row)
        return line.point if isinstance(line, SheetLine) else -1
