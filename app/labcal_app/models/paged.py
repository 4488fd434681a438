"""The model of a list that may have a million lines: it holds those around what is shown, and reads on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer

from labcal.domain.listing import PAGE, Page, Place, Wanted
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.models.table import Column, Index, TableModel

L = TypeVar("L")
KEPT = 10 * PAGE
"""How many lines are held at most; those furthest from where one scrolls are let go."""
PAUSE = 150
"""How long typing has to rest before the book is asked, in ms."""


@dataclass(frozen=True, kw_only=True)
class PagedSource(Generic[L]):
    """Where the pages of a model come from.

    Attributes:
        question: Gives the page that is ``wanted``.
        shows: The tables that the lines are read from.
        key: What stays the same while a line's other fields change.
    """

    question: Callable[..., Page[L]]
    shows: frozenset[str]
    key: Callable[[L], Hashable]


class PagedModel(TableModel[L]):
    """Lines sorted and filtered by the book, read page by page in both directions."""

    def __init__(
        self, text: Text, columns: Sequence[Column[L]], source: PagedSource[L], parent: QObject
    ) -> None:
        super().__init__(text, columns, source.key, parent)
        self._source = source
        self._desk: Desk | None = None
        self._asked = Wanted()
        self._page: Page[L] = Page(lines=(), places=(), earlier=False, later=False, total=0, all=0)
        self._places: list[Place] = []
        self._choices: dict[str, str] = {}
        self._reading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE)
        self._rest.timeout.connect(self.restart)

    @property
    def total(self) -> int:
        """The number of lines without words and filters; more than that where ``all_bounded``."""
        return self._page.all

    @property
    def matching(self) -> int:
        """The number of lines that pass; more than that where ``bounded``."""
        return self._page.total

    @property
    def bounded(self) -> bool:
        return self._page.bounded

    @property
    def all_bounded(self) -> bool:
        return self._page.all_bounded

    @property
    def reading(self) -> bool:
        return self._reading

    @property
    def earlier(self) -> bool:
        return self._page.earlier

    @property
    def wanted(self) -> Wanted:
        """The list as it is shown: its words, filters and order."""
        return self._asked

    def read_from(self, desk: Desk) -> None:
        """Show the first page, and what is shown anew after each command that concerns it."""
        self._desk = desk
        desk.changed.connect(self._changed)
        self.restart()

    def filter(self, typed: str) -> None:
        """Show only the lines in which each word of ``typed`` begins a word, once typing rests."""
        self._asked = replace(self._asked, words=typed)
        self._rest.start(PAUSE if typed else 0)

    def narrow(self, name: str, value: str) -> None:
        """Show only what passes the filter ``name``; all with an empty ``value``."""
        self._choices[name] = value
        told = tuple((known, chosen) for known, chosen in self._choices.items() if chosen)
        self._asked = replace(self._asked, filters=told)
        self.restart()

    def can_sort(self, column: int) -> bool:
        return bool(self.columns[column].order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the book sort by ``column``; by its own order where the column offers none."""
        name = self.columns[column].order if 0 <= column < len(self.columns) else ""
        backwards = order == Qt.SortOrder.DescendingOrder
        self._asked = replace(self._asked, order=name, descending=bool(name) and backwards)
        self.restart()

    def restart(self) -> None:
        """Read the first page as it is sorted and filtered now."""
        self._rest.stop()
        self._ask(self._asked, self._show)

    def seek(self, key: Hashable) -> bool:
        """Read the page that begins with the line of ``key``, and what stands above it."""

        def shown(page: Page[L]) -> None:
            self._show(page)
            self.fetch_earlier()

        self._ask(replace(self._asked, near=str(key)), shown)
        return True

    def go(self, then: Callable[[], None], *, end: bool) -> None:
        """Read the last page, or the first, and call ``then``."""

        def shown(page: Page[L]) -> None:
            self._show(page)
            then()

        self._ask(replace(self._asked, end=end), shown)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._page.later and not self._reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(replace(self._asked, after=self._places[-1]), self._append)

    def fetch_earlier(self) -> None:
        """Read the page above the lines that are held, where there is one."""
        if self._page.earlier and not self._reading and self._places and self._places[0]:
            self._ask(replace(self._asked, before=self._places[0]), self._prepend)

    def _changed(self, tables: frozenset[str]) -> None:
        if not self._source.shows & tables:
            return
        size = max(PAGE, len(self._shown))
        at = self._places[0] if self._page.earlier and self._places else None
        self._ask(replace(self._asked, at=at, size=size), self._show)

    def _ask(self, wanted: Wanted, then: Callable[[Page[L]], None]) -> None:
        if self._desk is None:
            return
        self._reading = True
        self._desk.ask(self, partial(self._source.question, wanted=wanted), then)

    def _show(self, page: Page[L]) -> None:
        self._reading = False
        self._page, self._places = page, list(page.places)
        self.show_lines(page.lines)

    def _append(self, page: Page[L]) -> None:
        """Put a page below; let go of the first lines where there are too many."""
        self._reading = False
        first = len(self._shown)
        self._page = replace(page, earlier=self._page.earlier)
        if page.lines:
            self.beginInsertRows(QModelIndex(), first, first + len(page.lines) - 1)
            self._places += page.places
            self._take([*self._shown, *page.lines])
            self.endInsertRows()
        self._let_go(0, len(self._shown) - KEPT)
        self.arrived.emit()

    def _prepend(self, page: Page[L]) -> None:
        """Put a page above; let go of the last lines where there are too many."""
        self._reading = False
        number = len(page.lines)
        self._page = replace(page, later=self._page.later)
        if number:
            self.beginInsertRows(QModelIndex(), 0, number - 1)
            self._places = [*page.places, *self._places]
            self._take([*page.lines, *self._shown])
            self.endInsertRows()
            self.shifted.emit(number)
        self._let_go(KEPT, len(self._shown) - KEPT)
        self.arrived.emit()

    def _let_go(self, first: int, number: int) -> None:
        if number <= 0:
            return
        last = first + number
        self.beginRemoveRows(QModelIndex(), first, last - 1)
        del self._places[first:last]
        self._take([*self._shown[:first], *self._shown[last:]])
        self.endRemoveRows()
        if first == 0:
            self._page = replace(self._page, earlier=True)
            self.shifted.emit(-number)
        else:
            self._page = replace(self._page, later=True)

    def _arrange(self) -> None:
        """Take the lines as the book has sorted and filtered them."""
        self._show_arranged(list(self._all))
