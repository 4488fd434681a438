"""What happened in a book since a line of its journal; read raw, of a book of any release."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from labcal.store import faults
from labcal.store.snapshot import reading


class SinceLine(NamedTuple):
    """One line of the journal, as a list shows it."""

    entry: int
    at: datetime
    person: str
    command: str


class Since(NamedTuple):
    """What a book holds beyond a line of its journal.

    Attributes:
        digest: The digest of that line, hexadecimal; empty where the book has no such line.
        total: How many lines came later.
        lines: The newest of them, newest first.
        certificates: The numbers of the certificates issued later.
    """

    digest: str
    total: int
    lines: tuple[SinceLine, ...]
    certificates: tuple[str, ...]


def since(path: Path, entry: int, most: int) -> Since:
    """Return what the book at ``path`` holds later than line ``entry``, at most ``most`` lines of it."""
    with faults.sentences(path), closing(reading(path)) as connection:
        connection.execute("BEGIN")
        digest = connection.execute("SELECT digest FROM entry WHERE id = ?", (entry,)).fetchone()
        count = connection.execute("SELECT count(*) FROM entry WHERE id > ?", (entry,)).fetchone()[0]
        lines = connection.execute(
            'SELECT id, "at", person, command FROM entry WHERE id > ? ORDER BY id DESC LIMIT ?', (entry, most)
        ).fetchall()
        issued, names = _issued(connection, entry), _names(connection)
    return Since(
        digest=bytes(digest[0]).hex() if digest else "" if entry else bytes(32).hex(),
        total=int(count),
        lines=tuple(
            SinceLine(one, datetime.fromisoformat(at), names.get(who, who), what)
            for one, at, who, what in lines
        ),
        certificates=issued,
    )


def _names(connection: sqlite3.Connection) -> dict[str, str]:
    """Return everybody's name by what the journal calls them; in the first release that is the name."""
    columns = {str(row[1]) for row in connection.execute("PRAGMA table_info(person)")}
    if "handle" not in columns:
        return {}
    return {str(handle): str(name) for handle, name in connection.execute("SELECT handle, name FROM person")}


def _issued(connection: sqlite3.Connection, entry: int) -> tuple[str, ...]:
    query = "SELECT number FROM certificate WHERE status = 'issued' AND version > ? ORDER BY number"
    return tuple(str(row[0]) for row in connection.execute(query, (entry,)))
