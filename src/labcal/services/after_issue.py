"""After a certificate was issued: amended by another that names it, or withdrawn (7.8.8, 7.10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain.after_issue import AfterIssue, Standing
from labcal.domain.certificate import CertificateNumber, Replaced, Status
from labcal.domain.job import State
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.role import Right
from labcal.errors.after_issue import BeingAmendedError, HoldsNoLongerError, NotIssuedError
from labcal.errors.records import MissingFieldError
from labcal.services.jobs import refuse_unless
from labcal.services.sheet import need_of
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendCertificate:
    """As signatory, open the job of an issued certificate again, for another that takes its place.

    Until that is issued, the earlier one holds. Both stay in the book, with what was changed and why.

    Attributes:
        change: What will be otherwise.
        why: The reason.
    """

    title: ClassVar[str] = mark("Amend certificate")
    undoable: ClassVar[bool] = True
    certificate: CertificateNumber
    change: str
    why: str

    def needs(self, records: Records) -> Need:
        job = records.certificates.job(self.certificate)
        return need_of(records, records.jobs.get(job), Level.SIGNS)

    def run(self, work: Work, who: PersonName) -> None:
        _refuse_unless_issued(work, self.certificate)
        _refuse_empty(mark("What is changed"), self.change)
        _refuse_empty(mark("Why it is changed"), self.why)
        job = work.certificates.job(self.certificate)
        refuse_unless(work, job, State.ISSUED)
        replaced = Replaced(
            number=self.certificate, issued_on=work.today, change=self.change.strip(), why=self.why.strip()
        )
        work.after_issue.amend(replaced, who, work.now)
        work.jobs.move(job, State.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCertificate:
    """Say that an issued certificate or document of a verification holds no longer.

    Attributes:
        why: The reason, which everyone is told who asks for the certificate.
        notice: Who was told, how and when.
    """

    title: ClassVar[str] = mark("Withdraw certificate")
    undoable: ClassVar[bool] = True
    certificate: CertificateNumber
    why: str
    notice: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_QUALITY, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _refuse_unless_issued(work, self.certificate)
        _refuse_empty(mark("Why it is withdrawn"), self.why)
        _refuse_empty(mark("Who was told, and how"), self.notice)
        work.after_issue.withdraw(self.certificate, (self.why.strip(), self.notice.strip()), who, work.now)


def after_issue(records: Records, number: CertificateNumber) -> AfterIssue:
    """Return what became of a certificate.

    Raises:
        NotFoundError: There is none of that number.
    """
    return records.after_issue.of(number)


def _refuse_unless_issued(work: Work, number: CertificateNumber) -> None:
    if work.certificates.status(number) is not Status.ISSUED:
        raise NotIssuedError(number=number)
    told = work.after_issue.of(number)
    if told.standing is not Standing.ISSUED:
        raise HoldsNoLongerError(number=number, why=told.sentence)
    if told.being_amended:
        raise BeingAmendedError(number=number)


def _refuse_empty(field: str, words: str) -> None:
    if not words.strip():
        raise MissingFieldError(field=phrase(field))
