"""Records as tables tell them: the columns that the importer reads, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labcal.domain.quantity import parse_half_width
from labcal.errors import LabCalError
from labcal.store.incoming import CALIBRATIONS, CUSTOMERS, INSTRUMENTS, PEOPLE, STANDARDS
from labcal.store.people import ADDRESS
from labcal.store.rows.equipment import ItemCalibrationRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.people import PersonRow

BLOCK = 1000
Told = dict[str, str | date | None]
PLATE = ("name", "grade", "manufacturer", "model", "serial", "firmware", "criteria")
"""What an instrument and a standard have in common."""


class Outgoing:
    """Reads the records of one session for tables."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kinds: dict[str, tuple[InstrumentedAttribute[Any], Any, Callable[..., Told]]] = {
            CUSTOMERS: (CustomerRow.number, select(CustomerRow).where(~CustomerRow.in_house), _customer),
            INSTRUMENTS: (
                InstrumentRow.number,
                select(InstrumentRow, CustomerRow).join(
                    CustomerRow, CustomerRow.id == InstrumentRow.customer_id
                ),
                _instrument,
            ),
            STANDARDS: (
                StandardRow.number,
                select(StandardRow, StandardCertificateRow).outerjoin(
                    StandardCertificateRow, StandardCertificateRow.standard_id == StandardRow.id
                ),
                _standard,
            ),
            PEOPLE: (PersonRow.name, select(PersonRow).where(PersonRow.anonymised.is_(None)), _person),
            CALIBRATIONS: (
                ItemCalibrationRow.certificate,
                select(ItemCalibrationRow, InstrumentRow, StandardRow)
                .outerjoin(InstrumentRow, InstrumentRow.id == ItemCalibrationRow.instrument_id)
                .outerjoin(StandardRow, StandardRow.id == ItemCalibrationRow.standard_id),
                _calibration,
            ),
        }

    def rows(self, kind: str) -> Iterator[Told]:
        """Yield every record of a kind, in the order in which they were written."""
        number, query, told = self._kinds[kind]
        key, last = number.class_.id, 0
        while True:
            keys = select(key).where(key > last).order_by(key).limit(BLOCK)
            block = list(self._session.scalars(keys))
            if not block:
                return
            yield from self._block(query.where(key.in_(block)), number.class_, told)
            last = block[-1]

    def chosen(self, kind: str, numbers: Sequence[str]) -> Iterator[Told]:
        """Yield the records that bear ``numbers``, in the order of these."""
        number, query, told = self._kinds[kind]
        for start in range(0, len(numbers), BLOCK):
            wanted = list(numbers[start : start + BLOCK])
            found: dict[str, list[Told]] = {}
            for one in self._block(query.where(number.in_(wanted)), number.class_, told):
                found.setdefault(str(one["number"] if "number" in one else one["name"]), []).append(one)
            for name in wanted:
                yield from found.get(name, ())

    def _block(self, query: Select[Any], row: Any, told: Callable[..., Told]) -> Iterator[Told]:
        order = [row.id]
        if row is StandardRow:
            order.append(StandardCertificateRow.id)
        for found in self._session.execute(query.order_by(*order)):
            yield told(*found)
        self._session.expunge_all()


def _customer(row: CustomerRow) -> Told:
    return {"number": row.number, **{name: getattr(row, name).strip() for name in ADDRESS}}


def _instrument(row: InstrumentRow, owner: CustomerRow) -> Told:
    """A row without a customer means the laboratory's own equipment."""
    return {
        "number": row.number,
        "customer_number": "" if owner.in_house else owner.number,
        "customer": "" if owner.in_house else owner.name.strip(),
        **{name: getattr(row, name).strip() for name in PLATE},
        "mark": row.mark.strip(),
        "figures": row.figures.strip(),
        "nominal": _quantity(row.nominal, row.nominal_unit),
    }


def _standard(row: StandardRow, told: StandardCertificateRow | None) -> Told:
    plate: Told = {
        "number": row.number,
        "identification": row.identification.strip(),
        **{name: getattr(row, name).strip() for name in PLATE},
    }
    if told is None:
        return plate
    return {
        **plate,
        "certificate": told.number.strip(),
        "laboratory": told.laboratory.strip(),
        "calibrated": told.calibrated_on,
        "due": told.due_on,
        "value": _quantity(told.value, told.value_unit),
        "expanded": _quantity(told.expanded, told.expanded_unit),
        "k": told.coverage_factor,
        "drift": _quantity(told.drift, told.drift_unit),
    }


def _person(row: PersonRow) -> Told:
    return {"name": row.name.strip(), "role": row.role.strip()}


def _calibration(
    row: ItemCalibrationRow, instrument: InstrumentRow | None, standard: StandardRow | None
) -> Told:
    item = instrument or standard
    result, expanded = parted(row.result.strip())
    return {
        "item": item.number if item else "",
        "serial": item.serial.strip() if item else "",
        "manufacturer": item.manufacturer.strip() if item else "",
        "date": row.on,
        "certificate": row.certificate.strip(),
        "laboratory": row.laboratory.strip(),
        "due": row.due_on,
        "result": result,
        "expanded": expanded,
        "adjustment": row.adjustment.strip(),
        "criteria": row.criteria.strip(),
        "conformity": row.conformity.value,
    }


def parted(result: str) -> tuple[str, str]:
    """Return a result without its uncertainty, and that, where the result is written as value ± U."""
    value, sign, tail = result.rpartition(" ± ")
    if not sign or not value.strip():
        return result, ""
    try:
        found = parse_half_width(tail)
    except LabCalError:
        return result, ""
    return (value, tail) if _quantity(found.number, found.unit) == tail else (result, "")


def _quantity(number: str | None, unit: str | None) -> str:
    if number is None:
        return ""
    return number if unit in (None, "1") else f"{number} {unit}"
