"""Issuing a certificate (two faces, signed, verified, archived), against a bare page and a bare signature."""

from __future__ import annotations

from io import BytesIO

from _measure import PASSWORD, TECHNICIAN, demonstration, least, open_job, tell
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from reportlab.pdfgen.canvas import Canvas

from labcal.catalog.procedures import load_example
from labcal.domain.job import JobNumber, Place
from labcal.domain.person import PersonName
from labcal.domain.quantity import parse
from labcal.services.certificates import issue
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import TieStandard
from labcal.services.perform import perform
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.store.book import Book
from labcal.text import Text

TIMES = 5
ROOM = {"temperature": "20.1 °C", "relative humidity": "47 %", "pressure": "1013 hPa"}


def checked(book: Book) -> JobNumber:
    """Take a new job up to its signature."""
    job = open_job(book)
    with book.read() as records:
        standard = records.standards.lines()[0].number
    perform(book, TECHNICIAN, TieStandard(job=job, standard=standard))
    for name, keyed in ROOM.items():
        for moment in ("start", "end"):
            room = RecordRoom(job=job, name=name, moment=moment, quantity=parse(keyed))
            perform(book, TECHNICIAN, room)
    cells = tuple(
        (Place(point=0, row=row, column=column), quantity)
        for row, cycle in enumerate(load_example("mass/substitution").inputs.readings)
        for column, quantity in enumerate(cycle)
        if quantity is not None
    )
    perform(book, TECHNICIAN, RecordBlock(job=job, cells=cells))
    perform(book, TECHNICIAN, HandOver(job=job))
    perform(book, PersonName("Kwame Osei"), CheckJob(job=job, accepted=True))
    return job


def bare() -> bytes:
    """Draw two pages of plain text and sign their bytes."""
    page = BytesIO()
    canvas = Canvas(page)
    for _ in range(2):
        for line in range(50):
            canvas.drawString(72, 800 - 14 * line, "10.000 025 kg ± 59 mg")
        canvas.showPage()
    canvas.save()
    return generate_private_key(SECP256R1()).sign(page.getvalue(), ECDSA(hashes.SHA256()))


def main() -> None:
    """Print the measure."""
    with demonstration() as (_, book):
        jobs = [checked(book) for _ in range(TIMES + 1)]
        signatory, text = PersonName("Fatou Ndiaye"), Text("en")
        taken = least(TIMES, lambda: issue(book, signatory, jobs.pop(), PASSWORD, text))
    tell("a certificate issued", taken, "two bare pages and one bare signature", least(TIMES, bare))


if __name__ == "__main__":
    main()
