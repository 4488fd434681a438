"""Commands and questions on calibration jobs, from receipt to the bench."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from labcal.catalog.procedures import parse_procedure
from labcal.domain import units
from labcal.domain.agreement import Agreed, Priority
from labcal.domain.equipment import STATUSES, Conformity, ItemStatus
from labcal.domain.instrument import (
    CustomerNumber,
    Instrument,
    InstrumentNumber,
    StandardInUse,
    StandardNumber,
)
from labcal.domain.job import HistoryLine, Job, JobLine, JobNumber, State
from labcal.domain.party import Party
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.domain.role import Right
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.bench import CheckFailedError, NoSuchPartError, TiedBeforeError
from labcal.errors.equipment import StandardOutOfUseError
from labcal.errors.jobs import (
    OtherOwnerError,
    OutsideProcedureError,
    StandardExpiredError,
    StandardSuspendedError,
    StandardUnsuitableError,
    WrongStageError,
)
from labcal.errors.people import FutureWorkError
from labcal.errors.records import MissingFieldError
from labcal.services import customers
from labcal.services.agreements import agree, completed, screen_priority
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

USABLE = (ItemStatus.IN_USE, ItemStatus.IN_STORE)
"""What a standard has to be before it is used; one of which nothing was told may be."""

STATES = {
    State.RECEIVED: mark("received"),
    State.OPEN: mark("at the bench"),
    State.CHECKING: mark("handed over for the check"),
    State.SIGNING: mark("waiting for its signature"),
    State.ISSUED: mark("issued"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveItem:
    """Take an item in (ISO/IEC 17025:2017, 7.4).

    Attributes:
        customer: A customer's number, or the address of a new one.
        item: An instrument's number, or the plate of a new one.
        condition: State on receipt, with defects.
        grade: Accuracy class that the customer asked the statement of conformity for; may be empty.
        on: Civil date of receipt; None for today.
        due_on: The day it was promised for.
        place: Where it will be calibrated: "laboratory" or "customer".
        agreed: Specification, class and rule that the customer agreed to; None where the procedure's own will
            do for ``grade``.
        priority: How soon it is wanted.
        because: Why it is urgent; free where it is not.
    """

    title: ClassVar[str] = mark("Receive item")
    undoable: ClassVar[bool] = True
    customer: CustomerNumber | Party
    item: InstrumentNumber | Instrument
    condition: str
    grade: str = ""
    on: date | None = None
    due_on: date | None = None
    place: str = "laboratory"
    remarks: str = ""
    agreed: Agreed | None = None
    priority: Priority = Priority.NORMAL
    because: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> JobNumber:
        received = self.on or work.today
        if received > work.today:
            raise FutureWorkError(on=received, today=work.today)
        if not self.condition.strip():
            raise MissingFieldError(field=phrase(mark("The condition on receipt")))
        screen_priority(self.priority, self.because)
        customer = customers.add(work, self.customer) if isinstance(self.customer, Party) else self.customer
        job = work.jobs.add(
            {
                "received_on": received,
                "received_by": who,
                "condition": self.condition,
                "grade": self.grade.strip(),
                "due_on": self.due_on,
                "place": self.place,
                "mentor": None,
                "remarks": self.remarks,
                "deviations": "",
                "priority": self.priority,
                "urgent_because": self.because.strip(),
            },
            customer,
            self._item(work, customer),
            work.today.year,
        )
        if self.agreed is not None:
            agree(work, job, completed(self.agreed), (who, ""))
        return job

    def _item(self, work: Work, customer: CustomerNumber) -> InstrumentNumber:
        if not isinstance(self.item, Instrument):
            owner = work.instruments.owner(self.item)
            if owner != customer:
                name = work.customers.get(owner).party.name
                raise OtherOwnerError(item=self.item, owner=name)
            return self.item
        if not self.item.name.strip():
            raise MissingFieldError(field=phrase(mark("The item's name")))
        if not (self.item.serial.strip() or self.item.mark.strip()):
            raise MissingFieldError(field=phrase(mark("The item's serial number or mark")))
        return work.instruments.add(customer, self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenJob:
    """Begin work under the version of a procedure that is in force; it stays pinned in the job.

    Attributes:
        mentor: Who stands beside a supervised person.
    """

    title: ClassVar[str] = mark("Open job")
    undoable: ClassVar[bool] = True
    job: JobNumber
    procedure: str
    mentor: PersonName | None = None

    def needs(self, records: Records) -> Need:
        return replace(
            recording(records, self.job, records.today), procedure=self.procedure, mentor=self.mentor
        )

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.RECEIVED)
        pinned = work.procedures.in_force(self.procedure, work.today)
        refuse_outside(parse_procedure(pinned.body.encode()), work.jobs.get(self.job).instrument)
        mentor = None if _alone(work, who, self.needs(work)) else self.mentor
        work.jobs.open(self.job, pinned, mentor)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMentor:
    """Name another mentor for the supervised work that follows in a job."""

    title: ClassVar[str] = mark("Name mentor")
    undoable: ClassVar[bool] = True
    job: JobNumber
    mentor: PersonName

    def needs(self, records: Records) -> Need:
        return replace(recording(records, self.job, records.today), mentor=self.mentor)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        work.jobs.set_mentor(self.job, self.mentor)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieStandard:
    """Use a reference standard in a job, on the strength of its newest certificate (6.4.4, 6.5).

    Attributes:
        role: Its part, as the procedure names it; empty for that of the one standard.
        beside: Whether it is used beside others in its part; else it takes their place, also for what was
            read against them.
    """

    title: ClassVar[str] = mark("Tie standard")
    undoable: ClassVar[bool] = True
    job: JobNumber
    standard: StandardNumber
    role: str = ""
    beside: bool = False

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        standard = work.standards.newest(self.standard)
        told = standard.certificate
        if standard.suspended:
            raise StandardSuspendedError(standard=self.standard)
        status = work.equipment.status(Subject(SubjectKind.STANDARD, self.standard), work.today)
        if status is not None and status not in USABLE:
            raise StandardOutOfUseError(standard=self.standard, status=phrase(STATUSES[status]))
        check = work.equipment.last_check(Subject(SubjectKind.STANDARD, self.standard), work.today)
        if check is not None and check.conformity is Conformity.FAILS:
            raise CheckFailedError(standard=self.standard, on=check.on)
        if told.due_on < work.today:
            raise StandardExpiredError(
                standard=self.standard, on=work.today, certificate=told.number, due=told.due_on
            )
        if self.role:
            self._refuse_part(work)
        else:
            self._refuse_unsuitable(work, told.value)
        self._tie(work, replace(standard, role=self.role))

    def _tie(self, work: Work, standard: StandardInUse) -> None:
        """Tie the standard; where it takes the place of others, what was read follows."""
        tied = work.jobs.tied(self.job)
        others = [one for one in tied if one.role == self.role and not self.beside]
        if any(one.key == standard.key for one in tied if one not in others):
            raise TiedBeforeError(standard=self.standard, job=self.job)
        for one in others:
            work.jobs.untie(self.job, one.key)
            if one.key != standard.key:
                work.readings.retell(self.job, one.key, standard.key)
        work.jobs.tie(self.job, standard)

    def _refuse_part(self, work: Work) -> None:
        """Refuse a part that the procedure does not name."""
        pinned = work.jobs.procedure(self.job)
        procedure = parse_procedure(pinned.body.encode()) if pinned else None
        if procedure is None or self.role not in procedure.parts:
            name = procedure.id if procedure else ""
            raise NoSuchPartError(procedure=name, part=self.role)

    def _refuse_unsuitable(self, work: Work, value: QuantityValue) -> None:
        """Refuse a standard farther from the item's nominal value than the procedure allows."""
        pinned, nominal = work.jobs.procedure(self.job), work.jobs.get(self.job).instrument.nominal
        procedure = parse_procedure(pinned.body.encode()) if pinned else None
        if procedure is None or procedure.needs_standard:
            units.check_same(str(value), value.unit, nominal.unit)
        within = procedure.standard_within if procedure else None
        if within is not None and abs(value.base - nominal.base) > within.base * abs(nominal.base):
            raise StandardUnsuitableError(standard=self.standard, value=value, nominal=nominal)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteJob:
    """Write remarks for the certificate, and deviations from the procedure (7.8.2.1 n).

    Attributes:
        seen: The version of the job over whose words these were typed; None where nobody saw any.
    """

    title: ClassVar[str] = mark("Note remarks")
    undoable: ClassVar[bool] = True
    job: JobNumber
    remarks: str
    deviations: str
    seen: int | None = None

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        work.jobs.note(self.job, remarks=self.remarks, deviations=self.deviations, seen=self.seen)


def recording(records: Records, job: JobNumber, on: date) -> Need:
    """Return the right that work at the bench takes on a job, with the mentor named in it."""
    pinned = records.jobs.procedure(job)
    return Need(
        level=Level.RECORDS,
        on=on,
        procedure=pinned.id if pinned else None,
        quantity=records.jobs.nominal(job),
        mentor=records.jobs.mentor(job),
    )


def mentor_of(work: Work, who: PersonName, need: Need) -> PersonName | None:
    """Return who signs for what ``who`` does under ``need``; None where ``who`` may do it alone."""
    return None if _alone(work, who, need) else need.mentor


def refuse_unless(records: Records, job: JobNumber, *wanted: State) -> None:
    """Raise ``WrongStageError`` unless the job stands at one of the states ``wanted``."""
    found = records.jobs.state(job)
    if found not in wanted:
        needed = phrase(mark("it has to be {state}."), state=phrase(STATES[wanted[0]]))
        raise WrongStageError(job=job, state=phrase(STATES[found]), needed=needed)


def refuse_outside(procedure: Procedure, item: Instrument) -> None:
    """Raise ``OutsideProcedureError`` unless the procedure covers the item's nominal value."""
    nominal, low, high = item.nominal, procedure.lowest, procedure.highest
    units.check_same(str(nominal), nominal.unit, low.unit)
    if not procedure.covers(nominal):
        raise OutsideProcedureError(procedure=procedure.id, low=low, high=high, nominal=nominal)


def job_lines(records: Records) -> list[JobLine]:
    """Return all jobs for a list, newest first."""
    return records.jobs.lines()


def job(records: Records, number: JobNumber) -> Job:
    """Return a job with everything recorded for it."""
    return records.jobs.get(number)


def job_history(records: Records, number: JobNumber) -> list[HistoryLine]:
    """Return what happened to a job and to everything recorded for it, newest first."""
    return records.job_history(number)


def _alone(records: Records, who: PersonName, need: Need) -> bool:
    return records.people.get(who).may(replace(need, mentor=None))
