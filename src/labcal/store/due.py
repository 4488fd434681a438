"""The due list: filtered and sorted in the database, a page at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from labcal.domain.due import DueLine, DuePage, DueWanted
from labcal.store.rows.equipment import ScheduleRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardRow


class DueList:
    """What has to be done, of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, wanted: DueWanted, today: date) -> DuePage:
        """Return a page of what has to be done, soonest first."""
        query = _lines().where(*_holds(wanted)).order_by(ScheduleRow.next_due, ScheduleRow.id)
        rows = self._session.execute(query.limit(wanted.size + 1)).all()
        lines = tuple(_line(row, today) for row in rows[: wanted.size])
        more = len(rows) > wanted.size
        return DuePage(lines, (lines[-1].next_due, lines[-1].key) if more else None)

    def units(self) -> list[str]:
        """Return the units of the nominal values of all items that have a schedule."""
        with_schedule = select(ScheduleRow.instrument_id).where(
            ScheduleRow.ended.is_(None), ScheduleRow.instrument_id.is_not(None)
        )
        query = select(InstrumentRow.nominal_unit).where(InstrumentRow.id.in_(with_schedule)).distinct()
        return sorted(self._session.scalars(query))


def _lines() -> Select[Any]:
    return (
        select(
            ScheduleRow,
            func.coalesce(StandardRow.number, InstrumentRow.number),
            func.coalesce(StandardRow.name, InstrumentRow.name),
            case(
                (StandardRow.id.is_not(None), StandardRow.identification),
                (InstrumentRow.serial != "", InstrumentRow.serial),
                else_=InstrumentRow.mark,
            ),
            case(
                (InstrumentRow.id.is_(None), ""),
                else_=InstrumentRow.nominal + " " + InstrumentRow.nominal_unit,
            ),
            CustomerRow,
        )
        .outerjoin(InstrumentRow, InstrumentRow.id == ScheduleRow.instrument_id)
        .outerjoin(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
        .outerjoin(StandardRow, StandardRow.id == ScheduleRow.standard_id)
    )


def _holds(wanted: DueWanted) -> list[ColumnElement[bool]]:
    """Return the conditions of what is wanted."""
    own = or_(ScheduleRow.standard_id.is_not(None), CustomerRow.in_house.is_(True))
    held: list[ColumnElement[bool]] = [ScheduleRow.ended.is_(None), ScheduleRow.next_due <= wanted.until]
    if wanted.since is not None:
        held.append(ScheduleRow.next_due >= wanted.since)
    if wanted.own is not None:
        held.append(
            own if wanted.own else and_(ScheduleRow.standard_id.is_(None), CustomerRow.in_house.is_(False))
        )
    if wanted.customer:
        held.append(_contains(CustomerRow.name, wanted.customer))
    if wanted.place:
        held.append(_contains(CustomerRow.city, wanted.place))
    if wanted.unit:
        held.append(InstrumentRow.nominal_unit == wanted.unit)
    if wanted.kind is not None:
        held.append(ScheduleRow.kind == wanted.kind)
    if wanted.after is not None:
        day, key = wanted.after
        later = ScheduleRow.next_due > day
        held.append(or_(later, and_(ScheduleRow.next_due == day, ScheduleRow.id > literal(key))))
    return held


def _contains(column: Any, words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)


def _line(row: Any, today: date) -> DueLine:
    told, number, name, identity, nominal, owner = row
    standard = told.standard_id is not None
    in_house = standard or bool(owner.in_house)
    return DueLine(
        key=told.id,
        item=number,
        item_name=name,
        identity=identity,
        standard=standard,
        customer="" if in_house else owner.name,
        customer_number="" if standard else owner.number,
        city="" if in_house else owner.city,
        nominal=nominal,
        kind=told.kind,
        last_done=told.last_done,
        next_due=told.next_due,
        grace=told.grace,
        days=(told.next_due - today).days,
        agreed=in_house or owner.due_agreed_on is not None,
        version=told.version,
    )
