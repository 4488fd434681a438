"""A standard traced forward to every certificate, against the bare query of their numbers."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path

from _large import SHARES, large
from _measure import least, tell

from labcal.services.tracing import stands_on
from labcal.store.book import open_book

BARE = """select certificate.number from certificate join job_standard using (job_id)
    join standard_certificate on standard_certificate.id = job_standard.certificate_id
    join standard on standard.id = standard_certificate.standard_id where standard.number in (?, ?, ?)"""


def bare(path: Path) -> int:
    """Return how many certificates there are, by one query that knows the standards already."""
    connection = sqlite3.connect(path)
    found = connection.execute(BARE, ("S-0001", "S-0003", "S-0004")).fetchall()
    connection.close()
    return len(found)


def main() -> None:
    """Print the measure at each size, the smallest first."""
    for share in SHARES:
        path = large(share)
        book = open_book(path)
        with book.read() as records:
            jobs = len(stands_on(records, "S-0001").jobs)
            taken = least(3, lambda: stands_on(records, "S-0001"))
        book.close()
        print(f"1/{share}: {jobs} jobs stand on the standard, {1e6 * taken / jobs:.0f} µs each")
        tell("traced forward", taken, "the bare query", least(3, partial(bare, path)))


if __name__ == "__main__":
    main()
