"""The dossiers of instruments, standards, customers and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from labcal.domain.instrument import (
    CustomerNumber,
    Instrument,
    InstrumentNumber,
    StandardIdentity,
    StandardNumber,
)
from labcal.domain.kept import Kept
from labcal.domain.party import Contact, Party
from labcal.domain.person import PersonName
from labcal.domain.training import TRAINING_RESULTS, Training
from labcal.services.customers import AddContact, EditContact, EditCustomer, contacts, customer
from labcal.services.instruments import EditInstrument, kept_instrument
from labcal.services.standards import EditStandard, certificate_versions, standard
from labcal.services.training import EditTraining, RecordTraining, trainings_of
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.batches.labels import LabelsPage
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.acts import FULFIL, POINTS, ActTab
from labcal_app.views.records.care import CLAUSE, ITEM_SHELVES, SCHEDULE_SHELF, column, day, day_column
from labcal_app.views.records.dossier import Dossier
from labcal_app.views.records.drift import DriftTab
from labcal_app.views.records.due_dates import DUE_DATES_SHELF
from labcal_app.views.records.history import SubjectHistory
from labcal_app.views.records.offered import type_choices
from labcal_app.views.records.papers import NOTES, FilesTab
from labcal_app.views.records.plate import Plate, PlateTab
from labcal_app.views.records.shelf import Shelf, ShelfTab, kept_key, kept_values, kept_version, values_of
from labcal_app.views.records.trace import TraceTab

ADDRESS = (
    Entry(name="name", label=mark("Name"), needed=True),
    Entry(name="street", label=mark("Street")),
    Entry(name="post_code", label=mark("Post code")),
    Entry(name="city", label=mark("City"), beside=True),
    Entry(name="country", label=mark("Country"), help=mark("Two letters, such as GH or NZ."), example="GH"),
    Entry(name="email", label=mark("E-mail")),
    Entry(name="phone", label=mark("Telephone"), beside=True),
)
"""The entries of an address."""
YES_NO = {True: mark("yes"), False: mark("no")}

INSTRUMENT_PLATE = Plate(
    question=lambda records, subject: _typed(*kept_instrument(records, InstrumentNumber(subject.number))),
    shows=frozenset({"instrument"}),
    entries=(
        Entry(name="name", label=mark("Item"), needed=True),
        Entry(name="nominal", label=mark("Nominal value"), kind=EntryKind.QUANTITY, needed=True),
        Entry(name="grade", label=mark("Class"), beside=True),
        Entry(name="manufacturer", label=mark("Maker"), clause=CLAUSE),
        Entry(name="model", label=mark("Type"), clause=CLAUSE, beside=True),
        Entry(name="serial", label=mark("Serial no."), clause=CLAUSE),
        Entry(name="mark", label=mark("Mark"), beside=True),
        Entry(
            name="firmware",
            label=mark("Firmware"),
            clause=CLAUSE,
            help=mark("Versions of software and firmware."),
        ),
        Entry(name="type", label=mark("Type"), kind=EntryKind.CHOICE, offered=type_choices, beside=True),
        Entry(name="criteria", label=mark("Acceptance criteria"), kind=EntryKind.WORDS, clause=CLAUSE),
        Entry(
            name="figures",
            label=mark("Figures for limits"),
            example="e = 5 g; Max = 15 kg",
            help=mark("What limits depend on beside the nominal value, such as e = 5 g; Max = 15 kg."),
        ),
    ),
    values=lambda told: {**values_of(told[0]), "type": told[1]},
    edited=lambda subject, seen, told: EditInstrument(
        instrument=InstrumentNumber(subject.number), type=told.pop("type"), told=Instrument(**told), seen=seen
    ),
    name=lambda told: str(told[0].name),
)

STANDARD_PLATE = Plate(
    question=lambda records, subject: _typed(*standard(records, StandardNumber(subject.number))),
    shows=frozenset({"standard"}),
    entries=(
        Entry(name="name", label=mark("Name"), needed=True),
        Entry(name="identification", label=mark("Identification"), needed=True, clause=CLAUSE),
        Entry(name="grade", label=mark("Class"), beside=True),
        Entry(name="manufacturer", label=mark("Maker"), clause=CLAUSE),
        Entry(name="model", label=mark("Type"), clause=CLAUSE, beside=True),
        Entry(name="serial", label=mark("Serial no."), clause=CLAUSE),
        Entry(name="firmware", label=mark("Firmware"), clause=CLAUSE, beside=True),
        Entry(
            name="item",
            label=mark("Calibrated here as instrument"),
            example="I-0001",
            help=mark(
                "The number under which it is an instrument of the laboratory; empty where it is none."
            ),
        ),
        Entry(name="criteria", label=mark("Acceptance criteria"), kind=EntryKind.WORDS, clause=CLAUSE),
    ),
    values=lambda told: {**values_of(told[0]), "item": told[1]},
    edited=lambda subject, seen, told: EditStandard(
        standard=StandardNumber(subject.number),
        item=InstrumentNumber(told.pop("item")) or None,
        told=StandardIdentity(**told),
        seen=seen,
    ),
    name=lambda told: str(told[0].name),
)

CUSTOMER_PLATE = Plate(
    question=lambda records, subject: customer(records, CustomerNumber(subject.number)),
    shows=frozenset({"customer"}),
    entries=ADDRESS,
    values=lambda told: values_of(told.party),
    edited=lambda subject, seen, told: EditCustomer(
        customer=CustomerNumber(subject.number), party=Party(**told), seen=seen
    ),
    name=lambda told: str(told.party.name),
)


def _version_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        Column[Any](
            title=mark("Certificate"), value=lambda one: one.certificate.number, width=150, grows=True
        ),
        Column[Any](title=mark("Issued by"), value=lambda one: one.certificate.laboratory, width=170),
        Column[Any](
            title=mark("Calibrated"), value=lambda one: day(one.certificate.calibrated_on, text), width=110
        ),
        Column[Any](title=mark("Due"), value=lambda one: day(one.certificate.due_on, text), width=110),
        Column[Any](title=mark("Value"), value=lambda one: str(one.certificate.value), width=130),
        Column[Any](title=mark("U"), value=lambda one: f"± {one.certificate.expanded}", width=90),
        Column[Any](title=mark("k"), value=lambda one: str(one.certificate.coverage_factor), width=56),
        Column[Any](title=mark("Change"), value=_change, width=130),
        Column[Any](title=mark("Further values"), value=lambda one: one.points or "", width=110),
    )


def _change(one: Any) -> str:
    if one.change is None:
        return ""
    return f"{one.change:+f} {one.certificate.value.unit}".replace("-", "−")


VERSION_SHELF = Shelf[Any](
    title=mark("Certificates"),
    icon="file-badge",
    empty=mark("No certificate yet."),
    columns=_version_columns,
    question=lambda records, subject: certificate_versions(records, StandardNumber(subject.number))[::-1],
    shows=frozenset({"standard_certificate", "certified_point"}),
    key=lambda one: one.key,
    version=lambda one: one.version,
    barred=True,
)


def _contact_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        column(mark("Name"), lambda one: one.name, 180, grows=True),
        column(mark("Function"), lambda one: one.function, 170),
        column(mark("E-mail"), lambda one: one.email, 200),
        column(mark("Telephone"), lambda one: one.phone, 140),
        column(mark("Left"), lambda one: text(YES_NO[True]) if one.left else "", 80),
    )


CONTACT_SHELF = Shelf[Kept[Contact]](
    title=mark("Contacts"),
    icon="users",
    empty=mark("Nobody to speak to was entered yet."),
    columns=_contact_columns,
    question=lambda records, subject: contacts(records, CustomerNumber(subject.number)),
    shows=frozenset({"contact"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="name", label=mark("Name"), needed=True),
        Entry(name="function", label=mark("Function"), example="Quality manager"),
        Entry(name="email", label=mark("E-mail")),
        Entry(name="phone", label=mark("Telephone")),
        Entry(name="left", label=mark("Is no longer there"), kind=EntryKind.CHOICE, choices=YES_NO),
    ),
    add=mark("Add contact"),
    value=kept_values,
    made=lambda subject, told: AddContact(customer=CustomerNumber(subject.number), contact=Contact(**told)),
    edited=lambda _subject, kept, seen, told: EditContact(key=kept.key, contact=Contact(**told), seen=seen),
    proposed={"left": False},
)


def _training_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Day"), lambda one: one.on, text),
        column(mark("Course"), lambda one: one.course, 200, grows=True),
        column(mark("Given by"), lambda one: one.provider, 160),
        column(mark("Result"), lambda one: text(TRAINING_RESULTS[one.result]), 110),
        column(mark("Evidence"), lambda one: one.evidence, 170),
    )


TRAINING_SHELF = Shelf[Kept[Training]](
    title=mark("Training"),
    icon="graduation-cap",
    empty=mark("No training was recorded yet."),
    columns=_training_columns,
    question=lambda records, subject: trainings_of(records, PersonName(subject.number))[::-1],
    shows=frozenset({"training"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="course", label=mark("Course"), needed=True),
        Entry(name="provider", label=mark("Given by")),
        Entry(name="on", label=mark("Last day"), kind=EntryKind.DAY, needed=True),
        Entry(
            name="result", label=mark("Result"), kind=EntryKind.CHOICE, choices=TRAINING_RESULTS, needed=True
        ),
        Entry(name="evidence", label=mark("Evidence")),
    ),
    add=mark("Record training"),
    value=kept_values,
    made=lambda subject, told: RecordTraining(person=PersonName(subject.number), training=Training(**told)),
    edited=lambda _subject, kept, seen, told: EditTraining(
        key=kept.key, training=Training(**told), seen=seen
    ),
)


class Dossiers:
    """Makes the dossier of each kind of record."""

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        self._look, self._text, self._desk, self._dialogs = look, text, desk, dialogs

    def instrument(self) -> Dossier:
        """Return an instrument's, without one yet."""
        years = DriftTab(self._look, self._text, self._desk)
        made = self._made(INSTRUMENT_PLATE, ITEM_SHELVES, (mark("Over the years"), years))
        made.offer_label(self._labels)
        return made

    def standard(self) -> Dossier:
        """Return a reference standard's."""
        trace = TraceTab(self._look, self._text, self._desk)
        years = (mark("Over the years"), DriftTab(self._look, self._text, self._desk))
        made = self._made(STANDARD_PLATE, (VERSION_SHELF, *ITEM_SHELVES), years, (mark("Trace"), trace))
        trace.wanted.connect(made.wanted)
        made.offer_label(self._labels)
        return made

    def customer(self) -> Dossier:
        """Return a customer's."""
        return self._made(CUSTOMER_PLATE, (CONTACT_SHELF, DUE_DATES_SHELF))

    def person(self) -> Dossier:
        """Return a person's: who the person is stands beside the list of people."""
        return self._made(None, (TRAINING_SHELF,))

    def _labels(self) -> LabelsPage:
        return LabelsPage(self._look, self._text, self._desk, self._dialogs)

    def _tab(self, shelf: Shelf[Any]) -> ShelfTab:
        act = ACTS.get(shelf.title)
        if act is None:
            return ShelfTab(self._look, self._text, self._desk, shelf)
        return ActTab(self._look, self._text, self._desk, shelf, act)

    def _made(
        self, plate: Plate | None, shelves: Sequence[Shelf[Any]], *others: tuple[str, QWidget]
    ) -> Dossier:
        look, text, desk = self._look, self._text, self._desk
        tabs: list[tuple[str, QWidget]] = []
        first = PlateTab(look, text, desk, plate) if plate is not None else None
        if first is not None:
            tabs.append((text(mark("Plate")), first))
        tabs += [(text(title), other) for title, other in others]
        tabs += [(text(shelf.title), self._tab(shelf)) for shelf in (*shelves, NOTES)]
        tabs.append((text(mark("Files")), FilesTab(look, text, desk, self._dialogs)))
        tabs.append((text(mark("History")), SubjectHistory(look, text, desk)))
        dossier = Dossier(look, text, tabs)
        if first is not None:
            first.named.connect(dossier.rename)
        return dossier


ACTS = {SCHEDULE_SHELF.title: FULFIL, VERSION_SHELF.title: POINTS}
"""What is done in a tab beside adding and editing."""


def _typed(kept: Kept[Any], number: str) -> Kept[tuple[Any, str]]:
    """Return a kept value together with the number of another record that goes with it."""
    return Kept(kept.key, kept.version, (kept.value, number))
