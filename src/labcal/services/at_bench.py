"""A job at the bench: what a further reading is held against, asked of the book once for many readings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cached_property

from labcal.domain import units
from labcal.domain.certified import suiting
from labcal.domain.instrument import StandardInUse, StandardNumber
from labcal.domain.job import JobNumber, Phase, Place, Reading, State
from labcal.domain.person import PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.errors.bench import (
    AfterAdjustmentError,
    NotAdjustedError,
    NotTiedError,
    OtherStandardError,
)
from labcal.errors.jobs import NoSuchCellError
from labcal.errors.quantities import BelowAbsoluteZeroError
from labcal.services.jobs import mentor_of, recording, refuse_unless
from labcal.services.sheet import procedure_of
from labcal.store.readings import BegunPoint
from labcal.store.work import Work


class JobAtBench:
    """One job while one person records readings of it, within one unit of work.

    Nothing is asked of the book before it is wanted, and nothing twice: refusals come in the same order for
    one reading as for many. What is recorded meanwhile has to go through ``add``.

    Attributes:
        who: Who records.
        today: The civil date of the work.
        now: Its moment.
    """

    def __init__(self, work: Work, job: JobNumber, who: PersonName) -> None:
        self._work, self._job, self.who = work, job, who
        self.today: date = work.today
        self.now: datetime = work.now
        self._points: dict[tuple[int, Phase], BegunPoint] = {}
        self._left_out: dict[tuple[int, Phase], int] = {}
        self._mentors: dict[date, PersonName | None] = {}

    @cached_property
    def phase(self) -> Phase:
        """The phase that a reading taken now belongs to."""
        return self._work.jobs.phase(self._job)

    @cached_property
    def received(self) -> date:
        """The civil date on which the item was received."""
        return self._work.jobs.received_on(self._job)

    @cached_property
    def procedure(self) -> Procedure:
        """The procedure pinned in the job."""
        return procedure_of(self._work, self._job)

    @cached_property
    def _tied(self) -> list[StandardInUse]:
        return [one for one in self._work.jobs.tied(self._job) if not one.role]

    def look_at(self, points: Collection[int], phase: Phase) -> None:
        """Ask at once what was read at all of ``points``."""
        wanted = {point for point in points if (point, phase) not in self._points}
        if not wanted:
            return
        found = self._work.readings.begun(self._job, wanted, phase)
        for point in wanted:
            self._points[point, phase] = found.get(point) or BegunPoint({}, None)

    def standing(self, place: Place, phase: Phase) -> Reading | None:
        """Return the reading that stands at a place; None where there is none."""
        self.look_at((place.point,), phase)
        return self._points[place.point, phase].standing.get(place)

    def mentor(self, on: date) -> PersonName | None:
        """Return who signs for what is recorded of a day; None where the person may do it alone."""
        if on not in self._mentors:
            need = recording(self._work, self._job, on)
            self._mentors[on] = mentor_of(self._work, self.who, need)
        return self._mentors[on]

    def add(self, reading: Reading) -> None:
        """Write a reading."""
        self._work.readings.add(self._job, reading)
        point = (reading.place.point, reading.phase)
        known = self._points.get(point)
        if known is not None:
            known.standing[reading.place] = reading
            self._points[point] = BegunPoint(known.standing, reading.standard)

    def against(self, point: int, standard: StandardNumber | None, phase: Phase) -> int | None:
        """Return the key of the standard's certificate that a point is read against; None where none is tied.

        Args:
            point: The number of the point.
            standard: The one named; None for that of the point, or else for the one that suits it best.
            phase: Before or after the adjustment.

        Raises:
            NotTiedError: The standard named is not tied to the job.
            OtherStandardError: The other readings of the point were taken against another one.
        """
        self.look_at((point,), phase)
        begun = self._points[point, phase].certificate
        if standard is None:
            return begun or self._suiting(point)
        named = [one for one in self._tied if one.standard == standard]
        if not named:
            raise NotTiedError(standard=standard, job=self._job)
        if begun is not None and begun != named[-1].key:
            raise OtherStandardError(standard=standard, point=point + 1)
        return named[-1].key

    def refuse_unless_open(self) -> None:
        """Refuse a reading where the job is not at the bench."""
        refuse_unless(self._work, self._job, State.OPEN)

    def refuse_phase(self, phase: Phase) -> None:
        """Refuse a first reading that does not belong to the phase the job is in."""
        if phase is self.phase:
            return
        raise (
            NotAdjustedError(job=self._job) if phase is Phase.AS_LEFT else AfterAdjustmentError(job=self._job)
        )

    def refuse_foreign(self, place: Place, quantity: QuantityValue, phase: Phase) -> None:
        """Refuse a cell that the procedure's sheet does not have, and a unit of another kind than its own.

        A point has a further row for each that was left out of the evaluation.
        """
        procedure, plan = self.procedure, self.procedure.readings
        most = procedure.points.most if procedure.points else 1
        rows = plan.cycles
        if place.row >= rows:
            rows += self._rows_left_out(place.point, phase)
        is_there = 0 <= place.point < most and 0 <= place.row < rows
        if not (is_there and 0 <= place.column < len(plan.columns)) or (
            place.row and place.column not in plan.per_cycle
        ):
            raise NoSuchCellError(procedure=procedure.id, row=place.row + 1, column=place.column + 1)
        unit = plan.unit_of(place.column)
        units.check_same(str(quantity), quantity.unit, unit)
        if units.understand(unit).offset and quantity.base < 0:
            raise BelowAbsoluteZeroError(keyed=quantity)

    def _rows_left_out(self, point: int, phase: Phase) -> int:
        if (point, phase) not in self._left_out:
            self._left_out[point, phase] = self._work.readings.left_out(self._job, point, phase)
        return self._left_out[point, phase]

    def _suiting(self, point: int) -> int | None:
        """Return which of several standards suits a point; the last tied where none stands out."""
        if len(self._tied) < 2:
            return self._tied[0].key if self._tied else None
        plan, nominal = self.procedure.points, self._work.jobs.item(self._job).nominal
        if plan is not None and plan.nominal and point < len(plan.nominal):
            nominal = plan.nominal[point]
        elif plan is not None and plan.parts and point < len(plan.parts):
            nominal = QuantityValue(f"{nominal.value * plan.parts[point]:f}", nominal.unit)
        return suiting(self._tied, nominal).key
