"""The laboratory itself: profile, sites, rooms with their limits and conditions, scope, types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from labcal.domain.equipment import InstrumentType, InstrumentTypeLine
from labcal.domain.instrument import Instrument
from labcal.domain.kept import Kept
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.place import INFLUENCE_UNITS, INFLUENCES, Influence, Room, RoomLimit, Site
from labcal.domain.scope import COMBINATIONS, Cmc, Combination
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.instrument_types import AddInstrumentType, EditInstrumentType, instrument_type_lines
from labcal.services.instruments import AddEquipment, own_equipment
from labcal.services.laboratory import EditLaboratory, kept_profile
from labcal.services.personal import shown_name
from labcal.services.places import (
    AddRoom,
    AddSite,
    EditRoom,
    EditSite,
    RecordConditions,
    RoomReading,
    latest_conditions,
    rooms,
    sites,
)
from labcal.services.scope import AddCmc, EditCmc, cmcs
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State
from labcal_app.dates import shown_instant
from labcal_app.desk import Desk
from labcal_app.figures import with_own_sign
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.care import column, day_column
from labcal_app.views.records.dossier import Dossier
from labcal_app.views.records.due import DUE_SHELF, DueTab
from labcal_app.views.records.history import SubjectHistory
from labcal_app.views.records.items import ADDRESS, INSTRUMENT_PLATE, YES_NO
from labcal_app.views.records.offered import room_choices, site_choices
from labcal_app.views.records.papers import NOTES, FilesTab
from labcal_app.views.records.plate import Plate, PlateTab
from labcal_app.views.records.shelf import Shelf, ShelfTab, kept_key, kept_values, kept_version, values_of

LABORATORY = Subject(SubjectKind.LABORATORY, "1")
DUE = 1
"""The place of the tab with the due list."""
CLAUSE = "ISO/IEC 17025:2017, 6.3"

PROFILE = Plate(
    question=lambda records, _subject: kept_profile(records),
    shows=frozenset({"laboratory"}),
    entries=(
        *ADDRESS,
        Entry(name="code", label=mark("Accreditation"), example="CAL 017"),
        Entry(name="zone", label=mark("Time zone"), needed=True, beside=True),
        Entry(
            name="second_person",
            label=mark("A second person checks every result"),
            kind=EntryKind.CHOICE,
            choices=YES_NO,
            needed=True,
            clause="ISO/IEC 17025:2017, 7.7.1",
        ),
    ),
    values=lambda told: {**values_of(told), **values_of(told.party)},
    edited=lambda _subject, seen, told: EditLaboratory(laboratory=_profile(told), seen=seen),
    name=lambda told: str(told.party.name),
)


def _profile(told: dict[str, Any]) -> Laboratory:
    own = {name: told.pop(name) for name in ("code", "zone", "second_person")}
    return Laboratory(party=Party(**told), **own)


def _site_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        column(mark("Name"), lambda one: one.name, 200, grows=True),
        column(mark("Street"), lambda one: one.street, 200),
        column(mark("City"), lambda one: one.city, 160),
        column(mark("Country"), lambda one: one.country, 80),
        day_column(mark("Closed"), lambda one: one.closed, text),
    )


SITE_SHELF = Shelf[Kept[Site]](
    title=mark("Sites"),
    icon="map-pin",
    empty=mark("No site yet."),
    columns=_site_columns,
    question=lambda records, _subject: sites(records),
    shows=frozenset({"site"}),
    key=kept_key,
    version=kept_version,
    entries=(*ADDRESS[:5], Entry(name="closed", label=mark("Closed on"), kind=EntryKind.DAY)),
    add=mark("Add site"),
    value=kept_values,
    made=lambda _subject, told: AddSite(site=Site(**told)),
    edited=lambda _subject, kept, seen, told: EditSite(key=kept.key, site=Site(**told), seen=seen),
)


def _ends(limits: Sequence[RoomLimit], influence: Influence) -> str:
    found = next((limit for limit in limits if limit.influence is influence), None)
    if found is None:
        return ""
    return " … ".join(str(end) if end is not None else "" for end in (found.low, found.high)).strip()


def _limit_column(influence: Influence, words: str, text: Text) -> Column[Any]:
    def shown(line: Any) -> str:
        return with_own_sign(_ends(line[2], influence), text)

    return Column[Any](title=words, value=shown, width=150)


def _room_columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        Column[Any](title=mark("Name"), value=lambda line: line[1].value.name, width=140, grows=True),
        Column[Any](title=mark("Site"), value=lambda line: line[0], width=140),
        Column[Any](title=mark("Purpose"), value=lambda line: line[1].value.purpose, width=160),
        *(_limit_column(influence, words, text) for influence, words in INFLUENCES.items()),
    )


def _room_values(line: Any) -> Mapping[str, Any]:
    site, kept, limits = line
    told = {"site": site, **values_of(kept.value)}
    for limit in limits:
        told |= {f"{limit.influence.name}_low": limit.low, f"{limit.influence.name}_high": limit.high}
    return told


def _room(told: dict[str, Any]) -> tuple[Room, tuple[RoomLimit, ...]]:
    room = Room(name=told["name"], purpose=told["purpose"], closed=told["closed"])
    ends = {
        influence: (told[f"{influence.name}_low"], told[f"{influence.name}_high"]) for influence in Influence
    }
    limits = (
        RoomLimit(influence=one, low=low, high=high) for one, (low, high) in ends.items() if low or high
    )
    return room, tuple(limits)


LOWEST = {
    Influence.TEMPERATURE: mark("Temperature, lowest"),
    Influence.HUMIDITY: mark("Relative humidity, lowest"),
    Influence.PRESSURE: mark("Pressure, lowest"),
}
LIMIT_ENTRIES = tuple(
    entry
    for influence, unit in INFLUENCE_UNITS.items()
    for entry in (
        Entry(
            name=f"{influence.name}_low",
            label=LOWEST[influence],
            kind=EntryKind.QUANTITY,
            unit=unit,
            clause=CLAUSE,
            example=unit,
        ),
        Entry(
            name=f"{influence.name}_high",
            label=mark("highest"),
            kind=EntryKind.QUANTITY,
            unit=unit,
            clause=CLAUSE,
            beside=True,
            example=unit,
        ),
    )
)
ROOM_SHELF = Shelf[Any](
    title=mark("Rooms"),
    icon="thermometer",
    empty=mark("No room yet."),
    columns=_room_columns,
    question=lambda records, _subject: rooms(records),
    shows=frozenset({"laboratory_room", "room_limit", "site"}),
    key=lambda line: line[1].key,
    version=lambda line: line[1].version,
    entries=(
        Entry(name="site", label=mark("Site"), kind=EntryKind.CHOICE, offered=site_choices, needed=True),
        Entry(name="name", label=mark("Name"), needed=True),
        Entry(name="purpose", label=mark("Purpose")),
        *LIMIT_ENTRIES,
        Entry(name="closed", label=mark("Closed on"), kind=EntryKind.DAY),
    ),
    add=mark("Add room"),
    value=_room_values,
    made=lambda _subject, told: AddRoom(site=told["site"], room=_room(told)[0], limits=_room(told)[1]),
    edited=lambda _subject, line, seen, told: EditRoom(
        key=line[1].key, room=_room(told)[0], limits=_room(told)[1], seen=seen
    ),
)


def _condition_columns(text: Text) -> tuple[Column[RoomReading], ...]:
    return (
        Column[RoomReading](
            title=mark("Room of the laboratory"),
            value=lambda line: line.room,
            kind=Kind.STRONG,
            width=160,
            grows=True,
        ),
        Column[RoomReading](
            title=mark("Quantity"), value=lambda line: text(INFLUENCES[line.condition.influence]), width=150
        ),
        Column[RoomReading](
            title=mark("Read"), value=lambda line: with_own_sign(str(line.condition.reading), text), width=110
        ),
        Column[RoomReading](
            title=mark("Limits"), value=lambda line: _chip(line, text), kind=Kind.CHIP, width=130
        ),
        Column[RoomReading](
            title=mark("When"),
            value=lambda line: shown_instant(line.condition.at.astimezone(), text),
            kind=Kind.DATE,
            width=150,
        ),
        Column[RoomReading](
            title=mark("Who"), value=lambda line: shown_name(line.condition.by, text), width=140
        ),
        Column[RoomReading](title=mark("Source"), value=lambda line: line.condition.source, width=120),
    )


def _chip(line: RoomReading, text: Text) -> Chip:
    if line.holds:
        return Chip(State.PASS, text(mark("within")))
    return Chip(State.FAIL, text(mark("outside")))


def _read(told: dict[str, Any]) -> RecordConditions:
    readings = tuple((one, told[one.name]) for one in Influence if told[one.name] is not None)
    return RecordConditions(room=told["room"], readings=readings, source=told["source"])


CONDITION_SHELF = Shelf[RoomReading](
    title=mark("Conditions"),
    icon="thermometer",
    empty=mark("Nothing was read in a room yet."),
    columns=_condition_columns,
    question=lambda records, _subject: latest_conditions(records),
    shows=frozenset({"room_condition", "room_limit", "laboratory_room"}),
    key=lambda line: (line.room, line.condition.influence),
    version=lambda _line: 0,
    entries=(
        Entry(
            name="room",
            label=mark("Room of the laboratory"),
            kind=EntryKind.CHOICE,
            offered=room_choices,
            needed=True,
        ),
        *(
            Entry(name=one.name, label=words, kind=EntryKind.QUANTITY, unit=INFLUENCE_UNITS[one])
            for one, words in INFLUENCES.items()
        ),
        Entry(
            name="source", label=mark("Source"), help=mark("What was read, such as the number of a logger.")
        ),
    ),
    add=mark("Record room conditions"),
    made=lambda _subject, told: _read(told),
)


def _cmc_columns(text: Text) -> tuple[Column[Any], ...]:
    def of(cmc: Cmc) -> str:
        parts = [str(cmc.constant) if cmc.constant else "", f"{cmc.relative} · |y|" if cmc.relative else ""]
        told = " + ".join(part for part in parts if part)
        return f"√(({told.replace(' + ', ')² + (')})²)" if cmc.combination is Combination.QUADRATURE else told

    return (
        column(mark("Quantity"), lambda one: one.quantity, 170, grows=True),
        column(mark("Procedure"), lambda one: one.procedure, 140),
        column(mark("Range"), lambda one: with_own_sign(f"{one.low} … {one.high}", text), 150),
        column(mark("U"), lambda one: with_own_sign(of(one), text), 190),
        column(mark("Body"), lambda one: f"{one.body} {one.number}".strip(), 120),
        column(mark("Edition"), lambda one: one.edition, 70),
        day_column(mark("From"), lambda one: one.valid_from, text),
        day_column(mark("Until"), lambda one: one.valid_until, text),
    )


CMC_SHELF = Shelf[Kept[Cmc]](
    title=mark("Scope"),
    icon="stamp",
    empty=mark("No capability of a scope of accreditation yet."),
    columns=_cmc_columns,
    question=lambda records, _subject: cmcs(records),
    shows=frozenset({"cmc"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="quantity", label=mark("Measured quantity or item"), needed=True, clause="ILAC-P14"),
        Entry(name="procedure", label=mark("Procedure")),
        Entry(name="low", label=mark("From value"), kind=EntryKind.QUANTITY, needed=True, example="1 mg"),
        Entry(name="high", label=mark("To value"), kind=EntryKind.QUANTITY, needed=True, beside=True),
        Entry(name="constant", label=mark("U: constant part a"), kind=EntryKind.HALF_WIDTH, example="0.5 mg"),
        Entry(name="relative", label=mark("relative part b"), beside=True, example="1.5e-6"),
        Entry(name="combination", label=mark("Combined as"), kind=EntryKind.CHOICE, choices=COMBINATIONS),
        Entry(name="body", label=mark("Accreditation body"), needed=True),
        Entry(name="number", label=mark("Number")),
        Entry(name="edition", label=mark("Edition"), beside=True),
        Entry(name="valid_from", label=mark("Valid from"), kind=EntryKind.DAY, needed=True),
        Entry(name="valid_until", label=mark("Valid until"), kind=EntryKind.DAY, beside=True),
    ),
    add=mark("Add capability"),
    value=kept_values,
    made=lambda _subject, told: AddCmc(cmc=Cmc(**told)),
    edited=lambda _subject, kept, seen, told: EditCmc(key=kept.key, cmc=Cmc(**told), seen=seen),
    proposed={"combination": Combination.SUM},
)

EQUIPMENT_SHELF = Shelf[Any](
    title=mark("Own equipment"),
    icon="gauge",
    empty=mark("No equipment of the laboratory's own yet."),
    columns=lambda _text: (
        Column[Any](title=mark("Number"), value=lambda line: line[0], kind=Kind.STRONG, width=90),
        Column[Any](title=mark("Item"), value=lambda line: line[1].value.name, width=200, grows=True),
        Column[Any](title=mark("Maker"), value=lambda line: line[1].value.manufacturer, width=170),
        Column[Any](title=mark("Type"), value=lambda line: line[1].value.model, width=140),
        Column[Any](
            title=mark("Serial no."), value=lambda line: line[1].value.serial, kind=Kind.CODE, width=110
        ),
        Column[Any](title=mark("Firmware"), value=lambda line: line[1].value.firmware, width=110),
    ),
    question=lambda records, _subject: own_equipment(records),
    shows=frozenset({"instrument", "customer"}),
    key=lambda line: line[0],
    version=lambda line: line[1].version,
    entries=tuple(entry for entry in INSTRUMENT_PLATE.entries if entry.name != "type"),
    add=mark("Add equipment"),
    value=lambda line: values_of(line[1].value),
    made=lambda _subject, told: AddEquipment(item=Instrument(**told)),
)
TYPE_SHELF = Shelf[InstrumentTypeLine](
    title=mark("Types of instruments"),
    icon="gauge",
    empty=mark("No type of instrument yet."),
    columns=lambda _text: (
        Column[InstrumentTypeLine](
            title=mark("Number"), value=lambda one: one.number, kind=Kind.STRONG, width=90
        ),
        Column[InstrumentTypeLine](title=mark("Name"), value=lambda one: one.name, width=200, grows=True),
        Column[InstrumentTypeLine](title=mark("Maker"), value=lambda one: one.manufacturer, width=170),
        Column[InstrumentTypeLine](title=mark("Type"), value=lambda one: one.model, width=140),
        Column[InstrumentTypeLine](title=mark("Type approval"), value=lambda one: one.approval, width=190),
    ),
    question=lambda records, _subject: instrument_type_lines(records),
    shows=frozenset({"instrument_type"}),
    key=lambda one: one.number,
    version=lambda one: one.version,
    entries=(
        Entry(name="name", label=mark("Name"), needed=True),
        Entry(name="manufacturer", label=mark("Maker")),
        Entry(name="model", label=mark("Type"), beside=True),
        Entry(name="approval", label=mark("Type approval"), example="R76/2006-A-NL1-19.01"),
        Entry(name="remarks", label=mark("Remarks")),
    ),
    add=mark("Add type"),
    value=lambda one: {name: getattr(one, name) for name in InstrumentType.__slots__},
    made=lambda _subject, told: AddInstrumentType(told=InstrumentType(**told)),
    edited=lambda _subject, one, seen, told: EditInstrumentType(
        number=one.number, told=InstrumentType(**told), seen=seen
    ),
)
SHELVES = (SITE_SHELF, ROOM_SHELF, CONDITION_SHELF, EQUIPMENT_SHELF, CMC_SHELF, TYPE_SHELF)


def laboratory_page(look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> Dossier:
    """Return the page of the laboratory, which shows it at once."""
    profile = PlateTab(look, text, desk, PROFILE)
    due = DueTab(look, text, desk, dialogs)
    tabs: list[tuple[str, QWidget]] = [(text(mark("Profile")), profile), (text(DUE_SHELF.title), due)]
    tabs += [(text(shelf.title), ShelfTab(look, text, desk, shelf)) for shelf in (*SHELVES, NOTES)]
    tabs.append((text(mark("Files")), FilesTab(look, text, desk, dialogs)))
    tabs.append((text(mark("History")), SubjectHistory(look, text, desk)))
    page = Dossier(look, text, tabs)
    page.back.hide()
    profile.named.connect(page.rename)
    due.wanted.connect(page.wanted)
    page.show_subject(LABORATORY)
    page.head.title.setText(text(mark("Laboratory")))
    return page
