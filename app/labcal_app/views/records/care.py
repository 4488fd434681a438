"""The tabs of an item, instrument or standard: what happens to it over the years (6.4.13)."""

from __future__ import annotations

from datetime import date
from typing import Any

from labcal.domain.equipment import (
    CONFORMITIES,
    EVENTS,
    PERIODS,
    SCHEDULES,
    STATUSES,
    Conformity,
    ItemCalibration,
    ItemEvent,
    LocationEntry,
    Period,
    ReferenceMaterial,
    Schedule,
    StatusEntry,
)
from labcal.domain.kept import Kept
from labcal.services.care import (
    EditCalibration,
    EditMaterial,
    EnterCalibration,
    EnterMaterial,
    MoveItem,
    RecordEvent,
    SetStatus,
    cared,
)
from labcal.services.personal import shown_name
from labcal.services.schedules import EditSchedule, PlannedSchedule, PlanSchedule, planned_schedules
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind
from labcal_app.dates import shown_date
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.models.table import Column
from labcal_app.spans import due_chip_of
from labcal_app.views.records.offered import room_or_none
from labcal_app.views.records.shelf import Shelf, kept_key, kept_values, kept_version

CLAUSE = "ISO/IEC 17025:2017, 6.4.13"


def day(value: date | None, text: Text) -> str:
    """Return a day as a list shows it; nothing where there is none."""
    return "" if value is None else shown_date(value, text)


def column(title: str, value: Any, width: int = 120, *, grows: bool = False) -> Column[Any]:
    """Return a column of words of a kept value."""
    return Column[Any](title=title, value=lambda kept: value(kept.value), width=width, grows=grows)


def day_column(title: str, value: Any, text: Text) -> Column[Any]:
    """Return a column of days of a kept value, sorted as days."""
    return Column[Any](
        title=title,
        value=lambda kept: day(value(kept.value), text),
        kind=Kind.DATE,
        width=116,
        sort=lambda kept: (value(kept.value) or date.max).toordinal(),
    )


def _schedule_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        column(mark("What"), lambda one: text(SCHEDULES[one.kind]).capitalize(), 190, grows=True),
        column(mark("Every"), lambda one: f"{one.every} {text(PERIODS[one.period])}"),
        day_column(mark("Last done"), lambda one: one.last_done, text),
        day_column(mark("Next due"), lambda one: one.next_due, text),
        Column[Any](
            title=mark("State"),
            value=lambda kept: _stands(kept, text),
            kind=Kind.CHIP,
            width=150,
            sort=lambda kept: kept.value.next_due.toordinal(),
        ),
        day_column(mark("Ended"), lambda one: one.ended, text),
        column(mark("Remarks"), lambda one: one.remarks, 200),
    )


def _stands(one: PlannedSchedule, text: Text) -> Chip | str:
    """Return where a schedule stands, by word and colour; nothing where it has ended."""
    if one.state is None:
        return ""
    return due_chip_of(one.state, one.days, one.value.grace, text)


SCHEDULE_SHELF = Shelf[PlannedSchedule](
    title=mark("Schedules"),
    icon="calendar",
    empty=mark("Nothing is planned for this item."),
    columns=_schedule_columns,
    question=planned_schedules,
    shows=frozenset({"schedule"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="kind", label=mark("What"), kind=EntryKind.CHOICE, choices=SCHEDULES, needed=True),
        Entry(name="every", label=mark("Every"), kind=EntryKind.WHOLE, needed=True, example="12"),
        Entry(name="period", label=mark("Counted in"), kind=EntryKind.CHOICE, choices=PERIODS, beside=True),
        Entry(name="last_done", label=mark("Last done"), kind=EntryKind.DAY),
        Entry(name="next_due", label=mark("Next due"), kind=EntryKind.DAY, needed=True, beside=True),
        Entry(
            name="grace",
            label=mark("Days of grace"),
            kind=EntryKind.WHOLE,
            help=mark("Days after its day within which it may still be done; empty is none."),
            example="14",
        ),
        Entry(name="ended", label=mark("Ended"), kind=EntryKind.DAY, beside=True),
        Entry(name="remarks", label=mark("Remarks")),
    ),
    add=mark("Plan schedule"),
    value=kept_values,
    made=lambda subject, told: PlanSchedule(item=subject, schedule=_schedule(told)),
    edited=lambda subject, kept, seen, told: EditSchedule(
        item=subject, key=kept.key, schedule=_schedule(told), seen=seen
    ),
    proposed={"period": Period.MONTHS},
)


def _schedule(told: dict[str, Any]) -> Schedule:
    return Schedule(**{**told, "grace": told["grace"] or 0})


def _status_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Since"), lambda one: one.since, text),
        column(mark("Status"), lambda one: text(STATUSES[one.status]).capitalize(), 150),
        column(mark("Reason"), lambda one: one.reason, 240, grows=True),
        column(mark("Who"), lambda one: shown_name(one.by, text), 140),
    )


STATUS_SHELF = Shelf[Kept[StatusEntry]](
    title=mark("Status"),
    icon="circle-dot",
    empty=mark("No status was told yet."),
    columns=_status_columns,
    question=lambda records, subject: cared(records, subject).statuses[::-1],
    shows=frozenset({"item_status"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="status", label=mark("Status"), kind=EntryKind.CHOICE, choices=STATUSES, needed=True),
        Entry(name="since", label=mark("Since"), kind=EntryKind.DAY, help=mark("Empty is today.")),
        Entry(name="reason", label=mark("Reason"), needed=True),
    ),
    add=mark("Set status"),
    made=lambda subject, told: SetStatus(item=subject, **told),
)


def _location_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Since"), lambda one: one.since, text),
        column(mark("Room of the laboratory"), lambda one: one.room, 180),
        column(mark("Place"), lambda one: one.place, 240, grows=True),
        column(mark("Who"), lambda one: shown_name(one.by, text), 140),
    )


LOCATION_SHELF = Shelf[Kept[LocationEntry]](
    title=mark("Places"),
    icon="map-pin",
    empty=mark("No place was told yet."),
    columns=_location_columns,
    question=lambda records, subject: cared(records, subject).locations[::-1],
    shows=frozenset({"item_location", "laboratory_room"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(
            name="room",
            label=mark("Room of the laboratory"),
            kind=EntryKind.CHOICE,
            offered=room_or_none,
            help=mark("A room of the laboratory; none where it is elsewhere."),
        ),
        Entry(name="place", label=mark("Place"), help=mark("Where in the room, or where else.")),
        Entry(name="since", label=mark("Since"), kind=EntryKind.DAY, help=mark("Empty is today.")),
    ),
    add=mark("Move item"),
    made=lambda subject, told: MoveItem(item=subject, **told),
)


def _event_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Day"), lambda one: one.on, text),
        column(mark("What"), lambda one: text(EVENTS[one.kind]).capitalize(), 170),
        column(mark("Found or done"), lambda one: one.words, 240, grows=True),
        column(mark("Outcome"), lambda one: one.outcome, 180),
        column(mark("Criteria"), lambda one: text(CONFORMITIES[one.conformity]), 170),
        column(mark("Who"), lambda one: shown_name(one.by, text), 140),
    )


EVENT_SHELF = Shelf[Kept[ItemEvent]](
    title=mark("Events"),
    icon="clipboard-check",
    empty=mark("Nothing happened to this item yet."),
    columns=_event_columns,
    question=lambda records, subject: cared(records, subject).events[::-1],
    shows=frozenset({"item_event"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(
            name="kind", label=mark("What"), kind=EntryKind.CHOICE, choices=EVENTS, needed=True, clause=CLAUSE
        ),
        Entry(name="on", label=mark("Day"), kind=EntryKind.DAY, help=mark("Empty is today.")),
        Entry(name="words", label=mark("Found or done"), kind=EntryKind.WORDS, needed=True, clause=CLAUSE),
        Entry(name="outcome", label=mark("Outcome")),
        Entry(
            name="conformity",
            label=mark("Criteria"),
            kind=EntryKind.CHOICE,
            choices=CONFORMITIES,
            needed=True,
        ),
    ),
    proposed={"conformity": Conformity.NOT_STATED},
    add=mark("Record event"),
    made=lambda subject, told: RecordEvent(item=subject, **told),
)


def _calibration_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Day"), lambda one: one.on, text),
        column(mark("Certificate"), lambda one: one.certificate, 150),
        column(mark("Laboratory"), lambda one: one.laboratory, 170),
        column(mark("Result"), lambda one: one.result, 170, grows=True),
        column(mark("Criteria"), lambda one: text(CONFORMITIES[one.conformity]), 170),
        day_column(mark("Due on"), lambda one: one.due_on, text),
    )


CALIBRATION_SHELF = Shelf[Kept[ItemCalibration]](
    title=mark("Calibrations elsewhere"),
    icon="file-badge",
    empty=mark("No calibration from elsewhere was entered."),
    columns=_calibration_columns,
    question=lambda records, subject: cared(records, subject).calibrations[::-1],
    shows=frozenset({"item_calibration"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="on", label=mark("Calibrated on"), kind=EntryKind.DAY, needed=True, clause=CLAUSE),
        Entry(name="due_on", label=mark("Due on"), kind=EntryKind.DAY, beside=True),
        Entry(name="certificate", label=mark("Certificate no.")),
        Entry(name="laboratory", label=mark("Laboratory")),
        Entry(name="result", label=mark("Result"), kind=EntryKind.WORDS, clause=CLAUSE),
        Entry(name="adjustment", label=mark("Adjustment"), clause=CLAUSE),
        Entry(name="criteria", label=mark("Acceptance criteria"), clause=CLAUSE),
        Entry(
            name="conformity", label=mark("Outcome"), kind=EntryKind.CHOICE, choices=CONFORMITIES, needed=True
        ),
    ),
    add=mark("Enter calibration"),
    value=kept_values,
    made=lambda subject, told: EnterCalibration(item=subject, told=ItemCalibration(**told)),
    edited=lambda subject, kept, seen, told: EditCalibration(
        item=subject, key=kept.key, told=ItemCalibration(**told), seen=seen
    ),
)


def _material_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        column(mark("Document"), lambda one: one.document, 180),
        column(mark("Batch"), lambda one: one.batch),
        column(mark("Results"), lambda one: one.results, 200, grows=True),
        column(mark("Acceptance criteria"), lambda one: one.criteria, 170),
        day_column(mark("Valid until"), lambda one: one.valid_until, text),
    )


MATERIAL_SHELF = Shelf[Kept[ReferenceMaterial]](
    title=mark("Reference material"),
    icon="weight",
    empty=mark("Nothing was entered of a reference material."),
    columns=_material_columns,
    question=lambda records, subject: cared(records, subject).materials,
    shows=frozenset({"reference_material"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="document", label=mark("Certificate or data sheet"), needed=True, clause=CLAUSE),
        Entry(name="batch", label=mark("Batch")),
        Entry(name="results", label=mark("Results"), kind=EntryKind.WORDS),
        Entry(name="criteria", label=mark("Acceptance criteria")),
        Entry(name="received_on", label=mark("Received on"), kind=EntryKind.DAY),
        Entry(name="valid_until", label=mark("Valid until"), kind=EntryKind.DAY, beside=True),
    ),
    add=mark("Enter reference material"),
    value=kept_values,
    made=lambda subject, told: EnterMaterial(item=subject, told=ReferenceMaterial(**told)),
    edited=lambda subject, kept, seen, told: EditMaterial(
        item=subject, key=kept.key, told=ReferenceMaterial(**told), seen=seen
    ),
)
ITEM_SHELVES = (SCHEDULE_SHELF, STATUS_SHELF, LOCATION_SHELF, EVENT_SHELF, CALIBRATION_SHELF, MATERIAL_SHELF)
"""The tabs of every item."""
