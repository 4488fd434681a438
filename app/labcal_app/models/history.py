"""A record's history: its columns, and what changed in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from labcal.domain.job import ChangedColumn, HistoryLine
from labcal.errors.columns import COLUMNS as WORDS
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Kind
from labcal_app.dates import shown_date, shown_instant
from labcal_app.figures import with_own_point, with_own_sign
from labcal_app.models.column_words import HIDDEN, PEOPLE, TABLES, TRUTHS, VALUES
from labcal_app.models.table import Column

ORDER = {name: place for place, name in enumerate(WORDS)}
FIGURES = frozenset({"recomputed", "coverage_factor", "relative"})
"""Columns of numbers without a unit beside them, or within a sentence."""
LONG = re.compile(r"\d+\.\d{7,}")
"""A number as a computer writes it, with more decimals than anyone reads."""
FROM_ONE = frozenset({"row", "column"})
"""Columns that the book counts from zero."""


class Event(NamedTuple):
    """One journal line as it is shown: number, when, who, what, and each change."""

    entry: int
    when: str
    person: str
    command: str
    changes: str


COLUMNS = (
    Column[Event](
        title=mark("Entry"), value=lambda event: event.entry, kind=Kind.NUMBER, width=72, tone="text3"
    ),
    Column[Event](title=mark("When"), value=lambda event: event.when, kind=Kind.DATE, width=150),
    Column[Event](title=mark("Who"), value=lambda event: event.person, width=140),
    Column[Event](title=mark("What"), value=lambda event: event.command, kind=Kind.STRONG, width=170),
    Column[Event](
        title=mark("Changes"),
        value=lambda event: event.changes,
        grows=True,
        tone="text2",
        width=240,
        tip=lambda event: event.changes,
    ),
)


def events(lines: Iterable[HistoryLine], zone: ZoneInfo, text: Text) -> list[Event]:
    """Return a row for each command among ``lines``; its changes stand in one row."""
    return [_event(list(group), zone, text) for _, group in groupby(lines, key=lambda line: line.entry)]


def changes(line: HistoryLine, text: Text) -> str:
    """Return what changed in one row, in words such as "Customer: City: Napier → Gisborne"."""
    told = sorted(
        (one for one in line.columns if one.name not in HIDDEN), key=lambda one: ORDER.get(one.name, 999)
    )
    called = text(TABLES.get(line.table, line.table))
    if not told:
        return called
    return text(
        mark("{label}: {value}"), label=called, value="; ".join(_told(line.table, one, text) for one in told)
    )


def _event(lines: list[HistoryLine], zone: ZoneInfo, text: Text) -> Event:
    first = lines[0]
    return Event(
        entry=first.entry,
        when=shown_instant(first.at.astimezone(zone), text),
        person=shown_name(first.person, text),
        command=text(first.command),
        changes=" · ".join(changes(line, text) for line in lines),
    )


def _told(table: str, one: ChangedColumn, text: Text) -> str:
    label = text(WORDS.get(one.name, one.name.replace("_", " ")))
    earlier, later = (_shown(table, one.name, value, text) for value in (one.earlier, one.later))
    if one.new:
        return text(mark("{label}: {value}"), label=label, value=later)
    return text(mark("{label}: {earlier} → {later}"), label=label, earlier=earlier, later=later)


def _shown(table: str, name: str, value: object, text: Text) -> str:
    """Return what a column holds, as the person's language and country write it."""
    if value in (None, ""):
        return "–"
    if name in TRUTHS and value in (0, 1):
        return text(mark("yes")) if value else text(mark("no"))
    if name in FROM_ONE and isinstance(value, int):
        return str(value + 1)
    words, known = str(value), VALUES.get((table, name), {})
    if words in known or name in PEOPLE:
        return text(known[words]) if words in known else shown_name(words, text)
    return _written(name, words, text)


def _written(name: str, words: str, text: Text) -> str:
    """Return a day, a figure or other words as the person's country writes them."""
    day = _day(words)
    if day is not None:
        return shown_date(day, text)
    words = LONG.sub(lambda found: f"{float(found[0]):.4g}", words)
    return with_own_point(words, text) if name in FIGURES else with_own_sign(words, text)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10]) if words[4:5] == words[7:8] == "-" else None
    except ValueError:
        return None
