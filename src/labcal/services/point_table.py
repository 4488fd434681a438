"""The values of a standard's certificate as lines of words, such as a spreadsheet gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from labcal.domain.instrument import CertifiedPoint
from labcal.domain.quantity import decimal_of, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.errors.equipment import BadPointLineError, ShortPointLineError
from labcal.text import phrase

LEAST, MOST = 4, 5
"""How many parts a line has: nominal value, value, U, k, and perhaps the drift."""
PARTS = re.compile(r"[\t;]")


def read_points(words: str) -> tuple[CertifiedPoint, ...]:
    """Read one value a line: nominal value; value; U; k; drift, the last of which may be missing.

    Raises:
        ShortPointLineError: A line has too few parts, or too many.
        BadPointLineError: A part of a line cannot be read; the sentence says which and why.
    """
    lines = [line.strip() for line in words.splitlines()]
    return tuple(_point(place, line) for place, line in enumerate(lines, start=1) if line)


def write_points(points: Sequence[CertifiedPoint]) -> str:
    """Return ``points`` as the lines that ``read_points`` reads."""
    return "\n".join("; ".join(_parts(point)) for point in points)


def _parts(point: CertifiedPoint) -> list[str]:
    nominal, value, expanded = (
        f"{part.number} {part.unit}" for part in (point.nominal, point.value, point.expanded)
    )
    drift = [f"{point.drift.number} {point.drift.unit}"] if point.drift else []
    return [nominal, value, expanded, str(point.coverage_factor), *drift]


def _point(place: int, line: str) -> CertifiedPoint:
    parts = [part.strip() for part in PARTS.split(line)]
    if not LEAST <= len(parts) <= MOST:
        raise ShortPointLineError(line=place, parts=len(parts))
    try:
        nominal = parse(parts[0])
        return CertifiedPoint(
            nominal=nominal,
            value=parse(parts[1], nominal.unit),
            expanded=parse_half_width(parts[2], nominal.unit),
            coverage_factor=decimal_of(parts[3].replace(",", ".")),
            drift=parse_half_width(parts[4], nominal.unit) if len(parts) == MOST and parts[4] else None,
        )
    except LabCalError as error:
        raise BadPointLineError(line=place, why=phrase(error.template, **error.fields)) from error
