"""The issued files, content-addressed, one SQLite file a year beside the book."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from labcal.errors.book import ReadOnlyBookError
from labcal.errors.records import NotFoundError
from labcal.store import faults
from labcal.store.schema import sync_folder

TABLE = """
CREATE TABLE IF NOT EXISTS file (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
    name TEXT NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID
"""
KEEP = """
CREATE TRIGGER IF NOT EXISTS file_no_{verb} BEFORE {verb} ON file
BEGIN SELECT RAISE(ABORT, 'what was issued is frozen'); END
"""


class Archived(NamedTuple):
    """A file as it lies in the archive of ``year``; ``sound`` where its bytes still fit its digest."""

    year: str
    digest: str
    name: str
    content: bytes

    @property
    def sound(self) -> bool:
        """Whether the bytes are those that were kept."""
        return hashlib.sha256(self.content).hexdigest() == self.digest


class Archive:
    """The folder of yearly archives; a file is written and synced before the book learns its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, year: int, name: str, content: bytes) -> str:
        """Write ``content`` under its SHA-256 and return that, hexadecimal; the same bytes are kept once.

        Raises:
            FullDiskError, ReadOnlyBookError: The disk refuses.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(year)
        with faults.sentences(path, name):
            self._make_folder()
            with closing(sqlite3.connect(path, isolation_level=None)) as archive:
                archive.execute("PRAGMA journal_mode=WAL")
                archive.execute("PRAGMA synchronous=FULL")
                archive.execute(TABLE)
                for verb in ("UPDATE", "DELETE"):
                    archive.execute(KEEP.format(verb=verb))
                archive.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?)", (digest, name, content))
        return digest

    def get(self, year: int, digest: str) -> bytes:
        """Return the bytes kept under ``digest``; raise ``NotFoundError`` where there are none."""
        path = self._path(year)
        if not path.is_file():
            raise NotFoundError(kind="archive", number=path.name)
        with faults.sentences(path), closing(_reading(path)) as archive:
            row = archive.execute("SELECT content FROM file WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise NotFoundError(kind="archived file", number=digest)
        return bytes(row[0])

    def years(self) -> list[str]:
        """Return every year that has an archive, oldest first."""
        return sorted(path.stem for path in self.folder.glob("*.sqlite"))

    def files(self, year: str | None = None) -> Iterator[Archived]:
        """Yield every file, or every one of a year, oldest archive first, whatever its bytes are now."""
        for path in sorted(self.folder.glob("*.sqlite")):
            if year not in (None, path.stem):
                continue
            with faults.sentences(path), closing(_reading(path)) as archive:
                archive.text_factory = lambda raw: raw.decode("utf-8", "replace")
                for digest, name, content in archive.execute("SELECT digest, name, content FROM file"):
                    kept = content if isinstance(content, bytes) else b""
                    yield Archived(path.stem, str(digest), str(name), kept)

    def _make_folder(self) -> None:
        if self.folder.is_dir():
            return
        try:
            self.folder.mkdir(exist_ok=True)
            sync_folder(self.folder.parent)
        except OSError as error:
            raise ReadOnlyBookError(path=self.folder) from error

    def _path(self, year: int) -> Path:
        return self.folder / f"{year}.sqlite"


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
