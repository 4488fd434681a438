"""Whether the parts of a procedure fit together, and its formulas can be used."""

from __future__ import annotations

from decimal import Decimal

from labcal.domain import units
from labcal.domain.procedure import Origin, Procedure, ProcedureInput, Share, Statistic
from labcal.domain.uncertainty.budget import compile_model
from labcal.domain.uncertainty.expression import ALIASES, ARGUMENTS, NAMED
from labcal.errors import LabCalError
from labcal.errors.procedures import FormulaError, ProcedureContentError, UnusedError
from labcal.text import mark

OBJECTS = {"standard", "item"}

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


def check(procedure: Procedure) -> None:
    """Refuse parts that do not fit together, and a formula that cannot be used.

    Raises:
        ProcedureContentError, UnusedError: Parts do not fit together.
        ModelError: The model cannot be used.
        FormulaError: Another formula cannot be used; it is named.
    """
    symbols = [quantity.symbol for quantity in procedure.inputs]
    columns = [column.symbol for column in procedure.readings.columns]
    _refuse(
        {
            TWO_SYMBOLS: len(set(symbols)) < len(symbols) or len(set(columns)) < len(columns),
            NO_RANGE: procedure.lowest.base > procedure.highest.base,
            NO_CYCLES: procedure.readings.least_cycles > procedure.readings.cycles,
        }
    )
    _check_form_1(procedure) if procedure.form == 1 else _check_form_2(procedure)
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    compile_model(procedure.whole_model, inputs, procedure.unit)
    for unit in (procedure.value_unit, procedure.uncertainty_unit):
        units.check_same(f"1 {unit}", unit, procedure.unit)


def _refuse(reasons: dict[str, bool]) -> None:
    for reason, is_so in reasons.items():
        if is_so:
            raise ProcedureContentError(reason=reason)


def _check_form_1(procedure: Procedure) -> None:
    columns = procedure.readings.columns
    from_readings = [quantity for quantity in procedure.inputs if quantity.origin is Origin.READINGS]
    _refuse(
        {
            NO_READINGS: len(from_readings) != 1,
            NO_COLUMNS: sum((column.weight for column in columns), Decimal(0)) != 0
            or {column.object for column in columns} != OBJECTS,
        }
    )


def _check_form_2(procedure: Procedure) -> None:
    plan, fit = procedure.readings, procedure.fit
    limited = {limit.name for limit in procedure.room}
    _refuse(
        {
            NOTHING_READ: not plan.per_cycle,
            NO_NOMINAL: not _has_nominals(procedure),
            OUTSIDE: procedure.points is not None
            and not all(procedure.covers(one) for one in procedure.points.nominal),
            TOO_FEW_POINTS: fit is not None
            and (procedure.points.most if procedure.points else 1) <= fit.degree + 1,
            NO_ROOM: any(one.origin is Origin.ROOM and one.room not in limited for one in procedure.inputs),
            NO_MEAN: any(
                one.statistic is not Statistic.MEAN and (one.pooled is not None or one.simultaneous)
                for one in procedure.inputs
            ),
        }
    )
    _check_derived(procedure)
    _check_formulas(procedure)
    _check_used(procedure)


def _has_nominals(procedure: Procedure) -> bool:
    points, columns = procedure.points, procedure.readings.columns
    asked = [one for one in columns if one.object == "nominal"]
    if points is None or not points.is_asked:
        return not asked
    return len(asked) == 1 and asked[0].share is Share.POINT and asked[0].default is None


def _check_derived(procedure: Procedure) -> None:
    """Refuse a derived quantity whose formula is not of its unit, or uses one that comes later."""
    known = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    for one in procedure.derived:
        taken = {symbol for symbol, _ in known} | set(ARGUMENTS) | set(ALIASES) | {"pi"}
        _refuse({NO_SYMBOL: one.symbol in taken or units.known(one.symbol)})
        _formula(one.symbol, one.expression, known, one.unit)
        known = (*known, (one.symbol, one.unit))


def _check_formulas(procedure: Procedure) -> None:
    plan = procedure.readings
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    columns = tuple((one.symbol, plan.unit_of(number)) for number, one in enumerate(plan.columns))
    scope = tuple({"nominal": procedure.lowest.unit, **dict(columns), **dict(inputs)}.items())
    for put in procedure.inputs:
        if put.origin is Origin.READINGS:
            _formula(put.symbol, put.expression, columns, put.unit)
        for rule in put.components:
            if rule.formula:
                _formula(put.symbol, rule.formula, scope, put.unit)
    for one in procedure.checks:
        _formula(one.name, procedure.written_out(one.expression), inputs, one.unit)
    if procedure.fit is not None:
        for told in procedure.fit.coefficients:
            _formula(told.symbol, told.model, procedure.fit.parameters(procedure.unit), told.unit)


def _formula(symbol: str, formula: str, inputs: tuple[tuple[str, str], ...], unit: str) -> None:
    """Refuse a formula that cannot be used, with its place."""
    try:
        compile_model(formula, inputs, unit)
    except LabCalError as error:
        raise FormulaError(symbol=symbol, formula=formula, reason=str(error)) from error


def _check_used(procedure: Procedure) -> None:
    """Refuse inputs, columns and derived quantities that nothing uses."""
    told = _named(procedure.whole_model)
    for rule in (rule for put in procedure.inputs for rule in put.components):
        told |= _named(rule.formula)
    for one in procedure.checks:
        told |= _named(procedure.written_out(one.expression))
    for put in procedure.inputs:
        if put.symbol not in told:
            raise UnusedError(symbol=put.symbol)
    read = told | {name for put in procedure.inputs for name in _read(put)}
    for column in procedure.readings.columns:
        if column.symbol not in read and column.object != "nominal":
            raise UnusedError(symbol=column.symbol)
    named = _named(procedure.model).union(*(_named(one.expression) for one in procedure.derived))
    for derived in procedure.derived:
        if derived.symbol not in named.union(*(_named(one.expression) for one in procedure.checks)):
            raise UnusedError(symbol=derived.symbol)


def _read(put: ProcedureInput) -> set[str]:
    return _named(put.expression)


def _named(expression: str) -> set[str]:
    return set(NAMED.findall(expression))
