"""What forms over records offer to choose from, as the book has it: rooms, sites, types of instrument."""

from __future__ import annotations

from typing import Any

from labcal.services.instrument_types import instrument_type_lines
from labcal.services.places import rooms, sites

Offered = list[tuple[str, str]]
NONE = ("", "–")


def room_choices(records: Any) -> Offered:
    """Return every room that is not closed, with its site where there are several."""
    lines = [line for line in rooms(records) if line[1].value.closed is None]
    several = len({site for site, _, _ in lines}) > 1
    names = [(kept.value.name, site) for site, kept, _ in lines]
    return [(name, f"{name} · {site}" if several else name) for name, site in names]


def room_or_none(records: Any) -> Offered:
    """Return the same, and that it is elsewhere."""
    return [NONE, *room_choices(records)]


def site_choices(records: Any) -> Offered:
    """Return every site."""
    return [(kept.value.name, kept.value.name) for kept in sites(records)]


def type_choices(records: Any) -> Offered:
    """Return every type of instrument, and that none is told."""
    return [NONE, *((line.number, f"{line.number} {line.name}") for line in instrument_type_lines(records))]
