"""The way between the pages: a column of names, or a rail of icons where the room is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.theme.focus import FocusWatch
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import ending, mirrored_box, rounded, starting, words
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.logo import Avatar, Logo

ROW, SIDE, START, GAP, BAR, BADGE = 32, 9, 10, 10, 3, 7


class Place(NamedTuple):
    """One entry: id, words, icon, and the group it stands in."""

    id: str
    title: str
    icon: str
    group: int = 0


class PlaceButton(QAbstractButton):
    """One entry: where one is stands on a lighter ground, with a bar at the leading edge."""

    def __init__(self, look: Look, place: Place) -> None:
        super().__init__()
        self._look, self._place, self._count, self._rail = look, place, 0, False
        self.setText(place.title)
        self.setAccessibleName(place.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.watch = FocusWatch(look, self)
        redraw_on_change(look, self)

    def count(self, number: int) -> None:
        """Show how many things wait there; 0 shows nothing."""
        self._count = number
        self.setAccessibleDescription(str(number) if number else "")
        self.update()

    def as_rail(self, *, rail: bool) -> None:
        """Show the icon alone, with the name in the tip."""
        self._rail = rail
        self.setToolTip(self.text() if rail else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(38 if self._rail else 180, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = self._look, QRectF(self.rect())
        painter = QPainter(self)
        here = self.isChecked()
        if here:
            edge = look.colour("line") if look.theme.name == "light" else look.colour("line_strong")
            rounded(painter, box, look.colour("nav_active"), look.radius("control"), edge)
            bar = QRectF(box.left(), box.top() + 8, BAR, box.height() - 16)
            rounded(painter, mirrored_box(bar, box, look.mirrored), look.colour("accent"), BAR / 2)
        elif self.underMouse():
            rounded(painter, box, look.colour("line"), look.radius("control"))
        side = look.size("icon_nav")
        start = (box.width() - side) / 2 if self._rail else START
        icon = mirrored_box(QRectF(start, (ROW - side) / 2, side, side), box, look.mirrored)
        look.draw_icon(painter, icon, self._place.icon, "accent" if here else "text2")
        if self._rail:
            self._dot(painter, box)
        else:
            self._words(painter, box, start + side + GAP)
        painter.end()

    def _words(self, painter: QPainter, box: QRectF, start: float) -> None:
        look, here = self._look, self.isChecked()
        label = mirrored_box(QRectF(start, 0, box.width() - start - 40, ROW), box, look.mirrored)
        font = look.font("body", 600 if here else 500)
        ink = (font, look.colour("text" if here else "text2"))
        words(painter, label, self.text(), ink, starting(look.mirrored))
        if self._count:
            tail = mirrored_box(QRectF(box.right() - 40, 0, 29, ROW), box, look.mirrored)
            ink = (look.font("small", 500), look.colour("text2"))
            words(painter, tail, str(self._count), ink, ending(look.mirrored))

    def _dot(self, painter: QPainter, box: QRectF) -> None:
        if self._count:
            dot = QRectF(box.center().x() + 4, box.top() + 5, BADGE, BADGE)
            dot = mirrored_box(dot, box, self._look.mirrored)
            rounded(painter, dot, self._look.colour("accent"), BADGE / 2)


class PersonButton(QAbstractButton):
    """Who is signed in: initials, name, role; opens the menu."""

    def __init__(self, look: Look, name: str, role: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{name}, {role}" if role else name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(40)
        self.avatar = Avatar(look, name)
        self.words = QWidget()
        column = QVBoxLayout(self.words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Label(look, name, "small", "text", 600))
        column.addWidget(Label(look, role, "caption", "text3", 400))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(look.space("s"))
        row.addWidget(self.avatar)
        row.addWidget(self.words, 1)
        for part in (self.avatar, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.watch = FocusWatch(look, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing: the parts show themselves."""


class Navigation(Panel):
    """Mark, places, and the person at the foot.

    Signals:
        chosen: The id of the place that was pressed.
        searched: The lens was pressed.
    """

    chosen = Signal(str)
    searched = Signal()

    def __init__(self, look: Look, text: Text, places: Sequence[Place], person: tuple[str, str]) -> None:
        """Show ``places``; ``person`` is who is signed in: name and role."""
        super().__init__("nav")
        self._look = look
        self.rail = False
        self.buttons: dict[str, PlaceButton] = {}
        self.logo, self.name = Logo(look), Label(look, "LabCal", "section")
        self.lens = IconButton(look, "search", text(mark("Find and do")))
        self.hint = Label(look, "Ctrl K", "caption", "text2", 400)
        self.person = PersonButton(look, *person)
        self.person.clicked.connect(self._unfold)
        self.lens.clicked.connect(self.searched)
        self.menu = QMenu(self)
        self.setAccessibleName(text(mark("Pages")))
        self._build(places)
        self.as_rail(rail=False)

    def go(self, place: str) -> None:
        """Show that one is at ``place``."""
        self.buttons[place].setChecked(True)

    def as_rail(self, *, rail: bool) -> None:
        """Show icons alone, or icons with names."""
        self.rail = rail
        for widget in (self.name, self.lens, self.hint, self.person.words):
            widget.setVisible(not rail)
        for button in self.buttons.values():
            button.as_rail(rail=rail)
        self.setFixedWidth(self._look.size("nav_rail" if rail else "nav"))

    def _build(self, places: Sequence[Place]) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 4, 0)
        head.setSpacing(self._look.space("s"))
        for widget in (self.logo, self.name):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.lens)
        head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 10, SIDE, 6)
        column.setSpacing(self._look.space("xs"))
        column.addLayout(head)
        column.addSpacing(self._look.space("m"))
        group = places[0].group if places else 0
        for place in places:
            if place.group != group:
                group = place.group
                column.addSpacing(self._look.space("xs"))
                column.addWidget(hairline())
                column.addSpacing(self._look.space("xs"))
            column.addWidget(self._button(place))
        column.addStretch(1)
        column.addWidget(self.person)

    def _button(self, place: Place) -> PlaceButton:
        button = PlaceButton(self._look, place)
        button.clicked.connect(lambda: self.chosen.emit(place.id))
        self.buttons[place.id] = button
        return button

    def _unfold(self) -> None:
        above = self.person.mapToGlobal(QPoint(0, -self.menu.sizeHint().height()))
        self.menu.popup(above)
