"""Writes the worked example that a procedure of the laboratory's own carries."""

from __future__ import annotations

from collections.abc import Iterator

from labcal.catalog.procedure_examples import Example, Expected
from labcal.catalog.toml_text import keyed, listed, quoted
from labcal.domain.instrument import CertifiedPoint
from labcal.domain.point import PointInputs, StandardValue
from labcal.domain.procedure import Procedure


def example_lines(example: Example, procedure: Procedure) -> Iterator[str]:
    """Yield the lines of ``[example]``."""
    first = example.points[0]
    yield from ("", "[example]")
    yield f"title = {quoted(example.title)}"
    yield f"source = {quoted(example.source)}"
    yield f"confidence = {quoted(example.confidence)}"
    if example.is_own:
        yield "own = true"
    if first.grade:
        yield from ("[example.item]", f"grade = {quoted(first.grade)}")
    if first.standard is not None:
        yield from _standard(first.standard)
    if first.room:
        yield "[example.room]"
        yield from (f"{quoted(name)} = {quoted(keyed(read))}" for name, read in first.room)
    for point in example.points:
        yield from _point(point, procedure)
    for one in example.expected:
        yield from _expected(one)


def _standard(standard: StandardValue) -> Iterator[str]:
    yield "[example.standard]"
    yield f"value = {quoted(keyed(standard.value))}"
    yield f"expanded = {quoted(keyed(standard.expanded))}"
    yield f"k = {standard.k!r}"
    if standard.drift is not None:
        yield f"drift = {quoted(keyed(standard.drift))}"
    for point in standard.points:
        yield from _certified(point)


def _certified(point: CertifiedPoint) -> Iterator[str]:
    yield "[[example.standard.point]]"
    yield f"nominal = {quoted(keyed(point.nominal))}"
    yield f"value = {quoted(keyed(point.value))}"
    yield f"expanded = {quoted(keyed(point.expanded))}"
    yield f"k = {quoted(str(point.coverage_factor))}"
    if point.drift is not None:
        yield f"drift = {quoted(keyed(point.drift))}"


def _point(point: PointInputs, procedure: Procedure) -> Iterator[str]:
    """Yield a point; a reading in the unit of its column is a bare number."""
    plan = procedure.readings
    yield "[[example.point]]"
    yield f"nominal = {quoted(keyed(point.nominal))}"
    rows = []
    for row in point.readings:
        cells = [
            "" if cell is None else cell.number if cell.unit == plan.unit_of(place) else keyed(cell)
            for place, cell in enumerate(row)
        ]
        rows.append(listed(cells))
    yield f"cycle = [{', '.join(rows)}]"


def _expected(one: Expected) -> Iterator[str]:
    yield "[[example.expected]]"
    if one.point:
        yield f"point = {one.point + 1}"
    yield f"name = {quoted(one.name)}"
    yield f"printed = {quoted(keyed(one.printed))}"
    yield f"tolerance = {quoted(keyed(one.tolerance))}"
    if one.differs:
        yield f"differs = {quoted(one.differs)}"
