"""First pages: of each list, order, filter and search, beside the plain SQL of the same rows.

``python benchmarks/lists.py --instruments 1000 --jobs 10000``; ``--book FILE`` reads that book instead.
Tells of each list the 95th percentile of its questions, and of their ratios to SQL.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from _filled import filled
from sqlalchemy import Engine, event

from labcal.domain.listing import PAGE, Wanted
from labcal.services.finding import find
from labcal.store import lists, terms
from labcal.store.book import Book, open_book

WORDS = ("weight", "2019", "2019-00", "kern", "bal", "accra 17", "sn-0042", "zzz", "w", "hafner 10")
FILTERS: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = {
    "jobs": (
        (("state", "issued"),),
        (("state", "received"),),
        (("customer", "C-0007"),),
        (("due_until", "2025-12-20"),),
        (("state", "received"), ("customer", "C-0007")),
    ),
    "instruments": ((("customer", "C-0007"),), (("class", "M1"),)),
    "certificates": ((("year", "2019"),), (("status", "issued"),)),
    "standards": ((("due_until", "2020-01-01"),), (("suspended", "yes"),)),
    "customers": (),
}
LISTS = {
    "jobs": lists.JOB_LIST,
    "instruments": lists.INSTRUMENT_LIST,
    "certificates": lists.CERTIFICATE_LIST,
    "standards": lists.STANDARD_LIST,
    "customers": lists.CUSTOMER_LIST,
}


def timed(times: int, work: Callable[[], object]) -> float:
    """Return the median of ``times`` runs, in seconds."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return statistics.median(taken)


Values = tuple[object, ...] | dict[str, object]


def said(work: Callable[[], object]) -> list[tuple[str, Values]]:
    """Return every statement of a question with its parameters."""
    told: list[tuple[str, Values]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        if isinstance(parameters, dict):
            told.append((statement, parameters))
        elif statement != "BEGIN":
            told.append((statement, tuple(parameters) if isinstance(parameters, list | tuple) else ()))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return told


def measure(book: Book, name: str, wanted: Wanted, times: int) -> tuple[float, float]:
    """Return the time of one first page, and that of its own statements said by the bare driver."""

    def page() -> object:
        with book.read() as records:
            return getattr(records.lists, name)(wanted)

    statements = said(page)

    def bare() -> None:
        with closing(sqlite3.connect(book.path)) as raw:
            terms.attach(raw)
            for statement, parameters in statements:
                raw.execute(statement, parameters).fetchall()

    return timed(times, page), timed(times, bare)


def percentile(values: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[min(int(0.95 * len(values)), len(values) - 1)]


def tell(book: Book, times: int) -> None:
    """Measure every list, then the search."""
    for name, listing in LISTS.items():
        taken, ratios, slowest = [], [], ("", 0.0)
        for order in ("", *listing.orders):
            asked = [Wanted(order=order), Wanted(order=order, descending=True)]
            asked += [Wanted(order=order, filters=filters) for filters in FILTERS[name]]
            asked += [Wanted(order=order, words=words) for words in WORDS]
            for wanted in asked:
                seconds, bare = measure(book, name, wanted, times)
                taken.append(seconds)
                ratios.append(seconds / bare)
                if seconds > slowest[1]:
                    slowest = (f"{order or 'own'} {wanted.words} {dict(wanted.filters) or ''}", seconds)
        print(
            f"{name}: {len(taken)} questions of {PAGE} lines, p95 {percentile(taken) * 1e3:.1f} ms, "
            f"ratio to SQL median {statistics.median(ratios):.2f}, p95 {percentile(ratios):.2f}; "
            f"slowest {slowest[1] * 1e3:.0f} ms ({slowest[0].strip()})"
        )
    found = []
    for words in WORDS:
        with book.read() as records:
            found.append(timed(times, lambda words=words, records=records: find(records, words)))
    print(f"search: {len(found)} questions, p95 {percentile(found) * 1e3:.1f} ms")


def main() -> None:
    """Fill a book, or take one, and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--instruments", type=int, default=1000)
    options.add_argument("--jobs", type=int, default=10_000)
    options.add_argument("--readings", type=int, default=2)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--book", type=Path)
    told = options.parse_args()
    if told.book:
        book = open_book(told.book)
        tell(book, told.times)
        book.close()
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "filled.labcal"
        book = filled(path, told.instruments, told.jobs, readings=told.readings)
        tell(book, told.times)
        book.close()


if __name__ == "__main__":
    main()
