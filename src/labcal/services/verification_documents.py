"""Documents of verifications: numbered, signed with the person's key, archived, and verified before that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from labcal.certificates.verification import render_verification
from labcal.domain.certificate import CertificateNumber
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.verification import VerificationNumber, VerificationState
from labcal.domain.verification_document import VerificationDocument
from labcal.errors import LabCalError
from labcal.errors.jobs import IssueFailedError, NumberTakenOverError
from labcal.exchange.dcc import refuse_unsound
from labcal.exchange.dcc_read import facts
from labcal.exchange.dcc_verification import write_verification
from labcal.exchange.heads import sign_head
from labcal.exchange.keys import Signer
from labcal.exchange.pdf_signature import sign_pdf
from labcal.exchange.qr import qr_facts, write_qr
from labcal.exchange.xml_signature import sign_xml
from labcal.services.accounts import confirm
from labcal.services.certificates import Files, refuse_unverified
from labcal.services.keys import signer_of
from labcal.services.missing import refuse_missing
from labcal.services.perform import admit, perform
from labcal.services.verification_content import document_of, draft_number, kind_of
from labcal.services.verifications import need_of, refuse_unless
from labcal.store.book import Book
from labcal.store.certificates import Kept, ReservedDocument
from labcal.store.work import Records, Work
from labcal.text import Phrase, Text, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveDocument:
    """As signatory, take the next number of a verification certificate or of a rejection notice."""

    title: ClassVar[str] = mark("Reserve document number")
    undoable: ClassVar[bool] = False
    verification: VerificationNumber
    language: str

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> ReservedDocument:
        refuse_unless(work, self.verification, VerificationState.DECIDED)
        wanted = ReservedDocument(
            number=CertificateNumber(""),
            verification=self.verification,
            language=self.language,
            by=who,
            at=work.now,
        )
        kind = kind_of(work.verifications.decided(self.verification))
        return work.certificates.reserve_document(wanted, kind, work.today.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitDocument:
    """Turn a reserved number into an issued document; the gate is asked again."""

    title: ClassVar[str] = mark("Issue document")
    undoable: ClassVar[bool] = False
    document: CertificateNumber
    kept: Kept
    key_id: str
    issued_on: date
    head: tuple[int, bytes]
    head_signature: bytes = field(repr=False)

    def needs(self, records: Records) -> Need:
        return need_of(records, records.certificates.verification(self.document), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        number = work.certificates.verification(self.document)
        refuse_unless(work, number, VerificationState.DECIDED)
        if (other := work.certificates.reserved_by(self.document)) != who:
            raise NumberTakenOverError(person=other, job=number)
        work.certificates.commit(self.document, self.kept, self.key_id, self.issued_on)
        work.checkpoint(self.key_id, self.head, self.head_signature)
        work.verifications.finish(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidDocument:
    """Record that nothing was issued under a reserved number, and why."""

    title: ClassVar[str] = mark("Void document number")
    undoable: ClassVar[bool] = False
    document: CertificateNumber
    why: str

    def needs(self, records: Records) -> Need:
        return need_of(records, records.certificates.verification(self.document), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_missing((mark("Why the number is void"), self.why))
        work.certificates.void(self.document, self.why)


def issue_document(
    book: Book, who: PersonName, verification: VerificationNumber, password: str, text: Text
) -> CertificateNumber:
    """Issue the document of a decided verification, in the language of ``text``; return its number.

    A number that was reserved by an attempt cut short is used again.

    Raises:
        WrongPasswordError, NoSigningKeyError, NotAuthorisedError: Nothing was reserved.
        VerificationStageError: It is not decided, or documented already.
        IssueFailedError: The files could not be made; the number is recorded as void.
        FullDiskError and its kin: The number stays reserved, and the next attempt uses it.
    """
    with book.read() as records:
        admit(records, who, need_of(records, verification, Level.SIGNS))
        refuse_unless(records, verification, VerificationState.DECIDED)
    confirm(book, who, password)
    signer = signer_of(book, who, password)
    reserved = perform(book, who, ReserveDocument(verification=verification, language=text.language)).value
    with book.read() as records:
        content = document_of(records, records.verifications.get(verification), reserved, text)
    head = content.frame.journal_entry, bytes.fromhex(content.frame.journal_head)
    files = _made_or_void(book, who, content, signer, text)
    year = content.frame.issued_on.year
    kept = Kept(
        year=year,
        xml=book.archive.keep(year, f"{reserved.number}.xml", files.xml),
        pdf=book.archive.keep(year, f"{reserved.number}.pdf", files.pdf),
    )
    command = CommitDocument(
        document=reserved.number,
        kept=kept,
        key_id=signer.key_id,
        issued_on=content.frame.issued_on,
        head=head,
        head_signature=sign_head(signer, *head),
    )
    perform(book, who, command)
    return reserved.number


def preview_document(records: Records, number: VerificationNumber, who: PersonName, text: Text) -> bytes:
    """Return the pages of a document as they would be issued now, marked as a draft."""
    known = records.verifications.get(number)
    reserved = draft_number(known, who, records, text.language)
    return render_verification(document_of(records, known, reserved, text), text, draft=True)


def _made_or_void(
    book: Book, who: PersonName, content: VerificationDocument, signer: Signer, text: Text
) -> Files:
    """Return both faces, verified as a trader will verify them; where that fails, the number is void."""
    with book.read() as records:
        known = records.keys.trust()
    try:
        files = _made(content, signer, text)
        refuse_unverified(files, known, content.frame.signed_at)
    except LabCalError as error:
        perform(book, who, VoidDocument(document=content.frame.number, why=str(error)))
        why = Phrase(error.template, tuple(error.fields.items()))
        raise IssueFailedError(number=content.frame.number, why=why) from error
    return files


def _made(content: VerificationDocument, signer: Signer, text: Text) -> Files:
    xml = write_verification(content, text)
    refuse_unsound(xml)
    at = content.frame.signed_at
    signed = sign_xml(xml, signer, at)
    stated = qr_facts(facts(signed), signed, kind=content.kind.value, until=content.next_due)
    page = render_verification(content, text, key_id=signer.key_id, code=write_qr(stated, signer))
    return Files(signed, sign_pdf(page, signed, signer, at))
