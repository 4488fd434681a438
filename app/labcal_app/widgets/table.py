"""The table of every list: hairlines, chosen rows kept by their key, copied to a spreadsheet."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.delegates.cell import CellDelegate
from labcal_app.delegates.header import UNIT_GAP, Header
from labcal_app.models.table import TableModel
from labcal_app.theme.focus import KEYS
from labcal_app.theme.look import Look, redraw_on_change

LEAST = 48


class Table(QTableView):
    """A view of one ``TableModel``.

    Signals:
        opened: The key of the row that was double-clicked, or entered.
        chosen: The key of the present row; None without one.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, look: Look, text: Text, model: TableModel[Any], name: str) -> None:
        super().__init__()
        self._look, self._text, self.lines = look, text, model
        self.by_keyboard = False
        self._kept: Hashable = None
        self._kept_at = 0
        self._settings: QSettings | None = None
        self.setAccessibleName(name)
        self.setHorizontalHeader(Header(look, self))
        self.delegate = CellDelegate(look, self)
        self.setItemDelegate(self.delegate)
        self._dress()
        model.modelAboutToBeReset.connect(self._keep)
        self.setModel(model)
        model.modelReset.connect(self._put_back)
        model.shifted.connect(self._shift)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.key_of(index.row())))
        self._size_columns()
        redraw_on_change(look, self.viewport())

    @property
    def current(self) -> Any:
        """The line of the present row; None without one."""
        return self.lines.line(self.currentIndex().row())

    @property
    def current_key(self) -> Hashable:
        """The key of the present row; None without one."""
        return self.lines.key_of(self.currentIndex().row())

    def choose(self, key: Hashable) -> bool:
        """Choose the line of ``key``; tell whether it is shown."""
        row = self.lines.row_of(key)
        if row >= 0:
            self.selectRow(row)
        return row >= 0

    def selectRow(self, row: int) -> None:
        """Choose ``row`` alone, whatever key is still held down, such as the Ctrl of a shortcut."""
        whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        index = self.lines.index(row, max(self.horizontalHeader().logicalIndex(0), 0))
        self.selectionModel().setCurrentIndex(index, whole)

    def remember(self, settings: QSettings, name: str) -> None:
        """Keep width, order and sorting of the columns in ``settings`` under ``name``."""
        self._settings, self._key = settings, f"columns/{name}"
        state = settings.value(self._key)
        if isinstance(state, bytes | bytearray) or hasattr(state, "toBase64"):
            self.horizontalHeader().restoreState(state)
        self.horizontalHeader().sectionResized.connect(self._write)
        self.horizontalHeader().sortIndicatorChanged.connect(self._write)

    def copy(self) -> str:
        """Put the chosen rows, with the titles, on the clipboard as a spreadsheet reads them."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        columns = [column for column in range(self.lines.columnCount()) if not self.isColumnHidden(column)]
        head = "\t".join(self._title(column) for column in columns)
        body = ["\t".join(self.lines.shown(row, column) for column in columns) for row in rows]
        copied = "\n".join([head, *body]) + "\n"
        QGuiApplication.clipboard().setText(copied)
        return copied

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in KEYS
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.delegate.cells_matter:
            if self.current is not None:
                self.opened.emit(self.current_key)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not self.delegate.cells_matter:
            end = event.key() == Qt.Key.Key_End
            self.lines.go(lambda: self.selectRow(self.lines.rowCount() - 1 if end else 0), end=end)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _dress(self) -> None:
        two_lines = any(column.kind is Kind.TWO_LINES for column in self.lines.columns)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._look.size("row_two_lines" if two_lines else "row"))
        rows.hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def sortable(self) -> Table:
        """Let the person sort by pressing a title."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        return self

    def _sorted(self, column: int) -> None:
        """Show no arrow above a column that the list is not sorted by."""
        if column >= 0 and not self.lines.can_sort(column):
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self.lines.columns):
            header.resizeSection(place, max(column.width, self._title_width(place)))
        header.sectionResized.connect(self._resized)
        self._stretch()

    def _title_width(self, place: int) -> int:
        """Return the width in which the title of a column is not cut."""
        look, unit = self._look, self.lines.columns[place].unit
        header = self.horizontalHeader()
        above, title = header.title_lines(place) if isinstance(header, Header) else ("", "")
        measures = look.metrics("small", 500)
        tail = look.metrics("small").horizontalAdvance(unit) + UNIT_GAP if unit else 0
        wide = max(measures.horizontalAdvance(title) + tail, measures.horizontalAdvance(above))
        return math.ceil(wide) + 2 * look.size("cell_pad") + 1

    def _stretch(self) -> None:
        """Give the room that is left to the column that may grow."""
        growing = next((place for place, column in enumerate(self.lines.columns) if column.grows), None)
        if growing is None:
            return
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(growing)
        least = max(LEAST, self.lines.columns[growing].width, self._title_width(growing))
        room = max(self.viewport().width() - others, least)
        if room != header.sectionSize(growing):
            header.resizeSection(growing, room)

    def _resized(self, place: int, _old: int, _new: int) -> None:
        if not self.lines.columns[place].grows:
            self._stretch()

    def _title(self, column: int) -> str:
        unit = self.lines.columns[column].unit
        title = str(self.lines.headerData(column, Qt.Orientation.Horizontal))
        return f"{title} / {unit}" if unit else title

    def _keep(self) -> None:
        self._kept = self.current_key
        self._kept_at = self.verticalScrollBar().value()

    def _put_back(self) -> None:
        if self._kept is not None and self.choose(self._kept):
            self.verticalScrollBar().setValue(self._kept_at)
        else:
            self.chosen.emit(None)
        self._stretch()

    def _scrolled(self, value: int) -> None:
        """Have the lines above read before one comes to them."""
        if self.lines.earlier and value <= self.viewport().height():
            self.lines.fetch_earlier()

    def _shift(self, rows: int) -> None:
        """Keep the lines where they are shown while others come or go above them."""
        bar = self.verticalScrollBar()
        self.updateGeometries()
        bar.setValue(bar.value() + rows * self.verticalHeader().defaultSectionSize())

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(self.lines.key_of(current.row()))

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = QAction(self._look.icon("copy"), self._text(mark("Copy the chosen rows")), menu)
        copy.triggered.connect(self.copy)
        menu.addAction(copy)
        menu.popup(self.viewport().mapToGlobal(point))

    def _write(self) -> None:
        if self._settings is not None:
            self._settings.setValue(self._key, self.horizontalHeader().saveState())
