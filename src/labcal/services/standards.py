"""Commands and questions on the laboratory's reference standards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.domain import units
from labcal.domain.instrument import (
    CertificateVersion,
    CertifiedPoint,
    InstrumentNumber,
    StandardCertificate,
    StandardIdentity,
    StandardInUse,
    StandardLine,
    StandardNumber,
)
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.equipment import BadPointError
from labcal.errors.jobs import BadCertificateError
from labcal.errors.records import MissingFieldError
from labcal.services.missing import refuse_missing
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
        screen_plate(self.name, self.identification)
        screen(self.certificate)
        number = work.standards.add(self.name, self.identification, self.grade)
        work.standards.certify(number, self.certificate)
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifyStandard:
    """Add a new certificate to a standard; jobs keep the one they used.

    Attributes:
        job: Number of the job of this book that it came from; empty where another laboratory issued it.
    """

    title: ClassVar[str] = mark("Add certificate of standard")
    undoable: ClassVar[bool] = True
    standard: StandardNumber
    certificate: StandardCertificate
    job: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        screen(self.certificate)
        work.standards.certify(self.standard, self.certificate, self.job)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditStandard:
    """Change the plate of a standard.

    Attributes:
        item: What it is as an instrument that is calibrated here; None where it is calibrated elsewhere.
    """

    title: ClassVar[str] = mark("Edit standard")
    undoable: ClassVar[bool] = True
    standard: StandardNumber
    told: StandardIdentity
    seen: int
    item: InstrumentNumber | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        screen_plate(self.told.name, self.told.identification)
        work.standards.change(self.standard, self.told, self.item, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePoints:
    """Enter the values that a certificate states over a range, in the place of those it had.

    Attributes:
        certificate: Key of the standard's certificate.
        seen: The certificate's version, which its values share.
    """

    title: ClassVar[str] = mark("Enter values of certificate")
    undoable: ClassVar[bool] = True
    certificate: int
    points: tuple[CertifiedPoint, ...]
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        for point in self.points:
            _screen_point(point)
        work.standards.state_points(self.certificate, self.points, seen=self.seen)


def standard_lines(records: Records) -> list[StandardLine]:
    """Return every standard for a list."""
    return records.standards.lines()


def standard(records: Records, number: StandardNumber) -> tuple[Kept[StandardIdentity], str]:
    """Return one standard, to be edited, and its number as an instrument; that is empty where it is none."""
    return records.standards.kept(number)


def certificate_versions(records: Records, number: StandardNumber) -> list[CertificateVersion]:
    """Return every certificate of a standard beside the one before, oldest first."""
    return records.standards.versions(number)


def certified_points(records: Records, certificate: int) -> tuple[CertifiedPoint, ...]:
    """Return the values that a certificate states beside its own."""
    return records.standards.points(certificate)


def in_force(records: Records, number: StandardNumber, on: date) -> StandardInUse | None:
    """Return a standard with the certificate that served on a day; None where none did."""
    return records.standards.in_force(number, on)


def screen_plate(name: str, identification: str) -> None:
    """Refuse a standard without a name or an identification."""
    refuse_missing(
        (mark("The standard's name"), name), (mark("The standard's identification"), identification)
    )


def _screen_point(point: CertifiedPoint) -> None:
    """Refuse a value that no certificate can state."""
    units.check_same(str(point.value), point.value.unit, point.nominal.unit)
    units.check_same(str(point.expanded), point.expanded.unit, point.nominal.unit)
    if point.drift is not None:
        units.check_same(str(point.drift), point.drift.unit, point.nominal.unit)
    factor, drift = point.coverage_factor, point.drift
    if not factor.is_finite() or factor <= 0 or point.expanded.value <= 0:
        raise BadPointError(nominal=point.nominal)
    if drift is not None and drift.value < 0:
        raise BadPointError(nominal=point.nominal)


def screen(told: StandardCertificate) -> None:
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
