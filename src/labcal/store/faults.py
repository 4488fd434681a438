"""What SQLite reports of the file, as sentences a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from labcal.errors import LabCalError
from labcal.errors.book import (
    BusyBookError,
    DamagedBookError,
    FullDiskError,
    NotABookError,
    ReadOnlyBookError,
    UnreadableBookError,
    UnwrittenBookError,
)

SENTENCES: dict[int, type[LabCalError]] = {
    sqlite3.SQLITE_FULL: FullDiskError,
    sqlite3.SQLITE_READONLY: ReadOnlyBookError,
    sqlite3.SQLITE_CANTOPEN: ReadOnlyBookError,
    sqlite3.SQLITE_PERM: ReadOnlyBookError,
    sqlite3.SQLITE_BUSY: BusyBookError,
    sqlite3.SQLITE_LOCKED: BusyBookError,
    sqlite3.SQLITE_CORRUPT: DamagedBookError,
    sqlite3.SQLITE_NOTADB: NotABookError,
    sqlite3.SQLITE_IOERR: UnreadableBookError,
}
WRITING = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE}
"""A file that may not grow, or a quota that is used up, shows so."""
LACKING = ("no such table:", "no such column:", "invalid fts5 file format")
"""How SQLite begins to say that a part of the schema is not what every book of a release has."""
PRIMARY = 0xFF
"""An extended result code carries its primary code in the lowest byte."""


@contextmanager
def sentences(path: Path, command: str = "") -> Iterator[None]:
    """Turn what the file refuses inside the block into a sentence; any other error passes: a bug."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        code = getattr(cause, "sqlite_errorcode", 0)
        sentence = UnwrittenBookError if code in WRITING else SENTENCES.get(code & PRIMARY)
        if code == sqlite3.SQLITE_ERROR and str(cause).startswith(LACKING):
            sentence = DamagedBookError
        if sentence is None:
            raise
        raise sentence(path=path, command=command or path.name) from error
