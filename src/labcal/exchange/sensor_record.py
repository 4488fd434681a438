"""The file of a sensor that watches a room: a table of instants and of what was measured at each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from labcal.domain.place import Influence
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.environment import (
    BadRecordCellError,
    BadRecordTimeError,
    NoInfluenceError,
    NoTimeColumnError,
)
from labcal.exchange.tables.opening import open_table
from labcal.exchange.tables.sheet import Cell
from labcal.text import phrase

TIME = re.compile(r"time|date|zeit|datum|heure|horodat|hora|fecha", re.IGNORECASE)
KNOWN: Mapping[Influence, tuple[re.Pattern[str], str]] = {
    Influence.TEMPERATURE: (re.compile(r"temp", re.IGNORECASE), "°C"),
    Influence.HUMIDITY: (re.compile(r"hum|\brh\b|r\.h|feucht|hygro", re.IGNORECASE), "%"),
    Influence.PRESSURE: (re.compile(r"press|druck|baro", re.IGNORECASE), "hPa"),
}
"""By what a column is known, and the unit of one whose heading names none."""
BRACKETED = re.compile(r"[(\[]\s*([^)\]]+?)\s*[)\]]")
PERCENT = {"%rh": "%", "% rh": "%", "%r.h.": "%", "degc": "°C", "c": "°C"}
"""Units that makers of sensors write in their own way."""
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})[ T]+(\d{1,2}:\d{2}(?::\d{2})?)")

Series = tuple[tuple[datetime, QuantityValue], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorRecord:
    """What a record says, each influence quantity by itself, in the order of time."""

    series: Mapping[Influence, Series]


def read_sensor_record(path: Path, zone: ZoneInfo) -> SensorRecord:
    """Read the table of a sensor.

    Args:
        path: A CSV or XLSX file: a column of instants, and one for each influence quantity, which its heading
            names with its unit, such as "Temperature (°C)".
        zone: Of instants without one.

    Raises:
        NoTimeColumnError, NoInfluenceError: A column is not there.
        BadRecordTimeError, BadRecordCellError: A cell cannot be read; the sentence says which.
        NoSuchFileError, TableFileError: There is no such table.
    """
    table = open_table(path)
    times = [place for place, name in enumerate(table.headings) if TIME.search(name)][:2]
    if not times:
        raise NoTimeColumnError(file=path.name)
    columns = _columns(table.headings, times)
    if not columns:
        raise NoInfluenceError(file=path.name)
    found: dict[Influence, list[tuple[datetime, QuantityValue]]] = {influence: [] for influence in columns}
    for row in table.rows():
        if row.fault is not None:
            raise row.fault
        at = _instant([_words(row.cells[place]) for place in times], row.number, zone)
        for influence, (place, unit) in columns.items():
            words = _words(row.cells[place])
            if words:
                found[influence].append((at, _quantity(words, unit, row.number)))
    ordered = {one: tuple(sorted(of, key=lambda pair: pair[0])) for one, of in found.items() if of}
    if not ordered:
        raise NoInfluenceError(file=path.name)
    return SensorRecord(series=ordered)


def _columns(headings: tuple[str, ...], times: list[int]) -> dict[Influence, tuple[int, str]]:
    """Return place and unit of the first column of each influence quantity."""
    found: dict[Influence, tuple[int, str]] = {}
    for place, heading in enumerate(headings):
        for influence, (known, usual) in KNOWN.items():
            if place not in times and influence not in found and known.search(heading):
                told = BRACKETED.search(heading)
                unit = told[1] if told else usual
                found[influence] = place, PERCENT.get(unit.lower(), unit)
    return found


def _words(cell: Cell) -> str:
    if isinstance(cell, LabCalError):
        raise cell
    return cell.strip()


def _instant(parts: list[str], row: int, zone: ZoneInfo) -> datetime:
    """Return an instant written as ISO 8601, or as day.month.year; no other order is guessed."""
    words = " ".join(part for part in parts if part)
    dotted = DOTTED.fullmatch(words)
    iso = f"{dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2} {dotted[4]:0>5}" if dotted else words
    try:
        told = datetime.fromisoformat(iso)
    except ValueError as error:
        raise BadRecordTimeError(row=row, typed=words) from error
    return told if told.tzinfo else told.replace(tzinfo=zone)


def _quantity(words: str, unit: str, row: int) -> QuantityValue:
    try:
        return parse(words, unit)
    except LabCalError as error:
        why = phrase(error.template, **error.fields)
        raise BadRecordCellError(row=row, typed=words, why=why) from error
