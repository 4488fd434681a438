"""Design of a measurement: what happens if an input changes, how good it must be, what to improve first.

Every answer comes of the evaluation by first order itself, so that effective degrees of freedom, correlation
and the rule for k are in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.uncertainty.budget import Budget, Output
from labcal.domain.uncertainty.coverage import FactorRule
from labcal.domain.uncertainty.crossing import Crossing, last_crossing, only_crossing
from labcal.domain.uncertainty.first_order import Evaluation, evaluate_output
from labcal.domain.uncertainty.resizing import (
    find_component,
    find_input,
    with_estimate,
    with_standard,
    without,
)
from labcal.errors import LabCalError
from labcal.errors.budgets import sentence
from labcal.errors.design import (
    FixedUncertaintyError,
    HandbookRuleError,
    NoSpreadError,
    NoSuchOutputError,
    SweepNumberError,
    SweepPointError,
    SweepValuesError,
    UndefinedExpandedError,
    WantedUncertaintyError,
)
from labcal.errors.models import FactorRuleError
from labcal.text import Phrase, mark, phrase

MOST_VALUES = 10_000
"""Values that one sweep goes through at most."""

EXACT = 1e-9
"""Relative difference up to which an expanded uncertainty is the one that was wanted."""

EVEN_ZERO = mark("No u of “{symbol}” gives U = {wanted}: even u = 0 gives U = {least}.")
NOT_BELOW = mark("No u of “{symbol}” gives U = {wanted}: the smallest U is {least}, at u = {best}.")
NO_INFLUENCE = mark(
    "At these estimates U does not depend on this u of “{symbol}”: it is {least}, whatever u is."
)
JUMP = mark("No u gives U = {wanted} exactly, since k changes in steps: with the u found, U is {least}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One result over N values of an input's estimate, or of the standard uncertainty of a component.

    Attributes:
        symbol: Of the input.
        component: Number of its component, from 0; None where the estimate was varied.
        unit: Of ``values``: the input's, or the component's.
        output: Symbol of the result.
        output_unit: Of the four that follow.
        values: The N values gone through, as they were given.
        results: N values of the result.
        standard_uncertainties: N values of u_c.
        effective_dof: N values; perhaps infinite, None where undefined.
        expanded_uncertainties: N values of U; None where undefined.
    """

    symbol: str
    component: int | None
    unit: str
    output: str
    output_unit: str
    values: tuple[float, ...]
    results: tuple[float, ...]
    standard_uncertainties: tuple[float, ...]
    effective_dof: tuple[float | None, ...]
    expanded_uncertainties: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Which standard uncertainty of a component gives the expanded uncertainty that is wanted.

    Attributes:
        symbol: Of the input.
        component: Number of its component, from 0.
        unit: Of ``standard_uncertainty`` and ``present``: the component's.
        output: Symbol of the result.
        output_unit: Of the expanded uncertainties.
        wanted: The expanded uncertainty that was asked for.
        standard_uncertainty: The largest u at which U is not above ``wanted``; None where there is none, or
            where every u will do.
        expanded_uncertainty: U at that u; where there is none, the smallest U that was found.
        present: The standard uncertainty that the component has.
        said: What has to be said: why there is no u, or why U is not exactly ``wanted``.
    """

    symbol: str
    component: int
    unit: str
    output: str
    output_unit: str
    wanted: float
    standard_uncertainty: float | None
    expanded_uncertainty: float
    present: float
    said: Phrase | None = None

    @property
    def is_possible(self) -> bool:
        """Whether ``wanted`` can be kept by this component alone."""
        return self.expanded_uncertainty <= self.wanted * (1 + EXACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """What U becomes when one component is made smaller; in the unit of the result.

    Attributes:
        symbol: Of the input.
        component: Number of its component, from 0.
        name: What the component comes from; perhaps empty.
        expanded_uncertainty: U as it is.
        halved: U with half its standard uncertainty; None where that follows from the estimate, or where the
            rule for k no longer fits.
        removed: U without it; None where the rule for k no longer fits.
    """

    symbol: str
    component: int
    name: str
    expanded_uncertainty: float
    halved: float | None
    removed: float | None


def sweep(
    budget: Budget, symbol: str, values: Sequence[float], component: int | None = None, output: str = ""
) -> Sweep:
    """Return a result over values of an input's estimate, or of a component's standard uncertainty.

    Args:
        budget: The budget.
        symbol: Symbol of an input.
        values: N of them: estimates in the unit of the input (its uncertainties stay as they are), or
            standard uncertainties in the unit of the component (its shape and ν stay).
        component: Number of a component of the input, from 0; None to vary the estimate.
        output: Symbol of a result; empty for the first.

    Raises:
        DesignError: There is no such input, component or output, or it cannot be varied alone.
        SweepValuesError, SweepNumberError: The values cannot be gone through.
        SweepPointError: The budget cannot be evaluated at one of them.
    """
    chosen, quantity = _output(budget, output), find_input(budget, symbol)
    unit = quantity.unit if component is None else find_component(quantity, component).unit
    numbers = _numbers(values, is_uncertainty=component is not None)
    found = [_at(budget, chosen, (symbol, component, unit), value) for value in numbers]
    return Sweep(
        symbol=symbol,
        component=component,
        unit=unit,
        output=chosen.symbol,
        output_unit=chosen.unit,
        values=numbers,
        results=tuple(one.value for one in found),
        standard_uncertainties=tuple(one.standard_uncertainty for one in found),
        effective_dof=tuple(_defined(one.effective_dof) for one in found),
        expanded_uncertainties=tuple(_defined(one.expanded_uncertainty) for one in found),
    )


def reverse(
    budget: Budget, symbol: str, component: int, wanted_expanded: float, output: str = ""
) -> Reversal:
    """Return which standard uncertainty of a component gives the expanded uncertainty that is wanted.

    U need not grow with u everywhere: more of a component that is well known raises ν and may lower k, and a
    negative correlation may cancel. Of several u, the largest is returned.

    Args:
        budget: The budget.
        symbol: Symbol of an input.
        component: Number of one of its components, from 0; its shape and ν stay.
        wanted_expanded: In the unit of the result, above 0.
        output: Symbol of a result; empty for the first.

    Raises:
        DesignError: There is no such input, component or output, or it cannot be varied alone.
        WantedUncertaintyError: ``wanted_expanded`` is not a finite number above 0.
        HandbookRuleError: k comes of a rule of EA-4/02.
        UndefinedExpandedError: U is undefined.
        ModelError, BudgetError: The budget cannot be evaluated.
    """
    chosen = _output(budget, output)
    part = find_component(find_input(budget, symbol), component)
    found, acts = _found(budget, chosen, (symbol, component), wanted_expanded)
    told = _verdict(found, wanted_expanded, acts=acts)
    shown = (_shown(wanted_expanded, chosen.unit), _shown(found.reached, chosen.unit))
    fields = {"symbol": symbol, "wanted": shown[0], "least": shown[1], "best": _shown(found.place, part.unit)}
    return Reversal(
        symbol=symbol,
        component=component,
        unit=part.unit,
        output=chosen.symbol,
        output_unit=chosen.unit,
        wanted=wanted_expanded,
        standard_uncertainty=found.place if told in {None, JUMP} else None,
        expanded_uncertainty=found.reached,
        present=part.distribution.standard_uncertainty,
        said=phrase(told, **fields) if told else None,
    )


def _found(budget: Budget, output: Output, which: tuple[str, int], wanted: float) -> tuple[Crossing, bool]:
    """Return where U is ``wanted``, and whether U depends on the component at all."""
    rule = budget.coverage.factor_rule
    if not (math.isfinite(wanted) and wanted > 0):
        raise WantedUncertaintyError
    if rule in {FactorRule.EA_RECTANGULAR, FactorRule.EA_TRAPEZOID}:
        raise HandbookRuleError(rule=rule.value)

    def expanded(standard: float) -> float:
        return _expanded(with_standard(budget, *which, standard), output)

    if not (end := _end(budget, output, which, wanted)):
        return Crossing(0.0, expanded(0.0)), False
    search = last_crossing if rule is FactorRule.T else only_crossing
    return search(expanded, wanted, end), True


def improve_first(budget: Budget, output: str = "") -> tuple[Improvement, ...]:
    """Return every component with what U becomes when it is halved or removed; the most rewarding first.

    Args:
        budget: The budget.
        output: Symbol of a result; empty for the first.

    Raises:
        NoSuchOutputError: There is no such result.
        UndefinedExpandedError: U is undefined.
        ModelError, BudgetError: The budget cannot be evaluated.
    """
    chosen = _output(budget, output)
    present = _expanded(budget, chosen)
    found = [
        _improvement(budget, chosen, (quantity.symbol, number), present)
        for quantity in budget.inputs
        for number in range(len(quantity.components))
    ]
    return tuple(sorted(found, key=_least))


def _least(one: Improvement) -> tuple[float, float]:
    """Return what improvements are sorted by: U without the component, then U with half of it."""
    halved, removed = (math.inf if number is None else number for number in (one.halved, one.removed))
    return removed, halved


def _improvement(budget: Budget, output: Output, which: tuple[str, int], present: float) -> Improvement:
    symbol, number = which
    quantity = find_input(budget, symbol)
    component = quantity.components[number]
    half = component.distribution.standard_uncertainty / 2
    return Improvement(
        symbol=symbol,
        component=number,
        name=component.name or quantity.name,
        expanded_uncertainty=present,
        halved=_changed(lambda: with_standard(budget, symbol, number, half), output),
        removed=_changed(lambda: without(budget, symbol, number), output),
    )


def _changed(change: Callable[[], Budget], output: Output) -> float | None:
    """Return U of a changed budget; None where it cannot be changed so, or has no k by its rule then."""
    try:
        return _expanded(change(), output)
    except (FixedUncertaintyError, NoSpreadError, FactorRuleError):
        return None


def _at(budget: Budget, output: Output, which: tuple[str, int | None, str], value: float) -> Evaluation:
    """Return the result with one value of a sweep; ``which`` is symbol, component and unit."""
    symbol, component, unit = which
    if component is None:
        changed = with_estimate(budget, symbol, value)
    else:
        changed = with_standard(budget, symbol, component, value)
    try:
        return evaluate_output(changed, output)
    except LabCalError as error:
        shown = f"{value:.10g} {units.pretty(unit)}".strip()
        raise SweepPointError(symbol=symbol, value=shown, reason=sentence(error)) from error


def _output(budget: Budget, symbol: str) -> Output:
    if not symbol:
        return budget.outputs[0]
    for output in budget.outputs:
        if output.symbol == symbol:
            return output
    raise NoSuchOutputError(symbol=symbol)


def _numbers(values: Sequence[float], *, is_uncertainty: bool) -> tuple[float, ...]:
    if not 1 <= len(values) <= MOST_VALUES:
        raise SweepValuesError(limit=MOST_VALUES, count=len(values))
    for value in values:
        if not math.isfinite(value) or (is_uncertainty and value < 0):
            raise SweepNumberError(value=f"{value:.10g}")
    return tuple(float(value) for value in values)


def _defined(number: float) -> float | None:
    return None if math.isnan(number) else number


def _expanded(budget: Budget, output: Output) -> float:
    """Return U.

    Raises:
        UndefinedExpandedError: It is undefined.
    """
    found = evaluate_output(budget, output).expanded_uncertainty
    if math.isnan(found):
        raise UndefinedExpandedError(symbol=output.symbol)
    return found


def _end(budget: Budget, output: Output, which: tuple[str, int], wanted: float) -> float:
    """Return a u beyond which U exceeds ``wanted`` for good; 0 where u has no influence."""
    symbol, number = which
    lines = evaluate_output(with_standard(budget, symbol, number, 1.0), output).lines
    place = [line.input for line in lines].index(symbol) + number
    slope = lines[place].contribution
    others = math.fsum(line.contribution for line in lines) - slope
    k = budget.coverage.at(math.inf)[0]
    return 2 * (wanted / k + others) / slope if slope else 0.0


def _verdict(found: Crossing, wanted: float, *, acts: bool) -> str | None:
    """Return the sentence that is due; None where U is what was wanted."""
    if not acts:
        return NO_INFLUENCE
    if found.reached > wanted * (1 + EXACT):
        return NOT_BELOW if found.place else EVEN_ZERO
    return None if math.isclose(found.reached, wanted, rel_tol=EXACT) else JUMP


def _shown(number: float, unit: str) -> str:
    return f"{number:.4g} {units.pretty(unit)}".strip()
