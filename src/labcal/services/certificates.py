"""Issuing: a number is reserved, the files are made and signed outside the transaction, then committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from labcal.certificates.calibration import render
from labcal.domain.certificate import CalibrationCertificate, CertificateLine, CertificateNumber
from labcal.domain.job import JobNumber, State
from labcal.domain.person import Level, Need, PersonName
from labcal.errors import LabCalError
from labcal.errors.jobs import IssueFailedError, NotVerifiedError, NumberTakenOverError
from labcal.errors.records import MissingFieldError, NotFoundError
from labcal.exchange import trust
from labcal.exchange.dcc import refuse_unsound, write_dcc
from labcal.exchange.dcc_read import facts
from labcal.exchange.heads import sign_head
from labcal.exchange.keys import Signer
from labcal.exchange.pdf_signature import sign_pdf
from labcal.exchange.qr import qr_facts, write_qr
from labcal.exchange.verify import verify
from labcal.exchange.xml_signature import sign_xml
from labcal.services.accounts import confirm
from labcal.services.content import content_of
from labcal.services.jobs import refuse_unless
from labcal.services.keys import signer_of
from labcal.services.perform import admit, perform
from labcal.services.sheet import need_of
from labcal.store.book import Book
from labcal.store.certificates import Kept, Reserved
from labcal.store.work import Records, Work
from labcal.text import SOURCE, Phrase, Text, mark, phrase

LANGUAGE = SOURCE
"""The language of every certificate, whatever the screen speaks."""


class Files(NamedTuple):
    """The two faces of one certificate as files."""

    xml: bytes
    pdf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveNumber:
    """As signatory, take the next certificate number for a checked job."""

    title: ClassVar[str] = mark("Reserve certificate number")
    undoable: ClassVar[bool] = False
    job: JobNumber
    language: str

    def needs(self, records: Records) -> Need:
        return need_of(records, records.jobs.get(self.job), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> Reserved:
        refuse_unless(work, self.job, State.SIGNING)
        return work.certificates.reserve(self.job, who, self.language, work.now, work.today.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitCertificate:
    """Turn a reserved number into an issued certificate; the gate is asked again."""

    title: ClassVar[str] = mark("Issue certificate")
    undoable: ClassVar[bool] = False
    number: CertificateNumber
    kept: Kept
    key_id: str
    issued_on: date
    head: tuple[int, bytes]
    head_signature: bytes = field(repr=False)

    def needs(self, records: Records) -> Need:
        return need_of(records, records.jobs.get(records.certificates.job(self.number)), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        job = work.certificates.job(self.number)
        refuse_unless(work, job, State.SIGNING)
        if (other := work.certificates.reserved_by(self.number)) != who:
            raise NumberTakenOverError(person=other, job=job)
        work.certificates.commit(self.number, self.kept, self.key_id, self.issued_on)
        work.after_issue.replace(job, self.number)
        work.checkpoint(self.key_id, self.head, self.head_signature)
        work.jobs.move(job, State.ISSUED)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidNumber:
    """Record that nothing was issued under a reserved number, and why."""

    title: ClassVar[str] = mark("Void certificate number")
    undoable: ClassVar[bool] = False
    number: CertificateNumber
    why: str

    def needs(self, records: Records) -> Need:
        return need_of(records, records.jobs.get(records.certificates.job(self.number)), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        if not self.why.strip():
            raise MissingFieldError(field=phrase(mark("Why the number is void")))
        work.certificates.void(self.number, self.why)


def issue(book: Book, who: PersonName, job: JobNumber, password: str, text: Text) -> CertificateNumber:
    """Issue the certificate of a checked job, in the language of ``text``; return its number.

    A number that was reserved for the job by an attempt cut short is used again.

    Raises:
        WrongPasswordError, NoSigningKeyError, NotAuthorisedError, WrongStageError: Nothing was reserved.
        IssueFailedError: The files could not be made; the number is recorded as void.
        FullDiskError and its kin: The number stays reserved, and the next attempt uses it.
    """
    with book.read() as records:
        admit(records, who, need_of(records, records.jobs.get(job), Level.SIGNS))
        refuse_unless(records, job, State.SIGNING)
    confirm(book, who, password)
    signer = signer_of(book, who, password)
    reserved = perform(book, who, ReserveNumber(job=job, language=text.language)).value
    with book.read() as records:
        content = content_of(records, records.jobs.get(job), reserved, text)
    head = content.journal_entry, bytes.fromhex(content.journal_head)
    files = _made_or_void(book, who, content, signer, text)
    year = content.issued_on.year
    kept = Kept(
        year=year,
        xml=book.archive.keep(year, f"{reserved.number}.xml", files.xml),
        pdf=book.archive.keep(year, f"{reserved.number}.pdf", files.pdf),
    )
    command = CommitCertificate(
        number=reserved.number,
        kept=kept,
        key_id=signer.key_id,
        issued_on=content.issued_on,
        head=head,
        head_signature=sign_head(signer, *head),
    )
    perform(book, who, command)
    return reserved.number


def preview(records: Records, job: JobNumber, who: PersonName, text: Text) -> bytes:
    """Return the pages of a job's certificate as they would be issued now, marked as a draft."""
    found = records.jobs.get(job)
    reserved = Reserved(
        number=CertificateNumber("—"), job=job, language=text.language, by=who, at=records.now
    )
    return render(content_of(records, found, reserved, text), text, draft=True)


def files_of(book: Book, number: CertificateNumber) -> Files:
    """Return the bytes a certificate was issued with; raise ``NotFoundError`` where none were."""
    with book.read() as records:
        kept = records.certificates.kept(number)
    if kept is None:
        raise NotFoundError(kind="issued certificate", number=number)
    return Files(book.archive.get(kept.year, kept.xml), book.archive.get(kept.year, kept.pdf))


def certificate_lines(records: Records) -> list[CertificateLine]:
    """Return every certificate for a list, newest first."""
    return records.certificates.lines()


def _made_or_void(
    book: Book, who: PersonName, content: CalibrationCertificate, signer: Signer, text: Text
) -> Files:
    """Return both faces, verified as a customer will verify them; where that fails, the number is void."""
    with book.read() as records:
        known = records.keys.trust()
    try:
        files = _made(content, signer, text)
        refuse_unverified(files, known, content.signed_at)
    except LabCalError as error:
        perform(book, who, VoidNumber(number=content.number, why=str(error)))
        why = Phrase(error.template, tuple(error.fields.items()))
        raise IssueFailedError(number=content.number, why=why) from error
    return files


def _made(content: CalibrationCertificate, signer: Signer, text: Text) -> Files:
    xml = write_dcc(content, text)
    refuse_unsound(xml)
    signed = sign_xml(xml, signer, content.signed_at)
    code = write_qr(qr_facts(facts(signed), signed), signer)
    page = render(content, text, key_id=signer.key_id, code=code)
    return Files(signed, sign_pdf(page, signed, signer, content.signed_at))


def refuse_unverified(files: Files, known: bytes | None, at: datetime) -> None:
    """Verify both faces as a customer will, at the instant ``at``, before the book takes them.

    Raises:
        NotVerifiedError: One of them does not pass.
    """
    lists = [trust.read_trust(known)] if known else []
    for name, data in (("certificate.pdf", files.pdf), ("certificate.xml", files.xml)):
        found = verify(data, name, lists, at)
        if not (found.valid and found.trusted):
            wrong = next((check.name for check in found.checks if check.passed is False), name)
            raise NotVerifiedError(name=name, check=wrong)
