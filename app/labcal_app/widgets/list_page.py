"""A list as it is everywhere: title, count, filter, actions, table, and what to do when it is empty."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.cells import shown_number
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.narrow import Narrow
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """The words of a list, shown as they are.

    Attributes:
        title: Of the page.
        filter: In the empty filter field, such as "Filter: number, item, customer".
        empty: The sentence where there is nothing yet.
        empty_more: What to do first.
        empty_action: The button for it; empty without one.
        icon: Of the empty list.
    """

    title: str
    filter: str
    empty: str
    empty_more: str = ""
    empty_action: str = ""
    icon: str = "list"


class ListPage(Panel):
    """Toolbar, table and foot. ``side`` takes what stands beside the table, ``head`` the actions."""

    def __init__(self, look: Look, text: Text, model: TableModel[Any], words: ListWords) -> None:
        super().__init__("surface")
        self._text, self._words, self.model = text, words, model
        self._wanted: Hashable = None
        self._sought = False
        self._look = look
        self.narrowing: dict[str, Narrow] = {}
        self.head = PageHead(look, words.title)
        self.filter = self.head.add_filter(words.filter)
        self.table = Table(look, text, model, words.title).sortable()
        self.empty = Empty(look, words.icon, words.empty, words.empty_more, words.empty_action)
        self.count = Label(look, "", "small", "text2")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.over = QStackedWidget()
        self.side = QHBoxLayout()
        self.side.setSpacing(0)
        self._build(look)
        self.filter.textChanged.connect(model.filter)
        self.filter.asked_down.connect(self._enter_list)
        self.filter.returnPressed.connect(self._enter_list)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)
        for signal in (model.modelReset, model.dataChanged, model.arrived):
            signal.connect(self._tell)
        model.arrived.connect(self._choose_wanted)
        self._tell()

    def want(self, key: Hashable) -> None:
        """Choose the line of ``key``, now or as soon as the list shows it."""
        self._wanted, self._sought = key, False
        if self.filter.text() or any(one.value for one in self.narrowing.values()):
            self.filter.clear()
            for one in self.narrowing.values():
                one.choose("")
            return
        if not (self.model.reading and self.model.row_of(key) < 0):
            self._choose_wanted()

    def cover(self, page: QWidget) -> None:
        """Show ``page``, such as the whole of one record, in the place of the list."""
        if self.over.indexOf(page) < 0:
            self.over.addWidget(page)
        self.over.setCurrentWidget(page)
        self.setFocusProxy(page)

    def uncover(self) -> None:
        """Show the list again."""
        self.over.setCurrentIndex(0)
        self.setFocusProxy(self.table)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_with_first(self) -> None:
        """Choose the first line wherever none is chosen, for a page that shows the chosen one beside."""
        self.model.arrived.connect(self._choose_first)

    def narrow_by(self, name: str, title: str, choices: Sequence[tuple[str, str]] = ()) -> Narrow:
        """Put a button behind the filter that narrows the list by the book's filter ``name``."""
        button = Narrow(self._look, self._text, title)
        button.offer(choices)
        button.chosen.connect(partial(self.model.narrow, name))
        self.head.middle.addWidget(button)
        self.narrowing[name] = button
        return button

    def remember(self, settings: QSettings, name: str) -> None:
        """Keep the columns in ``settings`` under ``name``."""
        self.table.remember(settings, name)

    def _build(self, look: Look) -> None:
        foot = Panel("foot")
        foot.setFixedHeight(look.size("status") + 2)
        row = QHBoxLayout(foot)
        row.setContentsMargins(look.space("l"), 0, look.space("l"), 0)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(Label(look, self._text(mark("Ctrl+C copies the chosen rows")), "small", "text3"))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stack, 1)
        left.addWidget(foot)
        self.side.addLayout(left, 1)
        front = Panel("surface")
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self.side, 1)
        self.over.addWidget(front)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.over)
        self.setFocusProxy(self.table)

    def _choose_wanted(self) -> None:
        if self._wanted is None:
            return
        if self.table.choose(self._wanted) or self._sought or not self.model.seek(self._wanted):
            self._wanted = None
        self._sought = self._wanted is not None

    def _choose_first(self) -> None:
        if self.table.current is None and self._wanted is None and self.model.rowCount():
            self.table.selectRow(0)

    def _find(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _enter_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def _tell(self) -> None:
        shown, total = self.model.matching, self.model.total
        every = self._counted(total, bounded=self.model.all_bounded)
        if self.model.bounded or shown != total:
            told = self._text(
                mark("{shown} of {total}"),
                shown=self._counted(shown, bounded=self.model.bounded),
                total=every,
            )
        else:
            told = self._text(mark("{total} in all"), total=every)
        self.count.setText(told)
        self.head.note.setText(every if total else "")
        self.head.note.setVisible(bool(total))
        if total and not shown:
            self.empty.say(self._text(mark("Nothing matches the filter.")))
        elif not total:
            self.empty.say(self._words.empty, self._words.empty_more, self._words.empty_action)
        self.stack.setCurrentWidget(self.table if shown else self.empty)

    def _counted(self, number: int, *, bounded: bool) -> str:
        """Return a number as it is shown; with a plus where there are more than were counted."""
        told = shown_number(number, self.model.decimal_mark)
        return f"{told}+" if bounded else told


def customer_of(page: ListPage) -> list[tuple[str, str]]:
    """Return the customer of the chosen line, to narrow a list to."""
    name = getattr(page.table.current, "customer", "")
    return [(name, name)] if name else []
