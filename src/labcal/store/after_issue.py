"""What became of issued certificates, in the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from labcal.domain.after_issue import AfterIssue, Standing
from labcal.domain.certificate import CertificateNumber, Replaced
from labcal.domain.job import JobNumber
from labcal.domain.person import PersonName
from labcal.store.find import one
from labcal.store.rows.after_issue import AmendmentRow, WithdrawalRow
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.jobs import JobRow


class CertificatesAfterIssue:
    """The amendments and withdrawals of one session."""

    def __init__(self, session: Session, zone: Callable[[], ZoneInfo]) -> None:
        self._session = session
        self._zone = zone

    def amend(self, replaced: Replaced, by: PersonName, at: datetime) -> None:
        """Keep that a certificate is to be replaced."""
        self._session.add(
            AmendmentRow(
                certificate_id=self._key(replaced.number),
                change=replaced.change,
                why=replaced.why,
                by=by,
                at=at,
                replaced_by=None,
            )
        )

    def withdraw(
        self, number: CertificateNumber, words: tuple[str, str], by: PersonName, at: datetime
    ) -> None:
        """Keep that a certificate holds no longer; ``words`` are the reason and who was told."""
        why, notice = words
        row = WithdrawalRow(certificate_id=self._key(number), why=why, notice=notice, by=by, at=at)
        self._session.add(row)

    def open_for(self, job: JobNumber) -> Replaced | None:
        """Return what the next certificate of a job takes the place of; None where it is its first."""
        row = self._open(job)
        if row is None:
            return None
        return self._replaced(row)

    def replace(self, job: JobNumber, later: CertificateNumber) -> None:
        """Say which certificate has taken the place of the one that is being amended, where one is."""
        row = self._open(job)
        if row is not None:
            row.replaced_by = self._key(later)

    def of(self, number: CertificateNumber) -> AfterIssue:
        """Return what became of a certificate.

        Raises:
            NotFoundError: There is none of that number.
        """
        key = self._key(number)
        amended = self._session.scalar(select(AmendmentRow).where(AmendmentRow.certificate_id == key))
        before = self._session.scalar(select(AmendmentRow).where(AmendmentRow.replaced_by == key))
        replaces = self._replaced(before) if before is not None else None
        gone = self._session.scalar(select(WithdrawalRow).where(WithdrawalRow.certificate_id == key))
        if gone is not None:
            return AfterIssue(
                number=number,
                standing=Standing.WITHDRAWN,
                on=self._day(gone.at),
                by=gone.by,
                why=gone.why,
                replaces=replaces,
            )
        if amended is None or amended.replaced_by is None:
            return AfterIssue(number=number, being_amended=amended is not None, replaces=replaces)
        later = self._session.get_one(CertificateRow, amended.replaced_by)
        return AfterIssue(
            number=number,
            standing=Standing.SUPERSEDED,
            on=later.issued_on,
            by=amended.by,
            why=amended.why,
            replaced_by=CertificateNumber(later.number),
            replaces=replaces,
        )

    def standings(self, numbers: list[str]) -> dict[str, Standing]:
        """Return the standing of those of ``numbers`` that hold no longer."""
        later = aliased(CertificateRow)
        superseded = (
            select(CertificateRow.number)
            .join(AmendmentRow, AmendmentRow.certificate_id == CertificateRow.id)
            .join(later, later.id == AmendmentRow.replaced_by)
            .where(CertificateRow.number.in_(numbers))
        )
        withdrawn = (
            select(CertificateRow.number)
            .join(WithdrawalRow, WithdrawalRow.certificate_id == CertificateRow.id)
            .where(CertificateRow.number.in_(numbers))
        )
        found = dict.fromkeys(self._session.scalars(superseded), Standing.SUPERSEDED)
        return found | dict.fromkeys(self._session.scalars(withdrawn), Standing.WITHDRAWN)

    def _open(self, job: JobNumber) -> AmendmentRow | None:
        return self._session.scalar(
            select(AmendmentRow)
            .join(CertificateRow, CertificateRow.id == AmendmentRow.certificate_id)
            .join(JobRow, JobRow.id == CertificateRow.job_id)
            .where(JobRow.number == job, AmendmentRow.replaced_by.is_(None))
        )

    def _replaced(self, row: AmendmentRow) -> Replaced:
        earlier = self._session.get_one(CertificateRow, row.certificate_id)
        return Replaced(
            number=CertificateNumber(earlier.number),
            issued_on=earlier.issued_on or self._day(row.at),
            change=row.change,
            why=row.why,
        )

    def _key(self, number: CertificateNumber) -> int:
        row: CertificateRow = one(self._session, CertificateRow.number, number, "certificate")
        return row.id

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone()).date()
