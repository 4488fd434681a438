"""Jobs of shipped procedures at the bench, as their worked examples have them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from labcal.catalog.procedures import load_example, load_procedure, procedure_bytes
from labcal.domain.instrument import CertifiedPoint, CustomerNumber, Instrument, StandardCertificate
from labcal.domain.job import JobNumber, Place
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.point import StandardValue
from labcal.domain.quantity import QuantityValue
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard
from labcal.services.people import Authorise
from labcal.services.perform import perform
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.services.standards import AddStandard, StatePoints, certificate_versions
from labcal.store.book import Book, open_book

ADMIN, WHO = PersonName("Halima Yusuf"), PersonName("Amina Diallo")
Rows = tuple[tuple[str, ...], ...]


def begun(
    path: Path, procedure: str, nominal: QuantityValue, points: tuple[CertifiedPoint, ...] = ()
) -> JobNumber:
    """Open a job at the bench by a shipped procedure, all but its readings ready, and return its number.

    ``points`` are what the certificate of the standard states, where it is not what the example says.
    """
    book = open_book(path)
    try:
        return _begin(book, procedure, nominal, points)
    finally:
        book.close()


def recorded(path: Path, job: JobNumber, rows: dict[int, Rows], procedure: str) -> None:
    """Record readings past the window: by point, rows of cells as they are keyed."""
    plan = load_procedure(procedure).readings
    cells = tuple(
        (Place(point=point, row=row, column=column), QuantityValue(words, plan.unit_of(column)))
        for point, lines in rows.items()
        for row, line in enumerate(lines)
        for column, words in enumerate(line)
        if words
    )
    book = open_book(path)
    perform(book, WHO, RecordBlock(job=job, cells=cells))
    book.close()


def example_rows(procedure: str) -> list[Rows]:
    """Return the readings of the worked example as one keys them: by point, rows of cells."""
    plan = load_procedure(procedure).readings

    def keyed(column: int, quantity: QuantityValue | None) -> str:
        if quantity is None:
            return ""
        return (
            quantity.number if quantity.unit == plan.unit_of(column) else f"{quantity.number} {quantity.unit}"
        )

    return [
        tuple(tuple(keyed(column, cell) for column, cell in enumerate(row)) for row in point.readings)
        for point in load_example(procedure).points
    ]


def block_of(rows: list[Rows]) -> str:
    """Return readings as a spreadsheet copies them: the points below each other."""
    return "\n".join("\t".join(line) for point in rows for line in point)


def volts() -> tuple[CertifiedPoint, ...]:
    """Return what the certificate of a source of voltage states from 1 V to 1000 V."""
    return tuple(
        CertifiedPoint(
            nominal=QuantityValue(number, "V"),
            value=QuantityValue(number, "V"),
            expanded=QuantityValue(f"{Decimal(number) * Decimal('0.00002'):f}", "V"),
            coverage_factor=Decimal(2),
        )
        for number in ("1", "10", "100", "1000")
    )


def _begin(
    book: Book, procedure: str, nominal: QuantityValue, points: tuple[CertifiedPoint, ...]
) -> JobNumber:
    known, example = load_procedure(procedure), load_example(procedure)
    leave = Authorisation(
        level=Level.RECORDS, since=date(2026, 1, 1), until=date(2030, 1, 1), procedure=procedure
    )
    with book.read() as records:
        adopted = any(line.name == procedure for line in records.procedures.lines())
    if not adopted:
        perform(book, ADMIN, AdoptProcedure(body=procedure_bytes(procedure).decode()))
    perform(book, ADMIN, Authorise(person=WHO, leave=leave))
    grade = example.inputs.grade or ""
    item = Instrument(name="Item", nominal=nominal, serial="77", grade=grade)
    received = ReceiveItem(customer=CustomerNumber("C-0001"), item=item, condition="Good", grade=grade)
    job = perform(book, WHO, received).value
    perform(book, WHO, OpenJob(job=job, procedure=procedure))
    if example.inputs.standard is not None:
        _tie(book, job, example.inputs.standard, points)
    read = dict(example.inputs.room)
    for limit in known.room:
        middle = QuantityValue(str((limit.lowest + limit.highest) / 2), limit.unit)
        for moment in ("start", "end"):
            quantity = read.get(limit.name, middle)
            perform(book, WHO, RecordRoom(job=job, name=limit.name, moment=moment, quantity=quantity))
    return job


def _tie(book: Book, job: JobNumber, told: StandardValue, points: tuple[CertifiedPoint, ...]) -> None:
    certificate = StandardCertificate(
        number="MSL-9",
        laboratory="National Laboratory",
        calibrated_on=date(2026, 1, 5),
        due_on=date(2030, 1, 5),
        value=told.value,
        expanded=told.expanded,
        coverage_factor=Decimal(repr(told.k)),
        drift=told.drift,
    )
    added = AddStandard(name="Reference", identification="9", grade="", certificate=certificate)
    standard = perform(book, ADMIN, added).value
    if points or told.points:
        with book.read() as records:
            (newest,) = certificate_versions(records, standard)
        stated = StatePoints(certificate=newest.key, points=points or told.points, seen=newest.version)
        perform(book, ADMIN, stated)
    perform(book, WHO, TieStandard(job=job, standard=standard))
