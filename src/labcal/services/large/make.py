"""Makes a large book: the registers by command, the rest in bulk, lot by lot; whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from labcal.catalog.procedures import load_procedure, procedure_bytes
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level, Need, PersonName
from labcal.domain.role import Right
from labcal.services.accounts import OpenAccount
from labcal.services.files import new_folder
from labcal.services.laboratory import Founder, found
from labcal.services.large.beside import lots
from labcal.services.large.items import Items
from labcal.services.large.lots import Lot, Sheet, pour, sample_number
from labcal.services.large.plan import Calendar, Size, told
from labcal.services.large.standards import (
    ELSEWHERE,
    Piece,
    Standards,
    certificate_columns,
    in_house,
)
from labcal.services.large.work import Workshop
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise
from labcal.services.perform import perform
from labcal.store.book import Book, create_book
from labcal.store.work import Records, Work
from labcal.text import mark

NAME = "demo.labcal"
UNFINISHED = "unfinished.labcal"
Progress = Callable[[int, int], None]
"""Told how many jobs of how many are made; what it raises ends the work, and nothing is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """What was made: the book, and how to sign in."""

    book: Path
    password: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PourRegisters:
    """Write customers, items, standards and the procedure of a large book."""

    title: ClassVar[str] = mark("Make registers of samples")
    undoable: ClassVar[bool] = False
    workshop: Workshop = field(repr=False)

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        shop, items = self.workshop, self.workshop.items
        shop.sheet = _adopted(work, who, shop)
        first: list[int] = []
        for columns in items.customer_columns():
            first.append(work.bulk.add("customer", columns).start)
        shop.first_customer = first[0]
        first.clear()
        for columns in items.instrument_columns(shop.first_customer):
            first.append(work.bulk.add("instrument", columns).start)
        shop.first_item = first[0]
        _write_standards(work, shop)


@dataclass(frozen=True, slots=True, kw_only=True)
class PourJobs:
    """Write a lot of jobs that are samples: readings as a comparator gave them, results as they follow."""

    title: ClassVar[str] = mark("Make jobs of samples")
    undoable: ClassVar[bool] = True
    lot: Lot = field(repr=False)
    sheet: Sheet

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> range:
        return pour(work.bulk, self.lot, self.sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class PourInHouse:
    """Write the yearly calibrations of the working standards, each of them a job, and what they certify."""

    title: ClassVar[str] = mark("Make standards of samples")
    undoable: ClassVar[bool] = False
    workshop: Workshop = field(repr=False)

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        shop = self.workshop
        lot, pieces = shop.in_house()
        keys = pour(work.bulk, lot, shop.sheet)
        certified = [
            (piece, job.measured, in_house(result, shop.standards.primary[piece.size]))
            for piece, job, result in zip(pieces, lot.jobs, lot.results, strict=True)
        ]
        numbers = [sample_number(job.number) for job in lot.jobs]
        _certify(work, certified, numbers, (shop.laboratory, keys))


def make_large(
    folder: Path, size: Size, progress: Progress | None = None, clock: Callable[[], datetime] | None = None
) -> Large:
    """Make a book of ``size`` in ``folder``, which has to be new or empty.

    The same size and seed give the same records on the same day, apart from passwords and keys.

    Raises:
        NotEmptyError, UnwritableFileError: The folder will not do.
        FullDiskError: The disk is full; nothing is left.
    """
    data = told()
    new_folder(folder)
    path = folder / UNFINISHED
    done = False
    try:
        book = create_book(path, clock or (lambda: datetime.now(UTC)))
        try:
            _fill(book, data, size, progress or (lambda _done, _total: None))
        finally:
            book.close()
        path.rename(folder / NAME)
        done = True
    finally:
        if not done:
            for left in folder.glob(f"{UNFINISHED}*"):
                left.unlink()
    people = (data["founder"]["name"], *(person["name"] for person in data["person"]))
    return Large(book=folder / NAME, password=data["password"], people=people)


def _fill(book: Book, data: dict[str, Any], size: Size, progress: Progress) -> None:
    with book.read() as records:
        today = records.now.date()
    who = _people(book, data, today)
    procedure = load_procedure(data["procedure"])
    limits = procedure.conformity.limits if procedure.conformity else ""
    calendar = Calendar(data, today, size.jobs)
    shop = Workshop(
        data=data,
        size=size,
        procedure=procedure,
        calendar=calendar,
        items=Items(data, size, limits),
        standards=Standards(data, calendar.first, today),
    )
    perform(book, who, PourRegisters(workshop=shop))
    perform(book, who, PourInHouse(workshop=shop))
    made = 0
    with closing(lots(shop)) as found:
        for lot in found:
            perform(book, who, PourJobs(lot=lot, sheet=shop.sheet))
            made += len(lot.jobs)
            progress(made, size.jobs)


def _people(book: Book, data: dict[str, Any], today: date) -> PersonName:
    """Found the laboratory, enter its people, and return who founded it."""
    profile = dict(data["laboratory"])
    zone, code = profile.pop("zone"), profile.pop("code")
    admin = PersonName(data["founder"]["name"])
    founder = Founder(
        person=admin,
        role=data["founder"]["role"],
        password=data["password"],
        passphrase=data["passphrase"],
    )
    found(book, Laboratory(party=Party(**profile), zone=zone, code=code), founder)
    for person in data["person"]:
        name = PersonName(person["name"])
        perform(book, admin, AddPerson(person=name, role=person["role"], roles=tuple(person["roles"])))
        perform(book, admin, OpenAccount(person=name, hashed=hashed(data["password"])))
        for leave in person["authorisations"]:
            given = Authorisation(
                level=Level(leave["level"]),
                since=today + timedelta(days=leave["since"]),
                until=today + timedelta(days=leave["until"]),
                procedure=data["procedure"],
                evidence=leave["evidence"],
            )
            perform(book, admin, Authorise(person=name, leave=given))
    return admin


def _adopted(work: Work, who: PersonName, shop: Workshop) -> Sheet:
    """Write the procedure as adopted on the first day, and return what every job by it has in common."""
    procedure = shop.procedure
    keys = work.bulk.add(
        "procedure",
        {
            "name": [procedure.id],
            "edition": [procedure.version],
            "digest": [procedure.digest],
            "body": [procedure_bytes(procedure.id).decode()],
            "since": [shop.calendar.day(-60).isoformat()],
            "approved_by": [who],
        },
    )
    bench = shop.bench
    return Sheet(procedure=keys.start, cells=bench.cells, columns=bench.columns, unit=bench.unit)


def _write_standards(work: Work, shop: Workshop) -> None:
    """Write the standards, the working ones as items of the laboratory itself too."""
    working = [piece for group in shop.standards.working.values() for piece in group]
    owner = work.bulk.add("customer", shop.own_customer()).start
    items = work.bulk.add("instrument", shop.own_items(working, owner))
    for key, piece in zip(items, working, strict=True):
        piece.item = key
    shop.own = owner
    for key, piece in zip(
        work.bulk.add("standard", shop.standards.columns()), shop.standards.pieces, strict=True
    ):
        piece.key = key
    certified = shop.standards.elsewhere(shop.random(2))
    numbers = [f"DNL-{day.year}-{piece.key:02d}{day.month:02d}" for piece, day, _ in certified]
    _certify(work, certified, numbers, (ELSEWHERE, [None] * len(certified)))


def _certify(
    work: Work,
    certified: list[tuple[Piece, date, Any]],
    numbers: list[str],
    by: tuple[str, Sequence[int | None]],
) -> None:
    """Write certificates of standards, by whom and in which jobs, and let the standards know them."""
    laboratory, jobs = by
    keys = work.bulk.add(
        "standard_certificate", certificate_columns(certified, numbers, laboratory, list(jobs))
    )
    for key, (piece, day, value) in zip(keys, certified, strict=True):
        piece.certificates.append((day, key, value))
