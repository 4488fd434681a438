"""The palette of all actions: type a part of a name, choose with the arrows, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from labcal.text import Text, mark
from labcal_app.actions import Action, Actions
from labcal_app.theme.look import Look
from labcal_app.theme.paint import CENTRE, mirrored_box, rounded, starting, words
from labcal_app.widgets.labels import IconLabel, Label, Panel, hairline

WIDTH, TOP, ROW, HEADING, HEAD, FOOT = 640, 96, 40, 28, 54, 36
LONGEST, SHADOW = 9, 8
INDEX = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    """One row: an action, or the heading of a group where there is none."""

    heading: str
    action: Action | None = None
    made: QAction | None = None


class Found(NamedTuple):
    """A record that was found: what is shown of it, and what opens it."""

    title: str
    note: str
    icon: str
    run: Callable[[], object]


class RowDelegate(QStyledItemDelegate):
    """Paints headings and actions; what was typed is marked in the title."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.typed = look, ""

    def sizeHint(self, option: QStyleOptionViewItem, index: INDEX) -> QSize:
        entry = index.data(Qt.ItemDataRole.UserRole)
        return QSize(WIDTH - 40, ROW if isinstance(entry, _Held) and entry.entry.action else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: INDEX) -> None:
        held = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        painter.save()
        if held.entry.action is None:
            place = box.adjusted(12, 4, -12, 0)
            ink = (self._look.font("caption", 600), self._look.colour("text2"))
            words(painter, place, held.entry.heading, ink, starting(self._look.mirrored))
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._action(painter, box, held.entry, chosen=chosen)
        painter.restore()

    def _action(self, painter: QPainter, box: QRectF, entry: Entry, *, chosen: bool) -> None:
        look, action, made = self._look, entry.action, entry.made
        if action is None or made is None:
            return
        if chosen:
            rounded(painter, box, look.colour("accent_soft"), look.radius("control"))
        side = look.size("icon")
        if action.icon:
            icon = QRectF(12, box.top() + (ROW - side) / 2, side, side)
            place = mirrored_box(icon, box, look.mirrored)
            look.draw_icon(painter, place, action.icon, "accent" if chosen else "text2")
        end = self._title(painter, box, made.text())
        note = QRectF(end + 9, box.top(), max(box.right() - end - 130, 0), ROW)
        ink = (look.font("small"), look.colour("text3"))
        words(painter, mirrored_box(note, box, look.mirrored), action.note, ink, starting(look.mirrored))
        self._keys(painter, box, made)

    def _title(self, painter: QPainter, box: QRectF, title: str) -> float:
        """Paint the title with the typed part in bold, and return where it ends."""
        look, start = self._look, box.left() + 37
        at = title.casefold().find(self.typed.casefold()) if self.typed else -1
        parts = [(title, 500, "text")]
        if at >= 0:
            upto = at + len(self.typed)
            parts = [
                (title[:at], 500, "text"),
                (title[at:upto], 600, "accent"),
                (title[upto:], 500, "text"),
            ]
        for part, weight, tone in parts:
            wide = look.metrics("body", weight).horizontalAdvance(part)
            place = mirrored_box(QRectF(start, box.top(), wide + 1, ROW), box, look.mirrored)
            ink = (look.font("body", weight), look.colour(tone))
            words(painter, place, part, ink, starting(look.mirrored))
            start += wide
        return start

    def _keys(self, painter: QPainter, box: QRectF, made: QAction) -> None:
        look, right = self._look, box.right() - 10
        shown = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        for key in reversed(shown.split("+") if shown else []):
            wide = max(look.metrics("caption").horizontalAdvance(key) + 12, 22)
            place = QRectF(right - wide, box.center().y() - 10, wide, 20)
            place = mirrored_box(place, box, look.mirrored)
            rounded(painter, place, look.colour("surface"), look.radius("chip"), look.colour("line_strong"))
            words(painter, place, key, (look.font("caption"), look.colour("text2")), CENTRE)
            right -= wide + 8


class _Held:
    """Keeps an entry whole on its way through Qt, which would take a tuple apart."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry


class Palette(QWidget):
    """Lies over the whole window while it is open."""

    def __init__(self, look: Look, text: Text, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._text, self._actions = look, text, actions
        self._before: QWidget | None = None
        self._found: Mapping[str, Sequence[Found]] = {}
        self.line = QLineEdit()
        self.list = QListWidget()
        self.count = Label(look, "", "caption", "text2", 400)
        self._delegate = RowDelegate(look, self.list)
        self.box = Panel("raised")
        self._build()
        self.line.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show all actions, with the cursor in the field."""
        window = self.parentWidget()
        self._before = window.focusWidget() if window is not None else None
        self.setGeometry(window.rect() if window is not None else self.rect())
        self._found = {}
        self.line.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_found(self, typed: str, found: Mapping[str, Sequence[Found]]) -> None:
        """Show records below the actions, each group under its heading; passed over where one typed on."""
        if typed == self.line.text():
            self._found = found
            self._fill(typed)

    def dismiss(self) -> None:
        """Close, and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.list.currentItem()
            if item is not None:
                self._run(item)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.box.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("scrim"))
        shade = QColor(self._look.colour("shadow"))
        shade.setAlpha(shade.alpha() // SHADOW)
        for spread in range(2 * SHADOW, 0, -2):
            soft = QRectF(self.box.geometry()).adjusted(-spread, -spread + 8, spread, spread + 8)
            rounded(painter, soft, shade, self._look.radius("palette") + spread)
        painter.end()

    def _build(self) -> None:
        look, text = self._look, self._text
        self.line.setPlaceholderText(text(mark("Number, serial, name, or what you want to do")))
        self.line.setAccessibleName(text(mark("Find and do")))
        self.line.setProperty("edge", "none")
        self.line.setFont(look.font("title", 400))
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(text(mark("Actions")))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 18, 0)
        head.setSpacing(look.space("m"))
        head.addWidget(IconLabel(look, "search", "text2", look.size("icon_nav")))
        head.addWidget(self.line, 1)
        head.addWidget(Label(look, "Esc", "caption", "text2"))
        holder = QWidget()
        holder.setFixedHeight(HEAD)
        holder.setLayout(head)
        inside = QVBoxLayout()
        inside.setContentsMargins(9, 4, 9, 8)
        inside.addWidget(self.list)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(hairline())
        column.addLayout(inside, 1)
        column.addWidget(hairline())
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, TOP, 0, look.space("xl"))
        outer.addWidget(self.box, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.box.setFixedWidth(WIDTH)

    def _foot(self) -> QWidget:
        look, text = self._look, self._text
        foot = QWidget()
        foot.setFixedHeight(FOOT)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(look.space("xs"))
        hints = (("↑↓", mark("choose")), (text(mark("Enter")), mark("do")), ("Esc", mark("close")))
        for key, told in hints:
            row.addWidget(Label(look, key, "caption", "text", 600))
            row.addWidget(Label(look, text(told), "caption", "text2", 400))
            row.addSpacing(look.space("m"))
        row.addStretch(1)
        row.addWidget(self.count)
        return foot

    def _fill(self, typed: str) -> None:
        self._delegate.typed = typed.strip()
        can = [(action, made) for action, made in self._actions.all() if made.isEnabled()]
        found = [(action, made) for action, made in can if _matches(made.text(), action.note, typed)]
        self.list.clear()
        for made in self.list.findChildren(QAction):
            made.deleteLater()
        group = None
        for action, made in sorted(found, key=lambda pair: self._rank(pair[0])):
            if action.group != group:
                group = action.group
                self._add(Entry(self._actions.group(action)))
            self._add(Entry("", action, made))
        if typed.strip():
            self._add_found()
        self.count.setText(self._text(mark("{found} of {all} actions"), found=len(found), all=len(can)))
        self._resize()
        self._step(1)

    def _add_found(self) -> None:
        for heading, group in self._found.items():
            self._add(Entry(heading))
            for place, one in enumerate(group):
                made = QAction(one.title, self.list)
                made.triggered.connect(lambda _checked=False, run=one.run: run())
                known = f"found.{heading}.{place}"
                action = Action(id=known, title=one.title, run=one.run, icon=one.icon, note=one.note)
                self._add(Entry("", action, made))

    def _rank(self, action: Action) -> int:
        groups = list(dict.fromkeys(action.group for action, _ in self._actions.all()))
        return groups.index(action.group)

    def _add(self, entry: Entry) -> None:
        item = QListWidgetItem(entry.made.text() if entry.made is not None else entry.heading)
        item.setData(Qt.ItemDataRole.UserRole, _Held(entry))
        if entry.action is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _resize(self) -> None:
        high = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        window = self.parentWidget()
        room = (window.height() if window is not None else 720) - TOP - HEAD - FOOT - 60
        self.list.setFixedHeight(max(min(high + 2, LONGEST * ROW + 40, room), ROW))
        self.box.adjustSize()
        self.update()

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.list.setCurrentRow(row)
                return
            row += step

    def _run(self, item: QListWidgetItem) -> None:
        held = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(held, _Held) and held.entry.made is not None:
            self.dismiss()
            held.entry.made.trigger()


def _matches(title: str, note: str, typed: str) -> bool:
    hay = f"{title} {note}".casefold()
    return all(part in hay for part in typed.casefold().split())
