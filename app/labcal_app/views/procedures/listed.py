"""The procedures that the laboratory has, and those that come with the program, as a list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from labcal.services.method_views import ProcedureEntry, Standing, procedure_register
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import FilterField
from labcal_app.widgets.table import Table

SHOWS = frozenset({"procedure", "written_procedure", "comparison"})
STANDINGS = {
    Standing.IN_FORCE: (State.PASS, mark("in force")),
    Standing.LATER: (State.EXPIRING, mark("in force later")),
    Standing.WITHDRAWN: (State.EXPIRED, mark("withdrawn")),
    Standing.REPLACED: (State.NONE, mark("replaced")),
    Standing.WAITING: (State.WAITING, mark("waits for approval")),
    Standing.SHIPPED: (State.NONE, mark("not adopted")),
}


def standing_words(standing: Standing) -> str:
    """Return the marked words of a standing."""
    return STANDINGS[standing][1]


def standing_chip(standing: Standing, text: Text) -> Chip:
    """Return a standing as a cell shows it."""
    state, words = STANDINGS[standing]
    return Chip(state, text(words))


def columns(text: Text) -> tuple[Column[ProcedureEntry], ...]:
    """Return the columns of the list."""
    return (*_named(text), *_known(text))


def _named(text: Text) -> tuple[Column[ProcedureEntry], ...]:
    """Return what a procedure is, and whether it is in force."""

    def version(line: ProcedureEntry) -> str:
        told = str(line.version.edition)
        waits = line.waiting and line.version.standing is not Standing.WAITING
        return text(mark("{version}; {waiting} waits"), version=told, waiting=line.waiting) if waits else told

    return (
        Column[ProcedureEntry](
            title=mark("Procedure"),
            value=lambda line: TwoLines(line.title, line.name),
            kind=Kind.TWO_LINES,
            width=260,
            grows=True,
        ),
        Column[ProcedureEntry](title=mark("Version"), value=version, width=100),
        Column[ProcedureEntry](
            title=mark("State"),
            value=lambda line: standing_chip(line.version.standing, text),
            kind=Kind.CHIP,
            width=150,
        ),
        Column[ProcedureEntry](
            title=mark("In force since"),
            value=lambda line: shown_date(line.version.since, text) if line.version.since else "",
            width=110,
            sort=lambda line: line.version.since.toordinal() if line.version.since else 0,
        ),
    )


def _known(text: Text) -> tuple[Column[ProcedureEntry], ...]:
    """Return where a procedure comes from, and how sure it is."""

    def verified(line: ProcedureEntry) -> Chip:
        if line.verified:
            return Chip(State.PASS, shown_name(line.verified, text))
        return Chip(State.CONDITIONAL, text(mark("unverified")))

    return (
        Column[ProcedureEntry](
            title=mark("Origin"),
            value=lambda line: text(mark("our own") if line.own else mark("comes with LabCal")),
            width=160,
            tone="text2",
        ),
        Column[ProcedureEntry](title=mark("Compared by"), value=verified, kind=Kind.CHIP, width=130),
        Column[ProcedureEntry](
            title=mark("Example"),
            value=lambda line: text(mark("yes") if line.example else mark("none")),
            width=80,
            tone="text2",
        ),
    )


class ProceduresTab(Panel):
    """Filter and table.

    Signals:
        opened: The name of the procedure whose record is wanted.
        new_wanted: A procedure is to be written from nothing.
        import_wanted: A procedure is to be taken from a file.
    """

    opened = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._text, self._desk = text, desk
        self.filter = FilterField(look, text(mark("Filter: title, name, quantity")))
        self.take = Button(look, text(mark("Take from a file")), "import")
        self.new = Button(look, text(mark("New procedure")), "new", "primary")
        self.model = TableModel[ProcedureEntry](text, columns(text), lambda line: line.name, self)
        self.table = Table(look, text, self.model, text(mark("Procedures"))).sortable()
        bar = QHBoxLayout()
        bar.setContentsMargins(20, look.space("s"), look.space("l"), look.space("s"))
        bar.addWidget(self.filter)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.filter.textChanged.connect(self.model.filter)
        self.filter.asked_down.connect(self.table.setFocus)
        self.table.opened.connect(lambda key: self.opened.emit(str(key)))
        self.new.clicked.connect(self.new_wanted)
        self.take.clicked.connect(self.import_wanted)
        desk.changed.connect(self._changed)
        self._changed(SHOWS)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            question = partial(procedure_register, language=self._text.language)
            self._desk.ask(self, question, self._show)

    def _show(self, lines: list[ProcedureEntry]) -> None:
        self.model.show_lines(lines)
        if self.table.current is None and lines:
            self.table.selectRow(0)
