"""Numbers, units and days as the printed page shows them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from labcal.domain.party import Party
from labcal.domain.rounding import grouped
from labcal.domain.units import pretty

NBSP = "\u00a0"
"""No-break space, between a number and its unit (SI Brochure, 5.4.3)."""
MINUS = "\u2212"


def value(number: Decimal, unit: str, *, signed: bool = False) -> str:
    """Return number and unit, digits in groups, with a true minus; "+" too where ``signed``."""
    shown = grouped(number, signed=signed)
    return with_unit(shown, unit)


def with_unit(shown: str, unit: str) -> str:
    """Return a number, already shown, with its unit; the plane angle's signs stand close to it."""
    name = pretty(unit)
    if not name:
        return shown
    return f"{shown}{name}" if name in {"°", "′", "″"} else f"{shown}{NBSP}{name}"


def limits(lower: Decimal | None, upper: Decimal | None, unit: str) -> str:
    """Return limits as "±500 mg", "≤ 5 mg", "≥ −5 mg" or "−2 mg … +5 mg"; a dash without any."""
    if lower is None and upper is None:
        return "–"
    if lower is None and upper is not None:
        return f"≤{NBSP}{value(upper, unit)}"
    if upper is None and lower is not None:
        return f"≥{NBSP}{value(lower, unit)}"
    if lower is not None and upper is not None and lower == -upper:
        return f"±{value(upper, unit)}"
    shown = [grouped(end, signed=True) for end in (lower, upper) if end is not None]
    return with_unit(f"{shown[0]}{NBSP}…{NBSP}{shown[1]}", unit)


def bound(words: str) -> str:
    """Return ``words`` with the spaces that stand inside a quantity made unbreakable."""
    return re.sub(r"(?<=[0-9k]) (?=[=±0-9A-Za-zµ°Ω%])|(?<=[=±]) ", NBSP, words)


def day(on: date) -> str:
    """Return a day as ISO 8601 writes it, which no reader can mistake."""
    return on.isoformat()


def period(first: date, last: date) -> str:
    """Return one day, or the first and the last of several."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def moment(at: datetime, zone: str) -> str:
    """Return an instant on the laboratory's own clock, with the zone's name."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def address(party: Party, language: str) -> tuple[str, ...]:
    """Return the lines under a name, the country by its name in ``language``."""
    from babel import Locale

    countries = Locale.parse(language).territories
    return replace(party, country=countries.get(party.country.upper(), party.country)).lines
