"""Connections to a book: the program, not the driver, begins transactions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event

from labcal.store import terms
from labcal.store.directory import Directory, attach

PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)
"""Recursive triggers let the journal see the deletion hidden in INSERT OR REPLACE; what is deleted, such as
the hash of an old password, is overwritten with zeros."""


def writing(path: Path) -> Engine:
    """Return the engine of writers, who take turns from their first statement on."""
    return _with_directory(_engine(path, begin="BEGIN IMMEDIATE"))


def migrating(path: Path) -> Engine:
    """Return the engine of migrations, which rebuild tables that others refer to: no foreign key is held."""
    return _engine(path, "foreign_keys=OFF", begin="BEGIN IMMEDIATE")


def reading(path: Path) -> Engine:
    """Return the engine of questions, which change nothing."""
    return _with_directory(_engine(path, "query_only=ON", begin="BEGIN"))


def scrub(writer: Engine) -> None:
    """Leave nothing of what was deleted in the log beside the book."""
    pooled = writer.raw_connection()
    try:
        connection = pooled.driver_connection
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        pooled.close()


def _with_directory(engine: Engine) -> Engine:
    attach(engine, Directory())
    return engine


def _engine(path: Path, *pragmas: str, begin: str) -> Engine:
    """Return an engine that says ``begin`` itself: the driver's own transactions lose updates.

    Its errors do not repeat what was to be written: secrets and personal details are among it.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        terms.attach(connection)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
