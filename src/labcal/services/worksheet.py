"""Everything the window's worksheet of one job shows, as of one moment of the book."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from labcal.domain import units
from labcal.domain.evaluation import assemble
from labcal.domain.instrument import StandardLine
from labcal.domain.job import JobNumber, Phase, State
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.services.checks import AGREES, recorders
from labcal.services.copying import EarlierJob, last_earlier
from labcal.services.opening import Way, ways_to_open
from labcal.services.points import PointEvaluation
from labcal.services.sheet import Sheet, sheet
from labcal.services.workbench import Checked
from labcal.store.work import Records
from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One line of a budget as the worksheet shows it.

    Attributes:
        symbol: Of the input, as in the model.
        name: In the language asked for.
        estimate: Value of the input, in ``unit``.
        unit: That of the budget's output where the input is of its kind, else the input's own.
        distribution: Its name.
        standard_uncertainty: u(x), in the unit of the reported U where it is of that kind, else in ``unit``.
        dof: Degrees of freedom, infinite where taken as well known.
        sensitivity: c = ∂y/∂x, in the input's and the output's units.
        contribution: |c| u(x), in the unit of the reported U.
        percent: Part of the combined variance.
    """

    symbol: str
    name: str
    estimate: float
    unit: str
    distribution: str
    standard_uncertainty: float
    dof: float
    sensitivity: float
    contribution: float
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure of the first computation beside the second's, both unrounded, in ``unit``."""

    figure: str
    """Marked words."""
    first: float
    second: float
    unit: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPoint:
    """One point with its two computations side by side.

    Attributes:
        point: Its number, from 0.
        phase: Before or after an adjustment.
        nominal: Its nominal value.
        figures: Each figure of the first computation beside the second's.
    """

    point: int
    phase: Phase
    nominal: QuantityValue
    figures: tuple[Compared, ...]

    @property
    def agrees(self) -> bool:
        """Whether every figure agrees."""
        return all(one.agrees for one in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """The sheet of a job and what stands around it.

    Attributes:
        ways: The procedures in force, as long as none is pinned in the job.
        earlier: As long as none is, the last job of the instrument, where its procedure is in force still.
        standards: Every reference standard.
        budget: The lines of the result's budget; empty without a result.
        ready: How many points of both phases have all that a second computation takes.
        recorders: Everyone whose work a check is about.
        second_person: Whether the laboratory's policy asks for a second, different person.
        zone: The laboratory's time zone.
        today: The civil date there.
    """

    sheet: Sheet
    ways: tuple[Way, ...]
    earlier: EarlierJob | None
    standards: tuple[StandardLine, ...]
    budget: tuple[BudgetLine, ...]
    ready: int
    recorders: frozenset[PersonName]
    second_person: bool
    zone: ZoneInfo
    today: date


def worksheet(records: Records, number: JobNumber, who: PersonName, language: str) -> Worksheet:
    """Return the worksheet of a job as ``who`` sees it, its words in ``language``.

    Raises:
        NotFoundError: There is no such job.
    """
    found = sheet(records, number, who, language)
    nominal = found.job.instrument.nominal
    waiting = found.job.state is State.RECEIVED
    ways = tuple(ways_to_open(records, who, nominal, language)) if waiting else ()
    earlier = last_earlier(records, number) if waiting else None
    result = found.progress.result if found.progress else None
    return Worksheet(
        sheet=found,
        ways=ways,
        earlier=earlier if earlier and earlier.procedure in {way.procedure for way in ways} else None,
        standards=tuple(records.standards.lines()),
        budget=budget_of(found, found.evaluated[0]) if result else (),
        ready=sum(one.progress.ready and one.result is not None for one in found.both),
        recorders=recorders(found.job),
        second_person=records.people.laboratory().second_person and found.job.exception is None,
        zone=records.people.zone(),
        today=records.today,
    )


def checked_points(found: Sheet) -> Iterator[ComparedPoint]:
    """Yield the two computations of every point of a sheet that is ready, as found first."""
    for one in found.both:
        figures = compared(one)
        if figures:
            yield ComparedPoint(
                point=one.number, phase=one.phase, nominal=one.inputs.nominal, figures=figures
            )


def budget_of(found: Sheet, point: PointEvaluation) -> tuple[BudgetLine, ...]:
    """Return the budget of one point of a sheet; empty before it has a result."""
    result = point.result
    if found.procedure is None or found.words is None or result is None:
        return ()
    small, evaluation = result.uncertainty_unit, result.evaluation
    inputs = {put.symbol: put for put in assemble(found.procedure, point.inputs).inputs}
    lines = []
    for line in evaluation.lines:
        shown = small if units.same_dimension(line.unit, small) else line.unit
        lines.append(
            BudgetLine(
                symbol=line.input,
                name=found.words.input(line.input),
                estimate=inputs[line.input].value,
                unit=inputs[line.input].unit,
                distribution=line.distribution,
                standard_uncertainty=line.standard_uncertainty * units.factor(line.unit, shown),
                dof=line.dof,
                sensitivity=line.sensitivity,
                contribution=abs(line.contribution) * units.factor(evaluation.unit, small),
                percent=line.percent_of_variance,
            )
        )
    return tuple(lines)


def _raised(first: Evaluation, cmc: QuantityValue | None) -> float:
    """Return U of the first computation, not below the accredited capability."""
    least = 0.0 if cmc is None else float(cmc.in_unit(first.unit, difference=True))
    return max(first.expanded_uncertainty, least)


def checked_point(found: Sheet, point: PointEvaluation) -> Checked:
    """Return the budget of one point of a sheet with its results, as the Workbench takes one."""
    from labcal.domain.uncertainty.multivariate import evaluate_all  # late: it needs numpy

    if found.procedure is None or point.result is None:
        return Checked(refusals=())
    budget = assemble(found.procedure, point.inputs)
    return Checked(refusals=(), budget=budget, results=evaluate_all(budget))


def compared(point: PointEvaluation) -> tuple[Compared, ...]:
    """Return the two computations of a point side by side, each figure to a part of u; empty without both."""
    result, second = point.result, point.second
    if result is None or second is None:
        return ()
    first = result.evaluation
    near = AGREES * first.standard_uncertainty
    pairs = (
        (mark("Value"), first.value, second.value),
        (mark("Standard uncertainty u"), first.standard_uncertainty, second.standard_uncertainty),
        (mark("Expanded uncertainty U"), _raised(first, point.inputs.cmc), second.expanded),
    )
    return tuple(
        Compared(
            figure=figure,
            first=one,
            second=other,
            unit=first.unit,
            agrees=first.unit == second.unit and math.isclose(one, other, rel_tol=1e-12, abs_tol=near),
        )
        for figure, one, other in pairs
    )
