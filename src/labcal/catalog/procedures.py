"""Procedures that ship as data, each with words and a worked example."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.procedure_file import parse_procedure, quantity_or_none, unit_of, words_in
from labcal.catalog.reader import Table
from labcal.domain.instrument import CertifiedPoint
from labcal.domain.point import Cycle, PointInputs, StandardValue
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors.procedures import MissingKeyError, UnknownProcedureError

__all__ = [
    "Example",
    "Expected",
    "all_procedures",
    "load_example",
    "load_procedure",
    "load_words",
    "parse_procedure",
    "parse_words",
    "procedure_bytes",
    "words_of",
]

NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
ENGLISH = "en"
EXAMPLES = ("labcal-example-1", "labcal-example-2")
"""The formats of worked examples: of one point, and of several with their room."""
WIDEST = 1000
"""Columns of the widest row that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One printed figure of a worked example.

    Attributes:
        name: What it is, such as "value".
        printed: As the document prints it.
        tolerance: By how much a computed number may differ from it.
        differs: Why the print differs from an exact computation; empty where it does not.
        point: Of which point it is, from 0.
    """

    name: str
    printed: QuantityValue
    tolerance: QuantityValue
    differs: str
    point: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example of a procedure, with what its source prints.

    Attributes:
        points: One or more.
        confidence: How sure the figures are.
        is_own: Whether it is an example of our own, not a published one.
    """

    title: str
    source: str
    points: tuple[PointInputs, ...]
    expected: tuple[Expected, ...]
    confidence: str = "high"
    is_own: bool = False

    @property
    def inputs(self) -> PointInputs:
        """The first point."""
        return self.points[0]


def procedure_bytes(name: str) -> bytes:
    """Return the file of a shipped procedure, as it is pinned in a book.

    Args:
        name: Its id, such as "mass/substitution".

    Raises:
        UnknownProcedureError: There is none of that name.
    """
    return _file(name, "procedure.toml")


def load_procedure(name: str) -> Procedure:
    """Return a shipped procedure.

    Raises:
        UnknownProcedureError: There is none of that name.
        ProcedureError, ModelError: Its file cannot be used.
    """
    return parse_procedure(procedure_bytes(name))


def all_procedures() -> tuple[Procedure, ...]:
    """Return every shipped procedure, by id; errors as for ``load_procedure``."""
    root = resources.path("procedures")
    files = sorted(root.glob("*/*/procedure.toml"))
    return tuple(load_procedure(file.parent.relative_to(root).as_posix()) for file in files)


def load_words(name: str, language: str = ENGLISH) -> ProcedureWords:
    """Return the words of a shipped procedure, in English where there are none in ``language``.

    Raises:
        UnknownProcedureError: There is no such procedure.
        ProcedureError: The file of words cannot be used.
    """
    if not LANGUAGE.fullmatch(language) or not _has_file(name, f"text.{language}.toml"):
        language = ENGLISH
    return parse_words(_file(name, f"text.{language}.toml"), language)


def parse_words(body: bytes, language: str) -> ProcedureWords:
    """Read the words of a procedure in one language; raise ``ProcedureError`` where they cannot be used."""
    top = reader.read(body, "labcal-words-1", f"text.{language}.toml")
    return words_in(top, language)


def words_of(procedure: Procedure, language: str = ENGLISH) -> ProcedureWords:
    """Return the words of a procedure as pinned: its own, or those that ship; its symbols where none are.

    Raises:
        ProcedureError: The file of words cannot be used.
    """
    if procedure.words is not None:
        return procedure.words
    if _has_file(procedure.id, f"text.{ENGLISH}.toml"):
        return load_words(procedure.id, language)
    return ProcedureWords(
        language=language,
        title=procedure.id,
        purpose="",
        result=procedure.symbol,
        inputs=(),
        columns=(),
        room=(),
    )


def load_example(name: str) -> Example:
    """Return the worked example of a shipped procedure.

    Raises:
        UnknownProcedureError: There is no such procedure.
        ProcedureError: The file of the example cannot be used.
    """
    form, top = reader.read_one_of(_file(name, "example.toml"), EXAMPLES, "example.toml")
    item, standard = top.table("item"), top.optional_table("standard")
    grade = item.text("grade", "") or None
    shared = _standard(standard) if standard else None
    points = _points(top, load_procedure(name), shared, grade) if form != EXAMPLES[0] else ()
    if not points:
        readings, nominal = top.table("readings"), item.quantity("nominal", parse)
        rows = _cycles(readings, (unit_of(readings, "unit"),) * WIDEST)
        points = (PointInputs(nominal=nominal, grade=grade, readings=rows, standard=shared),)
        readings.end()
    example = Example(
        title=top.text("title"),
        source=top.text("source"),
        points=points,
        expected=tuple(_expected(table) for table in top.tables("expected")),
        confidence=top.text("confidence", "high"),
        is_own=top.flag("own"),
    )
    for table in (item, top):
        table.end()
    return example


def _points(
    top: Table, procedure: Procedure, standard: StandardValue | None, grade: str | None
) -> tuple[PointInputs, ...]:
    """Take the points of an example; the room is that of all of them."""
    room = top.optional_table("room")
    read = () if room is None else tuple((name, parse(text)) for name, text in room.words())
    plan = procedure.readings
    given = tuple(plan.unit_of(number) for number in range(len(plan.columns)))
    found = []
    for table in top.tables("point"):
        found.append(
            PointInputs(
                nominal=table.quantity("nominal", parse),
                grade=grade,
                readings=_cycles(table, given),
                standard=standard,
                room=read,
            )
        )
        table.end()
    return tuple(found)


def _cycles(table: Table, given: tuple[str, ...]) -> tuple[Cycle, ...]:
    """Take rows of readings, each cell with the unit of its column; an empty text is an empty cell."""
    rows = table.rows("cycle")
    return table.checked(
        "cycle",
        lambda: tuple(
            tuple(parse(cell, unit) if cell else None for cell, unit in zip(row, given, strict=False))
            for row in rows
        ),
    )


def _standard(table: Table) -> StandardValue:
    value = table.quantity("value", parse)
    k = table.number("k")
    if k is None:
        raise MissingKeyError(key="k", place=table.place)
    standard = StandardValue(
        value=value,
        expanded=table.quantity("expanded", parse_half_width, value.unit),
        k=k,
        drift=quantity_or_none(table, "drift", value.unit),
        points=tuple(_certified(part, value.unit) for part in table.tables("point")),
    )
    table.end()
    return standard


def _certified(table: Table, unit: str) -> CertifiedPoint:
    point = CertifiedPoint(
        nominal=table.quantity("nominal", parse, unit),
        value=table.quantity("value", parse, unit),
        expanded=table.quantity("expanded", parse_half_width, unit),
        coverage_factor=table.decimal("k"),
        drift=quantity_or_none(table, "drift", unit),
    )
    table.end()
    return point


def _expected(table: Table) -> Expected:
    printed = table.quantity("printed", parse)
    expected = Expected(
        name=table.text("name"),
        printed=printed,
        tolerance=table.quantity("tolerance", parse_half_width, printed.unit),
        differs=table.text("differs", ""),
        point=table.whole("point", 1) - 1,
    )
    table.end()
    return expected


def _has_file(name: str, file: str) -> bool:
    return bool(NAME.fullmatch(name)) and resources.path("procedures", *name.split("/"), file).is_file()


def _file(name: str, file: str) -> bytes:
    if not _has_file(name, file):
        raise UnknownProcedureError(id=name)
    return resources.path("procedures", *name.split("/"), file).read_bytes()
