"""The menu at the head of a list: bring its records in from a table, or write them into one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from labcal.domain.listing import Wanted
from labcal.services.books import Book
from labcal.services.exporting.lists import ListOrder, export_list
from labcal.services.importing.kinds import Kind
from labcal.text import Text, mark
from labcal_app.desk import Desk, Errand
from labcal_app.theme.look import Look
from labcal_app.toil import Report
from labcal_app.views.files import FileDialogs
from labcal_app.widgets.buttons import IconButton
from labcal_app.widgets.page_head import PageHead


class ExchangeMenu(QObject):
    """Import and export of the records of one list.

    Signals:
        import_wanted: The name of the kind of the records.
    """

    import_wanted = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, head: PageHead, dialogs: FileDialogs) -> None:
        super().__init__(head)
        self._text, self._desk, self._head, self._dialogs = text, desk, head, dialogs
        self.button = IconButton(look, "ellipsis", text(mark("Import and export")), look.size("control"))
        self.menu: QMenu | None = None
        self._kinds: tuple[tuple[Kind, Callable[[], Wanted | None]], ...] = ()
        head.end.insertWidget(0, self.button)
        self.button.clicked.connect(self._open)

    def offer(self, *kinds: tuple[Kind, Callable[[], Wanted | None]]) -> ExchangeMenu:
        """Offer these kinds, each with what tells the list as it is shown."""
        self._kinds = kinds
        return self

    def export(self, kind: Kind, wanted: Wanted | None, path: Path) -> None:
        """Write a list into a table."""
        order = ListOrder(kind=kind, path=path, text=self._text, wanted=wanted)

        def write(book: Book, report: Report) -> int:
            return export_list(book, order, report)

        self._desk.toil(Errand(title=mark("Export list")), write)

    def _open(self) -> None:
        menu = self.menu = QMenu(self.button)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind, wanted in self._kinds:
            title = self._text(kind.title)
            bring = menu.addAction(self._text(mark("Import: {kind}…"), kind=title))
            bring.triggered.connect(partial(self.import_wanted.emit, kind.name))
            out = menu.addAction(self._text(mark("Export as shown: {kind}…"), kind=title))
            out.triggered.connect(partial(self._ask, kind, wanted))
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _ask(self, kind: Kind, wanted: Callable[[], Wanted | None]) -> None:
        parent = self._head.window()
        path = self._dialogs.exported(
            parent if isinstance(parent, QWidget) else self._head, self._text(kind.title)
        )
        if path is not None:
            self.export(kind, wanted(), path)
