"""The laboratory's reference standards and their certificates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
from labcal.domain.quantity import QuantityValue
from labcal.errors.records import TakenError
from labcal.store.find import next_number, one, quantity
from labcal.store.journal import refuse_stale
from labcal.store.register import Register
from labcal.store.rows.items import InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.jobs import JobRow
from labcal.store.rows.scope import CertifiedPointRow


class Standards:
    """The reference standards of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plates = Register(session, StandardRow, StandardIdentity)
        self._points = Register(session, CertifiedPointRow, CertifiedPoint, "position")

    def add(self, name: str, identification: str, grade: str) -> StandardNumber:
        """Write a new reference standard and return its number."""
        number = next_number(self._session, StandardRow.number, "S-")
        self._session.add(
            StandardRow(number=number, name=name, identification=identification, grade=grade, suspended=False)
        )
        self._session.flush()
        return StandardNumber(number)

    def kept(self, number: StandardNumber) -> tuple[Kept[StandardIdentity], str]:
        """Return a standard with its version, and its number as an instrument; empty where it is none."""
        row = one(self._session, StandardRow.number, number, "standard")
        item = self._session.get(InstrumentRow, row.instrument_id or 0)
        return self._plates.kept(row), item.number if item else ""

    def change(
        self, number: StandardNumber, told: StandardIdentity, item: InstrumentNumber | None, *, seen: int
    ) -> None:
        """Write another plate of a standard; ``item`` is what it is as an instrument calibrated here."""
        row = one(self._session, StandardRow.number, number, "standard")
        refuse_stale(self._session, row, number, seen)
        key = one(self._session, InstrumentRow.number, item, "instrument").id if item else None
        taken = key and self._session.scalar(
            select(StandardRow.number).where(StandardRow.instrument_id == key)
        )
        if taken and taken != number:
            raise TakenError(kind="standard", number=taken)
        self._plates.change(row.id, told, seen=seen, instrument_id=key)

    def state_points(self, certificate: int, points: tuple[CertifiedPoint, ...], *, seen: int) -> None:
        """Write the values that a certificate states; refused where they are no longer those seen."""
        row = one(self._session, StandardCertificateRow.id, certificate, "certificate of")
        refuse_stale(self._session, row, row.number, seen)
        row.version = 0  # though only its values differ: the next edit has to see them
        for kept in self._points.of(certificate_id=certificate):
            self._points.remove(kept.key, seen=kept.version)
        self._session.flush()
        for position, point in enumerate(points):
            self._points.add(point, certificate_id=certificate, position=position)

    def points(self, certificate: int) -> tuple[CertifiedPoint, ...]:
        """Return the values that a certificate states beside its own, in their order."""
        return points_of(self._session, certificate)

    def unit_of(self, certificate: int) -> str:
        """Return the unit of a certificate's value; raise ``NotFoundError`` where there is none."""
        return str(one(self._session, StandardCertificateRow.id, certificate, "certificate of").value_unit)

    def versions(self, number: StandardNumber) -> list[CertificateVersion]:
        """Return every certificate of a standard beside the one before, oldest first."""
        key = one(self._session, StandardRow.number, number, "standard").id
        counted = (
            select(func.count(CertifiedPointRow.id))
            .where(CertifiedPointRow.certificate_id == StandardCertificateRow.id)
            .scalar_subquery()
        )
        query = (
            select(StandardCertificateRow, counted, JobRow.number)
            .outerjoin(JobRow, JobRow.id == StandardCertificateRow.job_id)
            .where(StandardCertificateRow.standard_id == key)
            .order_by(StandardCertificateRow.calibrated_on, StandardCertificateRow.id)
        )
        found: list[CertificateVersion] = []
        for row, points, job in self._session.execute(query):
            told = _certificate(row)
            before = found[-1].certificate.value if found else None
            change = None if before is None else told.value.value - before.in_unit(told.value.unit)
            found.append(CertificateVersion(row.id, told, change, points, job or "", row.version))
        return found

    def in_force(self, number: StandardNumber, on: date) -> StandardInUse | None:
        """Return a standard with the certificate that served on a day; None where none did."""
        row = one(self._session, StandardRow.number, number, "standard")
        told = self._session.scalar(
            select(StandardCertificateRow)
            .where(
                StandardCertificateRow.standard_id == row.id,
                StandardCertificateRow.calibrated_on <= on,
                StandardCertificateRow.due_on >= on,
            )
            .order_by(StandardCertificateRow.calibrated_on.desc(), StandardCertificateRow.id.desc())
            .limit(1)
        )
        return None if told is None else in_use(row, told)

    def certify(self, number: StandardNumber, told: StandardCertificate, job: str = "") -> None:
        """Add a certificate to a standard; ``job`` is the number of the job of this book it came from."""
        drift = told.drift
        self._session.add(
            StandardCertificateRow(
                job_id=one(self._session, JobRow.number, job, "job").id if job else None,
                standard_id=one(self._session, StandardRow.number, number, "standard").id,
                number=told.number,
                laboratory=told.laboratory,
                calibrated_on=told.calibrated_on,
                due_on=told.due_on,
                value=told.value.number,
                value_unit=told.value.unit,
                value_base=told.value.base,
                expanded=told.expanded.number,
                expanded_unit=told.expanded.unit,
                expanded_base=told.expanded.base,
                coverage_factor=str(told.coverage_factor),
                drift=drift and drift.number,
                drift_unit=drift and drift.unit,
            )
        )

    def suspend(self, number: StandardNumber, *, suspended: bool, seen: int) -> None:
        """Take a standard out of use, or back into it."""
        row: StandardRow = one(self._session, StandardRow.number, number, "standard")
        refuse_stale(self._session, row, number, seen)
        row.suspended = suspended

    def newest(self, number: StandardNumber) -> StandardInUse:
        """Return a standard with the certificate last dated; raise ``NotFoundError`` where it has none."""
        row = one(self._session, StandardRow.number, number, "standard")
        return in_use(row, one(self._session, StandardCertificateRow.id, self._newest(row), "certificate of"))

    def lines(self) -> list[StandardLine]:
        """Return every standard with its newest certificate for a list."""
        lines = []
        for row in self._session.scalars(select(StandardRow).order_by(StandardRow.number)):
            told = self._session.get(StandardCertificateRow, self._newest(row) or 0)
            lines.append(_line(row, told))
        return lines

    def _newest(self, row: StandardRow) -> int | None:
        return self._session.scalar(
            select(StandardCertificateRow.id)
            .where(StandardCertificateRow.standard_id == row.id)
            .order_by(StandardCertificateRow.calibrated_on.desc(), StandardCertificateRow.id.desc())
            .limit(1)
        )


def points_of(session: Session, certificate: int) -> tuple[CertifiedPoint, ...]:
    """Return the values that a certificate states beside its own, in their order."""
    register = Register(session, CertifiedPointRow, CertifiedPoint, "position")
    return tuple(kept.value for kept in register.of(certificate_id=certificate))


def in_use(
    row: StandardRow, told: StandardCertificateRow, points: tuple[CertifiedPoint, ...] = ()
) -> StandardInUse:
    """Return a standard with one of its certificates, and with the values it states where they are wanted."""
    return StandardInUse(
        standard=StandardNumber(row.number),
        name=row.name,
        identification=row.identification,
        grade=row.grade,
        suspended=row.suspended,
        certificate=_certificate(told),
        key=told.id,
        points=points,
    )


def _certificate(told: StandardCertificateRow) -> StandardCertificate:
    return StandardCertificate(
        number=told.number,
        laboratory=told.laboratory,
        calibrated_on=told.calibrated_on,
        due_on=told.due_on,
        value=QuantityValue(told.value, told.value_unit),
        expanded=QuantityValue(told.expanded, told.expanded_unit),
        coverage_factor=Decimal(told.coverage_factor),
        drift=quantity(told.drift, told.drift_unit),
    )


def _line(row: StandardRow, told: StandardCertificateRow | None) -> StandardLine:
    return StandardLine(
        number=StandardNumber(row.number),
        name=row.name,
        identification=row.identification,
        grade=row.grade,
        suspended=row.suspended,
        certificate=told.number if told else "",
        laboratory=told.laboratory if told else "",
        calibrated_on=told.calibrated_on if told else None,
        due_on=told.due_on if told else None,
        value=f"{told.value} {told.value_unit}" if told else "",
        expanded=f"{told.expanded} {told.expanded_unit}" if told else "",
        version=row.version,
    )
