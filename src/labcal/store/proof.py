"""The book held against its own journal.

Every column is read raw, and what should be issued or signed is taken from the journal: a file that another
program wrote in is to be judged, never to be trusted.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from labcal.domain.certificate import Status
from labcal.store import journal, schema
from labcal.store.base import Record
from labcal.store.body import Change, Image, fields, unpack
from labcal.store.recorder import images

Where = tuple[str, int]
SECRET = ("account", "signing_key")
"""The tables whose rows name a secret by its digest."""


class SignedHead(NamedTuple):
    """The signature of journal line ``entry``; ``timely`` where it bears the instant of a later line."""

    entry: int
    digest: bytes
    key_id: str
    signature: bytes
    timely: bool


class IssuedFiles(NamedTuple):
    """An issued certificate and the digests of its files, as the journal tells them."""

    number: str
    year: str
    xml: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when the book was held against its journal.

    Attributes:
        complaints: What SQLite's integrity and foreign-key checks say.
        foreign: Tables, indexes, triggers and counters that are not as this release makes them.
        first_broken: The first journal line that does not fit the chain; None where all do.
        digests: Digest of every journal line.
        checkpoints: The signed heads.
        altered: Table and key of each row that is not what the journal last wrote of it.
        untold: Lines whose entries in the table of touches are not those of their changes.
        secrets: Digests of secrets that are missing, altered, or known to nobody.
        issued: The certificates that were issued.
        keys: Certificate (DER) of every signing key, by its id.
        rows: How many rows were compared.
    """

    complaints: tuple[str, ...]
    foreign: tuple[str, ...]
    first_broken: int | None
    digests: dict[int, bytes]
    checkpoints: tuple[SignedHead, ...]
    altered: tuple[Where, ...]
    untold: tuple[int, ...]
    secrets: tuple[str, ...]
    issued: tuple[IssuedFiles, ...]
    keys: dict[str, bytes]
    rows: int


@dataclass(slots=True)
class _Told:
    """What the journal says: the image of every row, those of few tables whole, keys, instants, touches."""

    digests: dict[Where, bytes] = field(default_factory=dict)
    rows: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    highest: dict[str, int] = field(default_factory=dict)
    instants: dict[str, int] = field(default_factory=dict)
    touches: dict[int, set[Where]] = field(default_factory=dict)


def prove(session: Session) -> Proof:
    """Hold the book against its journal."""
    with _any_bytes(session):
        told, found = _told(session), _found(session)
        altered = {where for where in {*told.digests, *found} if told.digests.get(where) != found.get(where)}
        return Proof(
            complaints=_complaints(session),
            foreign=_foreign(session, told),
            first_broken=journal.first_broken(session),
            digests={row["id"]: _bytes(row["digest"]) for row in journal.raw_lines(session, "id", "digest")},
            checkpoints=_checkpoints(session, told),
            altered=tuple(sorted(altered)),
            untold=_untold(session, told),
            secrets=_secrets(session, told),
            issued=_issued(told),
            keys={str(row.get("key_id")): _certificate(row) for row in _kept(told, "signing_key")},
            rows=len(found),
        )


@contextmanager
def _any_bytes(session: Session) -> Iterator[None]:
    """Read text that is not UTF-8 as well, with signs that mark where it is not."""
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def _all(session: Session, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in session.connection().exec_driver_sql(query)]


def _complaints(session: Session) -> tuple[str, ...]:
    said = [str(row[0]) for row in _all(session, "PRAGMA integrity_check")]
    said += [f"foreign key of {row[0]} {row[1]}" for row in _all(session, "PRAGMA foreign_key_check")]
    return tuple(line for line in said if line != "ok")


def _foreign(session: Session, told: _Told) -> tuple[str, ...]:
    """Return what is not as this release makes it; SQLite's own statistics aside."""
    master = _all(session, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    made = schema.statements()
    found = {str(name): str(sql) for name, sql in master if not str(name).startswith("sqlite_stat")}
    names = {name for name in {*made, *found} if made.get(name) != found.get(name)}
    if _all(session, "SELECT version_num FROM alembic_version") != [(schema.HEAD,)]:
        names.add("alembic_version")
    counters = sorted(map(str, _all(session, "SELECT name, seq FROM sqlite_sequence")))
    if counters != sorted(map(str, told.highest.items())):
        names.add("sqlite_sequence")
    return tuple(sorted(names))


def _told(session: Session) -> _Told:
    """Return what the journal says, line by line."""
    told = _Told()
    for line in journal.raw_lines(session, "id", "at", "body"):
        told.instants[str(line["at"])] = line["id"]
        changes = _changes(line["body"])
        told.touches[line["id"]] = {(change.table, change.key) for change in changes}
        for change in changes:
            _apply(told, change)
    return told


def _apply(told: _Told, change: Change) -> None:
    told.highest[change.table] = max(change.key, told.highest.get(change.table, 0))
    if change.table in (*SECRET, "certificate"):
        told.rows[change.table][change.key] = _row(change.after)
    if change.after is None:
        told.digests.pop((change.table, change.key), None)
    else:
        told.digests[change.table, change.key] = _digest(change.after)


def _changes(body: object) -> Sequence[Change]:
    """Return the changes of a line; none of one that can no longer be read, which breaks the chain anyway."""
    try:
        return unpack(_bytes(body)).changes
    except (zlib.error, ValueError, TypeError, KeyError):
        return ()


def _row(image: Image) -> dict[str, Any]:
    """Return an image's columns; none of one that is no image, which only a forged line holds."""
    try:
        return fields(image)
    except (ValueError, TypeError):
        return {}


def _certificate(row: dict[str, Any]) -> bytes:
    try:
        return b64decode(str(row.get("certificate")))
    except ValueError:
        return b""


def _kept(told: _Told, table: str) -> list[dict[str, Any]]:
    return [row for _, row in sorted(told.rows[table].items()) if row]


def _checkpoints(session: Session, told: _Told) -> tuple[SignedHead, ...]:
    rows = _all(session, 'SELECT entry, digest, key_id, signature, "at" FROM checkpoint ORDER BY entry')
    return tuple(
        SignedHead(
            entry=entry,
            digest=_bytes(digest),
            key_id=str(key_id),
            signature=_bytes(signature),
            timely=told.instants.get(str(at), 0) >= entry,
        )
        for entry, digest, key_id, signature, at in rows
    )


def _untold(session: Session, told: _Told) -> tuple[int, ...]:
    touches: dict[int, set[Where]] = {entry: set() for entry in told.touches}
    for entry, table, key in _all(session, 'SELECT entry, "table", key FROM touch'):
        touches.setdefault(entry, set()).add((table, key))
    return tuple(sorted(entry for entry in touches if touches[entry] != told.touches.get(entry)))


def _secrets(session: Session, told: _Told) -> tuple[str, ...]:
    kept = {
        str(digest): hashlib.sha256(str(content).encode()).hexdigest()
        for digest, content in _all(session, "SELECT digest, content FROM secret")
    }
    wanted = {str(row.get("secret_digest")) for table in SECRET for row in _kept(told, table)}
    return tuple(
        sorted(digest for digest in wanted | {*kept} if digest not in wanted or kept.get(digest) != digest)
    )


def _issued(told: _Told) -> tuple[IssuedFiles, ...]:
    return tuple(
        IssuedFiles(str(row.get("number")), str(row.get("year")), str(row.get("xml")), str(row.get("pdf")))
        for row in _kept(told, "certificate")
        if row.get("status") == Status.ISSUED.value
    )


def _found(session: Session) -> dict[Where, bytes]:
    """Return the digest of every row's image as it stands."""
    found: dict[Where, bytes] = {}
    for mapper in Record.registry.mappers:
        if issubclass(mapper.class_, Record):
            for where, image in images(session, mapper.class_).items():
                found[where] = _digest(image)
    return found


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _digest(image: Image) -> bytes:
    return hashlib.sha256((image or "").encode()).digest()
