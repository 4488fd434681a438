"""The demonstration laboratory: made from data, through the same commands as everything else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from labcal import resources
from labcal.catalog.procedures import load_example, procedure_bytes
from labcal.domain.certificate import CertificateNumber
from labcal.domain.instrument import CustomerNumber, Instrument, StandardCertificate, StandardNumber
from labcal.domain.job import JobNumber, Place
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.services.accounts import OpenAccount
from labcal.services.certificates import files_of, issue
from labcal.services.checks import CheckJob, HandOver
from labcal.services.customers import AddCustomer
from labcal.services.demo_inspections import add_inspections, inspector
from labcal.services.files import new_folder, write
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard
from labcal.services.keys import Secrets, make_signing_key, save_trust
from labcal.services.laboratory import Founder, found
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise
from labcal.services.perform import perform
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordReading, RecordRoom
from labcal.services.standards import AddStandard, CertifyStandard
from labcal.store.book import Book, create_book
from labcal.text import Text

PROCEDURE = "mass/substitution"
STEPS = ("received", "opened", "measuring", "checking", "signing", "issued")
ROOM = (
    ("temperature", "20.1 °C", "20.3 °C"),
    ("relative humidity", "47 %", "48 %"),
    ("pressure", "1013 hPa", "1013 hPa"),
)


class Made(NamedTuple):
    """What the demonstration made: its book, and the files of each certificate it issued."""

    book: Path
    trust: Path
    certificates: tuple[Path, ...]
    numbers: tuple[CertificateNumber, ...]
    password: str
    people: tuple[str, ...]


def make_demo(
    folder: Path, clock: Callable[[], datetime] | None = None, *, inspections: bool = False
) -> Made:
    """Make the demonstration laboratory in ``folder``, which has to be new or empty.

    Args:
        folder: Where to.
        clock: Tells the time; None for that of the computer.
        inspections: Whether an inspector's market day is made as well: one scale passed, one rejected.

    Raises:
        NotEmptyError, UnwritableFileError: The folder will not do.
    """
    told = tomllib.loads(resources.path("demo", "laboratory.toml").read_text(encoding="utf-8"))
    new_folder(folder)
    book = create_book(folder / "demo.labcal", clock or (lambda: datetime.now(UTC)))
    try:
        maker = _Maker(book, told)
        maker.registers()
        numbers = tuple(number for job in told["job"] if (number := maker.job(job)))
        maker.histories()
        numbers += maker.inspections() if inspections else ()
        trust = save_trust(book, folder)
        paths = tuple(path for number in numbers for path in _written(book, number, folder))
    finally:
        book.close()
    people = (told["founder"]["name"], *(person["name"] for person in told["person"]))
    people += (inspector(),) if inspections else ()
    return Made(folder / "demo.labcal", trust, paths, numbers, told["password"], people)


def _written(book: Book, number: CertificateNumber, folder: Path) -> list[Path]:
    files = files_of(book, number)
    paths = [folder / f"{number}.pdf", folder / f"{number}.xml"]
    for path, content in zip(paths, (files.pdf, files.xml), strict=True):
        write(path, content)
    return paths


class _Maker:
    """Carries the demonstration's data out, command by command, each in the name of who would do it."""

    def __init__(self, book: Book, told: dict[str, Any]) -> None:
        self._book, self._told = book, told
        self._admin = PersonName(told["founder"]["name"])
        self._customers: dict[str, CustomerNumber] = {}
        self._standards: dict[QuantityValue, StandardNumber] = {}
        self._example = load_example(PROCEDURE)

    def registers(self) -> None:
        """Found the laboratory and fill its registers."""
        profile = dict(self._told["laboratory"])
        zone, code = profile.pop("zone"), profile.pop("code")
        founder = Founder(
            person=self._admin,
            role=self._told["founder"]["role"],
            password=self._told["password"],
            passphrase=self._told["passphrase"],
        )
        found(self._book, Laboratory(party=Party(**profile), zone=zone, code=code), founder)
        for person in self._told["person"]:
            self._person(person)
        for standard in self._told["standard"]:
            self._standard(standard)
        for customer in self._told["customer"]:
            number = perform(self._book, self._admin, AddCustomer(party=Party(**customer))).value
            self._customers[customer["name"]] = number
        body = procedure_bytes(PROCEDURE).decode()
        perform(self._book, self._admin, AdoptProcedure(body=body))

    def inspections(self) -> tuple[CertificateNumber, ...]:
        """Make a market day; return the numbers of its documents."""
        secrets = Secrets(password=self._told["password"], passphrase=self._told["passphrase"])
        kit = min(self._standards.values())
        return tuple(add_inspections(self._book, self._admin, secrets, kit))

    def job(self, told: dict[str, Any]) -> CertificateNumber | None:
        """Take one job as far as its data says; return its certificate's number where it gets one."""
        who, until = PersonName(told["by"]), STEPS.index(told["until"])
        number = self._receive(who, told)
        if until >= STEPS.index("opened"):
            mentor = told.get("mentor")
            perform(self._book, who, OpenJob(job=number, procedure=PROCEDURE, mentor=mentor))
        if until >= STEPS.index("measuring"):
            self._measure(who, number, told.get("cells"))
        if until >= STEPS.index("checking"):
            perform(self._book, who, HandOver(job=number))
        if until >= STEPS.index("signing"):
            perform(self._book, self._holder("checks"), CheckJob(job=number, accepted=True))
        if until >= STEPS.index("issued"):
            return issue(self._book, self._holder("signs"), number, self._told["password"], Text("en"))
        return None

    def histories(self) -> None:
        """Enter the earlier certificates of the standards that have some, so that their drift shows."""
        for told in self._told["standard"]:
            for number, calibrated, value in told.get("earlier", ()):
                known = self._certificate(
                    {**told, "number": number, "calibrated": calibrated, "value": value}
                )
                due = known.calibrated_on + timedelta(days=told["due"] - told["calibrated"])
                command = CertifyStandard(
                    standard=self._standards[parse(told["value"])], certificate=replace(known, due_on=due)
                )
                perform(self._book, self._admin, command)

    def _person(self, told: dict[str, Any]) -> None:
        name = PersonName(told["name"])
        perform(self._book, self._admin, AddPerson(person=name, role=told["role"]))
        perform(self._book, self._admin, OpenAccount(person=name, hashed=hashed(self._told["password"])))
        for leave in told["authorisations"]:
            self._authorise(name, leave)
        if told.get("signs"):
            secrets = Secrets(password=self._told["password"], passphrase=self._told["passphrase"])
            make_signing_key(self._book, self._admin, name, secrets)

    def _authorise(self, name: PersonName, told: dict[str, Any]) -> None:
        high = told.get("high")
        leave = Authorisation(
            level=Level(told["level"]),
            since=self._day(told["since"]),
            until=self._day(told["until"]),
            procedure=PROCEDURE,
            high=parse(high) if high else None,
            evidence=told["evidence"],
        )
        perform(self._book, self._admin, Authorise(person=name, leave=leave))

    def _standard(self, told: dict[str, Any]) -> None:
        certificate = self._certificate(told)
        command = AddStandard(
            name=told["name"],
            identification=told["identification"],
            grade=told["grade"],
            certificate=certificate,
        )
        self._standards[certificate.value] = perform(self._book, self._admin, command).value

    def _certificate(self, told: dict[str, Any]) -> StandardCertificate:
        example = self._example.inputs.standard if told.get("example") else None
        if example is not None:
            value, expanded, drift = example.value, example.expanded, example.drift
        else:
            value = parse(told["value"])
            expanded, drift = parse_half_width(told["expanded"]), parse_half_width(told["drift"])
        return StandardCertificate(
            number=told["number"],
            laboratory=told["laboratory"],
            calibrated_on=self._day(told["calibrated"]),
            due_on=self._day(told["due"]),
            value=value,
            expanded=expanded,
            coverage_factor=Decimal(2),
            drift=drift,
        )

    def _receive(self, who: PersonName, told: dict[str, Any]) -> JobNumber:
        plate = dict(told["item"])
        command = ReceiveItem(
            customer=self._customers[told["customer"]],
            item=Instrument(**{**plate, "nominal": parse(plate["nominal"])}),
            condition=told["condition"],
            grade=plate["grade"],
            due_on=self._day(told["due"]),
        )
        return perform(self._book, who, command).value

    def _measure(self, who: PersonName, number: JobNumber, cells: int | None) -> None:
        """Tie the standard, read the room, and type the published readings, as many as ``cells`` says."""
        standard = self._example.inputs.standard
        if standard is not None:
            tie = TieStandard(job=number, standard=self._standards[standard.value])
            perform(self._book, who, tie)
        for name, start, end in ROOM:
            for moment, keyed in (("start", start), ("end", end)):
                if moment == "start" or cells is None:
                    room = RecordRoom(job=number, name=name, moment=moment, quantity=parse(keyed))
                    perform(self._book, who, room)
        typed = [
            (Place(point=0, row=row, column=column), quantity)
            for row, cycle in enumerate(self._example.inputs.readings)
            for column, quantity in enumerate(cycle)
            if quantity is not None
        ]
        for place, quantity in typed[:cells]:
            perform(self._book, who, RecordReading(job=number, place=place, quantity=quantity))

    def _holder(self, level: str) -> PersonName:
        return next(
            PersonName(person["name"])
            for person in self._told["person"]
            if any(leave["level"] == level for leave in person["authorisations"])
        )

    def _day(self, offset: int) -> date:
        with self._book.read() as records:
            return records.today + timedelta(days=offset)
