"""What people are typing, in a file of its own beside the book: never in the book, never in its journal.

It is written many times a minute and may lose its last second in a power cut; a kill of the program loses
nothing that was written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from labcal.errors.book import DamagedBookError, NotABookError
from labcal.store import faults

TABLE = """
CREATE TABLE IF NOT EXISTS draft (
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person, place)
) WITHOUT ROWID
"""
KEEP = """
INSERT INTO draft VALUES (?, ?, ?, ?)
ON CONFLICT (person, place) DO UPDATE SET content = excluded.content, at = excluded.at
"""
PATIENCE = 2.0


class DraftFile:
    """The drafts of one book."""

    def __init__(self, book: Path) -> None:
        self.path = book.with_name(f"{book.stem}-drafts.sqlite")

    def keep(self, person: str, place: str, content: str, at: datetime) -> None:
        """Keep what ``person`` has typed at ``place`` by now.

        Raises:
            FullDiskError, ReadOnlyBookError, BusyBookError: The folder refuses it.
        """
        with self._opened() as connection:
            connection.execute(KEEP, (person, place, content, at.isoformat()))

    def all(self, person: str) -> dict[str, str]:
        """Return what ``person`` has typed, by its place; nothing is made where there are no drafts."""
        if not self.path.is_file():
            return {}
        with self._opened() as connection:
            return dict(connection.execute("SELECT place, content FROM draft WHERE person = ?", (person,)))

    def drop(self, person: str, place: str | None = None) -> None:
        """Forget what ``person`` has typed at ``place``, or everywhere."""
        if self.path.is_file():
            with self._opened() as connection:
                where = "person = ?1 AND (?2 IS NULL OR place = ?2)"
                connection.execute(f"DELETE FROM draft WHERE {where}", (person, place))  # noqa: S608

    def drop_where(self, unwanted: Callable[[str, str], bool]) -> None:
        """Forget, whoever typed it, each draft of which place and content are ``unwanted``."""
        if self.path.is_file():
            with self._opened() as connection:
                for person, place, content in connection.execute(
                    "SELECT person, place, content FROM draft"
                ).fetchall():
                    if unwanted(place, content):
                        connection.execute(
                            "DELETE FROM draft WHERE person = ? AND place = ?", (person, place)
                        )

    def drop_older(self, instant: datetime) -> None:
        """Forget what nobody has touched since ``instant``."""
        if self.path.is_file():
            with self._opened() as connection:
                connection.execute("DELETE FROM draft WHERE at < ?", (instant.isoformat(),))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file; one that is damaged is begun anew, for nothing of the laboratory's is in it."""
        with faults.sentences(self.path):
            try:
                connection = self._connect()
            except (DamagedBookError, NotABookError):
                self._discard()
                connection = self._connect()
            with closing(connection):
                yield connection

    def _connect(self) -> sqlite3.Connection:
        with faults.sentences(self.path):
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE)
            try:
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute(TABLE)
            except sqlite3.Error:
                connection.close()
                raise
        return connection

    def _discard(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)
