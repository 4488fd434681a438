"""Evaluation of one point of a job: from readings and a standard to result, U and verdict (7.6, 7.8.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from labcal.domain import point, units
from labcal.domain.conformity import Limits, Rule, Verdict, decide
from labcal.domain.point import PointInputs, StandardValue
from labcal.domain.point_budget import budget_inputs, size_by_formula
from labcal.domain.procedure import ConformityRule, Origin, Procedure, Reports, Statistic
from labcal.domain.quantity import QuantityValue
from labcal.domain.risk import Process, with_global_risks, with_risk
from labcal.domain.rounding import FLOAT_UNCERTAINTY, Reported, decimal, grouped, report
from labcal.domain.uncertainty import type_a
from labcal.domain.uncertainty.budget import Budget, Output
from labcal.domain.uncertainty.first_order import Evaluation, evaluate
from labcal.errors.models import ModelError
from labcal.errors.results import IncompleteError, NotReportableError
from labcal.text import Phrase, mark

__all__ = [
    "PointInputs",
    "PointResult",
    "Progress",
    "StandardValue",
    "assemble",
    "evaluate_point",
    "partial",
    "stated",
]

LARGE_SPREAD = mark(
    "The differences spread by s = {observed}, "
    "more than {ratio} times the pooled standard deviation of {pooled}."
)
RAISED_TO_CMC = mark("U was raised to the calibration and measurement capability of {cmc}.")

U_TOO_LARGE = mark("U is greater than the {greatest} that the procedure allows.")
CHECK_FAILED = mark("The check “{name}” gives {found}, more than {greatest}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointResult:
    """The result of one point.

    Attributes:
        differences: Of the complete cycles, exact, in ``difference_unit``.
        mean: Their mean, in ``difference_unit``.
        spread: Their experimental standard deviation, in ``difference_unit``; None for one cycle.
        difference_unit: Unit of the readings.
        evaluation: The budget, unrounded.
        nominal: Nominal value.
        value: Result, rounded to the last place of ``expanded``, in ``unit``.
        unit: Such as "kg".
        error: Result minus nominal value, rounded alike, in ``uncertainty_unit``.
        expanded: Expanded uncertainty, rounded, in ``uncertainty_unit``.
        uncertainty_unit: Such as "mg".
        coverage_factor: k, to two decimals, without needless zeros.
        limits: What the verdict was decided by; None where none was asked for.
        verdict: Conformity; None without limits.
        warnings: What a person should look at.
    """

    differences: tuple[Decimal, ...]
    mean: Decimal
    spread: float | None
    difference_unit: str
    evaluation: Evaluation
    nominal: QuantityValue
    value: Decimal
    unit: str
    error: Decimal
    expanded: Decimal
    uncertainty_unit: str
    coverage_factor: Decimal
    limits: Limits | None
    verdict: Verdict | None
    warnings: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a point has come, for a worksheet that shows it as one types.

    Attributes:
        differences: One per row of readings; None where the row is not complete.
        mean: Of the complete rows, in ``unit``; None where there is none.
        unit: Unit of the readings.
        result: The result of the complete rows as soon as there can be one; provisional unless ``ready``.
        missing: What the result still needs, a sentence each.
    """

    differences: tuple[Decimal | None, ...]
    mean: Decimal | None
    unit: str
    result: PointResult | None
    missing: tuple[Phrase, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def partial(procedure: Procedure, inputs: PointInputs, limits: Limits | None = None) -> Progress:
    """Return what the readings give so far; nothing that is merely missing raises.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded.
        limits: For a verdict.

    Raises:
        UnitMismatchError: A reading is of another kind than the procedure wants.
    """
    wanting = point.missing(procedure, inputs)
    result: PointResult | None = None
    differences: tuple[Decimal | None, ...] = (None,) * len(inputs.readings)
    complete: tuple[Decimal, ...] = ()
    try:
        differences = point.differences(procedure, inputs)
        complete = tuple(one for one in differences if one is not None)
        if _can_show(procedure, inputs, len(complete)):
            result = _result(procedure, inputs, limits, complete)
    except (ModelError, NotReportableError) as error:
        fields = tuple((name, str(value)) for name, value in error.fields.items())
        wanting = (*wanting, Phrase(error.template, fields))
    return Progress(
        differences=differences,
        mean=point.mean(complete) if complete else None,
        unit=point.difference_unit(procedure),
        result=result,
        missing=wanting,
    )


def _can_show(procedure: Procedure, inputs: PointInputs, complete: int) -> bool:
    """Tell whether so many complete cycles, and the rest, give a result."""
    own = ("",) if procedure.needs_standard else ()
    has_standard = all(inputs.standard_in(part) is not None for part in (*own, *procedure.parts))
    is_enough = complete >= (1 if _is_pooled(procedure) else 2)
    has_room = not point.lacks_room(procedure, inputs)
    return has_standard and is_enough and has_room and point.is_in_range(procedure, inputs)


def evaluate_point(procedure: Procedure, inputs: PointInputs, limits: Limits | None = None) -> PointResult:
    """Return the result of one point.

    Args:
        procedure: As pinned in the job.
        inputs: What has been recorded.
        limits: For a verdict, by the procedure's rule ("simple" where it names none).

    Raises:
        IncompleteError: Something is missing; it says what.
        UnitMismatchError: A reading, a standard or a limit is of another kind than the procedure wants.
        ModelError, BudgetError: The procedure itself is at fault.
    """
    if wanting := point.missing(procedure, inputs):
        raise IncompleteError(missing=wanting[0])
    return _result(procedure, inputs, limits, _differences(procedure, inputs))


def assemble(procedure: Procedure, inputs: PointInputs) -> Budget:
    """Return the budget of one point, with what has been recorded put in.

    Args:
        procedure: As pinned in the job.
        inputs: At least one complete cycle, and the standard where the procedure needs one.

    Raises:
        IncompleteError: Something without which there is no budget is missing.
        UnitMismatchError: A quantity is of another kind than its input.
    """
    return Budget(
        title=procedure.id,
        source="; ".join(procedure.references),
        outputs=(Output(symbol=procedure.symbol, model=procedure.whole_model, unit=procedure.unit),),
        inputs=budget_inputs(procedure, inputs),
        coverage=procedure.coverage,
    )


def _result(
    procedure: Procedure, inputs: PointInputs, limits: Limits | None, differences: tuple[Decimal, ...]
) -> PointResult:
    budget = assemble(procedure, inputs)
    found = stated(procedure, inputs, limits, (evaluate(budget), differences))
    return replace(found, warnings=(*found.warnings, *_checks(procedure, budget)))


def _checks(procedure: Procedure, budget: Budget) -> Iterator[Phrase]:
    """Yield a sentence for each check whose size is above what the procedure allows."""
    scope = {one.symbol: (units.to_base(one.value, one.unit), one.unit) for one in budget.inputs}
    for rule in procedure.checks:
        size = size_by_formula(procedure.written_out(rule.expression), rule.unit, scope)
        if size > float(rule.greatest.in_unit(rule.unit, difference=True)):
            shown = QuantityValue(f"{decimal(size):.4g}", rule.unit)
            fields = (("name", rule.name), ("found", str(shown)), ("greatest", str(rule.greatest)))
            yield Phrase(CHECK_FAILED, fields)


def stated(
    procedure: Procedure,
    inputs: PointInputs,
    limits: Limits | None,
    found: tuple[Evaluation, tuple[Decimal, ...]],
) -> PointResult:
    """Return the result of one point as it is reported: rounded, and held against its limits.

    ``found`` is its evaluation with the difference of each of its cycles; the readings are not looked at.
    """
    evaluation, differences = found
    shown, small = procedure.value_unit, procedure.uncertainty_unit
    floor = inputs.cmc.in_unit(small, difference=True) if inputs.cmc else None
    value = _in_small(procedure, decimal(evaluation.value), procedure.unit)
    factor = units.factor(procedure.unit, small)
    expanded = decimal(evaluation.expanded_uncertainty * factor, FLOAT_UNCERTAINTY)
    reported = report(value, expanded, digits=procedure.digits, policy=procedure.policy, floor=floor)
    error = _error(procedure, inputs.nominal, reported)
    raised_to = inputs.cmc if floor is not None and expanded < floor else None
    of_size = _of_size(procedure, reported.expanded, raised_to)
    k = _factor(evaluation.coverage_factor)
    return PointResult(
        differences=differences,
        mean=point.mean(differences),
        spread=_spread(differences),
        difference_unit=point.difference_unit(procedure),
        evaluation=evaluation,
        nominal=inputs.nominal,
        value=units.convert(reported.value, small, shown, difference=_is_on_scale(procedure)),
        unit=shown,
        error=error,
        expanded=reported.expanded,
        uncertainty_unit=small,
        coverage_factor=k,
        limits=limits,
        verdict=_verdict(procedure, Reported(error, reported.expanded), k, limits) if limits else None,
        warnings=(*evaluation.warnings, *_spread_warning(procedure, differences), *of_size),
    )


def _is_on_scale(procedure: Procedure) -> bool:
    """Tell whether values are points of a scale, as in °C, and uncertainties are not."""
    shown, small = procedure.value_unit, procedure.uncertainty_unit
    return units.understand(shown).offset != units.understand(small).offset


def _in_small(procedure: Procedure, value: Decimal, unit: str) -> Decimal:
    """Return a value in the unit of the uncertainty; a point of a scale, counted from the scale's zero."""
    shown, small = procedure.value_unit, procedure.uncertainty_unit
    if not _is_on_scale(procedure):
        return units.convert(value, unit, small)
    return units.convert(units.convert(value, unit, shown), shown, small, difference=True)


def _error(procedure: Procedure, nominal: QuantityValue, reported: Reported) -> Decimal:
    """Return the error in the unit of the uncertainty; the result itself where nothing else can be meant."""
    small = procedure.uncertainty_unit
    if procedure.reports is Reports.ERROR or not units.same_dimension(nominal.unit, small):
        return reported.value
    return (reported.value - _in_small(procedure, nominal.value, nominal.unit)).quantize(reported.expanded)


def _of_size(procedure: Procedure, expanded: Decimal, raised_to: QuantityValue | None) -> Iterator[Phrase]:
    """Yield what is to be said of the size of U."""
    if raised_to is not None:
        yield Phrase(RAISED_TO_CMC, (("cmc", str(raised_to)),))
    greatest = procedure.greatest
    if greatest is not None and expanded > greatest.in_unit(procedure.uncertainty_unit, difference=True):
        yield Phrase(U_TOO_LARGE, (("greatest", str(greatest)),))


def _verdict(procedure: Procedure, stated: Reported, k: Decimal, limits: Limits) -> Verdict:
    """Decide in the unit of the limits, on the figures as printed: error, U and k."""
    unit = procedure.uncertainty_unit
    deviation, expanded = (
        units.convert(figure, unit, limits.unit, difference=True)
        for figure in (stated.value, stated.expanded)
    )
    agreed = procedure.conformity or ConformityRule(limits="", rule="simple")
    decided = decide(agreed.chosen, deviation, expanded, limits, ratio=agreed.share)
    standard = float(expanded / k)
    verdict = with_risk(decided, deviation, standard, limits)
    if isinstance(agreed.chosen, Rule) and agreed.chosen.is_agreed:
        verdict = replace(verdict, share=f"{agreed.share:f}")
    if agreed.process_deviation is None:
        return verdict
    mean, spread = (
        0.0 if told is None else float(told.in_unit(limits.unit, difference=True))
        for told in (agreed.process_mean, agreed.process_deviation)
    )
    process = Process(mean=mean, standard_deviation=spread)
    return with_global_risks(verdict, agreed.chosen, process, (expanded, standard), limits)


def _differences(procedure: Procedure, inputs: PointInputs) -> tuple[Decimal, ...]:
    return tuple(one for one in point.differences(procedure, inputs) if one is not None)


def _is_pooled(procedure: Procedure) -> bool:
    read = (one for one in procedure.inputs if one.origin is Origin.READINGS)
    return all(one.pooled for one in read if one.statistic is Statistic.MEAN)


def _spread(differences: tuple[Decimal, ...]) -> float | None:
    return type_a.standard_deviation([float(one) for one in differences]) if len(differences) > 1 else None


def _spread_warning(procedure: Procedure, differences: tuple[Decimal, ...]) -> tuple[Phrase, ...]:
    """Warn where the observed standard deviation is far above the pooled one."""
    observed = _spread(differences)
    unit, shown_input = point.difference_unit(procedure), procedure.shown_input
    for quantity in procedure.inputs:
        if quantity.pooled is None or observed is None or quantity is not shown_input:
            continue
        pooled = quantity.pooled.standard
        ratio = quantity.pooled.greatest_ratio
        if observed > float(ratio * pooled.in_unit(unit, difference=True)):
            shown = decimal(observed * units.factor(unit, pooled.unit), FLOAT_UNCERTAINTY)
            text = grouped(report(Decimal(0), shown).expanded)
            fields = (
                ("observed", f"{text}\u202f{units.pretty(pooled.unit)}"),
                ("ratio", str(ratio)),
                ("pooled", str(pooled)),
            )
            return (Phrase(LARGE_SPREAD, fields),)
    return ()


def _factor(k: float) -> Decimal:
    """Return k to two decimals, a whole number without them: 2, 2.05."""
    rounded = Decimal(repr(k)).quantize(Decimal("0.01"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
