"""The pages of a document, one above the other, with “2 of 3”."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import rounded
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.labels import Label, Panel, hairline

MARGIN, SHADOW = 20, 3


class PageView(QWidget):
    """One page, as wide as there is room."""

    def __init__(self, look: Look, image: QImage, name: str) -> None:
        super().__init__()
        self._look, self._image, self._scaled = look, image, QImage()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        redraw_on_change(look, self)

    def heightForWidth(self, width: int) -> int:
        return round(width * self._image.height() / max(self._image.width(), 1)) + SHADOW

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(self.width(), self.height() - SHADOW) * ratio
        if self._scaled.size() != size:
            modes = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._scaled = self._image.scaled(size, *modes)
        painter = QPainter(self)
        page = QRectF(0, 0, self.width(), self.height() - SHADOW)
        for depth in range(SHADOW, 0, -1):
            rounded(painter, page.translated(0, depth), self._look.colour("shadow"), 2)
        painter.drawImage(page, self._scaled)
        painter.end()


class Pages(Panel):
    """A preview of a document that scrolls, with a bar to turn the pages.

    ``bar`` takes further widgets at its end: the language, or what can be done with the document.

    Signals:
        turned: The place of the page that is now at the top, from 0.
    """

    turned = Signal(int)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("sunken")
        self._look, self._text = look, text
        self.views: list[PageView] = []
        self._current = 0
        self.back = IconButton(look, "back", text(mark("Previous page")))
        self.next = IconButton(look, "next", text(mark("Next page")))
        self.place = Label(look, "", "body", "text", 500)
        self.notice = QVBoxLayout()
        self._column = QVBoxLayout()
        self.area = self._scroll_area()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar_panel())
        column.addLayout(self.notice)
        column.addWidget(self.area, 1)
        self.back.clicked.connect(lambda: self.turn(self._current - 1))
        self.next.clicked.connect(lambda: self.turn(self._current + 1))
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._tell()

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show ``images``, the pages in their order; none empties the preview."""
        while self._column.count():
            taken = self._column.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()  # else what was to be shown with its parent comes up as a window
                widget.setParent(None)
                widget.deleteLater()
        self.views = []
        for place, image in enumerate(images):
            told = self._text(mark("Page {page} of {pages}"), page=place + 1, pages=len(images))
            self.views.append(PageView(self._look, image, told))
            self._column.addWidget(self.views[-1])
        self._column.addStretch(1)
        self._current = 0
        self.area.verticalScrollBar().setValue(0)
        self._tell()

    def turn(self, place: int) -> None:
        """Bring the page at ``place`` to the top."""
        if 0 <= place < len(self.views):
            self.area.verticalScrollBar().setValue(self.views[place].y() - MARGIN // 2)
            self._current = place
            self._tell()

    @property
    def current(self) -> int:
        """The place of the page at the top, from 0."""
        return self._current

    def _bar_panel(self) -> Panel:
        panel = Panel("toolbar")
        panel.setFixedHeight(48)
        self.bar = QHBoxLayout(panel)
        self.bar.setContentsMargins(self._look.space("m"), 0, self._look.space("m"), 0)
        self.bar.setSpacing(self._look.space("s"))
        for widget in (self.back, self.place, self.next):
            self.bar.addWidget(widget)
        self.bar.addWidget(hairline(upright=True))
        self.bar.addStretch(1)
        return panel

    def _scroll_area(self) -> QScrollArea:
        inside = Panel("sunken")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(MARGIN, MARGIN // 2, MARGIN, MARGIN)
        self._column.setSpacing(MARGIN)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self._text(mark("Preview")))
        scroll.setWidget(inside)
        return scroll

    def _scrolled(self, value: int) -> None:
        seen = value + self.area.viewport().height() // 3
        above = [place for place, view in enumerate(self.views) if view.y() <= seen]
        if above and above[-1] != self._current:
            self._current = above[-1]
            self._tell()

    def _tell(self) -> None:
        count = len(self.views)
        told = self._text(mark("{page} of {pages}"), page=self._current + 1, pages=count) if count else ""
        self.place.setText(told)
        self.back.setEnabled(self._current > 0)
        self.next.setEnabled(self._current + 1 < count)
        if count:
            self.turned.emit(self._current)
