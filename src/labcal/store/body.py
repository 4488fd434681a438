"""What a journal line holds, as bytes and back: the right that was asked for, and the changes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from labcal.domain.job import ChangedColumn
from labcal.domain.person import Level, Need
from labcal.domain.role import Right
from labcal.store.defaults import completed

Image = str | None
FORMAT = b"\x01"
COMMON = (
    b'{"changes": [{"after": "{\\"at\\": \\"2026-01-01T00:00:00.000000+00:00\\", \\"base\\": 0.00, '
    b'\\"by\\": \\"\\", \\"column\\": 0, \\"countersigned\\": null, \\"id\\": 1, \\"job_id\\": 1, '
    b'\\"keyed\\": \\"+0.0\\", \\"mentor\\": null, \\"on\\": \\"2026-01-01\\", \\"point\\": 0, '
    b'\\"reason\\": \\"\\", \\"revision\\": 0, \\"row\\": 0, \\"unit\\": \\"g\\", \\"version\\": 1}", '
    b'"before": null, "key": 1, "table": "reading"}], "need": {"level": "records", "mentor": null, '
    b'"on": "2026-01-01", "procedure": "mass/substitution", "quantity": 10.0}}'
)
"""What bodies have in common: the preset dictionary of ``FORMAT`` 1, never to be edited."""


UNTOLD = frozenset({"id", "at", "by", "base", "body", "digest", "point"})
"""Columns that a history does not tell."""
EMPTY = frozenset((earlier, later) for earlier in (None, "") for later in (None, ""))
UNITS = {"keyed": ("unit",), "value": ("unit",), "expanded": ("uncertainty_unit",)}
"""Where the unit of a number stands, unless in the column of its name with "_unit"."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after a command, as JSON; ``None`` where it did not exist."""

    table: str
    key: int
    before: Image
    after: Image

    @classmethod
    def completed(cls, table: str, key: int, before: Image, after: Image) -> Change:
        """Return a change as the journal told it, with the defaults of columns that came later."""
        return cls(table, key, completed(table, before), completed(table, after))

    def mirrored(self) -> Change:
        """Return the change that would take this one back."""
        return replace(self, before=self.after, after=self.before)

    def unversioned(self) -> Change:
        """Return this change without the row's version, which only ever grows."""
        return replace(self, before=_unversioned(self.before), after=_unversioned(self.after))

    def told(self) -> str:
        """Return what changed from what to what, a column each; a new row with what it holds.

        Columns that only the book needs (keys, instants, texts of whole files) are left out: the journal
        keeps them, and every line of a history has its person and its instant beside it.
        """
        told = (
            f"{one.name}: {one.later}"
            if one.new
            else f"{one.name}: {_shown(one.earlier)} → {_shown(one.later)}"
            for one in self._differing()
        )
        return "; ".join(told)

    def told_columns(self) -> tuple[ChangedColumn, ...]:
        """Return the same column by column, each quantity as one column with its unit."""
        before, after = fields(self.before), fields(self.after)
        units = {name: unit for name in {*before, *after} if (unit := _unit_of(name, {*before, *after}))}
        changed = {one.name: one for one in self._differing()}
        for name, unit in units.items():
            if name in changed or unit in changed:
                earlier, later = (_joined(image, name, unit) for image in (before, after))
                changed[name] = ChangedColumn(name, earlier, later, new=not before)
        return tuple(one for name, one in changed.items() if name not in units.values())

    def _differing(self) -> list[ChangedColumn]:
        before, after = fields(self.before), fields(self.after)
        found = (
            ChangedColumn(name, before.get(name), after.get(name), new=not before)
            for name in sorted(self.columns())
            if name not in UNTOLD and not name.endswith(("_id", "_base"))
        )
        return [one for one in found if (one.earlier, one.later) not in EMPTY]

    def columns(self) -> set[str]:
        """Return the names of the columns that differ, the version aside."""
        before, after = fields(self.before), fields(self.after)
        return {name for name in {*before, *after} - {"version"} if before.get(name) != after.get(name)}


@dataclass(frozen=True, slots=True)
class Body:
    """The need of a command (None for the founding of the book) and its changes in order."""

    need: Need | None
    changes: Sequence[Change]

    def pack(self) -> bytes:
        """Return this body as compressed JSON."""
        need = self.need and told_need(self.need)
        changes = [asdict(change) for change in self.changes]
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=COMMON)
        told = json.dumps({"need": need, "changes": changes}, sort_keys=True, ensure_ascii=False)
        return FORMAT + squeeze.compress(told.encode()) + squeeze.flush()


def unpack(packed: bytes) -> Body:
    """Return the body that ``pack`` made ``packed`` from; columns added since hold their defaults."""
    if packed[:1] != FORMAT:
        raise ValueError(f"a journal line of format {packed[:1]!r}")
    swell = zlib.decompressobj(-15, zdict=COMMON)
    told = json.loads(swell.decompress(packed[1:]) + swell.flush())
    need = told["need"] and untold_need(told["need"])
    return Body(need, [Change.completed(**change) for change in told["changes"]])


def fields(image: Image) -> dict[str, Any]:
    """Return the columns of an image; none where the row did not exist."""
    return dict(json.loads(image)) if image else {}


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def image_of(row: Mapping[Any, Any]) -> str:
    """Return the columns of a row, raw as they stand in its table, as the journal tells them."""
    return json.dumps(dict(row), sort_keys=True, ensure_ascii=False, default=str)


def told_need(need: Need) -> dict[str, Any]:
    """Return a need as the journal tells it."""
    level = need.level and need.level.value
    told = {**asdict(need), "level": level, "on": need.on.isoformat()}
    right = told.pop("right")
    return told if right is None else {**told, "right": right.value}


def untold_need(told: dict[str, Any]) -> Need:
    """Return the need that ``told_need`` told."""
    level = Level(told["level"]) if told["level"] else None
    right = Right(told["right"]) if "right" in told else None
    return Need(**{**told, "level": level, "on": date.fromisoformat(told["on"]), "right": right})


def _unit_of(name: str, columns: set[str]) -> str:
    """Return the column that holds the unit of a column; empty where it has none."""
    found = (unit for unit in (f"{name}_unit", *UNITS.get(name, ())) if unit in columns)
    return next(found, "")


def _joined(image: Mapping[str, Any], name: str, unit: str) -> str | None:
    number = image.get(name)
    return None if number in (None, "") else f"{number} {image.get(unit) or ''}".strip()


def _unversioned(image: Image) -> Image:
    kept = {name: value for name, value in fields(image).items() if name != "version"}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if image else None
