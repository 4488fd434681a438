"""What one person should do now, and what that person waits for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from labcal.domain.agreement import DELAYS, Delay, Priority
from labcal.domain.equipment import ScheduleLine
from labcal.domain.job import Job, JobLine, Stage, State
from labcal.domain.person import Level, Need, Person, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.domain.role import Right
from labcal.services.checks import recorders
from labcal.services.due import LeaveDue, StandardDue, Standing, leaves_due, standards_due
from labcal.services.perform import able
from labcal.services.personal import told_name
from labcal.services.readiness import missing_for_check
from labcal.services.schedules import schedules_due
from labcal.services.sheet import Sheet, need_of, parsed, sheet
from labcal.services.turnaround import Turnaround, turnaround
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase

MOST = 25
"""So many jobs of each stage are looked at, the most urgent, and so many of the person's own."""


class Task(Enum):
    """What has to be done with a job."""

    OPEN = "open"
    MEASURE = "measure"
    MEND = "mend"
    COUNTERSIGN = "countersign"
    CHECK = "check"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A job that waits for somebody.

    Attributes:
        step: What comes next, as a sentence.
        days: Days to the day it was promised for, below zero where that is past; None where none was named.
        others: Who may do it, where it waits for others; empty where it waits for the person who asks.
        waits: Days it has been waiting for the others, or for what delays it; None where it waits for the
            person who asks.
        delay: What it cannot go on without; None where it can.
    """

    line: JobLine
    task: Task
    stage: Stage
    step: Phrase
    days: int | None
    others: tuple[PersonName, ...] = ()
    waits: int | None = None
    delay: Delay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The answer to "What should I do now?".

    Attributes:
        jobs: What waits for the person, the most urgent first.
        waiting: What the person has worked on and now waits for others.
        standards: Those that are overdue, run out soon, or are suspended.
        leaves: The person's own authorisations, the first to lapse first.
        stages: How many jobs stand where, the issued ones left out.
        queues: How many of the person's jobs wait at each task.
        turnaround: How long jobs take, and what held them up, over the last ninety days.
        schedules: What has to be done with the laboratory's own equipment, the soonest first.
        whole: Whether every job was looked at; else only the most urgent of each stage, and of the own.
    """

    day: date
    jobs: tuple[Awaited, ...]
    waiting: tuple[Awaited, ...]
    standards: tuple[StandardDue, ...]
    leaves: tuple[LeaveDue, ...]
    stages: tuple[tuple[State, int], ...]
    schedules: tuple[ScheduleLine, ...]
    whole: bool
    queues: tuple[tuple[Task, int], ...]
    turnaround: Turnaround


def today(records: Records, who: PersonName, language: str = "en") -> Today:
    """Return what ``who`` should do now, the words within sentences in ``language``."""
    person = records.people.get(who)
    lines, whole = _lines(records, who)
    found = [
        _held_up(records, one)
        for line in lines
        if (one := _awaited(records, line, person, language)) is not None
    ]
    mine = sorted((one for one in found if one.waits is None), key=_urgent)
    others = sorted((one for one in found if one.waits is not None), key=lambda one: -(one.waits or 0))
    counted = records.jobs.counted()
    short = [one for one in standards_due(records) if one.standing is not Standing.IN_FORCE]
    return Today(
        day=records.today,
        jobs=tuple(mine),
        waiting=tuple(others),
        standards=tuple(sorted(short, key=lambda one: one.days if one.days is not None else -(10**6))),
        leaves=tuple(sorted(leaves_due(records, who), key=lambda one: one.days)),
        stages=tuple((state, counted.get(state, 0)) for state in State if state is not State.ISSUED),
        schedules=tuple(schedules_due(records, own=True)),
        whole=whole,
        queues=tuple((task, sum(1 for one in mine if one.task is task)) for task in Task),
        turnaround=turnaround(records),
    )


def _lines(records: Records, who: PersonName) -> tuple[list[JobLine], bool]:
    """Return the jobs to be looked at, each once, and whether there are no others."""
    found = [records.jobs.of_person(who, MOST)]
    found += [records.jobs.most_urgent(state, MOST) for state in State if state is not State.ISSUED]
    lines = {line.number: line for part in found for line in part}
    newest = sorted(lines.values(), key=lambda line: line.number, reverse=True)
    return newest, all(len(part) < MOST for part in found)


def _urgent(one: Awaited) -> tuple[bool, bool, int, str]:
    return (
        one.line.priority is not Priority.URGENT,
        one.days is None,
        one.days or 0,
        one.line.number,
    )


def _held_up(records: Records, one: Awaited) -> Awaited:
    """Return a job that cannot go on as one that waits for what delays it."""
    if one.line.delay is None:
        return one
    delay = records.agreements.open_delay(one.line.number)
    if delay is None:
        return one
    step = phrase(mark("{reason}: {words}"), reason=phrase(DELAYS[delay.reason]), words=delay.words)
    return replace(one, step=step, delay=delay, waits=(records.today - delay.since).days)


def _awaited(records: Records, line: JobLine, person: Person, language: str) -> Awaited | None:
    match line.state:
        case State.RECEIVED:
            return _to_open(records, line, person)
        case State.OPEN:
            return _at_the_bench(records, sheet(records, line.number, person.name, language), line, person)
        case State.CHECKING:
            return _to_check(records, records.jobs.get(line.number), line, person)
        case State.SIGNING:
            return _to_sign(records, records.jobs.get(line.number), line, person)
    return None


def _to_open(records: Records, line: JobLine, person: Person) -> Awaited | None:
    """Return it for whoever may record on it; where no procedure covers it, for who can see to that."""
    nominal = records.jobs.item(line.number).nominal
    fitting = [name for name in _in_force(records) if _procedure(records, name).covers(nominal)]
    step = phrase(mark("Choose the procedure"))
    if not fitting:
        step = phrase(mark("No procedure in force covers {nominal}"), nominal=nominal)
        administers = Need(right=Right.KEEP_PROCEDURES, on=records.today)
        if line.who != person.name and not person.may(administers):
            return None
    elif not any(_may_record(records, person, name, nominal) for name in fitting):
        return None
    return _mine(records, line, Task.OPEN, Stage.RECEIVED, step)


def _at_the_bench(records: Records, now: Sheet, line: JobLine, person: Person) -> Awaited | None:
    job = now.job
    if job.procedure is None:
        return None
    unsigned = {reading.mentor for reading in job.taken if reading.mentor and not reading.countersigned}
    missing = missing_for_check(now.requirements)
    only_mentor = bool(missing) and all(need.where == "mentor" for need in missing)
    if person.name in unsigned and (only_mentor or person.name not in _recorded(job)):
        step = phrase(mark("Sign for the supervised readings"))
        return _mine(records, line, Task.COUNTERSIGN, now.stage, step) if only_mentor else None
    unclaimed = not job.taken and _may_record(records, person, job.procedure.id, job.instrument.nominal)
    if person.name not in _recorded(job) and not unclaimed:
        return None
    if only_mentor:
        names = tuple(sorted(name for name in unsigned if name))
        step = phrase(mark("signature of the mentor"))
        since = max(reading.on for reading in job.taken)
        return _others(records, line, Task.COUNTERSIGN, (now.stage, step), (names, since))
    return _to_measure(records, now, line)


def _to_measure(records: Records, now: Sheet, line: JobLine) -> Awaited:
    missing = missing_for_check(now.requirements)
    step = missing[0].says if missing else phrase(mark("Hand over for the check"))
    reviews = now.job.reviews
    if reviews and not reviews[-1].accepted:
        name = told_name(reviews[-1].by)
        step = phrase(mark("Returned by {name}: {remark}"), name=name, remark=reviews[-1].remark)
        return _mine(records, line, Task.MEND, now.stage, step)
    return _mine(records, line, Task.MEASURE, now.stage, step)


def _to_check(records: Records, job: Job, line: JobLine, person: Person) -> Awaited | None:
    need, own = need_of(records, job, Level.CHECKS), recorders(job)
    same = records.people.laboratory().second_person and job.exception is None
    if person.may(need) and not (same and person.name in own):
        return _mine(records, line, Task.CHECK, Stage.CHECK, phrase(mark("Check the result")))
    if person.name not in own:
        return None
    names = _able(records, need, but=own if same else frozenset())
    since = max(result.at for result in job.results).date() if job.results else records.today
    return _others(records, line, Task.CHECK, (Stage.CHECK, phrase(mark("check"))), (names, since))


def _to_sign(records: Records, job: Job, line: JobLine, person: Person) -> Awaited | None:
    need = need_of(records, job, Level.SIGNS)
    if person.may(need):
        return _mine(records, line, Task.SIGN, Stage.ISSUE, phrase(mark("Sign and issue")))
    if person.name not in recorders(job):
        return None
    since = job.reviews[-1].at.date() if job.reviews else records.today
    told = (Stage.ISSUE, phrase(mark("signature")))
    return _others(records, line, Task.SIGN, told, (_able(records, need), since))


def _mine(records: Records, line: JobLine, task: Task, stage: Stage, step: Phrase) -> Awaited:
    return Awaited(line=line, task=task, stage=stage, step=step, days=_days(records, line))


def _others(
    records: Records,
    line: JobLine,
    task: Task,
    told: tuple[Stage, Phrase],
    held: tuple[tuple[PersonName, ...], date],
) -> Awaited:
    (stage, step), (names, since) = told, held
    return Awaited(
        line=line,
        task=task,
        stage=stage,
        step=step,
        days=_days(records, line),
        others=names,
        waits=(records.today - since).days,
    )


def _days(records: Records, line: JobLine) -> int | None:
    return None if line.due_on is None else (line.due_on - records.today).days


def _recorded(job: Job) -> frozenset[PersonName]:
    """Return who took readings; who only stood by is left out."""
    return frozenset(reading.by for reading in (*job.taken, *job.replaced))


def _able(
    records: Records, need: Need, *, but: frozenset[PersonName] = frozenset()
) -> tuple[PersonName, ...]:
    return tuple(one.name for one in able(records.people.all(), need) if one.name not in but)


def _in_force(records: Records) -> set[str]:
    return set(records.procedures.names_in_force(records.today))


def _procedure(records: Records, name: str) -> Procedure:
    return parsed(records.procedures.in_force(name, records.today).body)


def _may_record(records: Records, person: Person, procedure: str, nominal: QuantityValue) -> bool:
    """Tell whether ``person`` may record under ``procedure`` today, alone or supervised, at ``nominal``."""
    need = Need(level=Level.RECORDS, on=records.today, procedure=procedure, quantity=nominal.base)
    return person.may(need) or (person.left is None and person.holds(Level.SUPERVISED, need))
