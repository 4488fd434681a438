"""The laboratory's reference standards and their certificates."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.instrument import StandardCertificate, StandardInUse, StandardLine, StandardNumber
from labcal.domain.quantity import QuantityValue
from labcal.store.find import next_number, one, quantity
from labcal.store.journal import refuse_stale
from labcal.store.rows.items import StandardCertificateRow, StandardRow


class Standards:
    """The reference standards of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, name: str, identification: str, grade: str) -> StandardNumber:
        """Write a new reference standard and return its number."""
        number = next_number(self._session, StandardRow.number, "S-")
        self._session.add(
            StandardRow(number=number, name=name, identification=identification, grade=grade, suspended=False)
        )
        self._session.flush()
        return StandardNumber(number)

    def certify(self, number: StandardNumber, told: StandardCertificate) -> None:
        """Add a certificate to a standard."""
        drift = told.drift
        self._session.add(
            StandardCertificateRow(
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


def in_use(row: StandardRow, told: StandardCertificateRow) -> StandardInUse:
    """Return a standard with one of its certificates."""
    return StandardInUse(
        standard=StandardNumber(row.number),
        name=row.name,
        identification=row.identification,
        grade=row.grade,
        suspended=row.suspended,
        certificate=StandardCertificate(
            number=told.number,
            laboratory=told.laboratory,
            calibrated_on=told.calibrated_on,
            due_on=told.due_on,
            value=QuantityValue(told.value, told.value_unit),
            expanded=QuantityValue(told.expanded, told.expanded_unit),
            coverage_factor=Decimal(told.coverage_factor),
            drift=quantity(told.drift, told.drift_unit),
        ),
        key=told.id,
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
