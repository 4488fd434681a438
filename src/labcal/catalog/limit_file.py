"""Reads a file of limits (FORMATS, labcal-limits-2) into a table, and refuses it with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import partial

from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain import units
from labcal.domain.limits.condition import Condition, condition
from labcal.domain.limits.exact import Formula, formula
from labcal.domain.limits.table import Grade, LimitRow, LimitTable, Provenance, Stage, Variable, Words
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.limits import (
    DoubleNameError,
    HalfVerifiedError,
    NoLimitInRowError,
    NoUnitError,
    StrayFiguresError,
    UnknownClassError,
    UnknownStageError,
    UnknownUnitOfError,
    WrongDateError,
)
from labcal.text import SOURCE

FORMAT = "labcal-limits-2"
LANGUAGES = (SOURCE, "fr")
"""Languages that every table of limits has its words in."""


def read_heading(body: bytes, name: str) -> tuple[LimitTable, Table]:
    """Read all but the rows of a file of limits, and return what is left of it beside the table.

    Args:
        body: Its bytes, UTF-8.
        name: Name of the table, which refusals name it by.

    Raises:
        ProcedureError: It cannot be used; the sentence names the place.
    """
    top = reader.read(body, FORMAT, name)
    told = provenance(top, None)
    unit, unit_of = top.text("unit", ""), top.text("unit_of", "")
    if bool(unit) == bool(unit_of):
        raise NoUnitError(table=name)
    if unit:
        top.checked("unit", lambda: units.understand(unit))
    table = LimitTable(
        name=name,
        words=_words(top.table("words")),
        specification=top.text("specification"),
        quantity=top.text("quantity"),
        unit=unit,
        unit_of=unit_of,
        told=told,
        digest="",
        variables=tuple(_variable(one) for one in top.tables("variable")),
        grades=tuple(_grade(one) for one in top.tables("class")),
        factors=_factors(top.optional_table("factor")),
        rows=(),
        notes=_words(top.optional_table("notes")),
    )
    _check(table)
    return table, top


def read_rows(top: Table, table: LimitTable) -> tuple[LimitRow, ...]:
    """Read the rows that follow a heading.

    Raises:
        ProcedureError: One cannot be used; the sentence names it.
    """
    rows = tuple(_row(one, table) for one in top.tables("row"))
    top.end()
    return rows


def symbols_of(table: LimitTable) -> Mapping[str, str]:
    """Return the unit of each symbol that formulas and conditions of a table may use."""
    own = {symbol: figure.unit for grade in table.grades for symbol, figure in grade.figures}
    return own | {variable.symbol: variable.unit for variable in table.variables}


def provenance(table: Table, above: Provenance | None) -> Provenance:
    """Take where figures come from; a row takes over what it does not say from the heading, ``above``.

    Raises:
        MissingKeyError: A heading does not say it.
        HalfVerifiedError: There is a name without a date, or a date without a name.
        WrongDateError: The date is none.
    """
    default = {} if above is None else {name: str(getattr(above, name)) for name in above.__slots__}
    told = Provenance(
        clause=table.text("clause", default.get("clause")),
        edition=table.text("edition", default.get("edition")),
        source=table.text("source", default.get("source")),
        confidence=table.text("confidence", default.get("confidence")).strip(),
        verified_by=table.text("verified_by", default.get("verified_by")),
        verified_on=table.text("verified_on", default.get("verified_on")),
    )
    if bool(told.verified_by) != bool(told.verified_on):
        raise HalfVerifiedError(place=table.place)
    if told.verified_on:
        try:
            date.fromisoformat(told.verified_on)
        except ValueError as error:
            raise WrongDateError(place=table.place, date=told.verified_on) from error
    return told


def _words(table: Table | None) -> Words:
    if table is None:
        return ()
    words = tuple((language, table.text(language)) for language in LANGUAGES)
    table.end()
    return words


def _variable(table: Table) -> Variable:
    unit = table.text("unit")
    table.checked("unit", lambda: units.understand(unit))
    found = Variable(
        symbol=table.text("symbol"),
        unit=unit,
        words=tuple((language, table.text(language)) for language in LANGUAGES),
        default=_quantity(table, "default", unit),
        step=_quantity(table, "step", unit),
    )
    table.end()
    return found


def _grade(table: Table) -> Grade:
    figures = table.optional_table("figure")
    found = Grade(
        name=table.text("name"),
        words=tuple((one, table.text(one)) for one in LANGUAGES if table.has(SOURCE) or table.has(one)),
        figures=() if figures is None else _figures(figures),
    )
    table.end()
    return found


def _figures(table: Table) -> tuple[tuple[str, QuantityValue], ...]:
    return tuple((symbol, table.checked(symbol, partial(parse, text))) for symbol, text in table.words())


def _quantity(table: Table, key: str, unit: str) -> QuantityValue | None:
    return table.quantity(key, parse, unit) if table.has(key) else None


def _factors(table: Table | None) -> Mapping[Stage, Fraction]:
    if table is None:
        return {}
    found = {stage: Fraction(table.decimal(stage.value)) for stage in Stage}
    table.end()
    return found


def _check(table: LimitTable) -> None:
    """Refuse a heading that does not hold together."""
    symbols = [variable.symbol for variable in table.variables]
    figures = [[symbol for symbol, _ in grade.figures] for grade in table.grades]
    for names in (symbols + (figures[0] if figures else []), list(table.grade_names)):
        double = next((name for name in names if names.count(name) > 1), None)
        if double is not None:
            raise DoubleNameError(table=table.name, name=double)
    if any(one != figures[0] for one in figures):
        raise StrayFiguresError(table=table.name)
    if table.unit_of and table.unit_of not in symbols:
        raise UnknownUnitOfError(table=table.name, symbol=table.unit_of)


def _row(table: Table, heading: LimitTable) -> LimitRow:
    symbols = symbols_of(heading)
    unit = heading.unit or symbols[heading.unit_of]
    when, grades = table.text("when", ""), table.texts("class")
    for grade in grades:
        if grade not in heading.grade_names:
            raise UnknownClassError(place=table.place, grade=grade)
    plus, minus = _ends(table, symbols, unit)
    row = LimitRow(
        grades=grades,
        stage=_stage(table),
        when=table.checked("when", lambda: condition(when, symbols)) if when else Condition(),
        minus=minus,
        plus=plus,
        told=provenance(table, heading.told),
    )
    table.end()
    return row


def _ends(table: Table, symbols: Mapping[str, str], unit: str) -> tuple[Formula | None, Formula | None]:
    """Take "limit" for both ends, or "plus" and "minus"."""
    found: dict[str, Formula | None] = {}
    for key in ("limit", "plus", "minus"):
        text = table.text(key, "")
        found[key] = table.checked(key, partial(formula, text, symbols, unit)) if text else None
    both, plus, minus = found["limit"], found["plus"], found["minus"]
    if (both is None) == (plus is None and minus is None):
        raise NoLimitInRowError(place=table.place)
    return (both, both) if both is not None else (plus, minus)


def _stage(table: Table) -> Stage | None:
    name = table.text("stage", "")
    for stage in Stage:
        if stage.value == name:
            return stage
    if name:
        raise UnknownStageError(place=table.place, stage=name, known=", ".join(one.value for one in Stage))
    return None
