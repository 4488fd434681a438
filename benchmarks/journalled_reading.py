"""One reading, with its gate and its journal line, against a bare insert that syncs as well."""

from __future__ import annotations

import sqlite3
from itertools import count
from pathlib import Path

from _measure import TECHNICIAN, demonstration, least, open_job, reading, tell

from labcal.services.perform import perform

TIMES = 200


def bare_insert(path: Path) -> float:
    """Return the least time of one insert in a transaction of its own, WAL, ``synchronous=FULL``."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table reading (id integer primary key, keyed text, unit text, base real)")
    statement = "insert into reading (keyed, unit, base) values ('+0.0100', 'g', 1e-5)"
    taken = least(TIMES, lambda: connection.execute(statement))
    connection.close()
    return taken


def main() -> None:
    """Print the measure."""
    with demonstration() as (path, book):
        job, number = open_job(book), count()
        taken = least(TIMES, lambda: perform(book, TECHNICIAN, reading(job, next(number))))
        bare = bare_insert(path.with_name("bare.sqlite"))
    tell("a journalled reading", taken, "a bare insert, synchronous=FULL", bare)


if __name__ == "__main__":
    main()
