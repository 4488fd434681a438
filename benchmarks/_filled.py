"""A book of any size, filled past the program: what reading it costs does not depend on who wrote it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from labcal.store.book import Book, create_book, open_book

YEARS, START = 10, date(2016, 1, 4)
THINGS = ("Weight", "Balance", "Pressure gauge", "Thermometer", "Calliper", "Pipette", "Multimeter")
MAKERS = ("Häfner", "Kern", "Mettler", "Shinko", "Radwag", "Zwiebel", "Ohaus", "Sartorius")
PLACES = ("Customs Office", "Harbour", "Brewery", "Hospital", "Mint", "Dairy", "Cement Works", "Post")
TOWNS = ("Accra", "Kumasi", "Tamale", "Lomé", "Cotonou", "Niamey", "Abidjan", "Dakar")
STATES = ("received", "open", "checking", "signing")


def filled(path: Path, instruments: int, jobs: int, *, readings: int = 0) -> Book:
    """Return a book of so many instruments, jobs (all but one in fifty issued) and readings a job."""
    create_book(path).close()
    dice = random.Random(1)
    customers = max(instruments // 10, 8)
    with closing(sqlite3.connect(path, isolation_level=None)) as book:
        book.execute("PRAGMA synchronous = OFF")
        book.execute("BEGIN")
        _insert(book, "customer", _customers(customers, dice))
        _insert(book, "instrument", _instruments(instruments, customers, dice))
        _insert(book, "job", _jobs(jobs, instruments, customers, dice))
        _insert(book, "certificate", _certificates(jobs))
        if readings:
            _insert(book, "reading", _readings(jobs, readings))
        standards = max(instruments // 100, 5)
        _insert(book, "standard", _standards(standards))
        _insert(book, "standard_certificate", _proofs(standards, dice))
        book.execute("COMMIT")
    opened = open_book(path)
    with opened.work() as work:
        work.reindex()
    return opened


def _insert(book: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    values = ", ".join(f":{name}" for name in first)
    book.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", first)
    book.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)


def _customers(number: int, dice: random.Random) -> Iterator[dict[str, object]]:
    for key in range(1, number + 1):
        name = f"{dice.choice(PLACES)} {dice.choice(TOWNS)} {key}"
        rest = dict.fromkeys(("street", "post_code", "country", "email", "phone"), "")
        yield {
            "id": key,
            "number": f"C-{key:04}",
            "name": name,
            "city": dice.choice(TOWNS),
            "version": 1,
        } | rest


def _instruments(number: int, customers: int, dice: random.Random) -> Iterator[dict[str, object]]:
    for key in range(1, number + 1):
        mass = dice.choice((1, 2, 5, 10, 20, 50))
        yield {
            "id": key, "number": f"I-{key:04}", "customer_id": dice.randint(1, customers),
            "name": f"{dice.choice(THINGS)} {mass} kg", "manufacturer": dice.choice(MAKERS),
            "model": f"T{dice.randint(1, 40)}",
            "serial": f"SN-{dice.randint(1, 10**6):06}/{dice.choice('abc')}",
            "mark": "", "nominal": str(mass), "nominal_unit": "kg", "nominal_base": mass,
            "grade": dice.choice(("M1", "F2", "F1", "III")), "version": 1,
        }  # fmt: skip


def _jobs(number: int, instruments: int, customers: int, dice: random.Random) -> Iterator[dict[str, object]]:
    owners = random.Random(1)
    of = [owners.randint(1, customers) for _ in range(997)]
    counts: dict[int, int] = {}
    for key in range(1, number + 1):
        day = START + timedelta(days=key * 365 * YEARS // number)
        counts[day.year] = counts.get(day.year, 0) + 1
        item = dice.randint(1, instruments)
        state = dice.choice(STATES) if key > number - max(number // 50, 4) else "issued"
        yield {
            "id": key, "number": f"{day.year}-{counts[day.year]:04}", "state": state,
            "customer_id": of[item % 997], "instrument_id": item,
            "received_on": day.isoformat(), "received_by": "Ana", "condition": "Good", "grade": "M1",
            "due_on": (day + timedelta(days=dice.randint(2, 40))).isoformat() if key % 7 else None,
            "place": "laboratory", "remarks": "", "deviations": "", "version": 1,
        }  # fmt: skip


def _certificates(jobs: int) -> Iterator[dict[str, object]]:
    for key in range(1, jobs + 1 - max(jobs // 50, 4)):
        day = START + timedelta(days=key * 365 * YEARS // jobs + 5)
        yield {
            "id": key, "number": f"CAL-{day.year}-{key:06}", "job_id": key, "status": "issued",
            "language": "en", "reserved_by": "Ana", "reserved_at": f"{day}T00:00:00.000000+00:00",
            "issued_on": day.isoformat(),
            "signed_by": "Ana", "key_id": "k", "xml": "x", "pdf": "p", "year": day.year, "why": "",
            "version": 1,
        }  # fmt: skip


def _readings(jobs: int, each: int) -> Iterator[dict[str, object]]:
    for job in range(1, jobs + 1):
        for place in range(each):
            yield {
                "job_id": job, "point": 0, "row": place, "column": 0, "revision": 0, "keyed": "+0.01",
                "unit": "g", "base": 1e-5, "by": "Ana", "at": "2016-01-04T00:00:00.000000+00:00",
                "on": "2016-01-04", "reason": "", "version": 1,
            }  # fmt: skip


def _standards(number: int) -> Iterator[dict[str, object]]:
    for key in range(1, number + 1):
        yield {
            "id": key, "number": f"S-{key:04}", "name": f"Weight {key % 50} kg",
            "identification": f"LAB-{key}",
            "grade": "F1", "suspended": key % 40 == 0, "version": 1,
        }  # fmt: skip


def _proofs(standards: int, dice: random.Random) -> Iterator[dict[str, object]]:
    for key in range(1, 3 * standards + 1):
        day = START + timedelta(days=dice.randint(0, 3650))
        yield {
            "standard_id": key % standards + 1, "number": f"NMI-{key}", "laboratory": "NMI",
            "calibrated_on": day.isoformat(), "due_on": (day + timedelta(days=730)).isoformat(),
            "value": "1", "value_unit": "kg", "value_base": 1.0, "expanded": "1", "expanded_unit": "mg",
            "expanded_base": 1e-6, "coverage_factor": "2", "version": 1,
        }  # fmt: skip
