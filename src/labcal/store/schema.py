"""The book's schema by release: made, recognised, and brought up to date after a copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from labcal.errors import LabCalError
from labcal.errors.book import BookExistsError, DamagedBookError, NewerBookError, NotABookError
from labcal.errors.keeping import UnmigratedBookError
from labcal.store import engine, faults, search
from labcal.store.beforehand import keep_copy
from labcal.store.snapshot import Progress
from labcal.text import phrase

HEAD = "0015"
"""The newest migration; a test holds it equal to what ``migrations/versions`` says."""
KNOWN = tuple(f"{number:04}" for number in range(1, 16))
"""Every migration of this and of earlier releases, oldest first."""
APPLICATION = 0x4C434231
"""``PRAGMA application_id`` of a book: "LCB1"."""
STRIDE = 20_000
"""Steps of SQLite's machine between two signs of life."""
LOGS = ("-wal", "-journal")
"""Endings of what SQLite has yet to play into a book."""
MIGRATIONS = Path(__file__).parent / "migrations"


def create(path: Path) -> None:
    """Make an empty book of this release at ``path``, where there is no file yet: all of it, or nothing."""
    draft = path.with_name(f"{path.name}.new")
    _discard(draft)
    try:
        with faults.sentences(path):
            with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(f"PRAGMA application_id={APPLICATION}")
            _upgrade(draft)
        draft.rename(path)
        sync_folder(path.parent)
    finally:
        _discard(draft)


def outdated(path: Path) -> bool:
    """Tell whether the book at ``path`` is of an earlier release, so that opening it takes longer."""
    with faults.sentences(path):
        return _revision(path) in KNOWN[:-1]


def prepare(path: Path, progress: Progress | None = None) -> None:
    """Recognise the book at ``path``; where it is older, copy it first and then bring it up to date.

    Args:
        path: The book.
        progress: Told how far the copy is; then, again and again with a total of 0, that the work goes on.

    Raises:
        UnmigratedBookError: It could not be brought up to date; it is as it was, and its copy is named.
        NotABookError: The file is something else.
        NewerBookError: A later release wrote it; nothing is changed.
        DamagedBookError: Its tables are not those of the release that it says wrote it.
    """
    with faults.sentences(path):
        try:
            found = _revision(path)
        except UnicodeDecodeError as error:  # in SQLite's complaint about a name in a damaged schema
            raise DamagedBookError(path=path) from error
        if found == HEAD:
            return
        if found not in KNOWN:
            raise NewerBookError(path=path, schema=found)
        copy = keep_copy(path, HEAD, progress)
        sync_folder(path.parent)
    try:
        with faults.sentences(path):
            _upgrade(path, progress)
    except LabCalError as error:
        raise UnmigratedBookError(path=path, copy=copy, why=phrase(error.template, **error.fields)) from error


@cache
def statements() -> dict[str, str]:
    """Return the SQL of every table, index and trigger of a book of this release, by name."""
    from sqlalchemy import create_engine

    memory = create_engine("sqlite://")
    with memory.begin() as connection:
        _migrate(connection)
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        told = {str(name): str(sql) for name, sql in found}
    memory.dispose()
    return told


def refuse_taken(path: Path, *beside: Path) -> None:
    """Let a new book lie at ``path`` only where nothing is there, nor ``beside`` it.

    The log of a book that was moved away counts as well: SQLite would play it into the new one.

    Raises:
        BookExistsError: There is something already.
    """
    for taken in (path, *(path.with_name(f"{path.name}{ending}") for ending in LOGS), *beside):
        if taken.exists():
            raise BookExistsError(path=taken)


def sync_folder(folder: Path) -> None:
    """Make sure that a power cut leaves the names in ``folder`` as they are now (Windows does so itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise NotABookError(path=path)
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if tables.fetchone() is None:
            raise DamagedBookError(path=path)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise DamagedBookError(path=path)
    return str(row[0])


def _upgrade(path: Path, progress: Progress | None = None) -> None:
    """Run the migrations up to ``HEAD``; alembic is imported only here, where it is needed.

    Raises:
        DamagedBookError: They do not fit what is there; nothing was changed.
    """
    from sqlalchemy.exc import OperationalError

    writer = engine.migrating(path)
    try:
        with writer.begin() as connection:
            _tick(connection, progress)
            _migrate(connection)
            search.rebuild(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise DamagedBookError(path=path)
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR:
            raise DamagedBookError(path=path) from error
        raise
    finally:
        writer.dispose()


def _migrate(connection: object) -> None:
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, HEAD)


def _tick(connection: Connection, progress: Progress | None) -> None:
    """Have SQLite tell ``progress`` that it is still at work."""
    driver = connection.connection.driver_connection
    if progress is not None and isinstance(driver, sqlite3.Connection):
        progress(0, 0)
        driver.set_progress_handler(lambda: progress(0, 0), STRIDE)


def _discard(draft: Path) -> None:
    for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm", f"{draft.name}-journal"):
        draft.with_name(name).unlink(missing_ok=True)
