"""What can still be read of a damaged database: row by row, from both ends of each table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labcal.errors.book import DamagedBookError
from labcal.store import faults
from labcal.store.snapshot import reading

SECRET = frozenset({"secret", "person_key"})
"""Tables that are never written out."""
HIDDEN = ("sqlite_", "alembic_")


@dataclass(slots=True)
class Salvaged:
    """One table as far as it can be read.

    Attributes:
        columns: None could be learned where this is empty.
        whole: Whether nothing is known to be lost; it stands once the rows were read.
    """

    table: str
    columns: tuple[str, ...] = ()
    whole: bool = True
    _connection: sqlite3.Connection | None = field(default=None, repr=False)
    _key: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows: forwards to the first damage, then backwards from the end to the same place."""
        if self._connection is None or not self.columns:
            return
        wide, last = len(self._key), None
        for way in ("", " DESC"):
            order = ", ".join(f"{name}{way}" for name in self._key)
            past = f"WHERE ({', '.join(self._key)}) > ({', '.join('?' * wide)}) " if way and last else ""
            query = f"SELECT {', '.join(self._key)}, * FROM {quoted(self.table)} {past}ORDER BY {order}"  # noqa: S608
            try:
                for row in self._connection.execute(query, (last or ()) if way else ()):
                    last = last if way else tuple(row[:wide])
                    yield tuple(row[wide:])
            except sqlite3.DatabaseError:
                self.whole = False
            else:
                return


def tables(path: Path) -> Iterator[Salvaged]:
    """Yield every table of the database at ``path``; its rows are to be read before the next is asked for.

    Raises:
        DamagedBookError: Not even the list of tables can be read.
    """
    with faults.sentences(path):
        connection = reading(path, untouched=True)
    with closing(connection):
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            names = [str(row[0]) for row in connection.execute(query)]
        except sqlite3.DatabaseError as error:
            raise DamagedBookError(path=path) from error
        for name in names:
            if name not in SECRET and not name.startswith(HIDDEN):
                yield _table(connection, name)


def quoted(name: str) -> str:
    """Return ``name`` as SQL takes it, whatever signs it has."""
    return '"' + name.replace('"', '""') + '"'


def _table(connection: sqlite3.Connection, name: str) -> Salvaged:
    try:
        told = list(connection.execute(f"PRAGMA table_info({quoted(name)})"))
        key: tuple[str, ...] = ("rowid",)
        try:
            connection.execute(f"SELECT rowid FROM {quoted(name)} LIMIT 0")  # noqa: S608
        except sqlite3.OperationalError:  # a table WITHOUT ROWID has its primary key instead
            key = tuple(quoted(row[1]) for row in sorted(told, key=lambda row: int(row[5])) if row[5])
    except sqlite3.DatabaseError:
        return Salvaged(name, whole=False)
    return Salvaged(name, tuple(str(row[1]) for row in told), True, connection, key)
