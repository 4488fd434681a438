"""Commands and questions on procedures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from labcal.catalog.procedures import (
    all_procedures,
    load_words,
    parse_procedure,
    procedure_bytes,
    words_of,
)
from labcal.domain.job import PinnedProcedure, ProcedureLine
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptProcedure:
    """Put a version of a procedure in force from a day on; its whole text enters the book.

    Attributes:
        body: The procedure's file (FORMATS, labcal-procedure-1).
        since: First civil date on which jobs may be opened under it; None for today.
    """

    title: ClassVar[str] = mark("Adopt procedure")
    undoable: ClassVar[bool] = True
    body: str
    since: date | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        procedure = parse_procedure(self.body.encode())
        pinned = PinnedProcedure(
            id=procedure.id, version=procedure.version, digest=procedure.digest, body=self.body
        )
        work.procedures.add(pinned, self.since or work.today, who)
        return procedure.id


def procedure_lines(records: Records) -> list[ProcedureLine]:
    """Return every version of every procedure for a list."""
    return records.procedures.lines()


def procedures_in_force(records: Records) -> list[str]:
    """Return the procedures that a job may be opened under today."""
    lines = records.procedures.lines()
    return sorted({line.name for line in lines if line.since <= records.today})


class BookProcedure(NamedTuple):
    """The newest version of a procedure in the book, whether or not it is in force already."""

    name: str
    version: int
    title: str
    body: str


def book_procedures(records: Records, language: str) -> list[BookProcedure]:
    """Return the newest version of every procedure of the book, by name; titles in ``language``."""
    found = []
    for one in records.procedures.newest():
        title = words_of(parse_procedure(one.body.encode()), language).title
        found.append(BookProcedure(one.id, one.version, title, one.body))
    return found


class ShippedProcedure(NamedTuple):
    """A procedure that comes with the program, as a choice shows it.

    Attributes:
        body: Its whole text, for ``AdoptProcedure``.
        adopted: Whether the book has this very version.
    """

    name: str
    version: int
    title: str
    body: str
    adopted: bool


def shipped_procedures(records: Records, language: str) -> list[ShippedProcedure]:
    """Return the procedures that come with the program, titles in ``language``."""
    known = {(line.name, line.edition) for line in records.procedures.lines()}
    return [
        ShippedProcedure(
            name=one.id,
            version=one.version,
            title=load_words(one.id, language).title,
            body=procedure_bytes(one.id).decode(),
            adopted=(one.id, one.version) in known,
        )
        for one in all_procedures()
    ]
