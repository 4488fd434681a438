"""Types of instruments in the book."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.equipment import InstrumentType, InstrumentTypeLine
from labcal.errors.records import TakenError
from labcal.store.find import next_number, one
from labcal.store.register import Register
from labcal.store.rows.items import InstrumentTypeRow


class InstrumentTypes:
    """The types of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept = Register(session, InstrumentTypeRow, InstrumentType)

    def add(self, told: InstrumentType) -> str:
        """Write a new type and return its number; raise ``TakenError`` where its plate is known."""
        self._refuse_taken(told, None)
        number = next_number(self._session, InstrumentTypeRow.number, "T-")
        self._kept.add(told, number=number)
        return number

    def change(self, number: str, told: InstrumentType, *, seen: int) -> None:
        """Write other values into a type; refused where it changed since it was ``seen``."""
        key = one(self._session, InstrumentTypeRow.number, number, "type of instrument").id
        self._refuse_taken(told, key)
        self._kept.change(key, told, seen=seen)

    def get(self, number: str) -> InstrumentType:
        """Return a type; raise ``NotFoundError`` where there is none."""
        return self._kept.kept(
            one(self._session, InstrumentTypeRow.number, number, "type of instrument")
        ).value

    def lines(self) -> list[InstrumentTypeLine]:
        """Return every type for a list, by maker and model."""
        row = InstrumentTypeRow
        columns = (row.number, row.name, row.manufacturer, row.model, row.approval, row.remarks, row.version)
        query = select(*columns).order_by(row.manufacturer, row.model, row.name)
        return [InstrumentTypeLine(*found) for found in self._session.execute(query)]

    def _refuse_taken(self, told: InstrumentType, key: int | None) -> None:
        query = select(InstrumentTypeRow.id, InstrumentTypeRow.number).where(
            InstrumentTypeRow.manufacturer == told.manufacturer,
            InstrumentTypeRow.model == told.model,
            InstrumentTypeRow.name == told.name,
        )
        taken = self._session.execute(query).first()
        if taken is not None and taken.id != key:
            raise TakenError(kind="type of instrument", number=taken.number)
