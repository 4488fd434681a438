"""Opening a book and asking for its jobs, against bare SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from _measure import demonstration, least, tell

from labcal.services.jobs import job_lines
from labcal.store.book import open_book

TIMES = 50


def opened(path: Path) -> None:
    """Open the book, ask for its jobs, close it."""
    book = open_book(path)
    with book.read() as records:
        job_lines(records)
    book.close()


def bare(path: Path) -> None:
    """Connect, select the jobs, close."""
    connection = sqlite3.connect(path)
    connection.execute("select * from job order by id desc").fetchall()
    connection.close()


def main() -> None:
    """Print the measure."""
    with demonstration() as (path, book):
        book.close()
        taken, alone = least(TIMES, lambda: opened(path)), least(TIMES, lambda: bare(path))
    tell("opening a book, jobs, closing", taken, "sqlite3.connect, select, close", alone)


if __name__ == "__main__":
    main()
