"""Commands on what is agreed and promised for a job (ISO/IEC 17025:2017, 7.1.1, 7.1.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar, NamedTuple

from labcal.domain import units
from labcal.domain.agreement import Agreed, Agreement, Delay, DelayReason, Priority, figures_of
from labcal.domain.instrument import CustomerNumber
from labcal.domain.job import JobNumber, State
from labcal.domain.kept import Kept
from labcal.domain.limits.table import LimitTable
from labcal.domain.person import Need, PersonName
from labcal.domain.quantity import parse
from labcal.domain.role import Right
from labcal.errors.limits import (
    AgreedLateError,
    AgreedSameError,
    MissingGradeError,
    OtherCustomerError,
    ProcessWantedError,
    RatioOutOfRangeError,
    ReasonToAgreeError,
    RuleWantedError,
    UnknownGradeError,
    UnknownLimitTableError,
)
from labcal.errors.records import MissingFieldError, NotFoundError
from labcal.services.agreed import own_table, rule_entry, shipped_table, title_of
from labcal.services.missing import refuse_crossed_days, refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

GREATEST_SHARE = 2
"""Above it a part of U is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree:
    """Record specification, class and rule that the customer agreed to; later only with a reason (7.1.3).

    Attributes:
        reason: Why it differs from what was agreed before; free for the first before any reading.
    """

    title: ClassVar[str] = mark("Record agreement")
    undoable: ClassVar[bool] = True
    job: JobNumber
    agreed: Agreed
    reason: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        job = work.jobs.get(self.job)
        if job.state not in (State.RECEIVED, State.OPEN):
            raise AgreedLateError(job=self.job)
        earlier, told = job.agreement, completed(self.agreed)
        if earlier is not None and earlier.agreed == told:
            raise AgreedSameError
        if (earlier is not None or job.readings) and not self.reason.strip():
            raise ReasonToAgreeError(job=self.job)
        return agree(work, self.job, told, (who, self.reason.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Promise a day for a job, and say how soon it is wanted.

    Attributes:
        because: Why it is urgent; free where it is not.
    """

    title: ClassVar[str] = mark("Promise a day")
    undoable: ClassVar[bool] = True
    job: JobNumber
    due_on: date | None
    priority: Priority = Priority.NORMAL
    because: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        screen_priority(self.priority, self.because)
        work.jobs.promise(self.job, self.due_on, self.priority, self.because.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayJob:
    """Record that a job cannot go on, and what it waits for.

    Attributes:
        words: What exactly is awaited.
        since: Civil date from which; None for today.
    """

    title: ClassVar[str] = mark("Record delay")
    undoable: ClassVar[bool] = True
    job: JobNumber
    reason: DelayReason
    words: str
    since: date | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("What is awaited"), self.words))
        since = self.since or work.today
        refuse_future(since, work.today)
        refuse_crossed_days(work.jobs.received_on(self.job), since)
        delay = Delay(
            reason=self.reason, words=self.words.strip(), since=since, until=None, by=who, at=work.now
        )
        return work.agreements.delay(self.job, delay)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDelay:
    """Record that a job goes on again.

    Attributes:
        key: Of the delay.
        until: Its last day; None for today.
        seen: Version of the delay that was seen.
    """

    title: ClassVar[str] = mark("End delay")
    undoable: ClassVar[bool] = True
    job: JobNumber
    key: int
    seen: int
    until: date | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        until = self.until or work.today
        refuse_future(until, work.today)
        delay = _delay(work, self.job, self.key).value
        refuse_crossed_days(delay.since, until)
        work.agreements.end(self.job, self.key, replace(delay, until=until), seen=self.seen)


class Version(NamedTuple):
    """One version of what was agreed for a job, counted from 0, with the document's own title."""

    place: int
    told: Agreement
    title: str


def agreed_versions(records: Records, job: JobNumber) -> list[Version]:
    """Return every version of what was agreed for a job, the last one first."""
    return [Version(place, told, title_of(told)) for place, told in enumerate(records.agreements.of(job))][
        ::-1
    ]


def delays_of(records: Records, job: JobNumber) -> list[Kept[Delay]]:
    """Return the delays of a job, the last one first."""
    return records.agreements.delays(job)[::-1]


def agree(work: Work, job: JobNumber, told: Agreed, by: tuple[PersonName, str]) -> int:
    """Write what was agreed for a job, by whom and why, once it holds together; return its key.

    Raises:
        LimitError: It does not; the sentence says why.
    """
    who, reason = by
    table = screen_agreed(work, told, work.agreements.customer(job))
    if table is not None and not table.grades:
        told = replace(told, grade="")
    work.jobs.regrade(job, told.grade)
    return work.agreements.add(job, Agreement(agreed=told, reason=reason, by=who, at=work.now))


def completed(told: Agreed) -> Agreed:
    """Return what was agreed without stray blanks, the rule in its newest version where none was named."""
    words = {
        name: getattr(told, name).strip()
        for name, kind in Agreed.__annotations__.items()
        if kind == "str" and isinstance(getattr(told, name), str)
    }
    told = replace(told, **words)
    if told.rule and not told.rule_version:
        told = replace(told, rule_version=rule_entry(told.rule, "").rule.version)
    return told


def screen_agreed(records: Records, told: Agreed, customer: CustomerNumber) -> LimitTable | None:
    """Refuse what cannot be agreed on; return the table of limits, None where none is wanted.

    Raises:
        RuleWantedError: Limits without a rule, or a rule without limits.
        UnknownLimitTableError, UnknownRuleError, UnknownRuleVersionError: There is no such thing.
        OtherCustomerError: The specification is another customer's.
        MissingGradeError, UnknownGradeError: The table has no such class.
        RatioOutOfRangeError, ProcessWantedError, FigureWantedError: A figure cannot be used.
    """
    if bool(told.limits) != bool(told.rule):
        raise RuleWantedError
    refuse_future(told.agreed_on, records.today)
    if not told.limits:
        return None
    _screen_rule(told)
    figures_of(told.figures)
    table = table_of(records, told.limits, told.edition, customer)
    if table.grades and not told.grade:
        raise MissingGradeError(table=table.specification, grades=", ".join(table.grade_names))
    if table.grades and told.grade not in table.grade_names:
        classes = ", ".join(table.grade_names)
        raise UnknownGradeError(table=table.specification, grade=told.grade, grades=classes)
    unit = table.unit or next(one.unit for one in table.variables if one.symbol == table.unit_of)
    for keyed in filter(None, (told.process_mean, told.process_deviation)):
        units.check_same(keyed, parse(keyed).unit, unit)
    return table


def table_of(records: Records, name: str, edition: int, customer: CustomerNumber | None = None) -> LimitTable:
    """Return a table that ships, or an edition of one that is kept in the book.

    Raises:
        UnknownLimitTableError: There is none of that name.
        OtherCustomerError: It is the specification of another than ``customer``.
    """
    if not edition:
        return shipped_table(name)
    found = records.specifications.get(name, edition)
    if found is None:
        raise UnknownLimitTableError(name=f"{name}, {edition}")
    if customer is not None and found.customer not in (None, customer):
        owner, other = (
            records.customers.get(one).party.name for one in (found.customer or customer, customer)
        )
        raise OtherCustomerError(specification=found.title, owner=owner, customer=other)
    return own_table(found.name, found.body)


def screen_priority(priority: Priority, because: str) -> None:
    """Raise ``MissingFieldError`` where nobody says why something is urgent."""
    if priority is Priority.URGENT and not because.strip():
        raise MissingFieldError(field=phrase(mark("Why it is urgent")))


def _screen_rule(told: Agreed) -> None:
    entry = rule_entry(told.rule, told.rule_version)
    if entry.rule.is_agreed or told.ratio:
        try:
            share = told.share if told.ratio else Decimal(-1)
        except InvalidOperation:
            share = Decimal(-1)
        if not 0 <= share <= GREATEST_SHARE:
            raise RatioOutOfRangeError(ratio=told.ratio or "—")
    if told.process_mean and not told.process_deviation:
        raise ProcessWantedError
    for keyed in filter(None, (told.process_mean, told.process_deviation)):
        parse(keyed)
    if told.process_deviation and parse(told.process_deviation).value <= 0:
        raise ProcessWantedError


def _delay(records: Records, job: JobNumber, key: int) -> Kept[Delay]:
    for kept in records.agreements.delays(job):
        if kept.key == key:
            return kept
    raise NotFoundError(kind="delay", number=key)
