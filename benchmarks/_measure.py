"""What every measure shares: a demonstration book, a stopwatch, and one way of telling a ratio."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from labcal.domain.job import JobNumber, Place
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.demo import make_demo
from labcal.services.jobs import OpenJob, ReceiveItem, job_lines
from labcal.services.perform import perform
from labcal.services.readings import RecordReading
from labcal.store.book import Book, open_book

TECHNICIAN = PersonName("Amina Diallo")
PASSWORD = "labcal-demo"


@contextmanager
def demonstration() -> Iterator[tuple[Path, Book]]:
    """Open the demonstration book in a folder of its own, which goes with the measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_demo(Path(folder) / "demo").book
        book = open_book(path)
        try:
            yield path, book
        finally:
            book.close()


def least(times: int, work: Callable[[], object]) -> float:
    """Return the least of ``times`` runs, in seconds: what else the machine does only ever adds to it."""
    work()
    taken = []
    for _ in range(times):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return min(taken)


def tell(measure: str, seconds: float, baseline: str, bare: float) -> None:
    """Print a measure beside its baseline of the same run, and the ratio of the two."""
    print(f"{measure}: {seconds * 1e3:.3f} ms")
    print(f"{baseline}: {bare * 1e3:.3f} ms")
    print(f"ratio: {seconds / bare:.1f}")


def open_job(book: Book) -> JobNumber:
    """Open the job that stands at its receipt, as the next one to be measured."""
    with book.read() as records:
        number = next(line.number for line in job_lines(records) if line.state.value == "signing")
        item = records.jobs.get(number)
    received = ReceiveItem(
        customer=item.customer.number, item=item.instrument_number, condition="Good", grade=item.grade
    )
    job = perform(book, TECHNICIAN, received).value
    perform(book, TECHNICIAN, OpenJob(job=job, procedure="mass/substitution"))
    return job


def reading(job: JobNumber, number: int) -> RecordReading:
    """Return the command that records the ``number``-th reading of a job, each in its own cell, then over."""
    row, column = divmod(number % 12, 4)
    return RecordReading(
        job=job,
        place=Place(point=0, row=row, column=column),
        quantity=QuantityValue(f"+0.{number:05d}", "g"),
        reason="Measured again" if number >= 12 else "",
    )
