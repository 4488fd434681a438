"""What a sheet holds beyond the book: cells that cannot be taken, are on their way, or wait for a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.jobs import TypedBeforeError
from labcal_app.models.sheet_layout import SheetLayout, Spot


class Refused(NamedTuple):
    """What was typed and cannot be taken: as typed, why, and what was perhaps meant."""

    typed: str
    error: LabCalError

    @property
    def suggestion(self) -> str:
        """What the repair would put in its place; empty without one."""
        return str(self.error.fields.get("suggestion", ""))


class Keyed(NamedTuple):
    """What is on its way into the book."""

    quantity: QuantityValue
    settled: bool = False


@dataclass(slots=True)
class Drafts:
    """What one job's sheet holds beyond the book; kept while the person looks elsewhere.

    Attributes:
        refused: Cells that cannot be taken.
        keyed: Cells that are being recorded.
        corrections: Cells that wait for the reason of their correction, as one question.
    """

    refused: dict[Spot, Refused] = field(default_factory=dict)
    keyed: dict[Spot, Keyed] = field(default_factory=dict)
    corrections: dict[Spot, QuantityValue] = field(default_factory=dict)

    def last_point(self) -> int:
        """Return the last point that something stands at; -1 without one."""
        spots = (*self.refused, *self.keyed, *self.corrections)
        return max((spot.point for spot in spots), default=-1)


def as_keyed(quantity: QuantityValue) -> str:
    """Return a quantity as it was keyed."""
    return f"{quantity.number} {quantity.unit}"


def told_of(drafts: Drafts) -> dict[str, str]:
    """Return what a sheet holds beyond the book as plain words, by the kind and the place of each cell."""
    told = {f"refused {_place(spot)}": one.typed for spot, one in drafts.refused.items()}
    waiting = {f"waiting {_place(spot)}": as_keyed(one) for spot, one in drafts.corrections.items()}
    return told | waiting


def take_back(drafts: Drafts, told: Mapping[str, str], layout: SheetLayout) -> None:
    """Put what ``told_of`` told back into ``drafts``; nothing is recorded before the person says so again.

    A place of two numbers, as earlier versions kept it, is one of the first point.
    """
    for name, words in told.items():
        kind, *numbers = name.split()
        if len(numbers) not in (2, 3) or not all(number.isdecimal() for number in numbers):
            continue
        spot = Spot(*map(int, ["0", *numbers][-3:]))
        if spot.point >= layout.most or spot.column >= len(layout.plan.columns):
            continue
        try:
            quantity = parse(words, layout.plan.unit_of(spot.column))
        except LabCalError as error:
            drafts.refused[spot] = Refused(words, error)
            continue
        if kind == "waiting":
            drafts.corrections[spot] = quantity
        else:
            drafts.refused[spot] = Refused(words, TypedBeforeError())


def _place(spot: Spot) -> str:
    return f"{spot.point} {spot.row} {spot.column}"
