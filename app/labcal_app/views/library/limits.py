"""The library of limits: documents with edition and source, and specifications of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from labcal.catalog.limit_writer import SpecificationDraft
from labcal.domain.instrument import CustomerNumber
from labcal.domain.specification import Library
from labcal.services.customers import customer_lines
from labcal.services.limits import (
    LimitTableLine,
    limit_library,
)
from labcal.services.specifications import (
    CompareWithDocument,
    WriteSpecification,
    rows_from,
    rows_text,
    specification_draft,
)
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.desk import Desk
from labcal_app.forms.beside import SideStack
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.forms.record import RecordForm
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.library.limit_sheet import WIDE, SheetPanel, verified_chip
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import ChoiceField
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.table import Table

SHOWS = frozenset({"specification", "comparison"})

COMPARED = (
    Entry(
        name="document",
        label=mark("Copy of the document"),
        needed=True,
        help=mark("Which copy the figures were held against: edition, language, where it lies."),
    ),
    Entry(name="row", label=mark("Row (empty: the whole table)")),
    Entry(
        name="agrees",
        label=mark("Outcome"),
        kind=EntryKind.CHOICE,
        choices={True: mark("Everything agrees"), False: mark("Something differs")},
    ),
    Entry(name="remark", label=mark("What differs"), kind=EntryKind.WORDS),
    Entry(name="on", label=mark("Compared on"), kind=EntryKind.DAY, help=mark("Empty is today.")),
)
WRITTEN = (
    Entry(name="title", label=mark("Document"), needed=True, example="Port Office, drawing 12-4"),
    Entry(
        name="name",
        label=mark("Short name"),
        needed=True,
        example="port-office-scales",
        help=mark("Small letters, digits and hyphens; a name that is known gets another edition."),
    ),
    Entry(name="customer", label=mark("Whose it is"), kind=EntryKind.CHOICE),
    Entry(name="quantity", label=mark("Measured quantity"), needed=True, example="mass"),
    Entry(name="unit", label=mark("Unit"), needed=True, example="g", beside=True),
    Entry(name="clause", label=mark("Clause, sheet or note")),
    Entry(name="source", label=mark("Where it comes from"), needed=True, example="Letter of 20 February"),
    Entry(
        name="rows",
        label=mark("One row a line: from; to; limit; lower limit"),
        kind=EntryKind.WORDS,
        needed=True,
        help=mark(
            "A limit is a value (10 mg), a share of the nominal value (0.1 %), their sum, or a formula of x. "
            "Empty ends are open; the lower limit only where it differs. Lines pasted from a spreadsheet "
            "are understood."
        ),
        example="0 g; 1 kg; 0.01 % + 2 mg",
    ),
)


def table_columns(text: Text) -> tuple[Column[LimitTableLine], ...]:
    """Return the columns of the list of tables."""
    return (
        Column[LimitTableLine](
            title=mark("Document"),
            value=lambda line: TwoLines(_named(line), _about(line)),
            kind=Kind.TWO_LINES,
            width=230,
            grows=True,
        ),
        Column[LimitTableLine](title=mark("Edition"), value=lambda line: line.edition, width=68),
        Column[LimitTableLine](
            title=mark("Verified"),
            value=lambda line: verified_chip(line.verified, text),
            kind=Kind.CHIP,
            width=150,
        ),
    )


def _named(line: LimitTableLine) -> str:
    return f"{line.specification} · {line.owner}" if line.owner else line.specification


def _about(line: LimitTableLine) -> str:
    return " · ".join(
        part for part in (line.title, ", ".join(line.grades)) if part and part != line.specification
    )


class LimitsTab(Panel):
    """The list at the start; the chosen table, or a form, at the end."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._lines: tuple[LimitTableLine, ...] = ()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(text(mark("Filter: document, subject, class")))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setFont(look.font("body"))
        self.model = TableModel[LimitTableLine](
            text, table_columns(text), lambda line: f"{line.name}|{line.kept}", self
        )
        self.table = Table(look, text, self.model, text(mark("Tables of limits"))).sortable()
        self.write = Button(look, text(mark("Write specification")), "new", "primary")
        self.sheet = SheetPanel(look, text, desk)
        self.side = SideStack(self.sheet, WIDE)
        self.compare_form = RecordForm(look, text, COMPARED, text(mark("Record comparison")))
        self.write_form = RecordForm(look, text, WRITTEN, text(mark("Write edition")))
        self._lay_out()
        self._wire()
        self._changed(SHOWS)

    def _lay_out(self) -> None:
        look = self._look
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        bar.setContentsMargins(20, look.space("s"), look.space("l"), look.space("s"))
        bar.addWidget(self.filter, 1)
        left.addLayout(bar)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.side)
        self.setFocusProxy(self.table)

    def _wire(self) -> None:
        self.filter.textChanged.connect(lambda _words: self._narrow())
        self.table.chosen.connect(lambda _key: self._show_current())
        self.write.clicked.connect(partial(self._begin_write, None))
        self.sheet.compare.clicked.connect(self._begin_compare)
        self.sheet.anew.clicked.connect(self._ask_draft)
        self.compare_form.submitted.connect(self._compare)
        self.write_form.submitted.connect(self._write)
        for form in (self.compare_form, self.write_form):
            form.setFixedWidth(WIDE)
            form.dismissed.connect(self.side.back)
        self._desk.changed.connect(self._changed)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            self._desk.ask(self, partial(limit_library, language=self._text.language), self._listed)

    def _listed(self, lines: Sequence[LimitTableLine]) -> None:
        self._lines = tuple(lines)
        self._narrow()
        self._show_current()

    def _narrow(self) -> None:
        words = self.filter.text().casefold().split()
        self.model.show_lines([line for line in self._lines if all(word in _found(line) for word in words)])
        if self.table.current is None and self.model.rowCount():
            self.table.selectRow(0)

    def _show_current(self) -> None:
        line = self.table.current
        if line is not None:
            self.sheet.show_table(line)

    def _begin_compare(self) -> None:
        line = self.table.current
        if line is not None:
            self.compare_form.say(self._text(mark("Compared with the document")), line.specification)
            self.compare_form.begin_new({"agrees": True})
            self.side.open(self.compare_form)

    def _compare(self) -> None:
        line, told = self.sheet.found, self.compare_form.entries.told()
        if line is None or told is None:
            return
        row, form = str(told.pop("row")).strip(), self.compare_form
        if row and not (row.isdecimal() and 0 < int(row) <= len(line.rows)):
            form.refuse(self._text(mark("There is no row {row}: they are counted from 1."), row=row))
            return
        command = CompareWithDocument(
            library=Library.LIMITS,
            name=line.line.name,
            digest=line.digest,
            row=int(row) - 1 if row else None,
            **told,
        )
        form.wait(waiting=True)
        self._desk.run(command, lambda _value: self._done(form), form.refuse)

    def _ask_draft(self) -> None:
        line = self.table.current
        if line is not None and line.kept:
            question = partial(specification_draft, name=line.name, edition=line.kept)
            self._desk.ask(self.write_form, question, partial(self._begin_write, line.name))

    def _begin_write(
        self, name: str | None, known: tuple[SpecificationDraft, CustomerNumber | None] | object = None
    ) -> None:
        self._desk.ask(self.write_form, customer_lines, self._offer_customers)
        told: dict[str, object] = {}
        if name is not None and isinstance(known, tuple):
            draft, customer = known
            told = {one: getattr(draft, one) for one in ("title", "quantity", "unit", "clause", "source")}
            told |= {"name": name, "customer": customer or "", "rows": rows_text(draft.rows)}
        self.write_form.entries.offer("customer", self._owners(()))
        self._owner = str(told.get("customer", ""))
        self.write_form.say(self._text(mark("Write specification")), name or "")
        self.write_form.begin_new(told)
        self.side.open(self.write_form)

    def _owners(self, customers: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return [("", self._text(mark("For everybody"))), *customers]

    def _offer_customers(self, lines: Sequence[object]) -> None:
        known = [(getattr(line, "number", ""), getattr(line, "name", "")) for line in lines]
        self.write_form.entries.offer("customer", self._owners(known))
        field = self.write_form.entries.fields["customer"]
        if isinstance(field, ChoiceField):
            field.set_value(self._owner)

    def _write(self) -> None:
        form, told = self.write_form, self.write_form.entries.told()
        if told is None:
            return
        draft = SpecificationDraft(
            rows=rows_from(told["rows"]),
            **{name: told[name] for name in ("title", "quantity", "unit", "clause", "source")},
        )
        owner = CustomerNumber(told["customer"]) if told["customer"] else None
        form.wait(waiting=True)
        command = WriteSpecification(name=told["name"], customer=owner, draft=draft)
        self._desk.run(command, lambda _value: self._done(form), form.refuse)

    def _done(self, form: RecordForm) -> None:
        form.clear()
        self.side.back()


def _found(line: LimitTableLine) -> str:
    return " ".join(
        (line.name, line.specification, line.title, line.quantity, line.owner, *line.grades)
    ).casefold()
