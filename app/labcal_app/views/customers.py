"""Customers: who brings items, with address and contacts of the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from labcal.domain.instrument import CustomerLine, CustomerNumber
from labcal.domain.kept import Kept
from labcal.domain.party import Contact, Party
from labcal.services.customers import AddCustomer, contacts, customer
from labcal.services.lists import customer_page
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.desk import Desk
from labcal_app.forms.beside import Beside, SideStack
from labcal_app.forms.record import RecordForm
from labcal_app.models.paged import PagedModel, PagedSource
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.records.items import ADDRESS
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.list_page import ListPage, ListWords

COLUMNS = (
    Column[CustomerLine](
        title=mark("Number"), value=lambda line: line.number, kind=Kind.STRONG, width=96, order="number"
    ),
    Column[CustomerLine](
        title=mark("Name"), value=lambda line: line.name, grows=True, width=240, order="name"
    ),
    Column[CustomerLine](
        title=mark("City"), value=lambda line: line.city, width=200, tone="text2", order="city"
    ),
)
CUSTOMERS = PagedSource(
    question=customer_page, shows=frozenset({"customer", "contact"}), key=lambda line: line.number
)


class CustomersPage(ListPage):
    """The list; beside it the chosen customer, or the form for a new one.

    Signals:
        record_wanted: The number of the customer whose whole record is wanted.
    """

    record_wanted = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        model = PagedModel[CustomerLine](text, COLUMNS, CUSTOMERS, desk)
        words = ListWords(
            title=text(mark("Customers")),
            filter=text(mark("Filter: number, name, city")),
            empty=text(mark("No customer yet.")),
            empty_more=text(mark("A customer is entered here, or when an item is received.")),
            empty_action=text(mark("Add customer")),
            icon="customers",
        )
        super().__init__(look, text, model, words)
        model.setParent(self)
        self._look, self._desk, self._told = look, desk, text
        self.add = Button(look, text(mark("Add customer")), "new", "primary")
        self.head.add(self.add)
        self.facts, self.people = Facts(look, label_width=92), Card(look, text(mark("Contacts")))
        self.beside = Beside(look)
        self.beside.add(self.facts)
        self.beside.add(self.people)
        self.forms = SideStack(self.beside)
        self.form = RecordForm(look, text, ADDRESS, text(mark("Add customer")))
        self.side.addWidget(self.forms)
        for signal in (self.add.clicked, self.empty.started):
            signal.connect(self._begin)
        self.form.submitted.connect(self._add)
        self.forms.currentChanged.connect(lambda place: self.add.setVisible(place == 0))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda key: self.record_wanted.emit(str(key)))
        model.arrived.connect(lambda: self._chosen(self.table.current_key))
        self.begin_with_first()
        model.read_from(desk)

    def _begin(self) -> None:
        self.forms.show()
        self.form.say(self._told(mark("Add customer")))
        self.form.begin_new({})
        self.forms.open(self.form)

    def _chosen(self, _key: object) -> None:
        line = self.table.current
        self.forms.setVisible(isinstance(line, CustomerLine) or self.forms.currentIndex() > 0)
        if isinstance(line, CustomerLine):
            self.beside.say(line.name, line.number)
            number = CustomerNumber(line.number)
            self._desk.ask(
                self.facts, partial(customer, number=number), lambda kept: self._show(kept.value.party)
            )
            self._desk.ask(self.people, partial(contacts, number=number), self._show_contacts)

    def _show(self, party: Party) -> None:
        told = (
            (mark("Address"), ", ".join(party.lines)),
            (mark("E-mail"), party.email),
            (mark("Telephone"), party.phone),
        )
        self.facts.show_facts([(self._told(label), value or "—") for label, value in told])

    def _show_contacts(self, kept: list[Kept[Contact]]) -> None:
        self.people.clear()
        here = [one.value for one in kept if not one.value.left]
        self.people.head.note.setText(str(len(here)))
        for contact in here:
            row = CardRow(self._look, "user", TwoLines(contact.name, contact.function), contact.phone)
            self.people.add(row)

    def _add(self) -> None:
        told = self.form.entries.told()
        if told is not None:
            self.form.wait(waiting=True)
            self._desk.run(AddCustomer(party=Party(**told)), self._added, self.form.refuse)

    def _added(self, number: str) -> None:
        self.form.clear()
        self.forms.back()
        self.want(number)
