"""The grid of readings of a procedure, and the points at which it is filled."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from labcal.domain.quantity import QuantityValue


class Share(Enum):
    """How often a column of readings is filled in."""

    CYCLE = "cycle"
    POINT = "point"
    """Once a point, in its first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One indication within a cycle.

    Attributes:
        symbol: Unique, such as "S1".
        object: What is on the instrument, such as "standard" or "item".
        weight: With which the indication enters the difference of the cycle.
        unit: Unit of a bare number; empty for that of the plan.
        share: How often it is filled in.
        default: What an empty cell stands for; None where it has to be filled.
        direction: "up" or "down" where the points are gone through in that order; else empty.
    """

    symbol: str
    object: str
    weight: Decimal = Decimal(0)
    unit: str = ""
    share: Share = Share.CYCLE
    default: QuantityValue | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPlan:
    """The grid of readings: a row per cycle, a column per indication.

    Attributes:
        scheme: Its name, such as "ABBA".
        unit: Unit of a bare number.
        columns: In the order of the work.
        cycles: How many are planned.
        least_cycles: How many must be complete for a result.
    """

    scheme: str
    unit: str
    columns: tuple[Column, ...]
    cycles: int
    least_cycles: int

    def unit_of(self, column: int) -> str:
        """Return the unit that a bare number in a column has."""
        return self.columns[column].unit or self.unit

    @property
    def per_cycle(self) -> tuple[int, ...]:
        """The numbers of the columns that are filled in each cycle, from 0."""
        return tuple(number for number, one in enumerate(self.columns) if one.share is Share.CYCLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPlan:
    """At which nominal values a job measures.

    Attributes:
        nominal: The values themselves; empty where they are parts, or asked for.
        parts: The values as parts of the item's nominal value; empty where they are not.
        most: How many points a job has at most.
    """

    nominal: tuple[QuantityValue, ...] = ()
    parts: tuple[Decimal, ...] = ()
    most: int = 1

    @property
    def is_asked(self) -> bool:
        """Whether each point's nominal value is keyed in its column "nominal"."""
        return not self.nominal and not self.parts
