"""Reading a book in which any other program may have written: nothing is taken for what it should be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

BLOCK = 1000
"""Rows that are read at a time."""


def marked(raw: bytes) -> str:
    """Return text, with signs that mark where it is none."""
    return raw.decode("utf-8", "replace")


@contextmanager
def text_as(session: Session, factory: Callable[[bytes], str]) -> Iterator[None]:
    """Read text in the way of ``factory``, for a while; ``str`` is fast and fails where it is no text."""
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    before, driver.text_factory = driver.text_factory, factory
    try:
        yield
    finally:
        driver.text_factory = before


def select(session: Session, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query as the driver gives them, a block at a time."""
    cursor = session.connection().exec_driver_sql(query, tuple(values)).cursor
    while cursor is not None and (block := cursor.fetchmany(BLOCK)):
        yield from block


def whole(session: Session, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a query as the driver gives them, all at once."""
    cursor = session.connection().exec_driver_sql(query, tuple(values)).cursor
    return list(cursor.fetchall()) if cursor is not None else []


def between(table: Table, names: Sequence[str]) -> str:
    """Return the query of the columns ``names`` of the rows from one key to another, in order."""
    columns = ", ".join(f'"{name}"' for name in names)
    return f'SELECT {columns} FROM "{table.name}" WHERE id BETWEEN ? AND ? ORDER BY id'  # noqa: S608


def greatest(name: str) -> str:
    """Return the query of the greatest key of the table ``name``."""
    return f'SELECT max(id) FROM "{name}"'  # noqa: S608
