"""Where the laboratory works: sites, rooms with their limits, and the conditions in them (6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from labcal.domain import units
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.text import mark


class Influence(Enum):
    """What is watched in a room; the words are those of the procedures."""

    TEMPERATURE = "temperature"
    HUMIDITY = "relative humidity"
    PRESSURE = "pressure"


INFLUENCES = {
    Influence.TEMPERATURE: mark("Temperature"),
    Influence.HUMIDITY: mark("Relative humidity"),
    Influence.PRESSURE: mark("Pressure"),
}
"""Each influence quantity as people say it."""

INFLUENCE_UNITS = {Influence.TEMPERATURE: "°C", Influence.HUMIDITY: "%", Influence.PRESSURE: "hPa"}
"""The unit of a number that is keyed without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Premises of the laboratory.

    Attributes:
        country: ISO 3166-1 alpha-2 code; may be empty.
        closed: The day it was given up; None while in use.
    """

    name: str
    street: str = ""
    post_code: str = ""
    city: str = ""
    country: str = ""
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room of a site, as people call it."""

    name: str
    purpose: str = ""
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLimit:
    """Within what an influence quantity has to stay in a room; an open end has no limit."""

    influence: Influence
    low: QuantityValue | None = None
    high: QuantityValue | None = None

    def holds(self, found: QuantityValue) -> bool:
        """Tell whether ``found`` lies within the limits."""
        return (self.low is None or self.low.base <= found.base) and (
            self.high is None or found.base <= self.high.base
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCondition:
    """One reading of a room.

    Attributes:
        source: What was read, such as the number of the logger; may be empty.
    """

    influence: Influence
    reading: QuantityValue
    at: datetime
    by: PersonName
    source: str = ""


def of_kind(influence: Influence, quantity: QuantityValue) -> QuantityValue:
    """Return ``quantity``; raise ``UnitMismatchError`` where its unit is not one of ``influence``."""
    units.check_same(str(quantity), quantity.unit, INFLUENCE_UNITS[influence])
    return quantity
