"""The header of a table: units lighter than titles, a second tier where columns belong together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import CENTRE, ending, line, mirrored_box, starting, words

UNIT_GAP, ARROW, TIER = 5, 14, 22


class Header(QHeaderView):
    """A horizontal header that paints titles, units, groups and the arrow of the order by itself."""

    def __init__(self, look: Look, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._look = look
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look.size("hit_min"))
        redraw_on_change(look, self.viewport())

    def sizeHint(self) -> QSize:
        return QSize(0, self._look.size("header_grouped" if self._grouped() else "header"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        model = self.model()
        if not isinstance(model, TableModel) or not rect.isValid():
            return
        look, box = self._look, QRectF(rect)
        painter.save()
        painter.fillRect(box, look.colour("header"))
        bottom = box.bottom() - 0.5
        line(painter, QPointF(box.left(), bottom), QPointF(box.right(), bottom), look.colour("line_strong"))
        if model.columns[logicalIndex].ruled:
            edge = box.right() - 0.5 if look.mirrored else box.left() + 0.5
            top = box.top() + (TIER if self._grouped() else 6)
            line(painter, QPointF(edge, top), QPointF(edge, bottom), look.colour("line"))
        label = box.adjusted(0, TIER, 0, -4) if self._grouped() else box
        above, rest = self.title_lines(logicalIndex)
        if above:
            column, ink = model.columns[logicalIndex], (look.font("small", 500), look.colour("text2"))
            pad = look.size("cell_pad")
            room = QRectF(box.left() + pad, box.top() + 2, box.width() - 2 * pad, TIER)
            at = ending(look.mirrored) if column.numeric else starting(look.mirrored)
            words(painter, room, above, ink, at)
        self._title(painter, label, logicalIndex, rest)
        if self._grouped():
            self._group(painter, box, model, logicalIndex)
        painter.restore()

    def title_lines(self, section: int) -> tuple[str, str]:
        """Return what of a title stands above, and in its line: its second half, where it takes two."""
        model = self.model()
        if not isinstance(model, TableModel):
            return "", ""
        title = str(model.headerData(section, Qt.Orientation.Horizontal))
        if not (self._grouped() and model.columns[section].wraps and not model.columns[section].group):
            return "", title
        gaps = [place for place, sign in enumerate(title) if sign == " "]
        if not gaps:
            return "", title
        middle = min(gaps, key=lambda place: abs(2 * place - len(title)))
        return title[:middle], title[middle + 1 :]

    def _title(self, painter: QPainter, box: QRectF, section: int, title: str) -> None:
        """Paint title and unit where the cells below begin; above numbers, where their digits end."""
        model = self.model()
        if not isinstance(model, TableModel):
            return
        look, column = self._look, model.columns[section]
        pad = look.size("cell_pad")
        room = box.adjusted(pad, 0, -pad, 0)
        unit_wide = look.metrics("small").horizontalAdvance(column.unit) + UNIT_GAP if column.unit else 0
        wide = min(look.metrics("small", 500).horizontalAdvance(title) + 1, room.width() - unit_wide)
        both = QRectF(room.left(), box.top(), wide + unit_wide, box.height())
        if column.numeric or look.mirrored:
            both.moveRight(room.right())
        name = mirrored_box(QRectF(both.left(), box.top(), wide, box.height()), both, look.mirrored)
        tail = QRectF(both.right() - unit_wide, box.top(), unit_wide, box.height())
        tail = mirrored_box(tail, both, look.mirrored)
        ink = (look.font("small", 500), look.colour("text2"))
        words(painter, name, title, ink, starting(look.mirrored))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        words(painter, tail, column.unit, (look.font("small"), look.colour("text3")), ending(look.mirrored))
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            before = column.numeric or look.mirrored
            self._arrow(painter, both.left() - ARROW - 3 if before else both.right() + 4, box.center().y())

    def _arrow(self, painter: QPainter, left: float, middle: float) -> None:
        descending = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        icon = QRectF(left, middle - ARROW / 2, ARROW, ARROW)
        self._look.draw_icon(painter, icon, "chevron-down" if descending else "chevron-up", "text2")

    def _grouped(self) -> bool:
        model = self.model()
        return isinstance(model, TableModel) and any(column.group for column in model.columns)

    def _group(self, painter: QPainter, box: QRectF, model: TableModel[Any], section: int) -> None:
        """Paint this section's part of its group: the words lie in the middle of the whole group."""
        group = model.group(section)
        if not group:
            return
        look, pad = self._look, self._look.size("cell_pad")
        members = [place for place in range(model.columnCount()) if model.group(place) == group]
        shown = [place for place in members if not self.isSectionHidden(place)]
        left = min(self.sectionViewportPosition(place) for place in shown)
        right = max(self.sectionViewportPosition(place) + self.sectionSize(place) for place in shown)
        whole = QRectF(left, box.top() + 2, right - left, TIER)
        ink = (look.font("caption", 600), look.colour("text2"))
        painter.setClipRect(box)
        words(painter, whole, group, ink, CENTRE)
        under = box.top() + TIER + 1.5
        line(painter, QPointF(left + pad, under), QPointF(right - pad, under), look.colour("line_strong"))
        painter.setClipping(False)
