"""Certificates to look at: those issued, with what verifying finds; those that wait for their signature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from labcal.domain.after_issue import Standing
from labcal.domain.certificate import CertificateNumber, Status
from labcal.domain.job import JobLine
from labcal.errors.records import NotFoundError
from labcal.exchange.trust import TrustList
from labcal.exchange.verify import Check, Verification, verify
from labcal.services.certificates import files_of
from labcal.services.files import write
from labcal.services.key_life import lists_of
from labcal.services.keys import save_trust
from labcal.services.verification import read, trust_lists
from labcal.store.book import Book


class ShelfLine(NamedTuple):
    """A certificate, or a job that waits for its signature, as one list shows them.

    Attributes:
        number: Of the certificate; of the job as long as nothing is issued.
        status: None while the job waits for its signature.
        outcome: Value of the verdict's outcome; empty without a statement of conformity, and before.
    """

    number: str
    job: str
    item: str
    serial: str
    customer: str
    status: Status | None
    outcome: str
    issued_on: date | None
    signed_by: str
    language: str
    why: str

    @classmethod
    def waiting(cls, line: JobLine) -> ShelfLine:
        """Return the line of a job that waits for its signature."""
        plate = (line.number, line.number, line.item, line.serial, line.customer)
        return cls(*plate, status=None, outcome="", issued_on=None, signed_by="", language="", why="")


@dataclass(frozen=True, slots=True)
class Viewed:
    """A certificate's file with what verifying found.

    Attributes:
        name: Of the certificate or of the file.
        pdf: The printed face; empty where the file has none.
    """

    name: str
    pdf: bytes
    found: Verification


def view_issued(book: Book, number: CertificateNumber) -> Viewed:
    """Return the archived pages of a certificate, verified as they lie there.

    Raises:
        NotFoundError: Nothing was issued under that number.
    """
    pdf = files_of(book, number).pdf
    found = verify(pdf, f"{number}.pdf", _lists(book), book.now)
    return Viewed(number, pdf, _with_standing(book, found, pdf))


def view_file(book: Book, path: Path) -> Viewed:
    """Return what is found of a file from anywhere, by this book's trust list and those of the workstation.

    Raises:
        NoSuchFileError, UnreadableFileError, TrustListError: A sentence each.
    """
    content = read(path)
    lists = [*_lists(book), *trust_lists(path, None)]
    found = _with_standing(book, verify(content, path.name, lists, book.now), content)
    return Viewed(path.name, content if found.kind == "pdf" else b"", found)


def save_files(book: Book, number: CertificateNumber, folder: Path) -> tuple[Path, ...]:
    """Write PDF, XML and the laboratory's trust list into ``folder``; return their paths.

    Raises:
        NotFoundError: Nothing was issued under that number.
        UnwritableFileError: The folder refuses one of them.
    """
    files = files_of(book, number)
    pdf, xml = folder / f"{number}.pdf", folder / f"{number}.xml"
    write(pdf, files.pdf)
    write(xml, files.xml)
    return pdf, xml, save_trust(book, folder)


def _lists(book: Book) -> list[TrustList]:
    with book.read() as records:
        return lists_of(records)


def _with_standing(book: Book, found: Verification, content: bytes) -> Verification:
    """Return what was found, with what this book knows of its own certificates after their issue.

    A file counts as one of the book's own where it is archived there, byte for byte.
    """
    with book.read() as records:
        try:
            kept = records.certificates.kept(CertificateNumber(found.number))
        except NotFoundError:
            return found
        archived = kept is not None and sha256(content).hexdigest() in (kept.pdf, kept.xml)
        if not archived:
            return found
        told = records.after_issue.of(CertificateNumber(found.number))
    holds = told.standing is Standing.ISSUED
    check = Check("status", holds, told.sentence)
    return replace(found, status=told.standing.value, checks=(*found.checks, check))
