"""Which column of a file holds what: guessed from its headings, changed by a person, remembered."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from labcal.catalog.toml_text import quoted
from labcal.domain import units
from labcal.domain.finding import words
from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.errors.imports import MappingFileError, UnknownColumnError, UnmappedColumnError
from labcal.exchange.tables.sheet import Table
from labcal.services.files import write
from labcal.services.importing.cells import DayOrder
from labcal.services.importing.columns import Column
from labcal.services.importing.kinds import KINDS, Kind
from labcal.text import Text, languages

FORMAT = "labcal-columns-1"
UNIT = re.compile(r"(?P<name>.*?)\s*(?:[\[(](?P<inside>[^\])]+)[\])]|/\s*(?P<behind>[^/\s]+))\s*")
"""A heading that names a unit: "Capacity (kg)", "Nennwert / kg"."""

Remembered = Mapping[str, Mapping[str, str]]
"""By kind: a heading, as ``plain`` writes it, and the name of the column it was once mapped to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which column of a file holds what.

    Attributes:
        headings: By name of a column, the heading of the file's.
        units: By name of a column, the unit that its heading names.
        day_order: How dates are read.
    """

    headings: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    day_order: DayOrder = DayOrder.UNTOLD

    def with_column(self, column: Column, heading: str) -> ColumnMap:
        """Return the map with a column taken from another heading; from none where that is empty."""
        headings = {name: told for name, told in self.headings.items() if told != heading}
        headings.pop(column.name, None)
        if heading:
            headings[column.name] = heading
        unit = _unit_in(heading)[1] if column.takes_unit else ""
        kept = {name: told for name, told in self.units.items() if name in headings and name != column.name}
        return replace(self, headings=headings, units={**kept, column.name: unit} if unit else kept)

    def with_days(self, order: DayOrder) -> ColumnMap:
        """Return the map with dates read in ``order``."""
        return replace(self, day_order=order)


def plain(heading: str) -> str:
    """Return a heading as headings are compared: without case, accents, signs and unit."""
    return " ".join(words(_unit_in(heading)[0]))


def guess(kind: Kind, headings: Sequence[str], remembered: Remembered | None = None) -> ColumnMap:
    """Return which heading most likely holds what: what was remembered, then names in every language."""
    known = (remembered or {}).get(kind.name, {})
    found = ColumnMap(headings={})
    free = [heading for heading in headings if heading]
    before: dict[str, set[str]] = {}
    for key, name in known.items():
        before.setdefault(name, set()).add(key)
    for told in (before, *_names(kind)):
        for column in kind.columns:
            if column.name in found.headings:
                continue
            keys = told.get(column.name, set())
            heading = next((one for one in free if plain(one) in keys), "")
            if heading:
                found = found.with_column(column, heading)
                free.remove(heading)
    return found


def refuse_unmapped(kind: Kind, table: Table, mapping: ColumnMap) -> None:
    """Make sure that the file has every column that is wanted of it.

    Raises:
        UnknownColumnError: The map names a heading, or a column, that is not there.
        UnmappedColumnError: A column that no record can do without is not mapped.
    """
    names = {column.name for column in kind.columns}
    for name, heading in mapping.headings.items():
        if name not in names:
            raise UnknownColumnError(column=name, columns=", ".join(column.name for column in kind.columns))
        if heading not in table.headings:
            raise UnknownColumnError(column=heading, columns=", ".join(table.headings))
    for column in kind.columns:
        if column.needed and column.name not in mapping.headings:
            raise UnmappedColumnError(file=table.file, column=column.title)


def with_remembered(remembered: Remembered, kind: Kind, mapping: ColumnMap) -> dict[str, dict[str, str]]:
    """Return what is remembered, and this map beside it."""
    kept = {name: dict(told) for name, told in remembered.items()}
    mine = kept.setdefault(kind.name, {})
    for name, heading in mapping.headings.items():
        mine[plain(heading)] = name
    return kept


def read_remembered(path: Path) -> dict[str, dict[str, str]]:
    """Read a file of remembered columns.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        MappingFileError: It is none.
    """
    if not path.is_file():
        raise NoSuchFileError(path=path)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror) from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise MappingFileError(path=path, why=str(error)) from error
    if told.pop("format", None) != FORMAT:
        raise MappingFileError(path=path, why=f'format = "{FORMAT}"')
    for name, columns in told.items():
        if name not in KINDS or not isinstance(columns, dict):
            raise MappingFileError(path=path, why=name)
    return {name: {str(key): str(one) for key, one in columns.items()} for name, columns in told.items()}


def write_remembered(path: Path, remembered: Remembered) -> None:
    """Write a file of remembered columns; raise ``UnwritableFileError`` where that cannot be."""
    lines = [f"format = {quoted(FORMAT)}"]
    for kind, told in remembered.items():
        lines += ["", f"[{kind}]", *(f"{quoted(key)} = {quoted(name)}" for key, name in sorted(told.items()))]
    write(path, ("\n".join(lines) + "\n").encode())


def _names(kind: Kind) -> Iterator[dict[str, set[str]]]:
    """Yield what each column may be called: its titles and its own name first, then its aliases."""
    texts = [Text(language) for language in languages()]
    yield {
        column.name: {plain(text(column.title)) for text in texts} | {" ".join(words(column.name))}
        for column in kind.columns
    }
    yield {column.name: {plain(alias) for alias in column.aliases} for column in kind.columns}


def _unit_in(heading: str) -> tuple[str, str]:
    """Return a heading without its unit, and that; empty where it names none."""
    found = UNIT.fullmatch(heading.strip())
    unit = (found["inside"] or found["behind"] or "").strip() if found else ""
    if found and found["name"] and unit and units.known(unit):
        return found["name"], unit
    return heading.strip(), ""
