"""What is kept of items and standards over the years (ISO/IEC 17025:2017, 6.4.13)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.equipment import Conformity, EventKind, ItemStatus, Period, ScheduleKind
from labcal.domain.person import PersonName
from labcal.store.base import Record
from labcal.store.rows.choices import choice

ITEM = "(instrument_id is null) <> (standard_id is null)"
"""That a row belongs to an instrument or to a reference standard, and not to both."""


class OfItem(Record):
    """What belongs to one instrument or to one reference standard."""

    __abstract__ = True

    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)


class ItemStatusRow(OfItem):
    """Since when an item has had a status, and why."""

    __tablename__ = "item_status"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint("reason <> ''", name="reason"),
        Record.__table_args__,
    )

    status: Mapped[ItemStatus] = mapped_column(choice(ItemStatus, "status"))
    since: Mapped[date]
    reason: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ItemLocationRow(OfItem):
    """Since when an item has been somewhere."""

    __tablename__ = "item_location"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint("room_id is not null or place <> ''", name="place"),
        Record.__table_args__,
    )

    room_id: Mapped[int | None] = mapped_column(ForeignKey("laboratory_room.id"), index=True)
    place: Mapped[str]
    since: Mapped[date]
    by: Mapped[PersonName]
    at: Mapped[datetime]


class ScheduleRow(OfItem):
    """Something to be done with an item at an interval."""

    __tablename__ = "schedule"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("last_done is null or last_done <= next_due", name="due"),
        Index("ix_schedule_next_due", "ended", "next_due"),
        Record.__table_args__,
    )

    kind: Mapped[ScheduleKind] = mapped_column(choice(ScheduleKind, "kind"))
    every: Mapped[int]
    period: Mapped[Period] = mapped_column(choice(Period, "period"))
    next_due: Mapped[date]
    last_done: Mapped[date | None]
    ended: Mapped[date | None]
    remarks: Mapped[str]
    grace: Mapped[int] = mapped_column(server_default=text("0"))


class ItemEventRow(OfItem):
    """What happened to an item: put into service, maintained, damaged, repaired, adjusted."""

    __tablename__ = "item_event"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint("words <> ''", name="words"),
        Record.__table_args__,
    )

    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("schedule.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind, "kind"))
    on: Mapped[date]
    words: Mapped[str]
    outcome: Mapped[str]
    by: Mapped[PersonName]
    at: Mapped[datetime]
    conformity: Mapped[Conformity] = mapped_column(
        choice(Conformity, "conformity"), server_default=Conformity.NOT_STATED.value
    )


class ItemCalibrationRow(OfItem):
    """A calibration of an item that was entered by hand: done elsewhere, or before this book."""

    __tablename__ = "item_calibration"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint('due_on is null or due_on >= "on"', name="period"),
        CheckConstraint("certificate <> '' or laboratory <> ''", name="source"),
        Record.__table_args__,
    )

    on: Mapped[date]
    certificate: Mapped[str] = mapped_column(index=True)
    laboratory: Mapped[str]
    due_on: Mapped[date | None]
    result: Mapped[str]
    adjustment: Mapped[str]
    criteria: Mapped[str]
    conformity: Mapped[Conformity] = mapped_column(choice(Conformity, "conformity"))


class ReferenceMaterialRow(OfItem):
    """What comes with a reference material."""

    __tablename__ = "reference_material"
    __table_args__ = (
        CheckConstraint(ITEM, name="item"),
        CheckConstraint("document <> ''", name="document"),
        Record.__table_args__,
    )

    document: Mapped[str]
    batch: Mapped[str]
    results: Mapped[str]
    criteria: Mapped[str]
    received_on: Mapped[date | None]
    valid_until: Mapped[date | None]
