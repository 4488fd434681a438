"""A program that records and says what was acknowledged, until it is stopped from outside.

Run as ``python writer.py WAY PATH JOB``: "readings" records without end, "slack" does the same with
``synchronous=NORMAL``, "found" makes a book, "issue" issues the certificate of a checked job and then waits.
"serve" reads such three words a line, and forks a writer for each, so that none has to begin by importing.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from labcal.domain.job import JobNumber, Place
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.services.laboratory import Founder, found
from labcal.services.perform import perform
from labcal.services.readings import RecordReading
from labcal.store import engine
from labcal.store.book import create_book, open_book
from labcal.text import Text

PASSWORD = "a good password"


def now() -> datetime:
    return datetime(2026, 3, 2, 9, tzinfo=UTC)


def acknowledge(told: object) -> None:
    sys.stdout.write(f"{told}\n")
    sys.stdout.flush()


def record(path: Path, job: JobNumber) -> None:
    """Record one reading after the other; each is said only when it is in the book."""
    book, number = open_book(path, now), 0
    place = Place(point=0, row=0, column=0)
    while True:
        number += 1
        keyed = QuantityValue(f"0.{number:06d}", "g")
        command = RecordReading(job=job, place=place, quantity=keyed, reason="The next one")
        perform(book, PersonName("Bo"), command)
        acknowledge(keyed.number)


def make(path: Path) -> None:
    book = create_book(path, now)
    founder = Founder(person=PersonName("Ana"), role="", password=PASSWORD, passphrase=PASSWORD)
    found(book, Laboratory(party=Party(name="Standards", country="NZ"), zone="UTC"), founder)
    acknowledge("Standards")


def issue_one(path: Path, job: JobNumber) -> None:
    from labcal.services.certificates import issue

    acknowledge(issue(open_book(path, now), PersonName("Sol"), job, PASSWORD, Text("en")))


def main(way: str, path: Path, job: JobNumber) -> None:
    if way == "slack":
        engine.PRAGMAS = (*engine.PRAGMAS, "synchronous=NORMAL")
    if way in ("readings", "slack"):
        record(path, job)
    elif way == "found":
        make(path)
    else:
        issue_one(path, job)
    time.sleep(60)


def serve() -> None:
    """For each line of way, path and job fork a writer, say its number first, and how it ended last."""
    for line in sys.stdin:
        way, path, job = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            acknowledge(os.getpid())
            main(way, Path(path), JobNumber(job))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        acknowledge(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__" and sys.argv[1:] == ["serve"]:
    serve()
elif __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), JobNumber(sys.argv[3]))
