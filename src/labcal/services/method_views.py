"""Questions on procedures: the list, the record of one, what differs between versions, its worked example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from labcal.catalog.procedure_draft import NAMED, ProcedureDraft, draft_of
from labcal.catalog.procedure_file import parse_with_example
from labcal.catalog.procedures import (
    Example,
    all_procedures,
    example_of,
    load_words,
    procedure_bytes,
    words_of,
)
from labcal.domain import validation
from labcal.domain.kept import Kept
from labcal.domain.method import ProcedureVersion, WrittenProcedure, in_force
from labcal.domain.person import Need, PersonName
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.role import Right
from labcal.domain.specification import Comparison, Library
from labcal.errors.records import NotFoundError
from labcal.services.methods import last_version
from labcal.services.sheet import parsed
from labcal.services.validation import worked
from labcal.store.work import Records
from labcal.text import Text

LANGUAGES = ("en", "fr")
"""The languages that a new procedure is written in."""


class Standing(Enum):
    """Whether jobs may be opened under a procedure, or why not."""

    IN_FORCE = "in force"
    LATER = "later"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """A later version is in force."""
    WAITING = "waiting"
    """It is written, and no version was approved yet."""
    SHIPPED = "shipped"
    """It comes with the program, and the laboratory did not adopt it."""


class VersionLine(NamedTuple):
    """A version as a list of versions shows it.

    Attributes:
        until: Last civil date on which it is in force; None while no end is known.
    """

    edition: int
    standing: Standing
    since: date | None
    until: date | None
    written_by: str
    approved_by: str
    reason: str


class ProcedureEntry(NamedTuple):
    """A procedure as the list shows it, by the version in force or else its newest.

    Attributes:
        own: Whether the laboratory wrote it.
        verified: Who compared it with its documents; empty for nobody.
        example: Whether it has a worked example.
        waiting: The version that waits for approval; 0 where none does.
    """

    name: str
    title: str
    quantity: str
    version: VersionLine
    own: bool
    verified: str
    source: str
    example: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRecord:
    """Everything that is known of one version of a procedure.

    Attributes:
        body: Its whole text.
        ships: Whether its words and its example come with the program.
        comparisons: With its documents, of this very text, oldest first.
        waiting: The version that waits for approval, whichever is shown.
        may_approve: Whether the person asking may approve what waits.
        may_write: Whether the person asking may write versions.
        may_keep: Whether the person asking may adopt, withdraw and compare.
        next_version: What a revision would be.
    """

    name: str
    body: str
    procedure: Procedure
    words: ProcedureWords
    example: Example | None
    version: VersionLine
    versions: tuple[VersionLine, ...]
    ships: bool
    verified: str
    comparisons: tuple[Comparison, ...]
    waiting: Kept[WrittenProcedure] | None
    may_approve: bool
    may_write: bool
    may_keep: bool
    next_version: int


class Difference(NamedTuple):
    """What one version says otherwise than another, in a field or in a cell of a row."""

    table: str
    row: str
    name: str
    before: str
    after: str


def procedure_register(records: Records, language: str) -> list[ProcedureEntry]:
    """Return every procedure in the book or with the program, titles in ``language``."""
    shipped = {one.id: one for one in all_procedures()}
    waiting = {kept.value.name: kept.value for kept in records.procedures.written()}
    versions: dict[str, list[ProcedureVersion]] = {}
    for kept in records.procedures.versions():
        versions.setdefault(kept.value.name, []).append(kept.value)
    compared = _compared(records)
    found = []
    for name in sorted({*shipped, *waiting, *versions}):
        line, body = _shown(versions.get(name, []), waiting.get(name), records.today)
        if line is None:
            line = VersionLine(shipped[name].version, Standing.SHIPPED, None, None, "", "", "")
            body = procedure_bytes(name).decode()
        procedure = parsed(body)
        found.append(
            ProcedureEntry(
                name=name,
                title=words_of(procedure, language).title,
                quantity=procedure.quantity,
                version=line,
                own=procedure.words is not None,
                verified=compared.get(procedure.digest, procedure.verified_by),
                source=procedure.source,
                example=example_of(body.encode()) is not None,
                waiting=waiting[name].edition if name in waiting else 0,
            )
        )
    return found


def procedure_record(
    records: Records, name: str, edition: int, who: PersonName, language: str
) -> ProcedureRecord:
    """Return the record of a version of a procedure; ``edition`` 0 is the one that the list shows.

    Raises:
        NotFoundError: There is no such procedure, or no such version.
    """
    versions = [kept.value for kept in records.procedures.versions(name)]
    waiting = records.procedures.waiting(name)
    ships = next((one for one in all_procedures() if one.id == name), None)
    lines = _lines(versions, waiting.value if waiting else None, records.today)
    bodies = _bodies(records, name)
    if ships is not None and all(ships.version != line.edition for line in lines):
        lines.append(VersionLine(ships.version, Standing.SHIPPED, None, None, "", "", ""))
    if not bodies or (edition and edition not in bodies):
        raise NotFoundError(kind="procedure", number=f"{name} {edition or ''}".strip())
    chosen = edition or _first(lines)
    procedure = parsed(bodies[chosen])
    person, today = records.people.get(who), records.today
    keeps = person.may(Need(right=Right.KEEP_PROCEDURES, on=today))
    alone = not records.people.laboratory().second_person
    return ProcedureRecord(
        name=name,
        body=bodies[chosen],
        procedure=procedure,
        words=words_of(procedure, language),
        example=example_of(bodies[chosen].encode()),
        version=next(line for line in lines if line.edition == chosen),
        versions=tuple(sorted(lines, key=lambda line: -line.edition)),
        ships=procedure.words is None,
        verified=_compared(records).get(procedure.digest, procedure.verified_by),
        comparisons=tuple(_comparisons(records, procedure.digest)),
        waiting=waiting,
        may_approve=keeps and waiting is not None and (alone or waiting.value.by != who),
        may_write=person.may(Need(right=Right.WRITE_PROCEDURES, on=today)),
        may_keep=keeps,
        next_version=last_version(records, name) + 1,
    )


def procedure_as_draft(body: str) -> ProcedureDraft:
    """Return a procedure as it is filled in, with the words and the example that ship with it."""
    procedure, example = parse_with_example(body.encode())
    if procedure.words is None and procedure.id in _shipped_names():
        first, second = (load_words(procedure.id, language) for language in LANGUAGES)
        translation = second if second.language != first.language else None
        procedure = replace(procedure, words=first, translation=translation)
        example = example_of(body.encode())
    return draft_of(procedure, example)


def differences(before: str, after: str) -> list[Difference]:
    """Return what the text ``after`` of a procedure says otherwise than the text ``before``."""
    old, new = procedure_as_draft(before), procedure_as_draft(after)
    names = dict.fromkeys((*old.fields, *new.fields))
    told = [Difference("", "", name, old.text(name), new.text(name)) for name in names if name != "version"]
    tables = dict.fromkeys((*old.rows, *new.rows))
    told += [one for table in tables for one in _rows_differ(table, old, new)]
    return [one for one in told if one.before != one.after]


def differences_from(records: Records, name: str, edition: int, body: str) -> list[Difference]:
    """Return what the text ``body`` says otherwise than a version of its procedure.

    Raises:
        NotFoundError: There is no such version.
    """
    found = _bodies(records, name)
    if edition not in found:
        raise NotFoundError(kind="procedure", number=f"{name} {edition}")
    return differences(found[edition], body)


def worked_example(body: str, language: str) -> validation.Examined | None:
    """Return what the worked example of a procedure gives here; None where it has none.

    Raises:
        ProcedureError, ModelError: The procedure cannot be read.
    """
    example = example_of(body.encode())
    return None if example is None else worked(parsed(body), example, Text(language))


def _shipped_names() -> frozenset[str]:
    return frozenset(one.id for one in all_procedures())


def _bodies(records: Records, name: str) -> dict[int, str]:
    """Return the text of every version of a procedure: approved, waiting, or shipped."""
    waiting = records.procedures.waiting(name)
    found = {one.version: procedure_bytes(name).decode() for one in all_procedures() if one.id == name}
    if waiting is not None:
        found[waiting.value.edition] = waiting.value.body
    return found | {kept.value.edition: kept.value.body for kept in records.procedures.versions(name)}


def _rows_differ(table: str, old: ProcedureDraft, new: ProcedureDraft) -> Iterator[Difference]:
    befores, afters = _by_key(table, old), _by_key(table, new)
    for key in dict.fromkeys((*befores, *afters)):
        one, other = befores.get(key, {}), afters.get(key, {})
        for name in dict.fromkeys((*one, *other)):
            yield Difference(table, key, name, one.get(name, "").strip(), other.get(name, "").strip())


def _by_key(table: str, draft: ProcedureDraft) -> dict[str, Mapping[str, str]]:
    """Return the rows of a table by what names them, else by their number."""
    name = {**NAMED, "derived": "symbol", "coefficient": "symbol"}.get(table)
    found: dict[str, Mapping[str, str]] = {}
    counts: dict[str, int] = {}
    for number, row in enumerate(draft.table(table), start=1):
        key = row.get(name, "") if name else f"{row['input']} " if table == "component" else str(number)
        counts[key] = counts.get(key, 0) + 1
        found[f"{key}{counts[key]}" if table == "component" else key] = row
    return found


def _shown(
    versions: list[ProcedureVersion], waiting: WrittenProcedure | None, today: date
) -> tuple[VersionLine | None, str]:
    """Return the version that a list shows, and its text; None where the book has none at all."""
    lines = _lines(versions, waiting, today)
    if not lines:
        return None, ""
    edition = _first(lines)
    body = next((one.body for one in versions if one.edition == edition), waiting.body if waiting else "")
    return next(line for line in lines if line.edition == edition), body


def _first(lines: list[VersionLine]) -> int:
    """Return the version that is shown first: the one in force, else the newest approved, else any."""
    order = tuple(Standing)
    return min(lines, key=lambda line: (order.index(line.standing), -line.edition)).edition


def _lines(
    versions: list[ProcedureVersion], waiting: WrittenProcedure | None, today: date
) -> list[VersionLine]:
    now, found = in_force(versions, today), []
    for place, one in enumerate(versions):
        following = min((later.since for later in versions[place + 1 :]), default=None)
        ends = [day for day in (following, one.withdrawn_on) if day is not None]
        until = min(ends) - timedelta(days=1) if ends else None
        standing = Standing.IN_FORCE if one is now else Standing.REPLACED
        if one.is_withdrawn(today):
            standing = Standing.WITHDRAWN
        elif one.since > today:
            standing = Standing.LATER
        found.append(
            VersionLine(
                one.edition, standing, one.since, until, one.written_by or "", one.approved_by, one.reason
            )
        )
    if waiting is not None:
        found.append(
            VersionLine(waiting.edition, Standing.WAITING, None, None, waiting.by, "", waiting.reason)
        )
    return found


def _comparisons(records: Records, digest: str) -> Iterator[Comparison]:
    for kept in records.specifications.comparisons():
        if kept.value.library is Library.PROCEDURE and kept.value.digest == digest:
            yield kept.value


def _compared(records: Records) -> dict[str, str]:
    """Return who compared which text last, where all agreed."""
    found: dict[str, str] = {}
    for kept in records.specifications.comparisons():
        told = kept.value
        if told.library is Library.PROCEDURE:
            found[told.digest] = told.by if told.agrees else ""
    return found
