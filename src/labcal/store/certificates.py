"""Certificates in the book: numbers without gaps, and the digests of the archived files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.certificate import CertificateLine, CertificateNumber, DocumentKind, Status
from labcal.domain.job import JobNumber
from labcal.domain.person import PersonName
from labcal.domain.verification import VerificationNumber
from labcal.errors.jobs import NumberGoneError
from labcal.errors.records import NotFoundError
from labcal.store.find import next_number, one
from labcal.store.lines import certificate_lines
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.jobs import JobRow
from labcal.store.rows.verifications import VerificationRow
from labcal.text import mark

OTHERWISE = mark("A new year began, or it was decided otherwise, before anything was issued under it.")
PREFIXES = {
    DocumentKind.CALIBRATION: "CAL",
    DocumentKind.VERIFICATION: "VER",
    DocumentKind.REJECTION: "REJ",
}
NEW_YEAR = mark("A new year began before anything was issued under it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A number that is taken, before anything is issued under it."""

    number: CertificateNumber
    job: JobNumber
    language: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedDocument:
    """A number that is taken for the document of a verification."""

    number: CertificateNumber
    verification: VerificationNumber
    language: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an issued certificate keeps: the archive's year and the SHA-256 of each file."""

    year: int
    xml: str
    pdf: str


class Certificates:
    """The certificates of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reserve(self, job: JobNumber, by: PersonName, language: str, at: datetime, year: int) -> Reserved:
        """Take the next number of ``year`` for a job; the job's own, where it has one still reserved.

        A number reserved in an earlier year becomes void.
        """
        key = one(self._session, JobRow.number, job, "job").id
        row = self._session.scalar(
            select(CertificateRow).where(
                CertificateRow.job_id == key, CertificateRow.status == Status.RESERVED
            )
        )
        if row is not None and row.year != year:
            row.status, row.why = Status.VOID, NEW_YEAR
            row = None
        if row is None:
            row = CertificateRow(
                number=next_number(self._session, CertificateRow.number, f"CAL-{year}-"),
                kind=DocumentKind.CALIBRATION,
                job_id=key,
                status=Status.RESERVED,
                year=year,
                why="",
            )
            self._session.add(row)
        row.language, row.reserved_by, row.reserved_at = language, by, at
        self._session.flush()
        return Reserved(number=CertificateNumber(row.number), job=job, language=language, by=by, at=at)

    def reserve_document(self, wanted: ReservedDocument, kind: DocumentKind, year: int) -> ReservedDocument:
        """Take the next number of ``year`` for a verification; its own, where it has one still reserved.

        A number reserved in an earlier year, or for another kind of document, becomes void.
        """
        about = VerificationRow.number
        key = one(self._session, about, wanted.verification, "verification").id
        row = self._session.scalar(
            select(CertificateRow).where(
                CertificateRow.verification_id == key, CertificateRow.status == Status.RESERVED
            )
        )
        if row is not None and (row.year, row.kind) != (year, kind):
            row.status, row.why = Status.VOID, OTHERWISE
            row = None
        if row is None:
            row = CertificateRow(
                number=next_number(self._session, CertificateRow.number, f"{PREFIXES[kind]}-{year}-"),
                kind=kind,
                verification_id=key,
                status=Status.RESERVED,
                year=year,
                why="",
            )
            self._session.add(row)
        row.language, row.reserved_by, row.reserved_at = wanted.language, wanted.by, wanted.at
        self._session.flush()
        return replace(wanted, number=CertificateNumber(row.number))

    def commit(self, number: CertificateNumber, kept: Kept, key_id: str, on: date) -> None:
        """Turn a reserved number into an issued certificate with its files.

        Raises:
            NumberGoneError: It is issued or void already.
        """
        row = self._reserved(number)
        row.status, row.issued_on, row.signed_by = Status.ISSUED, on, row.reserved_by
        row.xml, row.pdf, row.key_id = kept.xml, kept.pdf, key_id

    def void(self, number: CertificateNumber, why: str) -> None:
        """Record that nothing was issued under a number, and why.

        Raises:
            NumberGoneError: It is issued or void already.
        """
        row = self._reserved(number)
        row.status, row.why = Status.VOID, why

    def status(self, number: CertificateNumber) -> Status:
        """Return where a certificate stands."""
        return Status(self._row(number).status)

    def reserved_by(self, number: CertificateNumber) -> PersonName:
        """Return the signatory who last took a number."""
        return PersonName(self._row(number).reserved_by)

    def job(self, number: CertificateNumber) -> JobNumber:
        """Return the job of a certificate; raise ``NotFoundError`` where it belongs to none."""
        query = select(JobRow.number).where(JobRow.id == self._row(number).job_id)
        job = self._session.scalar(query)
        if job is None:
            raise NotFoundError(kind="job of certificate", number=number)
        return JobNumber(job)

    def verification(self, number: CertificateNumber) -> VerificationNumber:
        """Return the verification of a document; raise ``NotFoundError`` where it belongs to none."""
        query = select(VerificationRow.number).where(VerificationRow.id == self._row(number).verification_id)
        told = self._session.scalar(query)
        if told is None:
            raise NotFoundError(kind="verification of document", number=number)
        return VerificationNumber(told)

    def kept(self, number: CertificateNumber) -> Kept | None:
        """Return where the files of a certificate lie; None where none was issued."""
        row = self._row(number)
        if row.xml is None or row.pdf is None:
            return None
        return Kept(year=row.year, xml=row.xml, pdf=row.pdf)

    def open(self, job: JobNumber) -> CertificateNumber | None:
        """Return the number that is reserved for a job and not yet issued or void."""
        number = self._session.scalar(
            select(CertificateRow.number)
            .join(JobRow, JobRow.id == CertificateRow.job_id)
            .where(JobRow.number == job, CertificateRow.status == Status.RESERVED)
        )
        return CertificateNumber(number) if number else None

    def issued(self) -> list[tuple[CertificateNumber, Kept]]:
        """Return every issued certificate with where its files lie, oldest first."""
        rows = self._session.scalars(
            select(CertificateRow).where(CertificateRow.status == Status.ISSUED).order_by(CertificateRow.id)
        )
        return [
            (CertificateNumber(row.number), Kept(year=row.year, xml=row.xml or "", pdf=row.pdf or ""))
            for row in rows
        ]

    def lines(self) -> list[CertificateLine]:
        """Return every certificate for a list, newest first."""
        return certificate_lines(self._session)

    def _reserved(self, number: CertificateNumber) -> CertificateRow:
        row = self._row(number)
        if row.status is not Status.RESERVED:
            raise NumberGoneError(number=number, status=row.status.value)
        return row

    def _row(self, number: CertificateNumber) -> CertificateRow:
        row: CertificateRow = one(self._session, CertificateRow.number, number, "certificate")
        return row
