"""What is kept of items and standards over the years: status, place, schedules, events, calibrations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from labcal.domain.equipment import (
    Conformity,
    EventKind,
    ItemCalibration,
    ItemEvent,
    ItemStatus,
    LocationEntry,
    ReferenceMaterial,
    Schedule,
    ScheduleKind,
    ScheduleLine,
    StatusEntry,
)
from labcal.domain.kept import Kept
from labcal.domain.subject import Subject
from labcal.store.find import one
from labcal.store.register import Register
from labcal.store.rows.equipment import (
    ItemCalibrationRow,
    ItemEventRow,
    ItemLocationRow,
    ItemStatusRow,
    ReferenceMaterialRow,
    ScheduleRow,
)
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardRow
from labcal.store.rows.places import LaboratoryRoomRow
from labcal.store.subjects import column_of, key_of


class Equipment:
    """The care of equipment, of one session; an item is an instrument or a reference standard."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.calibrations = Register(session, ItemCalibrationRow, ItemCalibration, "on")
        self.materials = Register(session, ReferenceMaterialRow, ReferenceMaterial, "document")
        self.events = Register(session, ItemEventRow, ItemEvent, "on")
        self.schedules = Register(session, ScheduleRow, Schedule, "next_due")
        self._statuses = Register(session, ItemStatusRow, StatusEntry, "since")

    def link(self, item: Subject) -> dict[str, Any]:
        """Return the column that ties a row to an item; raise ``NotFoundError`` where there is none."""
        return {column_of(item.kind): key_of(self._session, item)}

    def set_status(self, item: Subject, entry: StatusEntry) -> int:
        """Write since when an item has a status."""
        return self._statuses.add(entry, **self.link(item))

    def statuses(self, item: Subject) -> list[Kept[StatusEntry]]:
        """Return the statuses that an item had, oldest first."""
        return self._statuses.of(**self.link(item))

    def status(self, item: Subject, on: date) -> ItemStatus | None:
        """Return the status of an item on a day; None where none was told yet."""
        told = [kept.value for kept in self.statuses(item) if kept.value.since <= on]
        return told[-1].status if told else None

    def last_check(self, item: Subject, on: date) -> ItemEvent | None:
        """Return the last intermediate check until a day that states whether it was passed."""
        told = (
            kept.value
            for kept in self.events.of(**self.link(item), kind=EventKind.INTERMEDIATE_CHECK)
            if kept.value.on <= on and kept.value.conformity is not Conformity.NOT_STATED
        )
        return max(told, key=lambda event: (event.on, event.at), default=None)

    def check_due(self, item: Subject) -> date | None:
        """Return until when the intermediate check of an item may be done; None where none is planned."""
        found = (
            kept.value.next_due + timedelta(days=kept.value.grace)
            for kept in self.schedules.of(**self.link(item), kind=ScheduleKind.INTERMEDIATE_CHECK)
            if kept.value.ended is None
        )
        return min(found, default=None)

    def move(self, item: Subject, entry: LocationEntry) -> int:
        """Write since when an item is somewhere; raise ``NotFoundError`` where there is no such room."""
        room = entry.room and one(self._session, LaboratoryRoomRow.name, entry.room, "laboratory room").id
        row = ItemLocationRow(
            **self.link(item),
            room_id=room or None,
            place=entry.place,
            since=entry.since,
            by=entry.by,
            at=entry.at,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def locations(self, item: Subject) -> list[Kept[LocationEntry]]:
        """Return where an item was, oldest first."""
        (column, key), *_ = self.link(item).items()
        query = (
            select(ItemLocationRow, LaboratoryRoomRow.name)
            .outerjoin(LaboratoryRoomRow, LaboratoryRoomRow.id == ItemLocationRow.room_id)
            .where(getattr(ItemLocationRow, column) == key)
            .order_by(ItemLocationRow.since, ItemLocationRow.id)
        )
        return [
            Kept(
                row.id,
                row.version,
                LocationEntry(room=room or "", place=row.place, since=row.since, by=row.by, at=row.at),
            )
            for row, room in self._session.execute(query)
        ]

    def due(self, today: date, until: date, most: int, *, own: bool = False) -> list[ScheduleLine]:
        """Return the first ``most`` of what has to be done by ``until``, soonest first.

        Args:
            today: From which the days left are counted.
            until: The last day that counts.
            most: How many lines at most.
            own: Whether only the laboratory's own items are meant.
        """
        ours = select(InstrumentRow.id).join(CustomerRow).where(CustomerRow.in_house.is_(True))
        mine = or_(ScheduleRow.standard_id.is_not(None), ScheduleRow.instrument_id.in_(ours))
        query = (
            select(ScheduleRow, InstrumentRow, StandardRow, CustomerRow.in_house)
            .outerjoin(InstrumentRow, InstrumentRow.id == ScheduleRow.instrument_id)
            .outerjoin(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
            .outerjoin(StandardRow, StandardRow.id == ScheduleRow.standard_id)
            .where(ScheduleRow.ended.is_(None), ScheduleRow.next_due <= until)
            .where(mine if own else true())
            .order_by(ScheduleRow.next_due, ScheduleRow.id)
            .limit(most)
        )
        return [
            ScheduleLine(
                key=row.id,
                item=(standard or item).number,
                item_name=(standard or item).name,
                own=standard is not None or bool(in_house),
                kind=row.kind,
                last_done=row.last_done,
                next_due=row.next_due,
                version=row.version,
                standard=standard is not None,
                days=(row.next_due - today).days,
            )
            for row, item, standard, in_house in self._session.execute(query)
        ]
