"""What every test stands on: no screen, examples that come out the same on each run, a small laboratory."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("labcal", deadline=None, derandomize=True)
settings.register_profile("prove", deadline=None, max_examples=2000)
settings.load_profile("labcal")

MASS = "mass/substitution"
PASSWORD = "a good password"
PEOPLE = {
    "Bo": ("records",),
    "Tia": ("supervised",),
    "Cy": ("checks", "records"),
    "Di": ("checks",),
    "Sol": ("signs",),
    "Max": ("mentors", "records", "checks"),
    "Eve": (),
}
ROOM = {"temperature": "20.1 °C", "relative humidity": "47 %", "pressure": "1013 hPa"}
STAGES = ("received", "opened", "measured", "checking", "signing", "issued")


class Clock:
    """A clock that the test sets; it starts at 22:00 of the same day in Auckland."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Lab:
    """A laboratory in a real file: Ana administers it, ``PEOPLE`` work in it.

    Attributes:
        standard: A 10 kg weight, as in the worked example; ``expired`` and ``twenty`` will not do.
    """

    path: Path
    clock: Clock
    book: Any
    admin: str = "Ana"
    password: str = PASSWORD
    customer: str = "C-0001"
    standard: str = "S-0001"
    expired: str = "S-0002"
    twenty: str = "S-0003"

    def do(self, who: str, command: Any) -> Any:
        """Perform a command and return what came of it."""
        from labcal.services.perform import perform

        return perform(self.book, who, command)

    def ask(self, question: Any, *arguments: Any) -> Any:
        """Return the answer to a question."""
        with self.book.read() as records:
            return question(records, *arguments)

    def reopen(self) -> None:
        """Close the book and open it again."""
        from labcal.store.book import open_book

        self.book.close()
        self.book = open_book(self.path, self.clock)

    def findings(self) -> list[str]:
        """Return what a check of the book finds, as sentences."""
        from labcal.services.checking import check_book

        return [f"{one.place}: {one.says}" for one in check_book(self.book).findings]

    def undo(self, who: str, entry: int) -> Any:
        """Undo a journal line."""
        from labcal.services.perform import Undo

        return self.do(who, Undo(entry))

    def key(self, person: str, level: str) -> tuple[int, int]:
        """Return key and version of an authorisation."""
        from labcal.services.people import authorisation_lines

        return next(
            (line.key, line.version)
            for line in self.ask(authorisation_lines)
            if (line.person, line.level.value) == (person, level)
        )

    def adopt(self, body: str, since: date | None = None) -> None:
        """Have a text that does not ship written by Bo and approved by Ana; with another version in it."""
        from labcal.catalog.procedures import parse_procedure
        from labcal.services.methods import ApproveProcedure, ReviseProcedure, WriteProcedure, last_version

        procedure = parse_procedure(body.encode())
        known = self.ask(last_version, procedure.id)
        kind = ReviseProcedure if known else WriteProcedure
        entry = self.do("Bo", kind(body=body, reason="Better figures")).entry
        command = ApproveProcedure(procedure=procedure.id, edition=procedure.version, seen=entry, since=since)
        self.do(self.admin, command)

    def suspend(self, person: str, level: str) -> None:
        """Suspend an authorisation."""
        from labcal.services.people import Suspend

        key, seen = self.key(person, level)
        self.do(self.admin, Suspend(key=key, seen=seen))

    def receive(self, nominal: str = "10 kg", grade: str = "M1", serial: str = "4471") -> str:
        """Receive a weight and return the number of its job."""
        from labcal.domain.instrument import Instrument
        from labcal.domain.quantity import parse
        from labcal.services.jobs import ReceiveItem

        item = Instrument(name="Weight", nominal=parse(nominal), serial=serial, grade=grade)
        return self.do(
            "Bo", ReceiveItem(customer=self.customer, item=item, condition="Good", grade=grade)
        ).value

    def reading(self, job: str, cell: int = 0, keyed: str = "", **rest: Any) -> Any:
        """Return the command that records the worked example's reading of a cell, or another."""
        from labcal.catalog.procedures import load_example
        from labcal.domain.job import Place
        from labcal.domain.quantity import parse
        from labcal.services.readings import RecordReading

        rows = load_example(MASS).inputs.readings
        row, column = divmod(cell, len(rows[0]))
        quantity = parse(keyed, "g") if keyed else rows[row][column]
        place = Place(point=0, row=row, column=column)
        return RecordReading(job=job, place=place, quantity=quantity, **rest)

    def cells(self) -> int:
        """Return how many readings the worked example has."""
        from labcal.catalog.procedures import load_example

        return sum(len(row) for row in load_example(MASS).inputs.readings)

    def measure(self, who: str, job: str) -> None:
        """Tie the standard, read the room, take every reading."""
        from labcal.domain.quantity import parse
        from labcal.services.jobs import TieStandard
        from labcal.services.readings import RecordRoom

        self.do(who, TieStandard(job=job, standard=self.standard))
        for name, keyed in ROOM.items():
            for moment in ("start", "end"):
                self.do(who, RecordRoom(job=job, name=name, moment=moment, quantity=parse(keyed)))
        for cell in range(self.cells()):
            self.do(who, self.reading(job, cell))

    def job(self, until: str = "opened", **item: str) -> str:
        """Take a new job as far as ``until`` and return its number."""
        from labcal.services.checks import CheckJob, HandOver
        from labcal.services.jobs import OpenJob

        number, stage = self.receive(**item), STAGES.index(until)
        if stage >= STAGES.index("opened"):
            self.do("Bo", OpenJob(job=number, procedure=MASS))
        if stage >= STAGES.index("measured"):
            self.measure("Bo", number)
        if stage >= STAGES.index("checking"):
            self.do("Bo", HandOver(job=number))
        if stage >= STAGES.index("signing"):
            self.do("Cy", CheckJob(job=number, accepted=True))
        if stage >= STAGES.index("issued"):
            self.issue(number)
        return number

    def issue(self, job: str, who: str = "Sol") -> str:
        """Issue the certificate of a checked job and return its number."""
        from labcal.services.certificates import issue
        from labcal.text import Text

        return issue(self.book, who, job, self.password, Text("en"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lab(founded: Path, tmp_path: Path, clock: Clock) -> Iterator[Lab]:
    from labcal.store.book import open_book

    path = tmp_path / "lab.labcal"
    shutil.copy(founded, path)
    lab = Lab(path, clock, open_book(path, clock))
    yield lab
    lab.book.close()


@pytest.fixture
def issued(issued_folder: Path, tmp_path: Path) -> Iterator[Lab]:
    """A laboratory whose first job, 2026-0001, has its certificate, CAL-2026-0001."""
    from labcal.store.book import open_book

    path, clock = tmp_path / "issued" / "lab.labcal", Clock()
    shutil.copytree(issued_folder, path.parent)
    lab = Lab(path, clock, open_book(path, clock))
    yield lab
    lab.book.close()


@pytest.fixture(scope="session")
def issued_folder(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a book with one issued certificate, made once; a test takes a copy."""
    from labcal.store.book import open_book

    path, clock = tmp_path_factory.mktemp("issued") / "lab.labcal", Clock()
    shutil.copy(founded, path)
    lab = Lab(path, clock, open_book(path, clock))
    lab.job("issued")
    lab.book.close()
    return path.parent


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the small laboratory before its first job, made once; a test takes a copy."""
    from labcal.domain.laboratory import Laboratory
    from labcal.domain.party import Party
    from labcal.services.laboratory import Founder, found
    from labcal.store.book import create_book

    path = tmp_path_factory.mktemp("founded") / "lab.labcal"
    clock = Clock()
    clock.forward(days=-1)
    lab = Lab(path, clock, create_book(path, clock))
    party = Party(name="Measurement Standards", city="Wellington", country="NZ")
    founder = Founder(person=lab.admin, role="Head", password=PASSWORD, passphrase=PASSWORD)
    found(lab.book, Laboratory(party=party, zone="Pacific/Auckland"), founder)
    _people(lab)
    _registers(lab)
    lab.book.close()
    return path


def _people(lab: Lab) -> None:
    from labcal.domain.person import Authorisation, Level
    from labcal.domain.quantity import parse
    from labcal.services.accounts import OpenAccount
    from labcal.services.keys import Secrets, make_signing_key
    from labcal.services.passwords import hashed
    from labcal.services.people import AddPerson, Authorise

    since, until, high = date(2026, 1, 1), date(2026, 12, 31), parse("20 kg")
    for name, levels in PEOPLE.items():
        lab.do(lab.admin, AddPerson(person=name, role="Metrologist"))
        for level in levels:
            leave = Authorisation(level=Level(level), since=since, until=until, procedure=MASS, high=high)
            lab.do(lab.admin, Authorise(person=name, leave=leave))
    lab.do(lab.admin, OpenAccount(person="Sol", hashed=hashed(PASSWORD)))
    make_signing_key(lab.book, lab.admin, "Sol", Secrets(password=PASSWORD, passphrase=PASSWORD))


def _registers(lab: Lab) -> None:
    from labcal.catalog.procedures import load_example, procedure_bytes
    from labcal.domain.instrument import StandardCertificate
    from labcal.domain.party import Party
    from labcal.domain.quantity import parse
    from labcal.services.customers import AddCustomer
    from labcal.services.procedures import AdoptProcedure
    from labcal.services.standards import AddStandard

    lab.do(lab.admin, AdoptProcedure(body=procedure_bytes(MASS).decode()))
    lab.do("Bo", AddCustomer(party=Party(name="Port Office", city="Napier", country="NZ")))
    ten = load_example(MASS).inputs.standard
    for value, due in ((ten.value, date(2026, 12, 31)), (ten.value, date(2026, 3, 1)), (None, date.max)):
        certificate = StandardCertificate(
            number="MSL-1",
            laboratory="National Laboratory",
            calibrated_on=date(2025, 3, 1),
            due_on=due,
            value=value or parse("20 000.012 g"),
            expanded=ten.expanded,
            coverage_factor=Decimal(2),
            drift=ten.drift,
        )
        lab.do(
            lab.admin, AddStandard(name="Weight", identification="118", grade="F2", certificate=certificate)
        )
