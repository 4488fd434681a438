"""Commands on the jobs of many like items side by side: one step of the journal, all or nothing.

Each runs the command of the single job, for which the person needs the right of that job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from labcal.domain.instrument import StandardNumber
from labcal.domain.job import JobNumber
from labcal.domain.person import Need, PersonName
from labcal.domain.quantity import QuantityValue
from labcal.errors import LabCalError
from labcal.errors.batches import NoBatchError, OneOfManyError
from labcal.services.checks import HandOver
from labcal.services.jobs import OpenJob, TieStandard, recording
from labcal.services.perform import Command, admit
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTogether:
    """Begin work on several jobs under one procedure."""

    title: ClassVar[str] = mark("Open jobs")
    undoable: ClassVar[bool] = True
    jobs: tuple[JobNumber, ...]
    procedure: str
    mentor: PersonName | None = None

    def needs(self, records: Records) -> Need:
        job = _first(self.jobs)
        return OpenJob(job=job, procedure=self.procedure, mentor=self.mentor).needs(records)

    def run(self, work: Work, who: PersonName) -> None:
        _each(
            work,
            who,
            ((job, OpenJob(job=job, procedure=self.procedure, mentor=self.mentor)) for job in self.jobs),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TieTogether:
    """Use one reference standard in several jobs."""

    title: ClassVar[str] = mark("Tie standard to jobs")
    undoable: ClassVar[bool] = True
    jobs: tuple[JobNumber, ...]
    standard: StandardNumber

    def needs(self, records: Records) -> Need:
        return recording(records, _first(self.jobs), records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _each(work, who, ((job, TieStandard(job=job, standard=self.standard)) for job in self.jobs))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoomTogether:
    """Write an influence quantity once for several jobs (6.3.3)."""

    title: ClassVar[str] = mark("Record room for jobs")
    undoable: ClassVar[bool] = True
    jobs: tuple[JobNumber, ...]
    name: str
    moment: str
    quantity: QuantityValue

    def needs(self, records: Records) -> Need:
        return recording(records, _first(self.jobs), records.today)

    def run(self, work: Work, who: PersonName) -> None:
        told = (self.name, self.moment, self.quantity)
        _each(work, who, ((job, _room(job, *told)) for job in self.jobs))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTogether:
    """Write indications of several jobs at once.

    Attributes:
        blocks: What was read for each job.
    """

    title: ClassVar[str] = mark("Record readings of jobs")
    undoable: ClassVar[bool] = True
    blocks: tuple[RecordBlock, ...]

    def needs(self, records: Records) -> Need:
        block: RecordBlock = _first(self.blocks)
        return block.needs(records)

    def run(self, work: Work, who: PersonName) -> int:
        return sum(_each(work, who, ((block.job, block) for block in self.blocks)))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverTogether:
    """Freeze the results of several jobs and hand them over for the check."""

    title: ClassVar[str] = mark("Hand over jobs")
    undoable: ClassVar[bool] = True
    jobs: tuple[JobNumber, ...]

    def needs(self, records: Records) -> Need:
        return recording(records, _first(self.jobs), records.today)

    def run(self, work: Work, who: PersonName) -> None:
        _each(work, who, ((job, HandOver(job=job)) for job in self.jobs))


def _room(job: JobNumber, name: str, moment: str, quantity: QuantityValue) -> RecordRoom:
    return RecordRoom(job=job, name=name, moment=moment, quantity=quantity)


def _first(several: tuple[Any, ...]) -> Any:
    """Return the first of several; raise ``NoBatchError`` where there is none."""
    if not several:
        raise NoBatchError
    return several[0]


def _each(work: Work, who: PersonName, commands: Iterable[tuple[JobNumber, Command[Any]]]) -> list[Any]:
    """Run a command for each job; what one refuses is said with its number, and nothing is written."""
    given = []
    for job, command in commands:
        need = command.needs(work)
        if need is not None:
            admit(work, who, need)
        try:
            given.append(command.run(work, who))
        except LabCalError as error:
            raise OneOfManyError(job=job, why=Phrase(error.template, tuple(error.fields.items()))) from error
    return given
