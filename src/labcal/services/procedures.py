"""Commands and questions on procedures."""

from __future__ import annotations

import hashlib
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
from labcal.domain.job import ProcedureLine
from labcal.domain.method import ProcedureVersion
from labcal.domain.person import Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.role import Right
from labcal.errors.methods import UnapprovedProcedureError
from labcal.errors.procedures import UnknownProcedureError
from labcal.store.work import Records, Work
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptProcedure:
    """Put a version of a procedure that ships in force from a day on; its whole text enters the book.

    Where no second person checks in this laboratory, one person adopts any text.

    Attributes:
        body: The procedure's file.
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
        if not ships(procedure) and work.people.laboratory().second_person:
            raise UnapprovedProcedureError(procedure=procedure.id, version=procedure.version)
        work.procedures.add(
            ProcedureVersion(
                name=procedure.id,
                edition=procedure.version,
                digest=procedure.digest,
                body=self.body,
                since=self.since or work.today,
                approved_by=who,
            )
        )
        return procedure.id


def ships(procedure: Procedure) -> bool:
    """Tell whether a procedure is, sign for sign, one that comes with the program."""
    try:
        body = procedure_bytes(procedure.id)
    except UnknownProcedureError:
        return False
    return hashlib.sha256(body).hexdigest() == procedure.digest


def procedure_lines(records: Records) -> list[ProcedureLine]:
    """Return every version of every procedure for a list."""
    return records.procedures.lines()


def procedures_in_force(records: Records) -> list[str]:
    """Return the procedures that a job may be opened under today."""
    return records.procedures.names_in_force(records.today)


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
