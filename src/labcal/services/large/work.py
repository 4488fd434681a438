"""The work of a large book, day by day: which weight came, who measured it with what, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from labcal.domain.job import State
from labcal.domain.person import PersonName
from labcal.domain.procedure import Procedure
from labcal.services.large.bench import Bench
from labcal.services.large.items import Items
from labcal.services.large.lots import Crew, Job, Lot, Sheet
from labcal.services.large.plan import YEAR, Calendar, Reals, Size, workday
from labcal.services.large.results import Evaluator, Point
from labcal.services.large.standards import Piece, Standards
from labcal.store.spans import Cells, Same

STANDING = ((4, State.RECEIVED), (6, State.OPEN), (9, State.CHECKING), (12, State.SIGNING))
"""Days since a job was received, and how far it has come by then; later it is issued."""


@dataclass(slots=True, kw_only=True)
class Workshop:
    """A laboratory at work.

    Attributes:
        first_customer: Key of the first customer's row, once it is written.
        first_item: Key of the first weight's row, likewise.
        own: Key of the laboratory as its own customer, likewise.
        sheet: What all jobs have in common, likewise.
    """

    data: dict[str, Any]
    size: Size
    procedure: Procedure
    calendar: Calendar
    items: Items
    standards: Standards
    first_customer: int = 0
    first_item: int = 0
    own: int = 0
    sheet: Sheet = field(init=False)
    bench: Bench = field(init=False)
    evaluator: Evaluator = field(init=False)
    _crews: dict[date, list[Crew]] = field(init=False, default_factory=dict)
    _in_year: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.bench = Bench(self.data, self.procedure)
        self.evaluator = Evaluator(self.procedure)

    @property
    def laboratory(self) -> str:
        """The name of the laboratory."""
        return str(self.data["laboratory"]["name"])

    def random(self, *purpose: int) -> np.random.Generator:
        """Return numbers that follow from the seed, for one purpose alone."""
        return np.random.default_rng([self.size.seed, *purpose])

    def lot(self, run: range) -> Lot:
        """Return the jobs of a run: weights, readings, results."""
        random = self.random(3, run.start)
        days, items = self.calendar.received(run), self.items.of_jobs(run)
        rooms = self._rooms(random, days)
        jobs, pieces = [], []
        for place, (number, day, item) in enumerate(zip(run, days.tolist(), items.tolist(), strict=True)):
            received = self.calendar.day(day)
            nominal = self.items.nominals[self.items.nominal[item]]
            working = self.standards.working[nominal]
            piece = working[number % len(working)]
            grade = self.items.grades[self.items.grade[item]]
            jobs.append(
                self._job(
                    self._number(received, self.calendar.place_in_year(number, received.year)),
                    (self.first_item + item, self.first_customer + int(self.items.owner[item])),
                    (received, workday(received + timedelta(days=2 + number % 4))),
                    (piece, grade, number),
                    (self.items.condition(item + number), rooms[place]),
                )
            )
            pieces.append(piece)
        true = self.items.deviation(items, days.astype(np.float64))
        return self._measured(
            random, jobs, true, np.array([p.deviation(d / YEAR) for p, d in zip(pieces, days, strict=True)])
        )

    def in_house(self) -> tuple[Lot, list[Piece]]:
        """Return the yearly jobs of the working standards, in the order of the days, and their pieces."""
        random = self.random(4)
        done = [
            (day, piece)
            for day in self.standards.days
            for group in self.standards.working.values()
            for piece in group
        ]
        days = np.array([(day - self.calendar.first).days for day, _ in done])
        rooms = self._rooms(random, days)
        jobs = []
        for place, (day, piece) in enumerate(done):
            above = self.standards.primary[piece.size]
            number = self._number(day, None)
            jobs.append(
                self._job(
                    number, (piece.item, self.own), (day, day), (above, "", place), ("Good", rooms[place])
                )
            )
        years = days / YEAR
        true = np.array([piece.deviation(year) for (_, piece), year in zip(done, years, strict=True)])
        primary = [self.standards.primary[piece.size] for _, piece in done]
        standard = np.array([piece.deviation(year) for piece, year in zip(primary, years, strict=True)])
        return self._measured(random, jobs, true, standard), [piece for _, piece in done]

    def own_customer(self) -> dict[str, Cells]:
        """Return the columns of the laboratory as a customer of its own."""
        address = {name: [self.data["laboratory"][name]] for name in ("name", "street", "post_code", "city")}
        rest = {name: [self.data["laboratory"][name]] for name in ("country", "email", "phone")}
        return {**address, **rest, "number": ["C-0000"], "in_house": [1]}

    def own_items(self, pieces: list[Piece], owner: int) -> dict[str, Cells]:
        """Return the columns of the working standards as items."""
        return {
            "number": [f"I-{number:06d}" for number in range(900001, 900001 + len(pieces))],
            "customer_id": Same(owner),
            "name": [piece.name for piece in pieces],
            "mark": [piece.told["identification"] for piece in pieces],
            **dict.fromkeys(("manufacturer", "model", "serial", "grade"), Same("")),
            "nominal": [piece.nominal.number for piece in pieces],
            "nominal_unit": [piece.nominal.unit for piece in pieces],
            "nominal_base": [piece.nominal.base for piece in pieces],
        }

    def _measured(self, random: np.random.Generator, jobs: list[Job], true: Reals, standard: Reals) -> Lot:
        indications = self.bench.indications(random, true, standard)
        return Lot(
            jobs=jobs,
            keyed=self.bench.keyed(indications),
            base=self.bench.base(indications),
            results=self.evaluator.results(
                [job.point for job in jobs],
                self.bench.differences(indications),
                [(job.crew.technician, job.handed_over) for job in jobs],
            ),
        )

    def _job(
        self,
        number: str,
        keys: tuple[int, int],
        days: tuple[date, date],
        on: tuple[Piece, str, int],
        seen: tuple[str, tuple[tuple[str, str], ...]],
    ) -> Job:
        """Return one job: its item and customer, received and measured, its standard and class, as seen."""
        piece, grade, turn = on
        received, measured = days
        key, value = piece.on(received)
        crews = self._crews_on(measured)
        return Job(
            number=number,
            item=keys[0],
            customer=keys[1],
            condition=seen[0],
            received=received,
            measured=measured,
            state=self._state(received),
            crew=crews[turn % len(crews)],
            point=Point(piece.nominal, grade, value),
            standard=key,
            room=seen[1],
        )

    def _number(self, day: date, place: int | None) -> str:
        """Return the number of a job: those of the working standards come first in each year."""
        if place is None:
            self._in_year[day.year] = self._in_year.get(day.year, 0) + 1
            return f"{day.year}-{self._in_year[day.year]:04d}"
        return f"{day.year}-{self._in_year.get(day.year, 0) + place + 1:04d}"

    def _state(self, received: date) -> State:
        waited = (self.calendar.today - received).days
        return next((state for days, state in STANDING if waited <= days), State.ISSUED)

    def _crews_on(self, day: date) -> list[Crew]:
        """Return who may work together on a day, each of them as authorised then."""
        if day not in self._crews:
            of = {level: self._holders(level, day) for level in ("records", "checks", "signs")}
            self._crews[day] = [
                Crew(technician, reviewer, of["signs"][0])
                for technician in of["records"]
                for reviewer in of["checks"]
            ]
        return self._crews[day]

    def _holders(self, level: str, day: date) -> list[PersonName]:
        offset = (day - self.calendar.today).days
        return [
            PersonName(person["name"])
            for person in self.data["person"]
            for leave in person["authorisations"]
            if leave["level"] == level and leave["since"] <= offset <= leave["until"]
        ]

    def _rooms(self, random: np.random.Generator, days: Any) -> list[tuple[tuple[str, str], ...]]:
        """Return the room at each job, start and end: warmer and damper in the hot months."""
        bench = self.data["bench"]
        season = np.sin(2 * np.pi * np.asarray(days) / YEAR)
        read = (
            (bench["temperature"] + 0.6 * season, 0.15, 1, "°C"),
            (bench["humidity"] + 6 * season, 2.0, 0, "%"),
            (bench["pressure"] + 2 * season, 3.0, 0, "hPa"),
        )
        columns = []
        for mean, scatter, digits, unit in read:
            start = mean + random.normal(0.0, scatter, len(season))
            for value in (start, start + random.normal(0.0, scatter / 4, len(season))):
                columns.append([(f"{one:.{digits}f}", unit) for one in value.tolist()])
        return list(zip(*columns, strict=True))
