"""``labcal check`` of large books, against SQLite's own integrity check; its memory."""

from __future__ import annotations

import resource
import sqlite3
from pathlib import Path
from time import perf_counter

from _large import SHARES, large

from labcal.services.checking import check_book
from labcal.store.book import open_book


def bare(path: Path) -> float:
    """Return how long SQLite's own check takes."""
    connection = sqlite3.connect(path)
    begun = perf_counter()
    connection.execute("pragma integrity_check").fetchall()
    connection.close()
    return perf_counter() - begun


def main() -> None:
    """Print the measure at each size, the smallest first."""
    earlier = 0.0
    for share in SHARES:
        path = large(share)
        book = open_book(path)
        begun = perf_counter()
        found = check_book(book)
        taken = perf_counter() - begun
        book.close()
        alone = bare(path)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"check of 1/{share}: {taken:.1f} s, {found.rows} rows, {len(found.findings)} findings")
        print(f"integrity_check alone: {alone:.1f} s; memory {memory:.0f} MiB")
        print(
            f"ratio: {taken / alone:.1f}; growth {taken / found.rows / (earlier or taken / found.rows):.2f}"
        )
        earlier = taken / found.rows


if __name__ == "__main__":
    main()
