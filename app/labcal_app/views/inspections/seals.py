"""The stock of seals and stickers: received, issued to an inspector, used or void."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from labcal.domain.person import PersonName
from labcal.domain.seal import SEAL_KINDS, SealKind, SealLine
from labcal.services.seals import IssueSeals, ReceiveSeals, Stock, VoidSeal, stock
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.forms.beside import SideStack
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.forms.record import RecordForm
from labcal_app.models.inspections import seal_columns
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.list_page import ListPage, ListWords

SHOWS = frozenset({"seal", "person", "person_role"})
KIND = Entry(name="kind", label=mark("Kind"), kind=EntryKind.CHOICE, choices=SEAL_KINDS, needed=True)
RANGE = (
    Entry(name="first", label=mark("From number"), needed=True, example="A0001"),
    Entry(name="last", label=mark("To number"), beside=True, example="A0100"),
)


class SealsPage(ListPage):
    """Every number with where it stands; forms take their turn beside the list.

    Signals:
        left: Back to the verifications.
    """

    left = Signal()

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        self._lines = TableModel[SealLine](text, seal_columns(text), lambda line: line.key, desk)
        words = ListWords(
            title=text(mark("Seals and stickers")),
            filter=text(mark("Filter: number, holder, verification")),
            empty=text(mark("No seal or sticker yet.")),
            empty_more=text(mark("Numbers are received in ranges, and handed to inspectors.")),
            icon="inspections",
        )
        super().__init__(look, text, self._lines, words)
        self._lines.setParent(self)
        self._desk, self._speak = desk, text
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.head.start.insertWidget(0, self.back)
        self.receive = Button(look, text(mark("Receive…")), "new")
        self.issue = Button(look, text(mark("Issue…")), "next")
        self.void = Button(look, text(mark("Void…")), "close")
        for button in (self.void, self.issue, self.receive):
            self.head.add(button)
        self.sums = Facts(look, 96)
        self.receive_form = RecordForm(look, text, (KIND, *RANGE), text(mark("Receive")))
        self.receive_form.say(text(mark("Receive numbers")))
        whom = Entry(name="inspector", label=mark("Inspector"), kind=EntryKind.CHOICE, needed=True)
        self.issue_form = RecordForm(look, text, (whom, KIND, *RANGE), text(mark("Issue")))
        self.issue_form.say(text(mark("Issue to an inspector")))
        why = Entry(name="why", label=mark("Why the number is void"), needed=True)
        number = Entry(name="number", label=mark("Number"), needed=True)
        self.void_form = RecordForm(look, text, (KIND, number, why), text(mark("Void")))
        self.void_form.say(
            text(mark("Make a number void")), text(mark("It stays on record, with the reason."))
        )
        self.beside = SideStack(self._sums_panel(look))
        self.side.addWidget(self.beside)
        self._wire()
        desk.changed.connect(self._reload)
        self._ask()

    def _sums_panel(self, look: Look) -> Panel:
        panel = Panel("facts")
        column = QVBoxLayout(panel)
        column.setContentsMargins(look.space("l"), look.space("m"), look.space("l"), look.space("m"))
        column.addWidget(Label(look, self._speak(mark("Where all numbers are")), "section"))
        column.addWidget(self.sums)
        column.addStretch(1)
        return panel

    def _wire(self) -> None:
        self.back.clicked.connect(self.left)
        for button, form in (
            (self.receive, self.receive_form),
            (self.issue, self.issue_form),
            (self.void, self.void_form),
        ):
            button.clicked.connect(partial(self._open, form))
        self.receive_form.submitted.connect(self._receive)
        self.issue_form.submitted.connect(self._issue)
        self.void_form.submitted.connect(self._void)

    def _open(self, form: RecordForm, _checked: bool = False) -> None:
        line = self.table.current
        told: dict[str, object] = {"kind": SealKind.STICKER}
        if isinstance(line, SealLine):
            told = {"kind": line.kind, "first": line.number, "number": line.number}
        form.begin_new({} if form is self.receive_form else told)
        self.beside.open(form)

    def _reload(self, tables: frozenset[str]) -> None:
        if tables & SHOWS:
            self._ask()

    def _ask(self) -> None:
        self._desk.ask(self, partial(stock, who=self._desk.who), self._show)

    def _show(self, found: Stock) -> None:
        text = self._speak
        self._lines.show_lines(found.lines)
        self.issue_form.entries.offer("inspector", [(name, name) for name in found.inspectors])
        for button in (self.receive, self.issue):
            button.setEnabled(found.keeps)
        told = mark("{received} received = {stock} in stock + {held} held + {used} used + {void} void")
        self.sums.show_facts(
            [
                (
                    text(SEAL_KINDS[one.kind]).capitalize(),
                    text(
                        told,
                        received=one.received,
                        stock=one.in_stock,
                        held=one.held,
                        used=one.used,
                        void=one.void,
                    ),
                )
                for one in found.sums
            ]
        )

    def _receive(self) -> None:
        told = self.receive_form.entries.told()
        if told is not None:
            command = ReceiveSeals(kind=told["kind"], first=told["first"], last=told["last"])
            self._desk.run(command, lambda _value: self._done(self.receive_form), self.receive_form.refuse)

    def _issue(self) -> None:
        told = self.issue_form.entries.told()
        if told is not None:
            command = IssueSeals(
                inspector=PersonName(told["inspector"]),
                kind=told["kind"],
                first=told["first"],
                last=told["last"],
            )
            self._desk.run(command, lambda _value: self._done(self.issue_form), self.issue_form.refuse)

    def _void(self) -> None:
        told = self.void_form.entries.told()
        if told is not None:
            command = VoidSeal(kind=told["kind"], number=told["number"], why=told["why"])
            self._desk.run(command, lambda _value: self._done(self.void_form), self.void_form.refuse)

    def _done(self, form: RecordForm) -> None:
        form.clear()
        self.beside.back()
