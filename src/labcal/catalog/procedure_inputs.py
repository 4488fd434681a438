"""Reads the inputs of a procedure, and its grid of readings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum
from typing import TypedDict, TypeVar

from labcal.catalog.reader import Table
from labcal.domain import units
from labcal.domain.procedure import (
    Column,
    ComponentRule,
    Origin,
    Planned,
    Pooled,
    ProcedureInput,
    ReadingsPlan,
    Share,
    Statistic,
    Taken,
)
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.domain.uncertainty.distributions import FAMILY, NORMAL_SETS, PLAIN
from labcal.errors.procedures import KeyTypeError

PARAMETERS = sorted(frozenset().union(*NORMAL_SETS, *(names for names, _ in FAMILY.values())))
"""Every parameter that any distribution has."""

OBJECTS = ("standard", "item")
FURTHER_OBJECTS = (*OBJECTS, "zero", "auxiliary", "nominal")
"""What a column of format 2 may be about; "nominal" is the nominal value of a point that the job asks for."""
DIRECTIONS = ("", "up", "down")

Choice = TypeVar("Choice", bound=Enum)


def unit_of(table: Table, key: str) -> str:
    """Take a unit; raise ``KeyValueError`` where it is not known."""
    unit = table.text(key)
    table.checked(key, lambda: units.understand(unit))
    return unit


def choice(table: Table, key: str, family: type[Choice], default: str | None = None) -> Choice:
    """Take one of a closed list; raise ``KeyTypeError`` where it is none of them."""
    name = table.text(key, default)
    for member in family:
        if member.value == name:
            return member
    wanted = " | ".join(str(member.value) for member in family)
    raise KeyTypeError(key=key, place=table.place, wanted=wanted)


def quantity_or_none(table: Table, key: str, unit: str) -> QuantityValue | None:
    """Take a half-width or an uncertainty, or None where it is not there; errors as for ``quantity``."""
    return table.quantity(key, parse_half_width, unit) if table.has(key) else None


def input_of(table: Table, form: int) -> ProcedureInput:
    """Take an input; raise ``ProcedureError`` where it cannot be used."""
    symbol, unit = table.text("symbol"), unit_of(table, "unit")
    origin = choice(table, "origin", Origin)
    if form == 1 and origin is Origin.ROOM:
        wanted = " | ".join(one.value for one in Origin if one is not Origin.ROOM)
        raise KeyTypeError(key="origin", place=table.place, wanted=wanted)
    is_fixed = origin in {Origin.CONSTANT, Origin.NOMINAL}
    pooled = table.optional_table("pooled") if origin is Origin.READINGS else None
    planned = table.optional_table("planned") if origin is not Origin.CONSTANT else None
    has_rules = is_fixed or form > 1
    is_nominal_itself = form > 1 and origin is Origin.NOMINAL and not table.has("value")
    quantity = ProcedureInput(
        symbol=symbol,
        origin=origin,
        unit=unit,
        value=table.quantity("value", parse, unit) if is_fixed and not is_nominal_itself else None,
        components=_components(table, unit, form) if has_rules else (),
        pooled=_pooled(pooled, unit) if pooled else None,
        planned=_planned(planned, unit) if planned else None,
        **(_of_form_2(table, origin) if form > 1 else {}),
    )
    table.end()
    return quantity


class _OfForm2(TypedDict, total=False):
    """What only format 2 says of an input."""

    expression: str
    statistic: Statistic
    simultaneous: str
    room: str
    taken: Taken
    standard: str


def _of_form_2(table: Table, origin: Origin) -> _OfForm2:
    if origin is Origin.READINGS:
        return _OfForm2(
            expression=table.text("expression"),
            statistic=choice(table, "statistic", Statistic, "mean"),
            simultaneous=table.text("simultaneous", ""),
        )
    if origin is Origin.ROOM:
        return _OfForm2(room=table.text("room"))
    if origin is Origin.STANDARD:
        return _OfForm2(taken=choice(table, "take", Taken, "value"), standard=table.text("standard", ""))
    if origin is Origin.DRIFT:
        return _OfForm2(standard=table.text("standard", ""))
    return _OfForm2()


def _components(table: Table, unit: str, form: int) -> tuple[ComponentRule, ...]:
    return tuple(_component(part, unit, form) for part in table.tables("component"))


def _planned(table: Table, unit: str) -> Planned:
    planned = Planned(
        value=table.quantity("value", parse, unit),
        components=_components(table, unit, 1),
    )
    table.end()
    return planned


def _component(table: Table, unit: str, form: int) -> ComponentRule:
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
        formula=table.text("formula", "") if form > 1 else "",
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


def readings_of(table: Table, form: int) -> ReadingsPlan:
    """Take the grid of readings; raise ``ProcedureError`` where it cannot be used."""
    unit = unit_of(table, "unit")
    plan = ReadingsPlan(
        scheme=table.text("scheme"),
        unit=unit,
        columns=tuple(
            _column(part) if form == 1 else _further_column(part, unit) for part in table.tables("column")
        ),
        cycles=table.whole("cycles"),
        least_cycles=table.whole("least_cycles"),
    )
    table.end()
    return plan


def _column(table: Table) -> Column:
    column = Column(
        symbol=table.text("symbol"), object=_one_of(table, "object", OBJECTS), weight=table.decimal("weight")
    )
    table.end()
    return column


def _further_column(table: Table, unit: str) -> Column:
    own = unit_of(table, "unit") if table.has("unit") else ""
    share = choice(table, "per", Share, "cycle")
    has_default = share is Share.POINT and table.has("default")
    column = Column(
        symbol=table.text("symbol"),
        object=_one_of(table, "object", FURTHER_OBJECTS),
        unit=own,
        share=share,
        default=table.quantity("default", parse, own or unit) if has_default else None,
        direction=_one_of(table, "direction", DIRECTIONS) if table.has("direction") else "",
    )
    table.end()
    return column


def _one_of(table: Table, key: str, known: Sequence[str]) -> str:
    word = table.text(key)
    if word not in known:
        raise KeyTypeError(key=key, place=table.place, wanted=" | ".join(known))
    return word
