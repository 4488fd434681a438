"""A procedure as a person fills it in: words in named fields and in rows, fit for use or not yet."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from labcal.catalog.component_cells import component_row
from labcal.catalog.procedure_examples import Example
from labcal.catalog.procedure_writer import write_procedure
from labcal.domain.procedure import Origin, Procedure, ProcedureInput

Row = Mapping[str, str]

BETWEEN = "; "
"""Between the parts of a list in one field, and between the readings of a cycle."""
NAMED = {"input": "symbol", "column": "symbol", "room": "name", "check": "name"}
"""The rows that have words, and by which of their cells the words are found."""
WHATS = {
    Origin.CONSTANT.value: "value",
    Origin.NOMINAL.value: "value",
    Origin.READINGS.value: "expression",
    Origin.ROOM.value: "room",
}
"""What the cell ``what`` of an input holds, by its origin."""
HOWS = {Origin.READINGS.value: "statistic", Origin.STANDARD.value: "take"}
"""What the cell ``how`` of an input holds, by its origin."""
LANGUAGES = ("words", "translation")


@dataclass(frozen=True, slots=True)
class ProcedureDraft:
    """What was typed of a procedure.

    Attributes:
        fields: By name, such as "result.model"; what is left out is empty.
        rows: Of each table, such as "input", the cells of each row by name.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what stands in a field, without blanks around it."""
        return self.fields.get(name, "").strip()

    def table(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table that are not empty."""
        return tuple(row for row in self.rows.get(name, ()) if any(cell.strip() for cell in row.values()))

    def with_fields(self, **told: str) -> ProcedureDraft:
        """Return the draft with other words in some fields that stand in no table."""
        return replace(self, fields={**self.fields, **told})


def draft_of(procedure: Procedure, example: Example | None = None) -> ProcedureDraft:
    """Return a procedure as it is filled in, in the second format."""
    told = tomllib.loads(write_procedure(as_form_2(procedure), example))
    told.pop("format")
    fields: dict[str, str] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    names = {table: told.pop(table, {}) for table in LANGUAGES}
    _take_example(told.pop("example", {}), fields, rows)
    inputs = told.pop("input", [])
    rows["component"] = tuple(
        component_row(one["symbol"], part) for one in inputs for part in one.pop("component", [])
    )
    rows["input"] = tuple(_input_row(one) for one in inputs)
    rows["column"] = _texts(told["readings"].pop("column", []))
    rows["coefficient"] = _texts(told["fit"].pop("coefficient", [])) if "fit" in told else ()
    for name in ("derived", "check", "room"):
        rows[name] = _texts(told.pop(name, []))
    for place, key in ((place, key) for place, words in names.items() for key in words):
        if isinstance(names[place][key], str):
            fields[f"{place}.{key}"] = names[place][key]
    for name, key in NAMED.items():
        rows[name] = tuple(_with_names(row, row.get(key, ""), name, names) for row in rows[name])
    for name, value in told.items():
        cells = value.items() if isinstance(value, dict) else [("", value)]
        fields |= {f"{name}.{key}" if key else name: _shown(one) for key, one in cells}
    return ProcedureDraft(fields, rows)


def as_form_2(procedure: Procedure) -> Procedure:
    """Return a procedure of the first format in the second: weights of columns become an expression."""
    if procedure.form > 1:
        return procedure
    plan = procedure.readings
    terms = " ".join(_term(str(one.weight), one.symbol) for one in plan.columns if one.weight)
    expression = terms.removeprefix("+ ")

    def told(one: ProcedureInput) -> ProcedureInput:
        return replace(one, expression=expression) if one.origin is Origin.READINGS else one

    columns = tuple(replace(one, weight=type(one.weight)(0)) for one in plan.columns)
    return replace(
        procedure,
        form=2,
        inputs=tuple(told(one) for one in procedure.inputs),
        readings=replace(plan, columns=columns),
    )


def _term(weight: str, symbol: str) -> str:
    size = weight.lstrip("+-")
    return f"{'-' if weight.startswith('-') else '+'} {symbol if size == '1' else f'{size}*{symbol}'}"


def _input_row(one: dict[str, Any]) -> Row:
    """Return the cells of an input; what the method expects is kept as it is, unseen."""
    pooled, planned = one.pop("pooled", {}), one.pop("planned", None)
    told = {"symbol": one["symbol"], "unit": one["unit"], "origin": one["origin"]}
    told["what"] = one.get(WHATS.get(one["origin"], ""), "")
    told["how"] = one.get(HOWS.get(one["origin"], ""), "")
    for key in ("standard", "dof", "greatest_ratio"):
        told[f"pooled_{key}"] = _shown(pooled.get(key, ""))
    known = {"symbol", "unit", "origin", *WHATS.values(), *HOWS.values()}
    told |= {key: _shown(value) for key, value in one.items() if key not in known}
    if planned is not None:
        told["planned"] = json.dumps(planned)
    return told


def _with_names(row: Row, symbol: str, name: str, words: Mapping[str, Any]) -> Row:
    own = {f"{place}_name": words[place].get(name, {}).get(symbol, "") for place in LANGUAGES}
    return {**row, **own}


def _take_example(told: dict[str, Any], fields: dict[str, str], rows: dict[str, tuple[Row, ...]]) -> None:
    standard, room = told.pop("standard", {}), told.pop("room", {})
    rows["certified"] = _texts(standard.pop("point", []))
    rows["read"] = tuple({"name": name, "value": value} for name, value in room.items())
    rows["reading"] = tuple(_reading_rows(told.pop("point", [])))
    rows["expected"] = _texts(told.pop("expected", []))
    fields |= {f"example.item.{key}": _shown(value) for key, value in told.pop("item", {}).items()}
    fields |= {f"example.standard.{key}": _shown(value) for key, value in standard.items()}
    fields |= {f"example.{key}": _shown(value) for key, value in told.items()}


def _reading_rows(points: Sequence[dict[str, Any]]) -> Iterator[Row]:
    for point in points:
        for number, cycle in enumerate(point["cycle"]):
            yield {"nominal": "" if number else point["nominal"], "cells": BETWEEN.join(cycle)}


def _texts(tables: Sequence[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple({key: _shown(value) for key, value in table.items()} for table in tables)


def _shown(value: Any) -> str:
    """Return a value as it stands in a field."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return BETWEEN.join(str(one) for one in value)
    return str(value)
