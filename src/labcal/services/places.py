"""Commands and questions on sites, rooms and their conditions (ISO/IEC 17025:2017, 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.place import Influence, Room, RoomCondition, RoomLimit, Site, of_kind
from labcal.domain.quantity import QuantityValue
from labcal.domain.role import Right
from labcal.errors.equipment import SameConditionError
from labcal.errors.people import FutureWorkError
from labcal.services.laboratory import refuse_unknown_country
from labcal.services.missing import refuse_crossed_ends, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark

RoomLine = tuple[str, Kept[Room], tuple[RoomLimit, ...]]
"""A room with the name of its site and its limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite:
    """Enter premises of the laboratory."""

    title: ClassVar[str] = mark("Add site")
    undoable: ClassVar[bool] = True
    site: Site

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen_site(self.site)
        work.places.add_site(self.site)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSite:
    """Change the name or the address of a site, or close it."""

    title: ClassVar[str] = mark("Edit site")
    undoable: ClassVar[bool] = True
    key: int
    site: Site
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen_site(self.site)
        work.places.change_site(self.key, self.site, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRoom:
    """Enter a room of a site, with the limits that work in it needs."""

    title: ClassVar[str] = mark("Add room")
    undoable: ClassVar[bool] = True
    site: str
    room: Room
    limits: tuple[RoomLimit, ...] = ()

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen_room(self.room, self.limits)
        work.places.add_room(self.site, self.room, self.limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRoom:
    """Change a room or its limits, or close it."""

    title: ClassVar[str] = mark("Edit room")
    undoable: ClassVar[bool] = True
    key: int
    room: Room
    limits: tuple[RoomLimit, ...]
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _screen_room(self.room, self.limits)
        work.places.change_room(self.key, self.room, self.limits, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConditions:
    """Write what was read in a room at one instant.

    Attributes:
        readings: Influence quantities, each once.
        at: When they were read; None for now.
        source: What was read, such as the number of the logger.
    """

    title: ClassVar[str] = mark("Record room conditions")
    undoable: ClassVar[bool] = True
    room: str
    readings: tuple[tuple[Influence, QuantityValue], ...]
    at: datetime | None = None
    source: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECORD, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        at = self.at or work.now
        if at > work.now:
            raise FutureWorkError(on=at.date(), today=work.today)
        if not self.readings or len({influence for influence, _ in self.readings}) < len(self.readings):
            raise SameConditionError(room=self.room)
        for influence, quantity in self.readings:
            reading = of_kind(influence, quantity)
            work.places.add_condition(
                self.room,
                RoomCondition(influence=influence, reading=reading, at=at, by=who, source=self.source),
            )


def sites(records: Records) -> list[Kept[Site]]:
    """Return every site, by name."""
    return records.places.sites()


def rooms(records: Records) -> list[RoomLine]:
    """Return every room with its site and its limits, by name."""
    return records.places.rooms()


def conditions(records: Records, room: str, since: datetime, until: datetime) -> list[Kept[RoomCondition]]:
    """Return what was read in a room from ``since`` to before ``until``, oldest first."""
    return records.places.conditions(room, since, until)


def last_conditions(records: Records, room: str) -> list[tuple[RoomCondition, bool]]:
    """Return the last reading of each influence quantity, and whether it lies within the room's limits."""
    limits = {limit.influence: limit for limit in records.places.limits(room)}
    read = [kept.value for kept in records.places.last_conditions(room)]
    return [
        (one, limits[one.influence].holds(one.reading) if one.influence in limits else True) for one in read
    ]


class RoomReading(NamedTuple):
    """The last reading of an influence quantity in a room; ``holds`` where it lies within the limits."""

    room: str
    condition: RoomCondition
    holds: bool


def latest_conditions(records: Records) -> list[RoomReading]:
    """Return the last reading of each influence quantity in every room that is open, by room."""
    return [
        RoomReading(kept.value.name, condition, holds)
        for _, kept, _ in records.places.rooms()
        if kept.value.closed is None
        for condition, holds in last_conditions(records, kept.value.name)
    ]


def _screen_site(site: Site) -> None:
    refuse_missing((mark("The name of the site"), site.name))
    if site.country:
        refuse_unknown_country(site.country)


def _screen_room(room: Room, limits: tuple[RoomLimit, ...]) -> None:
    refuse_missing((mark("The name of the room"), room.name))
    if len({limit.influence for limit in limits}) < len(limits):
        raise SameConditionError(room=room.name)
    for limit in limits:
        for end in (limit.low, limit.high):
            if end is not None:
                of_kind(limit.influence, end)
        refuse_crossed_ends(limit.low, limit.high)
