"""What an unfriendly reading of a book finds: rows, journal, touches and secrets held against each other.

Nothing is read through the mapping of a row: a column that holds nonsense comes out as it stands, and the row
is then not the one that the journal tells. Nothing is taken on faith either: what another program wrote in is
to be judged, never to be trusted. What grows with the book is read as a stream.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from labcal.domain.certificate import Status
from labcal.store import person_keys, raw, schema
from labcal.store.crew import Crew, Task
from labcal.store.replay import Progress, Replay
from labcal.store.stretches import KEPT, Where

CACHE = 64 * 1024
"""KiB of the book that SQLite's own check keeps in memory: it looks every row up in every index."""


class SignedHead(NamedTuple):
    """The signature of journal line ``entry``.

    Attributes:
        digest: The digest that was signed.
        stands: Whether the journal has that digest there.
        timely: Whether it bears the instant of that line or a later one.
    """

    entry: int
    digest: bytes
    key_id: str
    signature: bytes
    stands: bool
    timely: bool


class IssuedFiles(NamedTuple):
    """An issued certificate and the digests of its files."""

    number: str
    year: str
    xml: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when the book was held against its journal.

    Attributes:
        complaints: What SQLite's integrity and foreign-key checks say.
        foreign: Tables, indexes, triggers, counters and people's keys that are not as LabCal makes them.
        entries: Number of the journal's last line.
        head: That line's digest.
        first_broken: The first journal line that does not fit the chain; None where all do.
        altered: Table and key of each row that is not what the journal last wrote of it.
        untold: Lines whose entries in the tables of touches and spans are not those of their changes.
        secrets: Digests of secrets that are missing, altered, or known to nobody.
        keys: Certificate (DER) of every signing key, by its id.
        rows: How many rows were compared.
    """

    complaints: tuple[str, ...]
    foreign: tuple[str, ...]
    entries: int
    head: bytes
    first_broken: int | None
    altered: tuple[Where, ...]
    untold: tuple[int, ...]
    secrets: tuple[str, ...]
    keys: dict[str, bytes]
    rows: int


def prove(session: Session, crew: Crew, progress: Progress | None = None) -> Proof:
    """Hold the book against its journal; SQLite's own checks are done beside it."""
    with raw.text_as(session, raw.marked):
        told = Replay(session, crew, progress, (Task(_unsound), Task(_untied)))
        return Proof(
            complaints=(*told.beside[0], *told.beside[1]),
            foreign=_foreign(session, told),
            entries=told.entries,
            head=told.head,
            first_broken=told.first_broken,
            altered=tuple(sorted(told.altered)),
            untold=tuple(sorted(told.untold)),
            secrets=_secrets(session, told),
            keys={str(row.get("key_id")): _certificate(row) for row in _kept(told, "signing_key")},
            rows=told.rows,
        )


def signed_heads(session: Session) -> Iterator[SignedHead]:
    """Yield every signature of a head, oldest first."""
    query = 'SELECT entry, digest, key_id, signature, "at" FROM checkpoint ORDER BY entry'
    with raw.text_as(session, raw.marked):
        for entry, digest, key_id, signature, at in raw.select(session, query):
            yield SignedHead(
                entry=entry,
                digest=_bytes(digest),
                key_id=str(key_id),
                signature=_bytes(signature),
                stands=digest_at(session, entry) == _bytes(digest),
                timely=_is_timely(session, entry, at),
            )


def digest_at(session: Session, entry: int) -> bytes | None:
    """Return the digest that journal line ``entry`` bears; None where there is no such line."""
    found = list(raw.select(session, "SELECT digest FROM entry WHERE id = ?", (entry,)))
    return _bytes(found[0][0]) if found else None


def is_signed(session: Session, entry: int) -> bool:
    """Tell whether there is a signature of the head at line ``entry``."""
    return bool(list(raw.select(session, "SELECT 1 FROM checkpoint WHERE entry = ?", (entry,))))


def issued_files(session: Session, year: str) -> Iterator[IssuedFiles]:
    """Yield the issued certificates of a year, oldest first."""
    query = """SELECT number, "year", xml, pdf FROM certificate
        WHERE status = ? AND CAST("year" AS TEXT) = ? ORDER BY id"""
    with raw.text_as(session, raw.marked):
        for row in raw.select(session, query, (Status.ISSUED.value, year)):
            yield IssuedFiles(*map(str, row))


def issued_years(session: Session) -> list[str]:
    """Return every year in which a certificate was issued."""
    query = 'SELECT DISTINCT "year" FROM certificate WHERE status = ?'
    return sorted(str(row[0]) for row in raw.select(session, query, (Status.ISSUED.value,)))


def _is_timely(session: Session, entry: int, at: object) -> bool:
    """Tell whether an instant is that of line ``entry`` or a later one; as a rule it is the next but one."""
    query = 'SELECT 1 FROM entry WHERE id >= ? AND "at" = ? ORDER BY id LIMIT 1'
    return bool(list(raw.select(session, query, (entry, at))))


def _unsound(session: Session) -> tuple[str, ...]:
    """Return what SQLite says of its file."""
    said = _asked(session, "PRAGMA integrity_check")
    return tuple(str(row[0]) for row in said if row[0] != "ok")


def _untied(session: Session) -> tuple[str, ...]:
    """Return the rows that point at none."""
    return tuple(f"foreign key of {row[0]} {row[1]}" for row in _asked(session, "PRAGMA foreign_key_check"))


def _asked(session: Session, pragma: str) -> list[tuple[Any, ...]]:
    """Return what SQLite says, on a connection of its own."""
    own = create_engine(session.get_bind().engine.url, hide_parameters=True)
    try:
        with own.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE}")
            return [tuple(row) for row in connection.exec_driver_sql(pragma)]
    finally:
        own.dispose()


def _foreign(session: Session, told: Replay) -> tuple[str, ...]:
    """Return what is not as this release makes it; SQLite's own statistics aside."""
    master = raw.select(session, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    made = schema.statements()
    found = {str(name): str(sql) for name, sql in master if not str(name).startswith("sqlite_stat")}
    names = {name for name in {*made, *found} if made.get(name) != found.get(name)}
    if list(raw.select(session, "SELECT version_num FROM alembic_version")) != [(schema.HEAD,)]:
        names.add("alembic_version")
    counters = sorted(map(str, raw.select(session, "SELECT name, seq FROM sqlite_sequence")))
    if counters != sorted(map(str, told.highest.items())):
        names.add("sqlite_sequence")
    unsound = person_keys.unsound(session, told.highest.get("person", 0))
    names |= {f"person_key {person}" for person in unsound}
    return tuple(sorted(names))


def _secrets(session: Session, told: Replay) -> tuple[str, ...]:
    kept = {
        str(digest): hashlib.sha256(str(content).encode()).hexdigest()
        for digest, content in raw.select(session, "SELECT digest, content FROM secret")
    }
    kept_rows = (row for table in KEPT for row in _kept(told, table))
    wanted = {str(row["secret_digest"]) for row in kept_rows if row.get("secret_digest")}
    return tuple(
        sorted(digest for digest in wanted | {*kept} if digest not in wanted or kept.get(digest) != digest)
    )


def _certificate(row: dict[str, Any]) -> bytes:
    try:
        return b64decode(str(row.get("certificate")))
    except ValueError:
        return b""


def _kept(told: Replay, table: str) -> list[dict[str, Any]]:
    return [row for _, row in sorted(told.kept[table].items()) if row]


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
