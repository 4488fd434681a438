"""Makes of what a person filled in the values of a file of a procedure, and knows where each stood."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labcal.catalog.component_cells import cell_of, component_values
from labcal.catalog.procedure_draft import HOWS, LANGUAGES, NAMED, WHATS, ProcedureDraft, Row

WHOLE = frozenset(
    {"version", "result.digits", "readings.cycles", "readings.least_cycles", "points.most", "fit.degree"}
)
NUMBERS = frozenset({"coverage.k", "coverage.probability", "example.standard.k"})
LISTS = frozenset({"references", "points.nominal", "points.parts"})
FLAGS = frozenset({"example.own"})
PARTS = frozenset(
    {"range", "points", "result", "coverage", "standard", "readings", "fit", "conformity", "item", *LANGUAGES}
)
"""Tables of the file that fields stand for; ``example`` apart."""
NEEDED = ("range", "result", "coverage", "readings")
"""Tables that every procedure has."""
SAID_ANYWAY = {"own", "confidence"}
"""What of an example says nothing alone."""
PLACES = {
    "column": "[readings] [[column]]",
    "coefficient": "[fit] [[coefficient]]",
    "reading": "[example] [[point]]",
    "expected": "[example] [[expected]]",
    "certified": "[example] [standard] [[point]]",
}
"""What the reader calls a row of a table whose name says less."""
TOP = "procedure.toml"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a draft: a field, or a cell of a row of a table."""

    name: str
    table: str = ""
    row: int = -1


@dataclass(frozen=True, slots=True)
class Values:
    """What a draft says, as the reader takes it.

    Attributes:
        told: As a file of TOML would give it, without its format.
        rows: The number of the row in the draft, by the table and the number in the file, from 1.
        components: The row of a component, by the number of its input and its own, from 1.
    """

    told: dict[str, Any]
    rows: Mapping[tuple[str, int], int]
    components: Mapping[tuple[int, int], int]

    def spot(self, place: str, key: str) -> Spot:
        """Return where in the draft the key of a place of the file stands."""
        parts = place.split()
        if place.startswith("[[input]]"):
            return self._input(parts, key)
        for table, words in {**{name: f"[[{name}]]" for name in NAMED}, **PLACES}.items():
            if place.startswith(words) and parts[-1].isdecimal():
                row = self.rows.get((table, int(parts[-1])), -1)
                return Spot("cells" if key == "cycle" else key, table, row)
        if place.startswith("[[derived]]"):
            return Spot(key, "derived", self.rows.get(("derived", int(parts[-1])), -1))
        if place == TOP:
            return Spot(key)
        name = ".".join(part.strip("[]") for part in parts)
        return Spot(f"{name}.{key}" if name else key)

    def _input(self, parts: Sequence[str], key: str) -> Spot:
        number = int(parts[1])
        row = self.rows.get(("input", number), -1)
        if len(parts) > 3 and parts[2] == "[[component]]":
            return Spot(cell_of(key), "component", self.components.get((number, int(parts[3])), -1))
        if "[pooled]" in parts:
            return Spot(f"pooled_{key}", "input", row)
        cell = "what" if key in WHATS.values() else "how" if key in HOWS.values() else key
        return Spot(cell, "input", row)


def values_of(draft: ProcedureDraft) -> Values:
    """Return what a draft says; nothing of it is refused here."""
    told: dict[str, Any] = {name: {} for name in NEEDED}
    for name, typed in draft.fields.items():
        value = _value(name, typed.strip())
        table, _, key = name.rpartition(".")
        if value is None or table.startswith("example"):
            continue
        (told.setdefault(table, {}) if table in PARTS else told)[key if table in PARTS else name] = value
    rows: dict[tuple[str, int], int] = {}
    components: dict[tuple[int, int], int] = {}
    told["input"] = list(_inputs(draft, rows, components))
    for name in ("derived", "check", "room", "column", "coefficient"):
        found = list(_rows(draft, name, rows))
        holder = {"column": "readings", "coefficient": "fit"}.get(name)
        if found:
            (told.setdefault(holder, {}) if holder else told)[name] = found
    for place in LANGUAGES:
        _name(draft, place, told)
    example = _example(draft, rows)
    if example:
        told["example"] = example
    return Values({key: value for key, value in told.items() if value != []}, rows, components)


def _value(name: str, typed: str) -> Any:
    """Return what a field says; None where it is empty; as typed where it is not of its kind."""
    if not typed:
        return None
    if name in WHOLE:
        return int(typed) if typed.isdecimal() else typed
    if name in NUMBERS:
        return _number(typed)
    if name in LISTS:
        return [part.strip() for part in typed.replace("\n", ";").split(";") if part.strip()]
    return True if name in FLAGS else typed


def _number(typed: str) -> float | str:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return typed


def _rows(draft: ProcedureDraft, name: str, rows: dict[tuple[str, int], int]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that are not empty, without the words that name them."""
    number = 0
    for place, row in enumerate(draft.rows.get(name, ())):
        told = _cells(row)
        if told:
            number += 1
            rows[(name, number)] = place
            yield {key: value for key, value in told.items() if not key.endswith("_name")}


def _cells(row: Row) -> dict[str, Any]:
    """Return what stands in the cells of a row; a limit of a room may have a decimal comma."""
    told = {key: cell.strip() for key, cell in row.items() if cell.strip()}
    return told | {key: told[key].replace(",", ".") for key in ("lowest", "highest") if key in told}


def _inputs(
    draft: ProcedureDraft, rows: dict[tuple[str, int], int], components: dict[tuple[int, int], int]
) -> Iterator[dict[str, Any]]:
    for number, cells in enumerate(_rows(draft, "input", rows), start=1):
        told = dict(cells)
        what, how, origin = told.pop("what", ""), told.pop("how", ""), told.get("origin", "")
        told |= {WHATS.get(origin, "value"): what} if what else {}
        told |= {HOWS.get(origin, "take"): how} if how else {}
        pooled = {key[7:]: told.pop(key) for key in list(told) if key.startswith("pooled_")}
        if pooled:
            dof = pooled.get("dof", "")
            told["pooled"] = pooled | ({"dof": int(dof)} if dof.isdecimal() else {})
        if "planned" in told:
            told["planned"] = json.loads(told["planned"])
        parts = []
        for place, row in enumerate(draft.rows.get("component", ())):
            if row.get("input", "").strip() == told.get("symbol", ""):
                parts.append(component_values(row))
                components[(number, len(parts))] = place
        if parts:
            told["component"] = parts
        yield told


def _name(draft: ProcedureDraft, place: str, told: dict[str, Any]) -> None:
    """Put the words of the rows into the table of a language, where there is one at all."""
    for name, key in NAMED.items():
        words = {
            row.get(key, "").strip(): row.get(f"{place}_name", "").strip() for row in draft.rows.get(name, ())
        }
        known = {symbol: word for symbol, word in words.items() if symbol and word}
        if known:
            told.setdefault(place, {})[name] = known
    title = any(key in told.get(place, {}) for key in ("title", "result", "purpose", *NAMED))
    if not title:
        told.pop(place, None)
        return
    for name in ("input", "column", "room"):
        told[place].setdefault(name, {})


def _example(draft: ProcedureDraft, rows: dict[tuple[str, int], int]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, typed in draft.fields.items():
        value = _value(name, typed.strip())
        if value is None or not name.startswith("example."):
            continue
        _, *inner, key = name.split(".")
        (told.setdefault(inner[0], {}) if inner else told)[key] = value
    certified = list(_rows(draft, "certified", rows))
    if certified:
        told.setdefault("standard", {})["point"] = certified
    room = {row.get("name", "").strip(): row.get("value", "").strip() for row in draft.table("read")}
    points = list(_points(draft, rows))
    expected = [_expected(one) for one in _rows(draft, "expected", rows)]
    told |= {"room": room} if room else {}
    told |= {"point": points} if points else {}
    told |= {"expected": expected} if expected else {}
    return {} if told.keys() <= SAID_ANYWAY else told


def _points(draft: ProcedureDraft, rows: dict[tuple[str, int], int]) -> Iterator[dict[str, Any]]:
    """Yield the points of the example: a row with a nominal value begins one, others go on with it."""
    point: dict[str, Any] = {}
    number = 0
    for place, row in enumerate(draft.rows.get("reading", ())):
        told = _cells(row)
        if not told:
            continue
        if "nominal" in told or not number:
            if point:
                yield point
            number += 1
            rows[("reading", number)] = place
            point = {**({"nominal": told["nominal"]} if "nominal" in told else {}), "cycle": []}
        point["cycle"].append([cell.strip() for cell in row.get("cells", "").split(";")])
    if point:
        yield point


def _expected(told: dict[str, Any]) -> dict[str, Any]:
    number = told.get("point", "")
    return told | ({"point": int(number)} if number.isdecimal() else {})
