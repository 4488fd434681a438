"""The copy of a book that is kept before its tables are changed: whole, and only one of each state."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from labcal.store import snapshot
from labcal.store.snapshot import Progress


def keep_copy(path: Path, release: str, progress: Progress | None = None) -> Path:
    """Return a copy of the book at ``path`` as it is, kept beside it; one that is there already serves again.

    A copy of another state is never overwritten. What is cut short leaves no copy.

    Raises:
        UnsoundBookError: The book is damaged; no copy is kept.
    """
    wanted = _state(path)
    first = path.with_name(f"{path.stem}-before-{release}{path.suffix}")
    names = (path.with_name(f"{first.stem}-{number}{path.suffix}") for number in count(2))
    target = first
    while target.exists():
        if wanted is not None and _state(target) == wanted:
            return target
        target = next(names)
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        snapshot.copy(path, part, progress)
        snapshot.judge(part, path)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _state(path: Path) -> tuple[Any, ...] | None:
    """Return release and last line of the book at ``path``; None where it does not tell."""
    try:
        with closing(snapshot.reading(path)) as connection:
            release = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            last = connection.execute("SELECT id, digest FROM entry ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        return None
    return release, last
