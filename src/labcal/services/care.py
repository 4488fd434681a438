"""Commands and questions on what happens to an item over the years (ISO/IEC 17025:2017, 6.4.13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from labcal.domain.equipment import (
    Conformity,
    EventKind,
    ItemCalibration,
    ItemEvent,
    ItemStatus,
    LocationEntry,
    ReferenceMaterial,
    StatusEntry,
)
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.equipment import OneOfTwoError
from labcal.services.missing import refuse_crossed_days, refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


def care(records: Records, item: Subject) -> Need:
    """Return the right that keeping the records of an item takes: of a standard, or of an instrument."""
    standard = item.kind is SubjectKind.STANDARD
    return Need(right=Right.KEEP_STANDARDS if standard else Right.RECEIVE, on=records.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """Say what may be done with an item from a day on, and why."""

    title: ClassVar[str] = mark("Set status")
    undoable: ClassVar[bool] = True
    item: Subject
    status: ItemStatus
    reason: str
    since: date | None = None

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        since = self.since or work.today
        refuse_future(since, work.today)
        refuse_missing((mark("The reason"), self.reason))
        entry = StatusEntry(status=self.status, since=since, reason=self.reason, by=who, at=work.now)
        work.equipment.set_status(self.item, entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveItem:
    """Say where an item is from a day on: in a room of the laboratory, or elsewhere.

    Attributes:
        room: Name of the room; empty for elsewhere.
        place: Where else, or where in the room.
    """

    title: ClassVar[str] = mark("Move item")
    undoable: ClassVar[bool] = True
    item: Subject
    room: str = ""
    place: str = ""
    since: date | None = None

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        since = self.since or work.today
        refuse_future(since, work.today)
        if not self.room and not self.place.strip():
            raise OneOfTwoError(one=phrase(mark("the room")), other=phrase(mark("the place")))
        entry = LocationEntry(room=self.room, place=self.place, since=since, by=who, at=work.now)
        work.equipment.move(self.item, entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvent:
    """Record what happened to an item: put into service, maintained, damaged, repaired, adjusted.

    Attributes:
        conformity: Whether it met its criteria; a standard whose intermediate check does not is used no more.
    """

    title: ClassVar[str] = mark("Record event")
    undoable: ClassVar[bool] = True
    item: Subject
    kind: EventKind
    words: str
    outcome: str = ""
    on: date | None = None
    conformity: Conformity = Conformity.NOT_STATED

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> int:
        on = self.on or work.today
        refuse_future(on, work.today)
        refuse_missing((mark("What was found or done"), self.words))
        event = ItemEvent(
            kind=self.kind,
            on=on,
            words=self.words,
            outcome=self.outcome,
            by=who,
            at=work.now,
            conformity=self.conformity,
        )
        return work.equipment.events.add(event, **work.equipment.link(self.item))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterCalibration:
    """Enter a calibration of an item that was done elsewhere, or before this book."""

    title: ClassVar[str] = mark("Enter calibration")
    undoable: ClassVar[bool] = True
    item: Subject
    told: ItemCalibration

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> int:
        screen_calibration(self.told, work.today)
        return work.equipment.calibrations.add(self.told, **work.equipment.link(self.item))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCalibration:
    """Correct a calibration that was entered by hand."""

    title: ClassVar[str] = mark("Edit calibration")
    undoable: ClassVar[bool] = True
    item: Subject
    key: int
    told: ItemCalibration
    seen: int

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        screen_calibration(self.told, work.today)
        work.equipment.calibrations.refuse_other(self.key, **work.equipment.link(self.item))
        work.equipment.calibrations.change(self.key, self.told, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterMaterial:
    """Enter what comes with a reference material."""

    title: ClassVar[str] = mark("Enter reference material")
    undoable: ClassVar[bool] = True
    item: Subject
    told: ReferenceMaterial

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> int:
        _screen_material(self.told)
        return work.equipment.materials.add(self.told, **work.equipment.link(self.item))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMaterial:
    """Correct what was entered of a reference material."""

    title: ClassVar[str] = mark("Edit reference material")
    undoable: ClassVar[bool] = True
    item: Subject
    key: int
    told: ReferenceMaterial
    seen: int

    def needs(self, records: Records) -> Need:
        return care(records, self.item)

    def run(self, work: Work, who: PersonName) -> None:
        _screen_material(self.told)
        work.equipment.materials.refuse_other(self.key, **work.equipment.link(self.item))
        work.equipment.materials.change(self.key, self.told, seen=self.seen)


class Cared(NamedTuple):
    """What is kept of an item beside its plate, each oldest first."""

    statuses: list[Kept[StatusEntry]]
    locations: list[Kept[LocationEntry]]
    events: list[Kept[ItemEvent]]
    calibrations: list[Kept[ItemCalibration]]
    materials: list[Kept[ReferenceMaterial]]


def cared(records: Records, item: Subject) -> Cared:
    """Return what is kept of an item beside its plate."""
    kept, link = records.equipment, records.equipment.link(item)
    return Cared(
        statuses=kept.statuses(item),
        locations=kept.locations(item),
        events=kept.events.of(**link),
        calibrations=kept.calibrations.of(**link),
        materials=kept.materials.of(**link),
    )


def screen_calibration(told: ItemCalibration, today: date) -> None:
    """Refuse a calibration of tomorrow, one due before it was done, and one that nobody can trace."""
    refuse_future(told.on, today)
    refuse_crossed_days(told.on, told.due_on)
    if not (told.certificate.strip() or told.laboratory.strip()):
        words = mark("the number of the certificate"), mark("the laboratory")
        raise OneOfTwoError(one=phrase(words[0]), other=phrase(words[1]))


def _screen_material(told: ReferenceMaterial) -> None:
    refuse_missing((mark("Its certificate or data sheet"), told.document))
    refuse_crossed_days(told.received_on, told.valid_until)
