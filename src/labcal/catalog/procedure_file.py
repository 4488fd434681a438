"""Reads the file of a procedure, strictly, into the domain's value."""

from __future__ import annotations

import hashlib
import math
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain import units
from labcal.domain.conformity import rule_statement
from labcal.domain.procedure import (
    Column,
    ComponentRule,
    ConformityRule,
    Origin,
    Planned,
    Pooled,
    Procedure,
    ProcedureInput,
    ProcedureWords,
    ReadingsPlan,
    RoomLimit,
)
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.rounding import RoundingPolicy
from labcal.domain.uncertainty.budget import compile_model
from labcal.domain.uncertainty.coverage import Coverage, DofRule
from labcal.domain.uncertainty.distributions import FAMILY, NORMAL_SETS, PLAIN
from labcal.errors.procedures import KeyTypeError, ProcedureContentError
from labcal.text import mark

FORMAT = "labcal-procedure-1"

PARAMETERS = sorted(frozenset().union(*NORMAL_SETS, *(names for names, _ in FAMILY.values())))
"""Every parameter that any distribution has."""

OBJECTS = ("standard", "item")

Choice = TypeVar("Choice", bound=Enum)

TWO_SYMBOLS = mark("two inputs or two columns bear the same symbol.")
NO_READINGS = mark("exactly one input has to come from readings.")
NO_RANGE = mark("the range ends below where it begins.")
NO_COLUMNS = mark("the weights of the columns have to add up to 0, with both objects in every cycle.")
NO_CYCLES = mark("more cycles are needed than are planned.")


def parse_procedure(body: bytes) -> Procedure:
    """Read a procedure from its bytes, shipped or pinned in a book; its digest is their SHA-256.

    Raises:
        ProcedureError: It cannot be used (a subclass names the key and its place).
        ModelError: Its model cannot be read, or its dimensions do not agree.
    """
    top = reader.read(body, FORMAT, "procedure.toml")
    ranged, result = top.table("range"), top.table("result")
    standard = top.optional_table("standard")
    lowest = ranged.quantity("lowest", parse)
    procedure = Procedure(
        id=top.text("id"),
        version=top.whole("version"),
        digest=hashlib.sha256(body).hexdigest(),
        quantity=top.text("quantity"),
        references=top.texts("references"),
        source=top.text("source"),
        confidence=top.text("confidence"),
        comment=top.text("comment", "").strip(),
        lowest=lowest,
        highest=ranged.quantity("highest", parse, lowest.unit),
        symbol=result.text("symbol"),
        model=result.text("model"),
        unit=unit_of(result, "unit"),
        value_unit=unit_of(result, "value_unit"),
        uncertainty_unit=unit_of(result, "uncertainty_unit"),
        digits=result.whole("digits", 2),
        policy=_choice(result, "rounding", RoundingPolicy, "nearest"),
        inputs=tuple(_input(table) for table in top.tables("input")),
        readings=_readings(top.table("readings")),
        coverage=_coverage(top.table("coverage")),
        room=tuple(_room(table) for table in top.tables("room")),
        conformity=_conformity(top.optional_table("conformity")),
        standard_within=standard.quantity("within", parse, "1") if standard else None,
        words=_own_words(top.optional_table("words")),
    )
    for table in filter(None, (ranged, result, standard, top)):
        table.end()
    _check(procedure)
    return procedure


def _own_words(table: Table | None) -> ProcedureWords | None:
    return None if table is None else words_in(table, table.text("language"))


def words_in(table: Table, language: str) -> ProcedureWords:
    """Take the words of a procedure in one language; raise ``ProcedureError`` where they cannot be used."""
    words = ProcedureWords(
        language=language,
        title=table.text("title"),
        purpose=table.text("purpose"),
        result=table.text("result"),
        inputs=table.table("input").words(),
        columns=table.table("column").words(),
        room=table.table("room").words(),
    )
    table.end()
    return words


def unit_of(table: Table, key: str) -> str:
    """Take a unit; raise ``KeyValueError`` where it is not known."""
    unit = table.text(key)
    table.checked(key, lambda: units.understand(unit))
    return unit


def _choice(table: Table, key: str, family: type[Choice], default: str | None = None) -> Choice:
    name = table.text(key, default)
    for member in family:
        if member.value == name:
            return member
    wanted = " | ".join(str(member.value) for member in family)
    raise KeyTypeError(key=key, place=table.place, wanted=wanted)


def _input(table: Table) -> ProcedureInput:
    symbol, unit = table.text("symbol"), unit_of(table, "unit")
    origin = _choice(table, "origin", Origin)
    is_fixed = origin in {Origin.CONSTANT, Origin.NOMINAL}
    pooled = table.optional_table("pooled") if origin is Origin.READINGS else None
    planned = table.optional_table("planned") if origin is not Origin.CONSTANT else None
    quantity = ProcedureInput(
        symbol=symbol,
        origin=origin,
        unit=unit,
        value=table.quantity("value", parse, unit) if is_fixed else None,
        components=tuple(_component(part, unit) for part in table.tables("component")) if is_fixed else (),
        pooled=_pooled(pooled, unit) if pooled else None,
        planned=_planned(planned, unit) if planned else None,
    )
    table.end()
    return quantity


def _planned(table: Table, unit: str) -> Planned:
    planned = Planned(
        value=table.quantity("value", parse, unit),
        components=tuple(_component(part, unit) for part in table.tables("component")),
    )
    table.end()
    return planned


def _component(table: Table, unit: str) -> ComponentRule:
    has_relative = table.has("relative")
    rule = ComponentRule(
        name=table.text("name", ""),
        distribution=table.text("distribution"),
        parameters=tuple(
            (key, table.quantity(key, parse_half_width, "1" if key in PLAIN | {"dof"} else unit))
            for key in [*PARAMETERS, "dof"]
            if table.has(key)
        ),
        relative=table.quantity("relative", parse_half_width, "1") if has_relative else None,
    )
    table.end()
    return rule


def _pooled(table: Table, unit: str) -> Pooled:
    pooled = Pooled(
        standard=table.quantity("standard", parse_half_width, unit),
        dof=float(table.whole("dof")) if table.has("dof") else math.inf,
        greatest_ratio=table.decimal("greatest_ratio"),
    )
    table.end()
    return pooled


def _readings(table: Table) -> ReadingsPlan:
    plan = ReadingsPlan(
        scheme=table.text("scheme"),
        unit=unit_of(table, "unit"),
        columns=tuple(_column(part) for part in table.tables("column")),
        cycles=table.whole("cycles"),
        least_cycles=table.whole("least_cycles"),
    )
    table.end()
    return plan


def _column(table: Table) -> Column:
    column = Column(symbol=table.text("symbol"), object=table.text("object"), weight=table.decimal("weight"))
    if column.object not in OBJECTS:
        raise KeyTypeError(key="object", place=table.place, wanted=" | ".join(OBJECTS))
    table.end()
    return column


def _coverage(table: Table) -> Coverage:
    k, probability = table.number("k"), table.number("probability")
    rule = _choice(table, "dof_rule", DofRule, "interpolate")
    table.end()
    return table.checked("k", lambda: Coverage(k=k, probability=probability, dof_rule=rule))


def _room(table: Table) -> RoomLimit:
    limit = RoomLimit(
        name=table.text("name"),
        unit=unit_of(table, "unit"),
        lowest=table.decimal("lowest"),
        highest=table.decimal("highest"),
        confidence=table.text("confidence"),
    )
    table.end()
    return limit


def _conformity(table: Table | None) -> ConformityRule | None:
    if table is None:
        return None
    rule = ConformityRule(limits=table.text("limits"), rule=table.text("rule"))
    table.checked("rule", lambda: rule_statement(rule.rule))
    table.end()
    return rule


def _check(procedure: Procedure) -> None:
    """Refuse parts that do not fit together, and a model that cannot be used.

    Raises:
        ProcedureContentError: Parts do not fit together.
        ModelError: The model cannot be used.
    """
    symbols = [quantity.symbol for quantity in procedure.inputs]
    columns = procedure.readings.columns
    from_readings = [quantity for quantity in procedure.inputs if quantity.origin is Origin.READINGS]
    reasons = {
        TWO_SYMBOLS: len(set(symbols)) < len(symbols)
        or len({column.symbol for column in columns}) < len(columns),
        NO_READINGS: len(from_readings) != 1,
        NO_RANGE: procedure.lowest.base > procedure.highest.base,
        NO_COLUMNS: sum((column.weight for column in columns), Decimal(0)) != 0
        or {column.object for column in columns} != set(OBJECTS),
        NO_CYCLES: procedure.readings.least_cycles > procedure.readings.cycles,
    }
    for reason, is_so in reasons.items():
        if is_so:
            raise ProcedureContentError(reason=reason)
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in procedure.inputs)
    compile_model(procedure.model, inputs, procedure.unit)
    for unit in (procedure.value_unit, procedure.uncertainty_unit):
        units.check_same(f"1 {unit}", unit, procedure.unit)


def quantity_or_none(table: Table, key: str, unit: str) -> QuantityValue | None:
    """Take a half-width or an uncertainty, or None where it is not there; errors as for ``quantity``."""
    return table.quantity(key, parse_half_width, unit) if table.has(key) else None
