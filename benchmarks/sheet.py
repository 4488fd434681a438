"""The worksheet of a job as the window asks for it, against a bare select of its readings."""

from __future__ import annotations

import sqlite3

from _measure import TECHNICIAN, demonstration, least, tell

from labcal.domain.job import JobNumber
from labcal.services.sheet import sheet
from labcal.store.book import Book

TIMES = 50


def asked(book: Book, job: JobNumber) -> None:
    """Ask for the worksheet as the technician sees it."""
    with book.read() as records:
        sheet(records, job, TECHNICIAN, "en")


def main() -> None:
    """Print the measure."""
    with demonstration() as (path, book):
        connection = sqlite3.connect(path)
        query = "select * from reading join job on job.id = job_id where number = '2026-0003'"
        with book.read() as records:
            job = records.jobs.lines()[2].number
        taken = least(TIMES, lambda: asked(book, job))
        bare = least(TIMES, lambda: connection.execute(query.replace("2026-0003", job)).fetchall())
        connection.close()
    tell("the question for a worksheet", taken, "a bare select of its readings", bare)


if __name__ == "__main__":
    main()
