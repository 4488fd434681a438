"""The kinds of records that come from tables: their columns, and what a row of each becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from labcal.domain.equipment import Conformity, ItemCalibration
from labcal.domain.finding import rank
from labcal.domain.instrument import Instrument, StandardCertificate, StandardIdentity
from labcal.domain.party import Party
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.imports import NeededColumnError, NoReferenceError
from labcal.services.care import screen_calibration
from labcal.services.customers import screen as screen_customer
from labcal.services.importing import columns
from labcal.services.importing.cells import Cells
from labcal.services.importing.columns import Column
from labcal.services.instruments import screen as screen_instrument
from labcal.services.people import screen_name
from labcal.services.standards import screen as screen_certificate
from labcal.services.standards import screen_plate
from labcal.store import incoming
from labcal.store.incoming import Incoming, Raw
from labcal.store.work import Records
from labcal.text import mark

FACTOR = "2"
"""The coverage factor where none is told."""
VERDICTS = {
    **dict.fromkeys(
        ("meets", "pass", "passed", "conforming", "yes", "ok", "conforme", "oui"), Conformity.MEETS
    ),
    **dict.fromkeys(("does not meet", "fail", "failed", "no", "non conforme", "non"), Conformity.FAILS),
    "not stated": Conformity.NOT_STATED,
}


class Made(NamedTuple):
    """What a row became.

    Attributes:
        raw: Columns of its record.
        refs: What it says of other records.
        second: Columns of the record that comes with it.
        keys: What no other row of the file may say as well.
    """

    raw: Raw
    refs: dict[str, str]
    second: Raw
    keys: tuple[str, ...]


Making = Callable[[Cells, Incoming, date], Made | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record.

    Attributes:
        name: What files and scripts call it.
        title: What people call it, marked.
        right: What it takes to enter one by itself, and so to import them.
        make: Returns what a row becomes; None where its cells have problems.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    right: Right
    make: Making

    def need(self, records: Records) -> Need:
        """Return what it takes to import such records today."""
        return Need(right=self.right, on=records.today)

    def column(self, name: str) -> Column:
        """Return the column called ``name``."""
        return next(column for column in self.columns if column.name == name)


def _refuse_empty(kind: tuple[Column, ...], cells: Cells) -> None:
    for column in kind:
        if column.needed and not cells.told.get(column.name, "").strip():
            cells.refuse(NeededColumnError(), column.name)


def _customer(cells: Cells, book: Incoming, _today: date) -> Made | None:
    number = cells.record("number", "C")
    party = Party(**{column.name: cells.text(column.name) for column in columns.CUSTOMERS[1:]})
    _refuse_empty(columns.CUSTOMERS, cells)
    if cells.problems:
        return None
    screen_customer(party)
    raw = {"number": number or None, **book.raw(incoming.CUSTOMERS, party)}
    return Made(raw, {}, {}, _keys(number, f"{rank(party.name)}\0{rank(party.city)}"))


def _instrument(cells: Cells, book: Incoming, _today: date) -> Made | None:
    number, owner = cells.record("number", "I"), cells.record("customer_number", "C")
    nominal = cells.quantity("nominal")
    words = {name: cells.text(name) for name in ("name", "manufacturer", "model", "serial", "mark")}
    rest = {name: cells.text(name) for name in ("grade", "firmware", "criteria", "figures")}
    customer = cells.text("customer")
    _refuse_empty(columns.INSTRUMENTS, cells)
    if cells.problems or nominal is None:
        return None
    item = Instrument(nominal=nominal, **words, **rest)
    screen_instrument(item)
    raw = {"number": number or None, **book.raw(incoming.INSTRUMENTS, item)}
    plate = f"s\0{item.serial}\0{item.manufacturer.casefold()}"
    marked = f"m\0{owner}\0{customer}\0{item.mark}"
    refs = {"customer_number": owner, "customer": customer}
    return Made(raw, refs, {}, _keys(number, plate if item.serial else marked))


def _standard(cells: Cells, book: Incoming, _today: date) -> Made | None:
    number = cells.record("number", "S")
    names = ("name", "identification", "grade", "manufacturer", "model", "serial", "firmware", "criteria")
    told = StandardIdentity(**{name: cells.text(name) for name in names})
    value = cells.quantity("value")
    expanded, drift = (cells.half_width(name, value) for name in ("expanded", "drift"))
    calibrated, due = cells.day("calibrated"), cells.day("due")
    factor = cells.factor("k", FACTOR)
    certificate, laboratory = cells.text("certificate"), cells.text("laboratory")
    _refuse_empty(columns.STANDARDS, cells)
    if cells.problems or value is None or expanded is None or calibrated is None or due is None:
        return None
    proof = StandardCertificate(
        number=certificate,
        laboratory=laboratory,
        calibrated_on=calibrated,
        due_on=due,
        value=value,
        expanded=expanded,
        coverage_factor=factor,
        drift=drift,
    )
    screen_plate(told.name, told.identification)
    screen_certificate(proof)
    raw = {"number": number or None, **book.raw(incoming.STANDARDS, told)}
    keys = (f"{told.identification}\0{proof.number}",)
    return Made(raw, {}, book.raw(incoming.CERTIFICATES, proof), keys)


def _person(cells: Cells, _book: Incoming, _today: date) -> Made | None:
    name, role = PersonName(cells.text("name")), cells.text("role")
    _refuse_empty(columns.PEOPLE, cells)
    if cells.problems:
        return None
    screen_name(name)
    return Made({"name": name, "role": role}, {}, {}, (name.casefold(),))


def _calibration(cells: Cells, book: Incoming, today: date) -> Made | None:
    item, serial = cells.record("item", "IS"), cells.text("serial")
    on, due = cells.day("date"), cells.day("due")
    result = _result(cells)
    words = {name: cells.text(name) for name in ("certificate", "laboratory", "adjustment", "criteria")}
    conformity = cells.choice("conformity", VERDICTS, Conformity.NOT_STATED)
    maker = cells.text("manufacturer")
    _refuse_empty(columns.CALIBRATIONS, cells)
    if not item and not serial:
        cells.refuse(NoReferenceError(), "item")
    if cells.problems or on is None:
        return None
    told = ItemCalibration(on=on, due_on=due, result=result, conformity=conformity, **words)
    screen_calibration(told, today)
    refs = {"item": item, "serial": serial, "manufacturer": maker}
    key = f"{item or serial}\0{'' if item else maker.casefold()}\0{on}\0{told.certificate}"
    return Made(book.raw(incoming.CALIBRATIONS, told), refs, {}, (key,))


def _result(cells: Cells) -> str:
    """Return the result with its uncertainty, as the certificate states it."""
    result = cells.text("result")
    expanded = cells.half_width("expanded")
    if expanded is None:
        return result
    if not result:
        cells.refuse(NeededColumnError(), "result")
    unit = "" if expanded.unit == "1" else f" {expanded.unit}"
    return f"{result} ± {expanded.number}{unit}"


def _keys(number: str, other: str) -> tuple[str, ...]:
    return (f"n\0{number}", other) if number else (other,)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name=incoming.INSTRUMENTS,
            title=mark("Instruments"),
            columns=columns.INSTRUMENTS,
            right=Right.RECEIVE,
            make=_instrument,
        ),
        Kind(
            name=incoming.STANDARDS,
            title=mark("Standards"),
            columns=columns.STANDARDS,
            right=Right.KEEP_STANDARDS,
            make=_standard,
        ),
        Kind(
            name=incoming.CUSTOMERS,
            title=mark("Customers"),
            columns=columns.CUSTOMERS,
            right=Right.KEEP_CUSTOMERS,
            make=_customer,
        ),
        Kind(
            name=incoming.PEOPLE,
            title=mark("People"),
            columns=columns.PEOPLE,
            right=Right.MANAGE_PEOPLE,
            make=_person,
        ),
        Kind(
            name=incoming.CALIBRATIONS,
            title=mark("Past calibrations"),
            columns=columns.CALIBRATIONS,
            right=Right.RECEIVE,
            make=_calibration,
        ),
    )
}
"""Every kind by its name."""
