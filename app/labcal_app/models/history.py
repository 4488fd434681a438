"""The columns of a record's history."""

from __future__ import annotations

from typing import NamedTuple

from labcal.text import mark
from labcal_app.cells import Kind
from labcal_app.models.table import Column


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
        title=mark("Changes"), value=lambda event: event.changes, grows=True, tone="text2", width=240
    ),
)
