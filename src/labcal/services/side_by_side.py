"""Many like items in one sheet: the jobs of a batch, a row each (or one for each point), live results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from labcal.catalog.procedures import words_of
from labcal.domain.batch import Batch, BatchNumber
from labcal.domain.instrument import StandardLine
from labcal.domain.job import Job, JobNumber, Reading, State
from labcal.domain.person import PersonName
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.quantity import QuantityValue
from labcal.domain.readings_plan import Share
from labcal.errors import LabCalError
from labcal.services.agreed import as_agreed
from labcal.services.opening import Way, ways_to_open
from labcal.services.points import PointEvaluation, evaluations
from labcal.services.sheet import parsed
from labcal.store.work import Records


class Cell(NamedTuple):
    """A cell of a point's readings: cycle and column, from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """One point of one item.

    Attributes:
        readings: What stands in the cells of the sheet, in their order; None where nothing does.
        evaluation: None where the job is not opened, or ``trouble`` says why there is none.
    """

    job: JobNumber
    state: State
    identity: str
    item: str
    point: int
    nominal: QuantityValue
    readings: tuple[Reading | None, ...] = ()
    evaluation: PointEvaluation | None = None
    trouble: LabCalError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The jobs of a batch in one sheet.

    Attributes:
        procedure: That by which most of its opened jobs go, as pinned; None as long as none is opened.
        cells: The columns of readings of a row.
        rows: Of the jobs that go by it, and of those that are not opened yet.
        others: Jobs that go by another procedure or another version: each has its own worksheet.
        standards: Numbers of the standards tied to the jobs at the bench; one where all use the same.
        room: What was read in the room, by name and moment; where the jobs differ, it is left out.
        ways: The procedures by which those not opened yet could be.
        choice: Every reference standard.
    """

    batch: Batch
    procedure: Procedure | None
    words: ProcedureWords | None
    cells: tuple[Cell, ...]
    rows: tuple[SideRow, ...]
    others: tuple[JobNumber, ...]
    standards: tuple[str, ...]
    room: dict[tuple[str, str], QuantityValue]
    ways: tuple[Way, ...]
    choice: tuple[StandardLine, ...]

    def jobs(self, state: State) -> tuple[JobNumber, ...]:
        """Return the jobs of the sheet that stand at ``state``, each once."""
        return tuple(dict.fromkeys(row.job for row in self.rows if row.state is state))


def side_by_side(records: Records, number: BatchNumber, who: PersonName, language: str) -> SideBySide:
    """Return the sheet of a batch as ``who`` sees it, its words in ``language``.

    Raises:
        NotFoundError: There is no such batch.
    """
    jobs = [records.jobs.get(job) for job in records.batches.jobs(number)]
    digest = _usual(jobs)
    own = [job for job in jobs if job.procedure is None or job.procedure.digest == digest]
    first = next((job for job in own if job.procedure is not None), None)
    procedure = parsed(first.procedure.body) if first and first.procedure else None
    cells = _cells(procedure) if procedure else ()
    waiting = [job for job in own if job.state is State.RECEIVED]
    nominal = waiting[0].instrument.nominal if waiting else None
    at_bench = [job for job in own if job.state is State.OPEN]
    return SideBySide(
        batch=records.batches.get(number),
        procedure=procedure,
        words=words_of(procedure, language) if procedure else None,
        cells=cells,
        rows=tuple(row for job in own for row in _rows(job, cells)),
        others=tuple(job.number for job in jobs if job not in own),
        standards=tuple(sorted({one.standard for job in at_bench for one in job.standards})),
        room=_room(at_bench),
        ways=tuple(ways_to_open(records, who, nominal, language)) if waiting else (),
        choice=tuple(records.standards.lines()),
    )


def _usual(jobs: list[Job]) -> str:
    """Return the digest of the procedure that most jobs go by; empty where none is opened."""
    digests = [job.procedure.digest for job in jobs if job.procedure is not None]
    return max(dict.fromkeys(digests), key=digests.count, default="")


def _cells(procedure: Procedure) -> tuple[Cell, ...]:
    """Return the cells of a point: every cycle's, those filled once a point in the first alone."""
    plan = procedure.readings
    return tuple(
        Cell(row, number)
        for row in range(plan.cycles)
        for number, column in enumerate(plan.columns)
        if row == 0 or column.share is Share.CYCLE
    )


def _rows(job: Job, cells: tuple[Cell, ...]) -> Iterator[SideRow]:
    """Yield a row for each point of a job; one for a job that is not opened."""
    item = job.instrument
    told: dict[str, Any] = {"job": job.number, "state": job.state, "item": item.name}
    told["identity"] = item.serial or item.mark
    if job.procedure is None:
        yield SideRow(point=0, nominal=item.nominal, **told)
        return
    standing = {(one.place.point, one.place.row, one.place.column): one for one in job.readings}
    try:
        found = evaluations(job, as_agreed(parsed(job.procedure.body), job), job.phase)
    except LabCalError as error:
        read = tuple(standing.get((0, *cell)) for cell in cells)
        yield SideRow(point=0, nominal=item.nominal, readings=read, trouble=error, **told)
        return
    for one in found:
        yield SideRow(
            point=one.number,
            nominal=one.inputs.nominal,
            readings=tuple(standing.get((one.number, *cell)) for cell in cells),
            evaluation=one,
            **told,
        )


def _room(jobs: list[Job]) -> dict[tuple[str, str], QuantityValue]:
    """Return the influence quantities that all jobs have alike."""
    read = [{(one.name, one.moment): one.quantity for one in job.room} for job in jobs]
    return {
        place: quantity
        for place, quantity in (read[0] if read else {}).items()
        if all(one.get(place) == quantity for one in read)
    }
