"""Whether the parts of a procedure fit together, and its formulas can be used."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from labcal.domain import units
from labcal.domain.procedure import ComponentRule, Origin, Procedure, ProcedureInput, Share, Statistic
from labcal.domain.uncertainty.budget import compile_model
from labcal.domain.uncertainty.distributions import ABSOLUTE, FAMILY, build
from labcal.domain.uncertainty.expression import ALIASES, ARGUMENTS, NAMED
from labcal.errors import LabCalError
from labcal.errors.procedures import FormulaError, ProcedureContentError, UnusedError
from labcal.text import mark

OBJECTS = {"standard", "item"}
TOP, RESULT, RANGE, READINGS = "procedure.toml", "[result]", "[range]", "[readings]"

TWO_SYMBOLS = mark("two inputs or two columns bear the same symbol.")
NO_READINGS = mark("exactly one input has to come from readings.")
NO_RANGE = mark("the range ends below where it begins.")
NO_COLUMNS = mark("the weights of the columns have to add up to 0, with both objects in every cycle.")
NO_CYCLES = mark("more cycles are needed than are planned.")
NOTHING_READ = mark("at least one column has to be filled in each cycle.")
NO_NOMINAL = mark("points that the job asks for need a column “nominal”, filled in once a point.")
OUTSIDE = mark("a point lies outside the range.")
TOO_FEW_POINTS = mark("the fit needs more points than it has coefficients.")
NO_ROOM = mark("an input comes from an influence quantity that has no limits in [[room]].")
NO_MEAN = mark("only a mean of readings can have a pooled standard deviation or be simultaneous.")
NO_SYMBOL = mark("a derived quantity bears the name of a unit, a function or an input.")


class Problem(NamedTuple):
    """What is wrong with a procedure, and where.

    Attributes:
        place: The table of the file, such as "[[input]] 3".
        key: The key within it.
        error: Says why, in a sentence.
    """

    place: str
    key: str
    error: LabCalError


def check(procedure: Procedure) -> None:
    """Refuse parts that do not fit together, and a formula that cannot be used.

    Raises:
        ProcedureContentError, UnusedError: Parts do not fit together.
        ModelError: The model cannot be used.
        FormulaError: Another formula cannot be used; it is named.
    """
    for problem in problems(procedure):
        raise problem.error


def problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield all that ``check`` would refuse, each with its place in the file."""
    yield from _twice(procedure)
    if procedure.lowest.base > procedure.highest.base:
        yield _content(RANGE, "highest", NO_RANGE)
    if procedure.readings.least_cycles > procedure.readings.cycles:
        yield _content(READINGS, "least_cycles", NO_CYCLES)
    yield from _form_1(procedure) if procedure.form == 1 else _form_2(procedure)
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    yield from _model(procedure, inputs)
    for key, unit in (("value_unit", procedure.value_unit), ("uncertainty_unit", procedure.uncertainty_unit)):
        try:
            units.check_same(f"1 {unit}", unit, procedure.unit)
        except LabCalError as error:
            yield Problem(RESULT, key, error)


def _content(place: str, key: str, reason: str) -> Problem:
    return Problem(place, key, ProcedureContentError(reason=reason))


def _twice(procedure: Procedure) -> Iterator[Problem]:
    symbols = [quantity.symbol for quantity in procedure.inputs]
    columns = [column.symbol for column in procedure.readings.columns]
    for name, known in (("[[input]]", symbols), ("[readings] [[column]]", columns)):
        for number, symbol in enumerate(known, start=1):
            if symbol in known[: number - 1]:
                yield _content(f"{name} {number}", "symbol", TWO_SYMBOLS)


def _form_1(procedure: Procedure) -> Iterator[Problem]:
    columns = procedure.readings.columns
    from_readings = [quantity for quantity in procedure.inputs if quantity.origin is Origin.READINGS]
    if len(from_readings) != 1:
        yield _content(TOP, "input", NO_READINGS)
    weights = sum((column.weight for column in columns), Decimal(0))
    if weights != 0 or {column.object for column in columns} != OBJECTS:
        yield _content(READINGS, "column", NO_COLUMNS)


def _form_2(procedure: Procedure) -> Iterator[Problem]:
    plan, fit, points = procedure.readings, procedure.fit, procedure.points
    if not plan.per_cycle:
        yield _content(READINGS, "column", NOTHING_READ)
    if not _has_nominals(procedure):
        yield _content(READINGS, "column", NO_NOMINAL)
    if points is not None and not all(procedure.covers(one) for one in points.nominal):
        yield _content("[points]", "nominal", OUTSIDE)
    if fit is not None and (points.most if points else 1) <= fit.degree + 1:
        yield _content("[fit]", "degree", TOO_FEW_POINTS)
    yield from _inputs(procedure)
    yield from _derived(procedure)
    yield from _formulas(procedure)
    yield from _unused(procedure)


def _inputs(procedure: Procedure) -> Iterator[Problem]:
    limited = {limit.name for limit in procedure.room}
    for number, one in enumerate(procedure.inputs, start=1):
        place = f"[[input]] {number}"
        if one.origin is Origin.ROOM and one.room not in limited:
            yield _content(place, "room", NO_ROOM)
        if one.statistic is not Statistic.MEAN and (one.pooled is not None or one.simultaneous):
            yield _content(place, "statistic", NO_MEAN)


def _has_nominals(procedure: Procedure) -> bool:
    points, columns = procedure.points, procedure.readings.columns
    asked = [one for one in columns if one.object == "nominal"]
    if points is None or not points.is_asked:
        return not asked
    return len(asked) == 1 and asked[0].share is Share.POINT and asked[0].default is None


def _derived(procedure: Procedure) -> Iterator[Problem]:
    """Yield each derived quantity whose formula is not of its unit, or uses one that comes later."""
    known = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    for number, one in enumerate(procedure.derived, start=1):
        place = f"[[derived]] {number}"
        taken = {symbol for symbol, _ in known} | set(ARGUMENTS) | set(ALIASES) | {"pi"}
        if one.symbol in taken or units.known(one.symbol):
            yield _content(place, "symbol", NO_SYMBOL)
        yield from _formula((place, "expression", one.symbol), one.expression, known, one.unit)
        known = (*known, (one.symbol, one.unit))


def _formulas(procedure: Procedure) -> Iterator[Problem]:
    plan = procedure.readings
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    columns = tuple((one.symbol, plan.unit_of(number)) for number, one in enumerate(plan.columns))
    scope = tuple({"nominal": procedure.lowest.unit, **dict(columns), **dict(inputs)}.items())
    for number, put in enumerate(procedure.inputs, start=1):
        place = f"[[input]] {number}"
        if put.origin is Origin.READINGS:
            yield from _formula((place, "expression", put.symbol), put.expression, columns, put.unit)
        for part, rule in enumerate(put.components, start=1):
            yield from _distribution(f"{place} [[component]] {part}", rule)
            if rule.formula:
                spot = (f"{place} [[component]] {part}", "formula", put.symbol)
                yield from _formula(spot, rule.formula, scope, put.unit)
    for number, one in enumerate(procedure.checks, start=1):
        spot = (f"[[check]] {number}", "expression", one.name)
        yield from _formula(spot, procedure.written_out(one.expression), inputs, one.unit)
    if procedure.fit is not None:
        for number, told in enumerate(procedure.fit.coefficients, start=1):
            spot = (f"[fit] [[coefficient]] {number}", "model", told.symbol)
            yield from _formula(spot, told.model, procedure.fit.parameters(procedure.unit), told.unit)


def _formula(
    spot: tuple[str, str, str], formula: str, inputs: tuple[tuple[str, str], ...], unit: str
) -> Iterator[Problem]:
    """Yield a formula that cannot be used; ``spot`` is its place, its key and its symbol."""
    place, key, symbol = spot
    try:
        compile_model(formula, inputs, unit)
    except LabCalError as error:
        refused = FormulaError(symbol=symbol, formula=formula, reason=str(error))
        refused.__cause__ = error
        yield Problem(place, key, refused)


def _distribution(place: str, rule: ComponentRule) -> Iterator[Problem]:
    """Yield a distribution that is not known, or that is given other parameters than its own."""
    if rule.distribution in ABSOLUTE:
        return
    told = {name: float(value.value) for name, value in rule.parameters if name != "dof"}
    if rule.relative is not None or rule.formula:
        covered = "expanded" if {"k", "probability"} & told.keys() else "standard"
        first = FAMILY[rule.distribution][0][0] if rule.distribution in FAMILY else covered
        told[first] = max([1.0, *(size for name, size in told.items() if name == "half_width_uncertainty")])
    try:
        build(rule.distribution, told)
    except LabCalError as error:
        yield Problem(place, "distribution", error)


def _model(procedure: Procedure, inputs: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    try:
        compile_model(procedure.whole_model, inputs, procedure.unit)
    except LabCalError as error:
        yield Problem(RESULT, "model", error)


def _unused(procedure: Procedure) -> Iterator[Problem]:
    """Yield inputs, columns and derived quantities that nothing uses."""
    told = _named(procedure.whole_model)
    for rule in (rule for put in procedure.inputs for rule in put.components):
        told |= _named(rule.formula)
    for one in procedure.checks:
        told |= _named(procedure.written_out(one.expression))
    for number, put in enumerate(procedure.inputs, start=1):
        if put.symbol not in told:
            yield Problem(f"[[input]] {number}", "symbol", UnusedError(symbol=put.symbol))
    read = told | {name for put in procedure.inputs for name in _read(put)}
    for number, column in enumerate(procedure.readings.columns, start=1):
        if column.symbol not in read and column.object != "nominal":
            yield Problem(f"[readings] [[column]] {number}", "symbol", UnusedError(symbol=column.symbol))
    named = _named(procedure.model).union(*(_named(one.expression) for one in procedure.derived))
    named = named.union(*(_named(one.expression) for one in procedure.checks))
    for number, derived in enumerate(procedure.derived, start=1):
        if derived.symbol not in named:
            yield Problem(f"[[derived]] {number}", "symbol", UnusedError(symbol=derived.symbol))


def _read(put: ProcedureInput) -> set[str]:
    return _named(put.expression)


def _named(expression: str) -> set[str]:
    return set(NAMED.findall(expression))
