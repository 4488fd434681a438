"""Reads the worked example of a procedure: beside it in a file, or within the procedure itself."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.catalog import reader
from labcal.catalog.procedure_inputs import quantity_or_none, unit_of
from labcal.catalog.reader import Table
from labcal.domain.instrument import CertifiedPoint
from labcal.domain.point import Cycle, PointInputs, StandardValue
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors.procedures import KeyTypeError, MissingKeyError
from labcal.text import mark

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


def parse_example(body: bytes, procedure: Procedure) -> Example:
    """Read the file of an example of ``procedure``.

    Raises:
        ProcedureError: It cannot be used.
    """
    form, top = reader.read_one_of(body, EXAMPLES, "example.toml")
    if form != EXAMPLES[0]:
        return in_procedure(top, procedure)
    item, standard = top.table("item"), top.optional_table("standard")
    readings, nominal = top.table("readings"), item.quantity("nominal", parse)
    rows = _cycles(readings, (unit_of(readings, "unit"),) * WIDEST)
    grade = item.text("grade", "") or None
    readings.end()
    item.end()
    shared = _standard(standard) if standard else None
    return _example(top, (PointInputs(nominal=nominal, grade=grade, readings=rows, standard=shared),))


def in_procedure(top: Table, procedure: Procedure) -> Example:
    """Take an example of the second format from a table; raise ``ProcedureError`` where it cannot be used."""
    item, standard = top.optional_table("item"), top.optional_table("standard")
    grade = (item.text("grade", "") if item else "") or None
    if item is not None:
        item.end()
    shared = _standard(standard) if standard else None
    return _example(top, _points(top, procedure, shared, grade))


def _example(top: Table, points: tuple[PointInputs, ...]) -> Example:
    if not points:
        raise MissingKeyError(key="point", place=top.place)
    example = Example(
        title=top.text("title"),
        source=top.text("source"),
        points=points,
        expected=tuple(_expected(table, len(points)) for table in top.tables("expected")),
        confidence=top.text("confidence", "high"),
        is_own=top.flag("own"),
    )
    top.end()
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


def _expected(table: Table, points: int) -> Expected:
    printed = table.quantity("printed", parse)
    expected = Expected(
        name=table.text("name"),
        printed=printed,
        tolerance=table.quantity("tolerance", parse_half_width, printed.unit),
        differs=table.text("differs", ""),
        point=table.whole("point", 1) - 1,
    )
    if expected.point >= points:
        raise KeyTypeError(
            key="point", place=table.place, wanted=mark("the number of a point of the example")
        )
    table.end()
    return expected
