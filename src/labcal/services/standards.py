"""Commands and questions on the laboratory's reference standards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from labcal.domain import units
from labcal.domain.instrument import StandardCertificate, StandardLine, StandardNumber
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.jobs import BadCertificateError
from labcal.errors.records import MissingFieldError
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStandard:
    """Enter a reference standard with its first certificate."""

    title: ClassVar[str] = mark("Add standard")
    undoable: ClassVar[bool] = True
    name: str
    identification: str
    grade: str
    certificate: StandardCertificate

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> StandardNumber:
        for field, value in (
            (mark("The standard's name"), self.name),
            (mark("The standard's identification"), self.identification),
        ):
            if not value.strip():
                raise MissingFieldError(field=phrase(field))
        _screen(self.certificate)
        number = work.standards.add(self.name, self.identification, self.grade)
        work.standards.certify(number, self.certificate)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyStandard:
    """Add a new certificate to a standard; jobs keep the one they used."""

    title: ClassVar[str] = mark("Add certificate of standard")
    undoable: ClassVar[bool] = True
    standard: StandardNumber
    certificate: StandardCertificate

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen(self.certificate)
        work.standards.certify(self.standard, self.certificate)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendStandard:
    """Take a standard out of use at once, or back into it."""

    title: ClassVar[str] = mark("Suspend standard")
    undoable: ClassVar[bool] = True
    standard: StandardNumber
    suspended: bool
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.standards.suspend(self.standard, suspended=self.suspended, seen=self.seen)


def standard_lines(records: Records) -> list[StandardLine]:
    """Return every standard for a list."""
    return records.standards.lines()


def _screen(told: StandardCertificate) -> None:
    """Refuse what no certificate can say (ISO/IEC 17025:2017, 6.4.4)."""
    if not told.number.strip():
        raise MissingFieldError(field=phrase(mark("The certificate's number")))
    units.check_same(str(told.expanded), told.expanded.unit, told.value.unit)
    if told.drift is not None:
        units.check_same(str(told.drift), told.drift.unit, told.value.unit)
    if not told.coverage_factor.is_finite() or told.coverage_factor <= 0 or told.expanded.value <= 0:
        raise BadCertificateError(number=told.number)
    if told.drift is not None and told.drift.value < 0:
        raise BadCertificateError(number=told.number)
    if told.due_on < told.calibrated_on:
        raise BadCertificateError(number=told.number)
