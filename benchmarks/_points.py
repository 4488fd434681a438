"""A job of so many points of ten readings each, at the bench of the demonstration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from _measure import TECHNICIAN

from labcal.catalog.procedures import procedure_bytes
from labcal.domain.instrument import CertifiedPoint, CustomerNumber, Instrument, StandardCertificate
from labcal.domain.job import JobNumber, Place
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard
from labcal.services.methods import ApproveProcedure, WriteProcedure
from labcal.services.people import Authorise
from labcal.services.perform import perform
from labcal.services.readings import RecordBlock
from labcal.services.standards import AddStandard, StatePoints, certificate_versions
from labcal.store.book import Book

ADMIN = PersonName("Halima Yusuf")
METER, REPEATED = "voltage/multimeter", "voltage/repeated"
CYCLES, FIRST = 10, 2
"""Readings a point, and the column in which they stand."""
CHANGES = (
    (f'id = "{METER}"', f'id = "{REPEATED}"'),
    ("most = 30", "most = 1000"),
    ("cycles = 1", f"cycles = {CYCLES}"),
    ('factor_rule = "ea-rectangular"\n', ""),
    ('statistic = "value"\nunit = "V"', 'unit = "V"'),
)
LINES = 200
"""How many readings are recorded at once."""


def repeated_procedure() -> str:
    """Return the procedure of a multimeter, with ten readings a point and the room for a thousand points."""
    text = procedure_bytes(METER).decode()
    for old, new in CHANGES:
        if old not in text:
            raise ValueError(f"the procedure has no {old!r}")
        text = text.replace(old, new, 1)
    return text


def nominal(point: int) -> str:
    """Return the nominal value of a point, in V."""
    return f"{1 + Decimal(point) / 8:.3f}"


def many_points(book: Book, points: int) -> JobNumber:
    """Record a job of so many points but for its very last reading, and return its number."""
    job = _opened(book)
    cells = []
    for point in range(points):
        value = nominal(point)
        words = {(0, 0): value, (0, 1): "0.001"}
        words |= {(row, FIRST): f"{Decimal(value) + Decimal(row % 3) / 1000:.3f}" for row in range(CYCLES)}
        cells += [
            (Place(point=point, row=row, column=column), QuantityValue(told, "V"))
            for (row, column), told in words.items()
        ]
    cells.pop()
    for start in range(0, len(cells), LINES):
        perform(book, TECHNICIAN, RecordBlock(job=job, cells=tuple(cells[start : start + LINES])))
    return job


def _opened(book: Book) -> JobNumber:
    leave = Authorisation(
        level=Level.RECORDS, since=date(2020, 1, 1), until=date(2099, 1, 1), procedure=REPEATED
    )
    written = WriteProcedure(body=repeated_procedure(), reason="To measure the worksheet")
    entry = perform(book, TECHNICIAN, written).entry
    perform(book, ADMIN, ApproveProcedure(procedure=REPEATED, edition=1, seen=entry))
    perform(book, ADMIN, Authorise(person=TECHNICIAN, leave=leave))
    told = StandardCertificate(
        number="MSL-9",
        laboratory="National Laboratory",
        calibrated_on=date(2026, 1, 5),
        due_on=date(2099, 1, 5),
        value=QuantityValue("100", "V"),
        expanded=QuantityValue("2", "mV"),
        coverage_factor=Decimal(2),
    )
    standard = perform(
        book, ADMIN, AddStandard(name="Source", identification="9", grade="", certificate=told)
    ).value
    with book.read() as records:
        (newest,) = certificate_versions(records, standard)
    stated = tuple(
        CertifiedPoint(
            nominal=QuantityValue(number, "V"),
            value=QuantityValue(number, "V"),
            expanded=QuantityValue("0.1", "mV"),
            coverage_factor=Decimal(2),
        )
        for number in ("1", "1000")
    )
    perform(book, ADMIN, StatePoints(certificate=newest.key, points=stated, seen=newest.version))
    item = Instrument(name="Multimeter", nominal=QuantityValue("100", "V"), serial="77")
    received = ReceiveItem(customer=CustomerNumber("C-0001"), item=item, condition="Good")
    job = perform(book, TECHNICIAN, received).value
    perform(book, TECHNICIAN, OpenJob(job=job, procedure=REPEATED))
    perform(book, TECHNICIAN, TieStandard(job=job, standard=standard))
    return job
