"""Sites and rooms of the laboratory, what is allowed in the rooms and what was read in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.domain.person import PersonName
from labcal.domain.place import Influence
from labcal.store.base import Record, Unique
from labcal.store.rows.choices import choice


class SiteRow(Record):
    """Premises of the laboratory."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("name <> ''", name="name"), Record.__table_args__)

    name: Mapped[Unique]
    street: Mapped[str]
    post_code: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    closed: Mapped[date | None]


class LaboratoryRoomRow(Record):
    """A room of a site."""

    __tablename__ = "laboratory_room"
    __table_args__ = (CheckConstraint("name <> ''", name="name"), Record.__table_args__)

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[Unique]
    purpose: Mapped[str]
    closed: Mapped[date | None]


class RoomLimitRow(Record):
    """Within what an influence quantity has to stay in a room."""

    __tablename__ = "room_limit"
    __table_args__ = (
        Index("uq_room_limit_room_id_influence", "room_id", "influence", unique=True),
        CheckConstraint("low is not null or high is not null", name="ends"),
        CheckConstraint("low_base is null or high_base is null or low_base <= high_base", name="order"),
        CheckConstraint(
            "(low is null) = (low_base is null) and (low is null) = (low_unit is null)", name="low"
        ),
        CheckConstraint(
            "(high is null) = (high_base is null) and (high is null) = (high_unit is null)", name="high"
        ),
        Record.__table_args__,
    )

    room_id: Mapped[int] = mapped_column(ForeignKey("laboratory_room.id"))
    influence: Mapped[Influence] = mapped_column(choice(Influence, "influence"))
    low: Mapped[str | None]
    low_unit: Mapped[str | None]
    low_base: Mapped[float | None]
    high: Mapped[str | None]
    high_unit: Mapped[str | None]
    high_base: Mapped[float | None]


class RoomConditionRow(Record):
    """An influence quantity as read in a room at an instant, by a person or by a logger."""

    __tablename__ = "room_condition"
    __table_args__ = (
        Index("uq_room_condition_place", "room_id", "influence", "at", unique=True),
        Record.__table_args__,
    )

    room_id: Mapped[int] = mapped_column(ForeignKey("laboratory_room.id"))
    influence: Mapped[Influence] = mapped_column(choice(Influence, "influence"))
    reading: Mapped[str]
    reading_unit: Mapped[str]
    reading_base: Mapped[float]
    at: Mapped[datetime]
    by: Mapped[PersonName]
    source: Mapped[str]
