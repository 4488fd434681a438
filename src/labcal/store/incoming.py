"""Records that come from tables, held against the book: what it has already, and what they refer to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labcal.domain.equipment import ItemCalibration
from labcal.domain.finding import rank
from labcal.domain.instrument import Instrument, StandardCertificate, StandardIdentity
from labcal.domain.party import Party
from labcal.errors import LabCalError
from labcal.errors.imports import (
    KnownRecordError,
    ManyReferencesError,
    OtherRecordError,
    UnknownReferenceError,
)
from labcal.store.find import next_number
from labcal.store.register import Register
from labcal.store.rows.equipment import ItemCalibrationRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.people import PersonRow
from labcal.store.twins import named_alike

CUSTOMERS, INSTRUMENTS, STANDARDS = "customers", "instruments", "standards"
PEOPLE, CALIBRATIONS, CERTIFICATES = "people", "calibrations", "certificates"
NUMBERED = {
    CUSTOMERS: (CustomerRow.number, "C-"),
    INSTRUMENTS: (InstrumentRow.number, "I-"),
    STANDARDS: (StandardRow.number, "S-"),
}
"""Where the numbers of a kind stand, and what they begin with."""
Raw = dict[str, Any]
Verdict = LabCalError | None


class Staged(NamedTuple):
    """A row that is good by itself.

    Attributes:
        row: Its number in the file.
        raw: Columns of its record, as the table holds them.
        refs: What it says of other records, in words.
        second: Columns of the record that comes with it, such as a standard's certificate.
    """

    row: int
    raw: Raw
    refs: dict[str, str]
    second: Raw


class Incoming:
    """What is asked and written for the importer, in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._resolve: dict[str, Callable[[Sequence[Staged]], list[Verdict]]] = {
            CUSTOMERS: self._customers,
            INSTRUMENTS: self._instruments,
            STANDARDS: self._standards,
            PEOPLE: self._people,
            CALIBRATIONS: self._calibrations,
        }
        self._registers: dict[str, Register[Any]] = {
            CUSTOMERS: Register(session, CustomerRow, Party),
            INSTRUMENTS: Register(session, InstrumentRow, Instrument),
            STANDARDS: Register(session, StandardRow, StandardIdentity),
            CALIBRATIONS: Register(session, ItemCalibrationRow, ItemCalibration),
            CERTIFICATES: Register(session, StandardCertificateRow, StandardCertificate),
        }

    def raw(self, kind: str, value: object) -> Raw:
        """Return the columns of a record of a kind, as its table holds them."""
        return {name: _plain(told) for name, told in self._registers[kind].columns_of(value).items()}

    def resolve(self, kind: str, rows: Sequence[Staged]) -> list[Verdict]:
        """Say of each row why the book cannot take it; fill in the keys of the records it refers to."""
        return self._resolve[kind](rows)

    def next_number(self, kind: str) -> int:
        """Return the number that the next record of a kind would get."""
        column, prefix = NUMBERED[kind]
        return int(next_number(self._session, column, prefix).removeprefix(prefix))

    def _customers(self, rows: Sequence[Staged]) -> list[Verdict]:
        taken = self._numbers(CustomerRow.number, rows)
        alike = named_alike(self._session, {row.raw["name"] for row in rows})
        known = {(name, rank(city)): number for name, found in alike.items() for _, number, _, city in found}
        return [
            _known("customer", taken.get(row.raw["number"]))
            or _known("customer", known.get((rank(row.raw["name"]), rank(row.raw["city"]))))
            for row in rows
        ]

    def _instruments(self, rows: Sequence[Staged]) -> list[Verdict]:
        taken = self._numbers(InstrumentRow.number, rows)
        serials = self._plates(rows)
        marks: dict[tuple[Any, Any], str] = {}
        owners = _Owners(self._session, rows)
        verdicts = [owners.fill(row) for row in rows]
        unmarked = [row for row in rows if not row.raw["serial"] and row.raw.get("customer_id")]
        if unmarked:
            query = select(InstrumentRow.customer_id, InstrumentRow.mark, InstrumentRow.number).where(
                InstrumentRow.customer_id.in_({row.raw["customer_id"] for row in unmarked}),
                InstrumentRow.mark.in_({row.raw["mark"] for row in unmarked}),
            )
            marks = {(owner, mark): number for owner, mark, number in self._session.execute(query)}
        for place, row in enumerate(rows):
            raw = row.raw
            number = taken.get(raw["number"])
            if raw["serial"]:
                number = number or serials.get((raw["serial"], raw["manufacturer"].casefold()))
            else:
                number = number or marks.get((raw.get("customer_id"), raw["mark"]))
            verdicts[place] = verdicts[place] or _known("instrument", number)
        return verdicts

    def _plates(self, rows: Sequence[Staged]) -> dict[tuple[str, str], str]:
        wanted = {row.raw["serial"] for row in rows} - {""}
        query = select(InstrumentRow.serial, InstrumentRow.manufacturer, InstrumentRow.number)
        found = self._session.execute(query.where(InstrumentRow.serial.in_(wanted)))
        return {(serial, maker.casefold()): number for serial, maker, number in found}

    def _standards(self, rows: Sequence[Staged]) -> list[Verdict]:
        marks = {row.raw["identification"] for row in rows}
        query = select(StandardRow).where(StandardRow.identification.in_(marks))
        known = {row.identification: row for row in self._session.scalars(query)}
        keys = [row.id for row in known.values()]
        certified = select(StandardCertificateRow.standard_id, StandardCertificateRow.number)
        proofs = {
            (key, number)
            for key, number in self._session.execute(
                certified.where(StandardCertificateRow.standard_id.in_(keys))
            )
        }
        taken = self._numbers(StandardRow.number, rows)
        plates: dict[tuple[str, str], Raw] = {}
        return [self._standard(row, known, proofs, taken) or _namesake(row, plates) for row in rows]

    def _standard(
        self,
        row: Staged,
        known: dict[str, StandardRow],
        proofs: set[tuple[int, str]],
        taken: dict[str, str],
    ) -> Verdict:
        raw, found = row.raw, known.get(row.raw["identification"])
        if found is None:
            return _known("standard", taken.get(raw["number"]))
        other = _other(raw, {name: getattr(found, name) for name in raw}, found.number)
        if other is not None:
            return other
        if (found.id, row.second["number"]) in proofs:
            return KnownRecordError(kind="certificate", number=row.second["number"])
        row.second["standard_id"] = found.id
        return None

    def _people(self, rows: Sequence[Staged]) -> list[Verdict]:
        known = {name.casefold(): name for name in self._session.scalars(select(PersonRow.name))}
        return [_known("person", known.get(row.raw["name"].casefold())) for row in rows]

    def _calibrations(self, rows: Sequence[Staged]) -> list[Verdict]:
        items = _Items(self._session, rows)
        verdicts = [items.fill(row) for row in rows]
        known: set[tuple[object, ...]] = set()
        for name in ("instrument_id", "standard_id"):
            column = getattr(ItemCalibrationRow, name)
            keys = {row.raw[name] for row in rows if row.raw.get(name)}
            query = select(column, ItemCalibrationRow.on, ItemCalibrationRow.certificate)
            for key, on, certificate in self._session.execute(query.where(column.in_(keys))):
                known.add((name, key, on.isoformat(), certificate))
        for place, row in enumerate(rows):
            name = "instrument_id" if row.raw.get("instrument_id") else "standard_id"
            if (name, row.raw.get(name), row.raw["on"], row.raw["certificate"]) in known:
                told = row.raw["certificate"] or row.raw["on"]
                verdicts[place] = verdicts[place] or KnownRecordError(kind="calibration", number=told)
        return verdicts

    def _numbers(self, column: InstrumentedAttribute[str], rows: Sequence[Staged]) -> dict[str, str]:
        wanted = {row.raw["number"] for row in rows} - {None}
        return {number: number for number in self._session.scalars(select(column).where(column.in_(wanted)))}


class _Owners:
    """The customers that rows of instruments name."""

    def __init__(self, session: Session, rows: Sequence[Staged]) -> None:
        query = select(CustomerRow.id, CustomerRow.number, CustomerRow.name)
        numbers = {row.refs["customer_number"] for row in rows} - {""}
        names = {row.refs["customer"] for row in rows} - {""}
        self._numbers = {
            number: (key, name)
            for key, number, name in session.execute(query.where(CustomerRow.number.in_(numbers)))
        }
        self._alike = named_alike(session, names)

    def fill(self, row: Staged) -> Verdict:
        """Fill in the key of the owner; a row that names none means the laboratory's own equipment."""
        number, name = row.refs["customer_number"], row.refs["customer"]
        if number:
            if number not in self._numbers:
                return UnknownReferenceError(kind="customer", told=number)
            key, known = self._numbers[number]
            if name and name != known.strip():
                return OtherRecordError(kind="customer", number=number, known=known, told=name)
            row.raw["customer_id"] = key
            return None
        row.raw["customer_id"] = None
        if name:
            alike = self._alike.get(rank(name), [])
            keys = [key for key, _, known, _ in alike if known == name] or [one[0] for one in alike]
            if len(keys) != 1:
                fault = ManyReferencesError if keys else UnknownReferenceError
                return fault(kind="customer", told=name)
            row.raw["customer_id"] = keys[0]
        return None


class _Items:
    """The instruments and standards that rows of calibrations name."""

    def __init__(self, session: Session, rows: Sequence[Staged]) -> None:
        self._session = session
        numbers = {row.refs["item"] for row in rows} - {""}
        serials = {row.refs["serial"] for row in rows if not row.refs["item"]} - {""}
        instruments = select(
            InstrumentRow.id, InstrumentRow.number, InstrumentRow.serial, InstrumentRow.manufacturer
        )
        standards = select(StandardRow.id, StandardRow.number, StandardRow.serial)
        self._numbers: dict[str, tuple[str, int, str]] = {}
        for key, number, serial, _maker in session.execute(
            instruments.where(InstrumentRow.number.in_(numbers))
        ):
            self._numbers[number] = ("instrument_id", key, serial)
        for key, number, serial in session.execute(standards.where(StandardRow.number.in_(numbers))):
            self._numbers[number] = ("standard_id", key, serial)
        self._serials: dict[str, list[tuple[int, str]]] = {}
        for key, _number, serial, maker in session.execute(
            instruments.where(InstrumentRow.serial.in_(serials))
        ):
            self._serials.setdefault(serial, []).append((key, maker.casefold()))

    def fill(self, row: Staged) -> Verdict:
        """Fill in the key of the item."""
        row.raw["instrument_id"] = row.raw["standard_id"] = None
        number, serial = row.refs["item"], row.refs["serial"]
        if number:
            if number not in self._numbers:
                return UnknownReferenceError(kind="instrument", told=number)
            column, key, known = self._numbers[number]
            if serial and serial != known.strip():
                return OtherRecordError(kind="instrument", number=number, known=known, told=serial)
            row.raw[column] = key
            return None
        maker = row.refs["manufacturer"].casefold()
        keys = [key for key, one in self._serials.get(serial, []) if not maker or maker == one]
        if len(keys) != 1:
            fault = ManyReferencesError if keys else UnknownReferenceError
            return fault(kind="instrument", told=serial)
        row.raw["instrument_id"] = keys[0]
        return None


def _plain(told: Any) -> Any:
    if isinstance(told, date):
        return told.isoformat()
    return told.value if isinstance(told, Enum) else told


def _known(kind: str, number: str | None) -> Verdict:
    return KnownRecordError(kind=kind, number=number) if number else None


def _namesake(row: Staged, plates: dict[tuple[str, str], Raw]) -> Verdict:
    """Refuse what an earlier row says otherwise of the same identification, or of the same number."""
    for name in ("identification", "number"):
        mark = row.raw[name]
        other = _other(row.raw, plates.setdefault((name, mark), row.raw), mark) if mark else None
        if other is not None:
            return other
    return None


def _other(told: Raw, known: Raw, number: str) -> Verdict:
    """Refuse a plate that says more than what is known of the standard, or says it otherwise."""
    for name, words in told.items():
        if words and words != known[name]:
            return OtherRecordError(kind="standard", number=number, known=known[name] or "–", told=words)
    return None
