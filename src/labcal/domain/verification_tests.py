"""The tests of a verification computed from the sheet: errors, limits, verdicts, and what is still missing.

Everything is exact, in the unit of e: loads, indications and errors are decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from labcal.domain.limits.table import LimitTable
from labcal.domain.quantity import QuantityValue
from labcal.domain.verification import CLAUSES, Identified, Indicating, SheetRow, WeighingTest
from labcal.domain.verification_programme import Programme
from labcal.domain.weighing import (
    DISPLACEMENT,
    LEAST_DISCRIMINATED,
    ZERO_ACCURACY,
    ChangeoverPoint,
    Receptor,
    balance_extra_load,
    digital_extra_load,
    eccentric_load,
    is_zero_accurate,
    loads_to_test,
    needs_changeover,
    repeatability,
)
from labcal.errors import LabCalError
from labcal.text import Phrase, mark, phrase

NEAR = Decimal("0.1")
"""Part of a load within which another stands for it, where the limit changes (A.4.4.1: "at or near")."""
NEAR_ZERO = 10
"""Scale intervals e up to which a load is near zero (A.4.2.3)."""
LEAST_REPEATED = Decimal("0.5")
"""Least part of Max that repeatability is tested with; about 0.8 Max is meant (A.4.10)."""
LEAST_MIN = Decimal("0.1")
"""In g: a smaller Min is not among the loads (A.4.4.1)."""
CORNERS = 4
"""Places that a platform on up to four supports is loaded at (3.6.2.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """One row of the sheet, computed; numbers in the unit of e.

    Attributes:
        error: Error before rounding; None where something is missing.
        corrected: Error less the error at zero, where the test takes it; else the error.
        limit: The greatest permissible absolute value; None where there is none for the row.
        passed: Whether it meets its limit; None where that cannot be said yet.
        trouble: Why it cannot be computed; None where it can, or nothing is keyed yet.
    """

    row: SheetRow
    error: Decimal | None = None
    corrected: Decimal | None = None
    limit: Decimal | None = None
    passed: bool | None = None
    trouble: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestResult:
    """One test: its rows, its verdict, and why.

    Attributes:
        passed: None as long as something is missing.
        says: The verdict in a sentence, or what is missing.
        figure: What the test as a whole is judged by, in the unit of e; None where each row is.
        limit: What ``figure`` is held against.
    """

    __test__ = False

    test: WeighingTest
    rows: tuple[RowResult, ...]
    passed: bool | None
    says: Phrase
    clause: str
    figure: Decimal | None = None
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What every row is held against."""

    told: Identified
    programme: Programme
    table: LimitTable

    def limit(self, load: Decimal) -> Decimal:
        """Return the maximum permissible error at a load, as an absolute value.

        Raises:
            LimitError: The class has none for this load.
        """
        told = self.told
        figures = {"m": self.quantity(load), "e": told.interval}
        upper = self.table.limits(figures, told.grade, told.stage).upper
        return abs(upper or Decimal(0))

    def quantity(self, value: Decimal) -> QuantityValue:
        """Return a number of the sheet with its unit."""
        return QuantityValue(f"{value:f}", self.told.unit)

    @property
    def interval(self) -> Decimal:
        """The verification scale interval e, in its own unit."""
        return self.told.interval.value

    @property
    def division(self) -> Decimal:
        """The actual scale interval d, in the unit of e."""
        return self.told.division.in_unit(self.told.unit)

    @property
    def by_changeover(self) -> bool:
        """Whether errors are found by changeover points: a digital indication coarser than e/5 (A.4.4.3)."""
        return self.told.indicating is Indicating.DIGITAL and needs_changeover(self.division, self.interval)


def evaluate(measure: Measure, rows: Sequence[SheetRow]) -> tuple[TestResult, ...]:
    """Return each test as it stands, in order."""
    own = {test: tuple(row for row in rows if row.test is test and not row.is_empty) for test in WeighingTest}
    zero = _zero(measure, own[WeighingTest.ZERO])
    at_zero = zero.figure or Decimal(0)
    corrected: tuple[TestResult, ...] = (
        _repeated(measure, own[WeighingTest.REPEATABILITY], at_zero),
        _eccentric(measure, own[WeighingTest.ECCENTRICITY], at_zero),
        _weighed(measure, own[WeighingTest.WEIGHING], at_zero),
    )
    if zero.figure is None:  # errors are judged less that at zero, so nothing is judged without it
        corrected = tuple(replace(one, passed=None, says=zero.says) for one in corrected)
    return (zero, *corrected, _discriminated(measure, own[WeighingTest.DISCRIMINATION]))


def wanted_loads(measure: Measure) -> tuple[Decimal, ...]:
    """Return the loads that the test of errors does not leave out, in the unit of e."""
    told = measure.told
    ends = told.minimum.in_unit(told.unit), told.maximum.in_unit(told.unit)
    loads = loads_to_test(measure.table, told.grade, told.interval, ends)
    return loads if told.minimum.in_unit("g") >= LEAST_MIN else loads[1:]


def eccentric_load_of(measure: Measure) -> Decimal:
    """Return the load of the test of eccentric loading, in the unit of e, unrounded."""
    told = measure.told
    tare = told.additive_tare.in_unit(told.unit) if told.additive_tare else Decimal(0)
    return eccentric_load(
        told.maximum.in_unit(told.unit), tare=tare, supports=told.supports, receptor=told.receptor
    )


def places_of(told: Identified) -> int:
    """Return at how many places the load receptor is loaded eccentrically (3.6.2)."""
    if told.receptor is Receptor.ROLLING:
        return 3
    return told.supports if told.supports > CORNERS else CORNERS


def extra_load(measure: Measure, load: Decimal) -> Decimal | None:
    """Return the extra load of the test of discrimination, in the unit of e; None where none is made."""
    told = measure.told
    if told.indicating is Indicating.DIGITAL:
        extra = digital_extra_load(told.division)
        return None if extra is None else QuantityValue(f"{extra:f}", told.division.unit).in_unit(told.unit)
    if told.indicating is Indicating.NONE:
        return balance_extra_load(measure.quantity(measure.limit(load)))
    return measure.limit(load)


def _row(measure: Measure, row: SheetRow, at_zero: Decimal = Decimal(0)) -> RowResult:
    """Compute a row of a test that judges errors."""
    if row.load is None or row.indication is None or (measure.by_changeover and row.added is None):
        return RowResult(row=row, trouble=_lacking(measure, row))
    unit = measure.told.unit
    load, indication = row.load.in_unit(unit), row.indication.in_unit(unit)
    added = row.added.in_unit(unit) if row.added else Decimal(0)
    if measure.by_changeover:
        point = ChangeoverPoint(load=load, indication=indication, added=added, interval=measure.interval)
        error = point.error
    else:
        error = indication - load
    try:
        limit = measure.limit(load)
    except LabCalError as refused:
        return RowResult(
            row=row, error=error, trouble=Phrase(refused.template, tuple(refused.fields.items()))
        )
    corrected = error - at_zero
    return RowResult(row=row, error=error, corrected=corrected, limit=limit, passed=abs(corrected) <= limit)


def _lacking(measure: Measure, row: SheetRow) -> Phrase:
    if row.load is None:
        return phrase(mark("The load is missing."))
    if row.indication is None:
        return phrase(mark("The indication is missing."))
    return phrase(
        mark("The added weights ΔL are missing: d = {d} is coarser than e/5."), d=measure.told.division
    )


def _zero(measure: Measure, rows: Sequence[SheetRow]) -> TestResult:
    done = [_row(measure, row) for row in rows[:1]]
    limit = ZERO_ACCURACY * measure.interval
    if not done or done[0].error is None:
        return _open(WeighingTest.ZERO, done, phrase(mark("The error at zero, or near it, is missing.")))
    if done[0].row.load and done[0].row.load.in_unit(measure.told.unit) > NEAR_ZERO * measure.interval:
        return _open(WeighingTest.ZERO, done, phrase(mark("The error at zero, or near it, is missing.")))
    error = done[0].error
    passed = is_zero_accurate(error, measure.interval)
    first = RowResult(row=done[0].row, error=error, corrected=error, limit=limit, passed=passed)
    says = phrase(mark("E0 = {figure}, limit 0.25 e = {limit}"), **_told(measure, error, limit))
    return TestResult(
        test=WeighingTest.ZERO, rows=(first,), passed=passed, says=says, clause=CLAUSES[WeighingTest.ZERO],
        figure=error, limit=limit,
    )  # fmt: skip


def _repeated(measure: Measure, rows: Sequence[SheetRow], at_zero: Decimal) -> TestResult:
    test, done = WeighingTest.REPEATABILITY, [_row(measure, row, at_zero) for row in rows]
    wanted = measure.programme.weighings[measure.told.grade]
    errors = [one.error for one in done if one.error is not None]
    if len(errors) < len(done) or len(errors) < wanted:
        told = mark("{done} of {wanted} weighings of one load near 0.8 Max.")
        return _open(test, done, phrase(told, done=len(errors), wanted=wanted))
    loads = {one.row.load.in_unit(measure.told.unit) for one in done if one.row.load}
    if len(loads) > 1:
        return _open(test, done, phrase(mark("Repeatability takes one and the same load.")))
    if min(loads) < LEAST_REPEATED * measure.told.maximum.in_unit(measure.told.unit):
        return _open(test, done, phrase(mark("Repeatability takes a load near 0.8 Max.")))
    if done[0].limit is None:
        return _open(test, done, done[0].trouble or phrase(mark("There is no limit for this load.")))
    spread, limit = repeatability(errors), done[0].limit
    if not all(one.passed for one in done):
        return _by_rows(measure, test, done)
    says = phrase(mark("Greatest less smallest {figure}, limit {limit}"), **_told(measure, spread, limit))
    return TestResult(
        test=test, rows=tuple(done), passed=spread <= limit, says=says, clause=CLAUSES[test],
        figure=spread, limit=limit,
    )  # fmt: skip


def _eccentric(measure: Measure, rows: Sequence[SheetRow], at_zero: Decimal) -> TestResult:
    test, done = WeighingTest.ECCENTRICITY, [_row(measure, row, at_zero) for row in rows]
    wanted, least = places_of(measure.told), eccentric_load_of(measure)
    rolls = measure.told.receptor is Receptor.ROLLING
    floor = Decimal(0) if rolls else least - max(NEAR * least, measure.interval)
    heavy = [one for one in done if one.row.load and one.row.load.in_unit(measure.told.unit) >= floor]
    if not _all_judged(done, wanted) or len(heavy) < len(done):
        load = measure.quantity(least.normalize())
        told = mark("{done} of {wanted} places, each with about {load}.")
        judged = sum(one.passed is not None for one in heavy)
        return _open(test, done, phrase(told, done=judged, wanted=wanted, load=load))
    return _by_rows(measure, test, done)


def _weighed(measure: Measure, rows: Sequence[SheetRow], at_zero: Decimal) -> TestResult:
    test, done = WeighingTest.WEIGHING, [_row(measure, row, at_zero) for row in rows]
    if any(one.passed is None for one in done):
        bad = next(one for one in done if one.passed is None)
        return _open(test, done, bad.trouble or phrase(mark("A row is not complete.")))
    missing = _missing_loads(measure, done)
    return _open(test, done, missing) if missing is not None else _by_rows(measure, test, done)


def _missing_loads(measure: Measure, done: Sequence[RowResult]) -> Phrase | None:
    """Return what the loads up and down lack; None where they are whole."""
    unit = measure.told.unit
    loads = [one.row.load.in_unit(unit) for one in done if one.row.load is not None]
    top = loads.index(max(loads)) if loads else 0
    up, down = loads[: top + 1], loads[top:]
    ends = measure.told.minimum.in_unit(unit), measure.told.maximum.in_unit(unit)
    for load in wanted_loads(measure):
        room = measure.interval if load in ends else max(NEAR * load, measure.interval)
        if not any(abs(load - one) <= room for one in up):
            return phrase(mark("The load {load} is missing, going up."), load=measure.quantity(load))
    if len(set(up)) < measure.programme.loads:
        told = mark("{done} of {wanted} different loads, going up.")
        return phrase(told, done=len(set(up)), wanted=measure.programme.loads)
    for load in sorted(set(up), reverse=True):
        if load not in down:
            return phrase(mark("The load {load} is missing, going down."), load=measure.quantity(load))
    return None


def _discriminated(measure: Measure, rows: Sequence[SheetRow]) -> TestResult:
    test = WeighingTest.DISCRIMINATION
    digital = measure.told.indicating is Indicating.DIGITAL
    if digital and measure.told.division.in_unit("g") < LEAST_DISCRIMINATED:
        says = phrase(mark("Not made: d is below 5 mg."))
        return TestResult(test=test, rows=(), passed=True, says=says, clause=CLAUSES[test])
    done = [_moved(measure, row) for row in rows]
    if not done or any(one.passed is None for one in done):
        trouble = next((one.trouble for one in done if one.trouble is not None), None)
        return _open(test, done, trouble or phrase(mark("The test of discrimination is missing.")))
    passed = all(one.passed for one in done)
    told = mark("The indication moves with the extra load.") if passed else mark(
        "The indication does not move enough with the extra load."
    )  # fmt: skip
    return TestResult(test=test, rows=tuple(done), passed=passed, says=phrase(told), clause=CLAUSES[test])


def _moved(measure: Measure, row: SheetRow) -> RowResult:
    """Compute a row of the test of discrimination: does the extra load change the indication?"""
    unit = measure.told.unit
    if row.load is None or row.indication is None or row.added is None or row.after is None:
        trouble = mark("Load, indication, extra load and the indication with it are needed.")
        return RowResult(row=row, trouble=phrase(trouble))
    try:
        most = extra_load(measure, row.load.in_unit(unit))
    except LabCalError as refused:
        return RowResult(row=row, trouble=Phrase(refused.template, tuple(refused.fields.items())))
    extra, moved = row.added.in_unit(unit), row.after.in_unit(unit) - row.indication.in_unit(unit)
    if extra <= 0:
        trouble = mark("Load, indication, extra load and the indication with it are needed.")
        return RowResult(row=row, trouble=phrase(trouble))
    if most is not None and extra > most:
        told = mark("The extra load may not be above {most}.")
        return RowResult(row=row, trouble=phrase(told, most=measure.quantity(most)))
    least = {
        Indicating.DIGITAL: measure.division,
        Indicating.ANALOGUE: DISPLACEMENT * extra,
        Indicating.NONE: None,
    }[measure.told.indicating]
    passed = moved > 0 if least is None else moved >= least
    return RowResult(row=row, error=moved, corrected=moved, limit=least, passed=passed)


def _by_rows(measure: Measure, test: WeighingTest, done: Sequence[RowResult]) -> TestResult:
    """Return the verdict of a test whose rows are judged one by one: by the worst of them."""
    worst = max(done, key=_excess)
    figure, limit = worst.corrected or Decimal(0), worst.limit or Decimal(0)
    says = phrase(mark("Worst error {figure}, limit {limit}"), **_told(measure, figure, limit))
    return TestResult(
        test=test, rows=tuple(done), passed=all(one.passed for one in done), says=says, clause=CLAUSES[test]
    )


def _excess(one: RowResult) -> Decimal:
    return abs(one.corrected or Decimal(0)) - (one.limit or Decimal(0))


def _all_judged(done: Sequence[RowResult], wanted: int) -> bool:
    return len(done) >= wanted and all(one.passed is not None for one in done)


def _open(test: WeighingTest, done: Sequence[RowResult], says: Phrase) -> TestResult:
    """Return a test that lacks something; it has failed already where a row that is whole fails."""
    failed = any(one.passed is False for one in done)
    return TestResult(
        test=test, rows=tuple(done), passed=False if failed else None, says=says, clause=CLAUSES[test]
    )


def _told(measure: Measure, figure: Decimal, limit: Decimal) -> dict[str, QuantityValue]:
    return {"figure": measure.quantity(figure), "limit": measure.quantity(limit)}
