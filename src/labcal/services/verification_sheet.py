"""A verification as its sheet shows it: records, live results, what is missing, what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from labcal.catalog.limits import load_limits
from labcal.catalog.verification_programmes import programme
from labcal.catalog.weighing_classes import weighing_classes
from labcal.domain.instrument import CustomerNumber, InstrumentNumber, StandardLine
from labcal.domain.job import HistoryLine
from labcal.domain.limits.table import LimitTable
from labcal.domain.listing import Page, Wanted
from labcal.domain.person import Level, PersonName
from labcal.domain.seal import SealLine
from labcal.domain.verification import (
    Answer,
    Decision,
    Verification,
    VerificationLine,
    VerificationNumber,
)
from labcal.domain.verification_plan import PlannedRow, planned
from labcal.domain.verification_programme import Programme
from labcal.domain.verification_tests import (
    Measure,
    TestResult,
    eccentric_load_of,
    evaluate,
    extra_load,
    wanted_loads,
)
from labcal.domain.weighing_class import classify
from labcal.errors import LabCalError
from labcal.services.verifications import need_of
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase


class Missing(NamedTuple):
    """What a decision still lacks: the step of the sheet it belongs to, and a sentence."""

    step: str
    says: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationSheet:
    """Everything the sheet of one verification shows.

    Attributes:
        plan: The rows that the sheet offers.
        tests: Each test as it stands now.
        as_found: The tests before an adjustment; empty where nothing was adjusted.
        loads: The loads that the test of errors does not leave out, in the unit of e.
        corner: The load of the test of eccentric loading.
        extra: The greatest extra load of the test of discrimination at Max; None where none is made.
        notices: What on the plate does not go with the class.
        missing: What acceptance lacks.
        failed: Codes of the reasons that follow from what failed.
        suggested: The decision that follows; None as long as something is missing.
        next_due: The day that follows from the period.
        repair_until: The day by which a rejected instrument is repaired.
        held: Numbers that the person asking can use.
        rights: The levels that the person holds for it today.
    """

    verification: Verification
    programme: Programme
    plan: tuple[PlannedRow, ...]
    tests: tuple[TestResult, ...]
    as_found: tuple[TestResult, ...]
    loads: tuple[Decimal, ...]
    corner: Decimal
    extra: Decimal | None
    changeover: bool
    notices: tuple[Phrase, ...]
    missing: tuple[Missing, ...]
    failed: tuple[str, ...]
    suggested: Decision | None
    next_due: date
    repair_until: date
    held: tuple[SealLine, ...]
    rights: frozenset[Level]


def verification_sheet(records: Records, number: VerificationNumber, who: PersonName) -> VerificationSheet:
    """Return the sheet of a verification as ``who`` sees it."""
    known = records.verifications.get(number)
    plan = programme(known.programme.id, known.programme.version)
    measure = measure_of(known)
    tests = evaluate(measure, known.standing)
    earlier = tuple(row for row in known.rows if not row.adjusted) if known.adjustment else ()
    missing = missing_of(known, plan, tests)
    failed = failed_codes(known, plan, tests)
    return VerificationSheet(
        verification=known,
        programme=plan,
        plan=planned(measure),
        tests=tests,
        as_found=evaluate(measure, earlier) if earlier else (),
        loads=_loads(measure),
        corner=eccentric_load_of(measure),
        extra=_extra(measure),
        changeover=measure.by_changeover,
        notices=classify(known.told.plate, weighing_classes()),
        missing=missing,
        failed=failed,
        suggested=suggestion(known, missing, failed),
        next_due=plan.next_due(known.on, known.told.stage),
        repair_until=known.on.fromordinal(known.on.toordinal() + plan.repair_days),
        held=tuple(records.seals.held_by(who)),
        rights=_rights(records, number, who),
    )


def measure_of(known: Verification) -> Measure:
    """Return what the rows of a verification are held against, by the programme pinned in it."""
    plan = programme(known.programme.id, known.programme.version)
    return Measure(known.told, plan, limits_of(plan.limits))


@lru_cache(maxsize=8)
def limits_of(name: str) -> LimitTable:
    """Return a table of limits, read once."""
    return load_limits(name)


def missing_of(known: Verification, plan: Programme, tests: tuple[TestResult, ...]) -> tuple[Missing, ...]:
    """Return what an acceptance still lacks, in the order of the sheet."""
    found = []
    if not known.kit:
        found.append(Missing("identify", phrase(mark("Choose the weights of the kit."))))
    answered = {finding.code for finding in known.findings}
    open_points = sum(check.code not in answered for check in plan.checks)
    if open_points:
        told = mark("Visual examination: {count} points are not answered.")
        found.append(Missing("examine", phrase(told, count=open_points)))
    found += [Missing(test.test.value, test.says) for test in tests if test.passed is None]
    return tuple(found)


def failed_codes(known: Verification, plan: Programme, tests: tuple[TestResult, ...]) -> tuple[str, ...]:
    """Return the reason codes that follow from what failed, in the order of the programme."""
    fails = {finding.code for finding in known.findings if finding.answer is Answer.FAILS}
    codes = {check.reason for check in plan.checks if check.code in fails}
    codes |= {plan.reason_of(test.test) for test in tests if test.passed is False}
    return tuple(code for code in plan.codes if code in codes)


def suggestion(known: Verification, missing: tuple[Missing, ...], failed: tuple[str, ...]) -> Decision | None:
    """Return the decision that follows from what was found; None as long as something is missing."""
    if failed:
        return Decision.REJECTED
    if missing:
        return None
    return Decision.ADJUSTED if known.adjustment else Decision.ACCEPTED


class KitLine(NamedTuple):
    """A standard that may be chosen into the kit; ``fit`` tells whether it is in date."""

    line: StandardLine
    fit: bool


def kit_lines(records: Records) -> list[KitLine]:
    """Return the weights that a kit may hold, those in date first."""
    lines = [line for line in records.standards.lines() if line.due_on is not None]
    told = [KitLine(line, not line.suspended and _in_date(line, records.today)) for line in lines]
    return sorted(told, key=lambda one: not one.fit)


def last_marks(records: Records, item: InstrumentNumber) -> Verification | None:
    """Return the newest verification of an instrument, with whose marks a next one begins."""
    lines = records.verifications.of(item)
    return records.verifications.get(lines[0].number) if lines else None


class Known(NamedTuple):
    """What the book has of a trader and an instrument that are named in the form of a new verification.

    Attributes:
        customer: The trader's number; None for a new one.
        instrument: The instrument's number; None for a new one.
        last: Its last verification; None where it was never verified here.
    """

    customer: CustomerNumber | None
    instrument: InstrumentNumber | None
    last: Verification | None


def known_of(records: Records, trader: str, serial: str) -> Known:
    """Return what the book has of a trader by name and of an instrument of theirs by its serial number."""
    owner = next((one.number for one in records.customers.lines() if one.name == trader.strip()), None)
    if owner is None:
        return Known(None, None, None)
    items = [line for line in records.instruments.lines() if line.customer == trader.strip()]
    item = next(
        (line.number for line in items if serial.strip() and serial.strip() in (line.serial, line.mark)), None
    )
    return Known(owner, item, last_marks(records, item) if item else None)


def traders(records: Records) -> list[str]:
    """Return the names of the traders that are known."""
    return [line.name for line in records.customers.lines()]


def verification_page(records: Records, wanted: Wanted) -> Page[VerificationLine]:
    """Return a page of the verifications."""
    return records.lists.verifications(wanted)


def verification_history(records: Records, number: VerificationNumber) -> tuple[list[HistoryLine], ZoneInfo]:
    """Return what happened to a verification, newest first, and the laboratory's time zone."""
    return records.verification_history(number), records.people.zone()


def verification_lines(records: Records) -> list[VerificationLine]:
    """Return every verification for a list, newest first."""
    return records.verifications.lines()


def _in_date(line: StandardLine, today: date) -> bool:
    return line.due_on is not None and line.due_on >= today


def _rights(records: Records, number: VerificationNumber, who: PersonName) -> frozenset[Level]:
    person = records.people.get(who)
    levels = (Level.RECORDS, Level.SIGNS)
    return frozenset(level for level in levels if person.may(need_of(records, number, level)))


def _loads(measure: Measure) -> tuple[Decimal, ...]:
    try:
        return wanted_loads(measure)
    except LabCalError:
        return ()


def _extra(measure: Measure) -> Decimal | None:
    try:
        return extra_load(measure, measure.told.maximum.in_unit(measure.told.unit))
    except LabCalError:
        return None
