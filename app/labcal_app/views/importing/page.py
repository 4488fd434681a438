"""The page that brings records in from a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from threading import Event
from typing import NamedTuple

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.errors import LabCalError
from labcal.errors.imports import UncertainEncodingError, WrongEncodingError
from labcal.errors.keeping import CancelledError
from labcal.exchange.tables.csv_read import ENCODINGS
from labcal.exchange.tables.opening import open_table, pasted_table
from labcal.exchange.tables.sheet import Reading, Table
from labcal.services.books import Book
from labcal.services.importing.cells import DayOrder
from labcal.services.importing.dry_run import DryRun, dry_run
from labcal.services.importing.kinds import KINDS, Kind
from labcal.services.importing.mapping import guess, with_remembered
from labcal.services.importing.writing import COMMANDS
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk, Errand
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.toil import Report
from labcal_app.views.importing.columns import ColumnsPanel
from labcal_app.views.importing.rows import (
    BAD_COLUMNS,
    BadLine,
    FirstRow,
    bad_lines,
    first_columns,
    rows_told,
)
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.fields import ChoiceField, Hint, LineField
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.table import Table as TableView

REMEMBERED = "import/columns"
FIRST = 50
LEFT = 320
ORDERS = (
    (DayOrder.UNTOLD, mark("as the cells tell")),
    (DayOrder.DAY, mark("day first")),
    (DayOrder.MONTH, mark("month first")),
)
READING, CHECKING = mark("Read file"), mark("Check rows")


class Opened(NamedTuple):
    """A table with its first rows."""

    table: Table
    first: list[FirstRow]


class ImportPage(Panel):
    """File and columns at the start, rows beside them, what came of them below.

    Signals:
        progressed: Rows written, and rows to write.
    """

    progressed = Signal(int, int)

    def __init__(
        self,
        look: Look,
        text: Text,
        desk: Desk,
        choose: Callable[[QWidget], Path | None],
        settings: QSettings,
    ) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk, self._choose, self._settings = look, text, desk, choose, settings
        self._path: Path | None = None
        self._table: Table | None = None
        self._found: DryRun | None = None
        self._doubtful = False
        self._stop = Event()
        self.head = PageHead(look, text(mark("Import")))
        self.open = Button(look, text(mark("Choose file…")), "folder-open")
        self.paste = Button(look, text(mark("Paste rows")), "clipboard-paste")
        kinds = [(kind.name, text(kind.title)) for kind in KINDS.values()]
        self.kind = ChoiceField(look, Hint(text(mark("What the rows are"))), kinds)
        self.kind.set_value(kinds[0][0])
        sheets = Hint(text(mark("Sheet")))
        self.sheet = ChoiceField(look, sheets)
        encodings = [("", text(mark("found out"))), *((name, name) for name in ENCODINGS)]
        self.encoding = ChoiceField(look, Hint(text(mark("Encoding"))), encodings)
        orders = [(order.value, text(words)) for order, words in ORDERS]
        self.days = ChoiceField(look, Hint(text(mark("Dates such as 03/04/2026"))), orders)
        self.days.set_value(DayOrder.UNTOLD.value)
        self.columns = ColumnsPanel(look, text)
        self._make_rows()
        self.setAcceptDrops(True)
        self._lay_out()
        self._wire()
        self._fit()

    def _make_rows(self) -> None:
        look, text = self._look, self._text
        self.banner = Banner(look, text, closable=True)
        self.model = TableModel[BadLine](text, BAD_COLUMNS, lambda line: line.place, self)
        self.bad = TableView(look, text, self.model, text(mark("Bad rows")))
        more = text(
            mark("CSV or XLSX, or rows copied from a spreadsheet. Nothing is written before you say so.")
        )
        self.empty = Empty(look, "table-2", text(mark("Choose a file, or drop it here.")), more)
        self.good = Label(look, text(mark("Every row is good.")), "section", "text2")
        self.stack = QStackedWidget()
        self.first: TableView | None = None
        self.told = Label(look, "", "body").wrapped()
        self.left_out = LineField(look, Hint(text(mark("Leave out rows"))))
        self.check = Button(look, text(CHECKING), "check", "primary")
        self.write = Button(look, text(mark("Write rows")), "download", "primary")
        self.cancel = Button(look, text(mark("Cancel")), "x")

    def take(self, kind: str) -> None:
        """Ask for rows of ``kind``."""
        self.kind.set_value(kind)
        self._map()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.read(paths[0])

    def read(self, path: Path, reading: Reading | None = None) -> None:
        """Open a file and show its first rows; nothing is held against the book yet."""
        self._path = path
        self._toil(READING, lambda _book, report: _opened(open_table(path, reading, report)), self._opened)

    def _lay_out(self) -> None:
        space = self._look.space
        for button in (self.paste, self.open):
            self.head.add(button)
        left = QWidget()
        left.setFixedWidth(LEFT)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(space("s"))
        for field in (self.kind, self.sheet, self.encoding, self.days):
            side.addWidget(field)
        side.addWidget(self.columns, 1)
        for page in (self.empty, self.bad, self.good):
            self.stack.addWidget(page)
        self.good.setAlignment(Qt.AlignmentFlag.AlignCenter)
        right = QVBoxLayout()
        right.setSpacing(space("s"))
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(space("m"))
        foot.addWidget(self.told, 1)
        foot.addWidget(self.left_out)
        for button in (self.check, self.cancel, self.write):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        right.addLayout(foot)
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        row.setSpacing(space("l"))
        row.addWidget(left)
        row.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(row, 1)

    def _wire(self) -> None:
        self.open.clicked.connect(self._ask)
        self.paste.clicked.connect(self._paste)
        self.kind.changed.connect(lambda _value: self._map())
        self.sheet.changed.connect(lambda _value: self._again())
        self.encoding.changed.connect(lambda _value: self._again())
        self.days.changed.connect(lambda _value: self._forget())
        self.columns.changed.connect(self._forget)
        self.check.clicked.connect(self._check)
        self.write.clicked.connect(self._write)
        self.cancel.clicked.connect(self._cancel)
        self.left_out.changed.connect(lambda _value: self._fit())
        self.progressed.connect(self._progress)
        self._desk.progressed.connect(self._progress)
        self._desk.closing.connect(self._close)

    def _kind(self) -> Kind:
        return KINDS[self.kind.value]

    def _ask(self) -> None:
        path = self._choose(self)
        if path is not None:
            self._doubtful = False
            self.encoding.set_value("")
            self.read(path)

    def _paste(self) -> None:
        words = QGuiApplication.clipboard().text()
        self._path, self._doubtful = None, False
        self._toil(READING, lambda _book, _report: _opened(pasted_table(words)), self._opened)

    def _again(self) -> None:
        """Read the same file otherwise."""
        wanted = Reading(encoding=self.encoding.value, sheet=self.sheet.value)
        known = self._table.reading if self._table is not None else Reading()
        told = Reading(encoding=wanted.encoding, sheet=wanted.sheet or known.sheet)
        if self._path is not None and (
            (told.encoding and told.encoding != known.encoding) or told.sheet != known.sheet
        ):
            self.read(self._path, told)

    def _opened(self, opened: Opened) -> None:
        table = self._table = opened.table
        self.banner.hide()
        self.sheet.offer([(name, name) for name in table.sheets])
        self.sheet.set_value(table.reading.sheet)
        self.head.say(self._text(mark("Import")), table.file)
        model = TableModel[FirstRow](
            self._text, first_columns(table.headings, self._text), lambda line: line.number, self
        )
        model.show_lines(opened.first)
        if self.first is not None:
            self.stack.removeWidget(self.first)
            self.first.deleteLater()
        self.first = TableView(self._look, self._text, model, self._text(mark("First rows")))
        self.stack.addWidget(self.first)
        self._map()

    def _map(self) -> None:
        if self._table is None:
            return
        mapping = guess(self._kind(), self._table.headings, self._remembered())
        self.columns.show_columns(self._kind(), self._table.headings, mapping)
        self._forget()

    def _forget(self) -> None:
        """Show the first rows again: what was found no longer fits the columns."""
        self._close()
        self._fit()

    def _check(self) -> None:
        table, kind = self._table, self._kind()
        if table is None:
            return
        self._close()
        days = DayOrder(self.days.value or DayOrder.UNTOLD.value)
        mapping = self.columns.mapping.with_days(days)
        self._settings.setValue(
            REMEMBERED, json.dumps(with_remembered(self._remembered(), kind, mapping), ensure_ascii=False)
        )
        self._toil(CHECKING, lambda book, report: dry_run(book, kind, table, mapping, report), self._checked)

    def _checked(self, found: DryRun) -> None:
        self._close()
        self._found = found
        self.banner.hide()
        if found.notices:
            said = " ".join(self._text(notice) for notice in found.notices)
            self.banner.say(State.CONDITIONAL, said)
        self.model.show_lines(bad_lines(found, self._text))
        self._fit()

    def _write(self) -> None:
        found = self._found
        if found is None:
            return
        self._stop.clear()

        def progress(done: int, total: int) -> None:
            if self._stop.is_set():
                raise CancelledError
            self.progressed.emit(done, total)

        command = COMMANDS[found.kind.name](rows=found, left_out=self._left_out(), progress=progress)
        self._busy(busy=True)
        self._desk.run(command, self._written, self._refused)

    def _written(self, count: int) -> None:
        self._busy(busy=False)
        title = self._text(self._kind().title)
        self._close()
        self._fit()
        says = mark("{count} rows were written ({kind}). One step of undo takes all of them back.")
        self.banner.say(State.PASS, self._text(says, count=count, kind=title))

    def _refused(self, error: LabCalError) -> None:
        self._busy(busy=False)
        if isinstance(error, (UncertainEncodingError, WrongEncodingError)):
            self._doubtful = True
        self.banner.say(State.FAIL, error.shown(self._text))
        self._fit()

    def _toil(
        self, title: str, function: Callable[[Book, Report], object], then: Callable[..., None]
    ) -> None:
        def done(value: object) -> None:
            self._busy(busy=False)
            then(value)

        self._busy(busy=True)
        self._desk.toil(Errand(title=title, then=done, refused=self._refused), function)

    def _cancel(self) -> None:
        self._stop.set()
        self._desk.cancel()

    def _progress(self, done: int, total: int) -> None:
        if self.cancel.isVisible() and total:
            self.told.setText(self._text(mark("{percent} % done"), percent=100 * done // total))

    def _busy(self, *, busy: bool) -> None:
        self.cancel.setVisible(busy)
        for widget in (self.open, self.paste, self.check, self.write, self.columns, self.kind):
            widget.setEnabled(not busy)
        if not busy:
            self._fit()

    def _close(self) -> None:
        """Let go of the rows that were put aside."""
        if self._found is not None:
            self._found.close()
        self._found = None

    def _left_out(self) -> frozenset[int]:
        return rows_told(self.left_out.value)

    def _remembered(self) -> dict[str, dict[str, str]]:
        kept = self._settings.value(REMEMBERED)
        return json.loads(kept) if isinstance(kept, str) and kept else {}

    def _fit(self) -> None:
        """Show what there is now, and let be pressed what makes sense."""
        table, found, busy = self._table, self._found, not self.open.isEnabled()
        self.cancel.setVisible(busy)
        self.sheet.setVisible(table is not None and len(table.sheets) > 1)
        self.encoding.setVisible(self._doubtful)
        self.days.setVisible(table is not None)
        self.left_out.setVisible(found is not None)
        self.check.setVisible(found is None)
        self.check.setEnabled(table is not None and not busy)
        self.write.setVisible(found is not None)
        if found is None:
            first = self.first if self.first is not None else self.empty
            self.stack.setCurrentWidget(first)
            says = mark("The first rows. Say which column holds what, then check.") if table else ""
            self.told.setText(self._text(says) if says else "")
            return
        self.stack.setCurrentWidget(self.bad if found.bad else self.good)
        wanted = found.count(self._left_out())
        says = mark("{rows} rows: {good} good, {bad} bad.")
        self.told.setText(self._text(says, rows=found.rows, good=found.good, bad=len(found.bad)))
        self.write.rename(self._text(mark("Write {count} rows"), count=wanted))
        self.write.setEnabled(wanted > 0 and not busy)


def _opened(table: Table) -> Opened:
    return Opened(table, [FirstRow(row.number, row.cells) for row in islice(table.rows(), FIRST)])
