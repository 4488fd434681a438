"""The book's schema by release: made, recognised, and brought up to date after a copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from labcal.errors.book import NewerBookError, NotABookError
from labcal.store import engine, faults

HEAD = "0002"
"""The newest migration; a test holds it equal to what ``migrations/versions`` says."""
KNOWN = ("0001", "0002")
"""Every migration of this and of earlier releases, oldest first."""
APPLICATION = 0x4C434231
"""``PRAGMA application_id`` of a book: "LCB1"."""
MIGRATIONS = Path(__file__).parent / "migrations"


def create(path: Path) -> None:
    """Make an empty book of this release at ``path``, where there is no file yet."""
    with faults.sentences(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA application_id={APPLICATION}")
        _upgrade(path)


def prepare(path: Path) -> None:
    """Recognise the book at ``path``; where it is older, copy it first and then bring it up to date.

    Raises:
        NotABookError: The file is something else.
        NewerBookError: A later release wrote it; nothing is changed.
    """
    with faults.sentences(path):
        found = _revision(path)
        if found == HEAD:
            return
        if found not in KNOWN:
            raise NewerBookError(path=path, schema=found)
        copy(path, path.with_name(f"{path.stem}-before-{HEAD}{path.suffix}"))
        _upgrade(path)


def copy(path: Path, target: Path) -> None:
    """Write a consistent copy of the book at ``path``, also while others write in it."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as destination:
        source.backup(destination)


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise NotABookError(path=path)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _upgrade(path: Path) -> None:
    """Run the migrations up to ``HEAD``; alembic is imported only here, where it is needed."""
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    writer = engine.writing(path)
    with writer.begin() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, HEAD)
    writer.dispose()
