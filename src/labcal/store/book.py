"""The laboratory's book: one file, one engine that writes and one that only reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import sessionmaker

from labcal.domain.finding import Subject
from labcal.errors.book import NoSuchBookError
from labcal.errors.keeping import NetworkDriveError
from labcal.store import drives, engine, faults, schema, search
from labcal.store.archive import Archive
from labcal.store.snapshot import Progress
from labcal.store.work import Records, Work

ANYWHERE = "LABCAL_NETWORK_DRIVES"
"""Variable of the environment that, where it is set, lets books lie on network drives at one's own risk."""


class Book:
    """An open laboratory book.

    Attributes:
        path: Its file.
        archive: The issued files, in a folder beside it.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self.path = path
        self.archive = Archive(archive_of(path))
        self._clock = clock
        self._writer = engine.writing(path)
        self._reader = engine.reading(path)
        self._writing = sessionmaker(self._writer, expire_on_commit=False)
        self._reading = sessionmaker(self._reader)

    @property
    def now(self) -> datetime:
        """The instant by this book's clock."""
        return self._clock()

    @contextmanager
    def work(self, command: str = "") -> Iterator[Work]:
        """Open a unit of work, alone in the book: committed if journalled, rolled back at any error.

        Args:
            command: What is being done, for the sentence where the disk refuses it.

        Raises:
            ClockError: The clock stands before the last line of the journal.
            FullDiskError, ReadOnlyBookError, BusyBookError, DamagedBookError: The file refuses.
        """
        with faults.sentences(self.path, command), self._writing.begin() as session:
            session.connection()  # BEGIN IMMEDIATE first: the clock is read when the wait is over
            work = Work(session, self._clock())
            yield work
            work.finish()

    @contextmanager
    def read(self) -> Iterator[Records]:
        """Open the records as they stand, unmoved by what is written meanwhile; nothing can be changed."""
        with faults.sentences(self.path), self._reading() as session:
            yield Records(session, self._clock())

    def scrub(self) -> None:
        """Leave nothing of who was erased: neither in the index of words, nor in the log beside the book."""
        with faults.sentences(self.path):
            with self._writer.begin() as connection:
                search.purge(connection, Subject.PERSON)
            engine.scrub(self._writer)

    def close(self) -> None:
        """Let go of the file."""
        self._writer.dispose()
        self._reader.dispose()


def refuse_network(path: Path, *, anywhere: bool = False) -> None:
    """Raise ``NetworkDriveError`` where ``path`` lies on another computer's disk, unless that will do."""
    kind = "" if anywhere or os.environ.get(ANYWHERE) else drives.network_kind(path)
    if kind:
        raise NetworkDriveError(path=path, kind=kind)


def archive_of(path: Path) -> Path:
    """Return the folder of the archive of the book at ``path``."""
    return path.with_name(f"{path.stem}-archive")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_book(path: Path, clock: Callable[[], datetime] = _utc_now) -> Book:
    """Make a new, empty book at ``path`` and open it.

    Raises:
        BookExistsError: There is something already.
        NoSuchBookError: Its folder does not exist or cannot be reached, or its name is too long.
        ReadOnlyBookError, FullDiskError: The folder refuses it.
    """
    try:
        schema.refuse_taken(path)
        if not path.parent.is_dir():
            raise NoSuchBookError(path=path)
        refuse_network(path)
        schema.create(path)
    except OSError as error:  # a name that is too long, a folder that may not be entered
        raise NoSuchBookError(path=path) from error
    return Book(path, clock)


def open_book(
    path: Path,
    clock: Callable[[], datetime] = _utc_now,
    progress: Progress | None = None,
    *,
    anywhere: bool = False,
) -> Book:
    """Open the book at ``path``, brought to this release's schema where it is older (after a copy).

    Args:
        path: Its file.
        clock: What tells the instant.
        progress: Told how far the copy is, where one is made; see ``schema.prepare``.
        anywhere: Whether a network drive will do.

    Raises:
        NetworkDriveError: It lies on another computer's disk.
        UnmigratedBookError: It is older, and could not be brought to this release.
        NoSuchBookError, NotABookError, NewerBookError, DamagedBookError, ReadOnlyBookError: A sentence each.
    """
    try:
        if not path.is_file():
            raise NoSuchBookError(path=path)
    except OSError as error:
        raise NoSuchBookError(path=path) from error
    refuse_network(path, anywhere=anywhere)
    schema.prepare(path, progress)
    return Book(path, clock)
