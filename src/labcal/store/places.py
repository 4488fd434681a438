"""Sites, rooms, and the conditions in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.place import Influence, Room, RoomCondition, RoomLimit, Site
from labcal.errors.records import TakenError
from labcal.store.find import one
from labcal.store.register import Register
from labcal.store.rows.places import LaboratoryRoomRow, RoomConditionRow, RoomLimitRow, SiteRow


class Places:
    """The sites and rooms of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sites = Register(session, SiteRow, Site, "name")
        self._rooms = Register(session, LaboratoryRoomRow, Room, "name")
        self._limits = Register(session, RoomLimitRow, RoomLimit)
        self._conditions = Register(session, RoomConditionRow, RoomCondition, "at")

    def add_site(self, site: Site) -> None:
        """Write a new site; raise ``TakenError`` where the name is in use."""
        self._refuse_taken(SiteRow, site.name, None)
        self._sites.add(site)

    def change_site(self, key: int, site: Site, *, seen: int) -> None:
        """Write other values into a site."""
        self._refuse_taken(SiteRow, site.name, key)
        self._sites.change(key, site, seen=seen)

    def sites(self) -> list[Kept[Site]]:
        """Return every site, by name."""
        return self._sites.of()

    def add_room(self, site: str, room: Room, limits: tuple[RoomLimit, ...]) -> None:
        """Write a new room of a site with its limits; raise ``TakenError`` where the name is in use."""
        self._refuse_taken(LaboratoryRoomRow, room.name, None)
        key = self._rooms.add(room, site_id=one(self._session, SiteRow.name, site, "site").id)
        self._limit(key, limits)

    def change_room(self, key: int, room: Room, limits: tuple[RoomLimit, ...], *, seen: int) -> None:
        """Write other values into a room, and other limits in the place of those it had."""
        self._refuse_taken(LaboratoryRoomRow, room.name, key)
        self._rooms.change(key, room, seen=seen)
        self._rooms.row(key).version = 0  # also where only the limits differ: the next edit has to see them
        self._limit(key, limits)

    def rooms(self) -> list[tuple[str, Kept[Room], tuple[RoomLimit, ...]]]:
        """Return every room with the name of its site and its limits, by name."""
        query = (
            select(LaboratoryRoomRow, SiteRow.name)
            .join(SiteRow, SiteRow.id == LaboratoryRoomRow.site_id)
            .order_by(LaboratoryRoomRow.name)
        )
        return [
            (site, self._rooms.kept(row), self._limits_of(row.id))
            for row, site in self._session.execute(query)
        ]

    def limits(self, room: str) -> tuple[RoomLimit, ...]:
        """Return the limits of a room; raise ``NotFoundError`` where there is no such room."""
        return self._limits_of(self.room_key(room))

    def room_key(self, room: str) -> int:
        """Return the key of a room; raise ``NotFoundError`` where there is none of that name."""
        return int(one(self._session, LaboratoryRoomRow.name, room, "laboratory room").id)

    def add_condition(self, room: str, condition: RoomCondition) -> int:
        """Write a reading of a room; raise ``TakenError`` where there is one of that instant."""
        key = self.room_key(room)
        taken = self._session.scalar(
            select(RoomConditionRow.id).where(
                RoomConditionRow.room_id == key,
                RoomConditionRow.influence == condition.influence,
                RoomConditionRow.at == condition.at,
            )
        )
        if taken is not None:
            raise TakenError(kind="room condition", number=condition.at.isoformat(timespec="seconds"))
        return self._conditions.add(condition, room_id=key)

    def conditions(self, room: str, since: datetime, until: datetime) -> list[Kept[RoomCondition]]:
        """Return what was read in a room from ``since`` to before ``until``, oldest first."""
        query = (
            select(RoomConditionRow)
            .where(
                RoomConditionRow.room_id == self.room_key(room),
                RoomConditionRow.at >= since,
                RoomConditionRow.at < until,
            )
            .order_by(RoomConditionRow.at, RoomConditionRow.id)
        )
        return [self._conditions.kept(row) for row in self._session.scalars(query)]

    def last_conditions(self, room: str) -> list[Kept[RoomCondition]]:
        """Return the last reading of each influence quantity in a room."""
        key, found = self.room_key(room), []
        for influence in Influence:
            row = self._session.scalar(
                select(RoomConditionRow)
                .where(RoomConditionRow.room_id == key, RoomConditionRow.influence == influence)
                .order_by(RoomConditionRow.at.desc())
                .limit(1)
            )
            if row is not None:
                found.append(self._conditions.kept(row))
        return found

    def _limits_of(self, room: int) -> tuple[RoomLimit, ...]:
        return tuple(kept.value for kept in self._limits.of(room_id=room))

    def _limit(self, room: int, limits: tuple[RoomLimit, ...]) -> None:
        standing = {kept.value.influence: kept for kept in self._limits.of(room_id=room)}
        for limit in limits:
            kept = standing.pop(limit.influence, None)
            if kept is None:
                self._limits.add(limit, room_id=room)
            else:
                self._limits.change(kept.key, limit, seen=kept.version)
        for kept in standing.values():
            self._limits.remove(kept.key, seen=kept.version)

    def _refuse_taken(self, row_class: type[SiteRow | LaboratoryRoomRow], name: str, key: int | None) -> None:
        taken = self._session.scalar(select(row_class.id).where(row_class.name == name))
        if taken not in (None, key):
            raise TakenError(kind=row_class.__tablename__.replace("_", " "), number=name)
