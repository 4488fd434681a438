"""Connections to a book: the program, not the driver, begins transactions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event

PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
)
"""The last lets the journal's triggers see the deletion hidden in INSERT OR REPLACE."""


def writing(path: Path) -> Engine:
    """Return the engine of writers, who take turns from their first statement on."""
    return _engine(path, begin="BEGIN IMMEDIATE")


def reading(path: Path) -> Engine:
    """Return the engine of questions, which change nothing."""
    return _engine(path, "query_only=ON", begin="BEGIN")


def _engine(path: Path, *pragmas: str, begin: str) -> Engine:
    """Return an engine that says ``begin`` itself: the driver's own transactions lose updates."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (*PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
