"""Tabs, painted: words, a line under the chosen one, a count where there is something to see."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from labcal_app.theme.focus import FocusWatch
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import CENTRE, line, mirrored_box, rounded, starting, words
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.labels import Panel

PAD, GAP, UNDERLINE, BADGE = 10, 8, 2, 20
LEAST = 160
"""The width below which a row of tabs is never squeezed."""


class Tab(QAbstractButton):
    """One tab."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self._look, self._count = look, 0
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.watch = FocusWatch(look, self)
        redraw_on_change(look, self)

    def count(self, number: int) -> None:
        """Show ``number`` behind the title; 0 shows none."""
        self._count = number
        self.setAccessibleDescription(str(number) if number else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self._look.metrics("body", 600).horizontalAdvance(self.text()) + 2 * PAD
        return QSize(wide + (GAP + self._badge_width() if self._count else 0), self._look.size("tab"))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = self._look, QRectF(self.rect())
        painter = QPainter(self)
        chosen = self.isChecked()
        tone = "text" if chosen or self.underMouse() else "text2"
        wide = look.metrics("body", 600).horizontalAdvance(self.text()) + 1
        label = mirrored_box(QRectF(PAD, 0, wide, box.height()), box, look.mirrored)
        ink = (look.font("body", 600 if chosen else 500), look.colour(tone))
        words(painter, label, self.text(), ink, starting(look.mirrored))
        if self._count:
            self._badge(painter, QRectF(PAD + wide + GAP - 1, 0, self._badge_width(), box.height()))
        if chosen:
            base = box.bottom() - UNDERLINE / 2
            ends = QPointF(PAD - 2, base), QPointF(box.right() - PAD + 2, base)
            line(painter, *ends, look.colour("accent"), UNDERLINE)
        painter.end()

    def _badge(self, painter: QPainter, place: QRectF) -> None:
        look, box = self._look, QRectF(self.rect())
        top = (box.height() - BADGE) / 2
        chip = mirrored_box(QRectF(place.left(), top, place.width(), BADGE), box, look.mirrored)
        rounded(painter, chip, look.colour("sunken"), BADGE / 2)
        words(painter, chip, str(self._count), (look.font("caption"), look.colour("text2")), CENTRE)

    def _badge_width(self) -> int:
        return max(self._look.metrics("caption").horizontalAdvance(str(self._count)) + 12, BADGE)


class TabBar(QWidget):
    """A row of tabs; the arrow keys move along it. Those that have no room wait in a menu at its end.

    Signals:
        chosen: The place of the tab that was chosen.
    """

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.tabs: list[Tab] = []
        self._folded: set[int] = set()
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space("s") - 2, 0, look.space("s"), 0)
        self._row.setSpacing(look.space("xxs"))
        self._row.addStretch(1)
        self.more = IconButton(look, "more", "")
        self.more.hide()
        self.more.clicked.connect(self._unfold)
        self._row.addWidget(self.more)
        self.setMinimumWidth(LEAST)
        self.setFixedHeight(look.size("tab"))
        self._group.idToggled.connect(self._toggled)
        redraw_on_change(look, self)

    def add(self, title: str) -> Tab:
        """Add a tab at the end."""
        tab = Tab(self._look, title)
        place = len(self.tabs)
        self.tabs.append(tab)
        self._group.addButton(tab, place)
        self._row.insertWidget(place, tab)
        tab.setChecked(place == 0)
        self._arrange()
        return tab

    def choose(self, place: int) -> None:
        """Choose the tab at ``place``."""
        self.tabs[place].setChecked(True)

    @property
    def current(self) -> int:
        """The place of the chosen tab; -1 without any."""
        return self._group.checkedId()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if not step or not self.tabs:
            super().keyPressEvent(event)
            return
        step = -step if self._look.mirrored else step
        target = (self.current + step) % len(self.tabs)
        self.choose(target)
        self.tabs[target].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        base = self.height() - 0.5
        line(painter, QPointF(0, base), QPointF(self.width(), base), self._look.colour("line"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        """Show the tabs that have room: from the start, and the chosen one."""
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        wide = {place: tab.sizeHint().width() + gap for place, tab in enumerate(self.tabs)}
        room = self.width() - margins.left() - margins.right()
        shown = list(wide)
        if sum(wide.values()) > room:
            room -= self.more.sizeHint().width() + gap
            while len(shown) > 1 and sum(wide[place] for place in shown) > room:
                shown.remove(next(place for place in reversed(shown) if place != self.current))
        folded = set(wide) - set(shown)
        for place in folded ^ self._folded:
            self.tabs[place].setVisible(place not in folded)
        self._folded = folded
        hidden = [self.tabs[place].text() for place in sorted(folded)]
        self.more.setAccessibleName(", ".join(hidden))
        self.more.setToolTip(", ".join(hidden))
        self.more.setVisible(bool(hidden))

    def _unfold(self) -> None:
        """Offer the tabs that have no room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place in sorted(self._folded):
            action = QAction(self.tabs[place].text(), menu)
            action.triggered.connect(lambda _checked=False, at=place: self.choose(at))
            menu.addAction(action)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _toggled(self, place: int, checked: bool) -> None:
        if checked:
            self._arrange()
            self.chosen.emit(place)


class Tabs(Panel):
    """Tabs above what they show."""

    def __init__(self, look: Look) -> None:
        super().__init__("surface")
        self.bar, self.stack = TabBar(look), QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.bar.chosen.connect(self.stack.setCurrentIndex)

    def add(self, title: str, content: QWidget) -> Tab:
        """Add ``content`` under a tab called ``title``."""
        self.stack.addWidget(content)
        return self.bar.add(title)
