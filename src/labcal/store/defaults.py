"""What a column holds in rows that were told to the journal before the column was there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn

from labcal.store.base import Row


@cache
def defaults(table: str) -> Mapping[str, Any]:
    """Return what each column of ``table`` holds where nobody ever wrote it, raw; none of no such table.

    That is the server default of the mapping, or NULL: what a migration that adds the column leaves in the
    rows that stand.
    """
    mapped = Row.metadata.tables.get(table)
    columns = mapped.columns if mapped is not None else ()
    return MappingProxyType({column.name: _default(column) for column in columns})


def completed(table: str, image: str | None) -> str | None:
    """Return the image of a row with the columns that ``table`` got since; any other image as it is."""
    if image is None:
        return None
    try:
        told = json.loads(image)
    except (ValueError, TypeError):  # no image: only a forged line holds it, and is found by its digest
        return image
    wanted = defaults(table)
    if not isinstance(told, dict) or wanted.keys() <= told.keys():
        return image
    return json.dumps({**wanted, **told}, sort_keys=True, ensure_ascii=False)


def _default(column: Column[Any]) -> Any:
    """Let SQLite itself say what it makes of a default: its value has the kind of the column."""
    if column.server_default is None:
        return None
    made = CreateColumn(column).compile(dialect=sqlite.dialect())
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE TABLE told (present INTEGER, {made})")
        memory.execute("INSERT INTO told (present) VALUES (1)")
        return memory.execute("SELECT * FROM told").fetchone()[1]
