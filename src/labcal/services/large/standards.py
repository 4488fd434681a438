"""The standards of a large book: the best certified elsewhere each year, the others in-house."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from labcal.domain.evaluation import StandardValue
from labcal.domain.job import FrozenResult
from labcal.domain.quantity import QuantityValue, parse
from labcal.services.large.plan import YEAR, workday
from labcal.store.spans import Cells, Same

ELSEWHERE = "Demonstration National Laboratory"
VALID = 400
"""Days that a certificate serves."""
LOSS = -0.002
"""By how much a standard changes in a year, in g."""


@dataclass(slots=True)
class Piece:
    """One standard.

    Attributes:
        size: Its nominal value, as keyed in the data.
        key: Of its row; 0 before it is written.
        item: Key of its row among the instruments, where it is calibrated in-house; else 0.
        true: Its true deviation from nominal on the first day, in g.
        certificates: Day, key and statement of each certificate, oldest first.
    """

    size: str
    nominal: QuantityValue
    name: str
    told: dict[str, Any]
    true: float
    key: int = 0
    item: int = 0
    certificates: list[tuple[date, int, StandardValue]] = field(default_factory=list)

    def on(self, day: date) -> tuple[int, StandardValue]:
        """Return key and statement of the certificate in force on a day."""
        return next((key, value) for since, key, value in reversed(self.certificates) if since <= day)

    def deviation(self, years: float) -> float:
        """Return the true deviation from nominal after some years, in g."""
        return self.true + LOSS * years


class Standards:
    """The primary standard of each nominal value, and the working standards under it."""

    def __init__(self, data: dict[str, Any], first: date, today: date) -> None:
        self._first = first
        self.days = _yearly(first - timedelta(days=40), today)
        self.primary: dict[str, Piece] = {}
        self.working: dict[str, list[Piece]] = {}
        for one in data["standard"]:
            nominal = parse(one["nominal"])
            grams = float(nominal.in_unit("g"))
            make = [
                Piece(one["nominal"], nominal, one["name"], piece, piece["value"] - grams)
                for piece in (one["primary"], *one["working"])
            ]
            self.primary[one["nominal"]], self.working[one["nominal"]] = make[0], make[1:]

    @property
    def pieces(self) -> list[Piece]:
        """Every standard, the primary ones first."""
        return [*self.primary.values(), *(piece for group in self.working.values() for piece in group)]

    def columns(self) -> dict[str, Cells]:
        """Return the columns of all standards."""
        pieces = self.pieces
        return {
            "number": [f"S-{number:04d}" for number in range(1, len(pieces) + 1)],
            "name": [piece.name for piece in pieces],
            "identification": [piece.told["identification"] for piece in pieces],
            "grade": Same("F2"),
            "suspended": Same(0),
            "instrument_id": [piece.item or None for piece in pieces],
        }

    def elsewhere(self, random: np.random.Generator) -> list[tuple[Piece, date, StandardValue]]:
        """Return the certificates of the primary standards."""
        found = []
        for piece in self.primary.values():
            for day in self.days:
                years = (day - self._first).days / YEAR
                u = float(piece.told["expanded"]) / 2000
                stated = (
                    float(piece.nominal.in_unit("g")) + piece.deviation(years) + random.normal(0.0, u / 3)
                )
                value = StandardValue(
                    value=QuantityValue(f"{stated:.3f}", "g"),
                    expanded=QuantityValue(piece.told["expanded"], "mg"),
                    k=2.0,
                    drift=QuantityValue(piece.told["drift"], "mg"),
                )
                found.append((piece, day - timedelta(days=30), value))
        return found


def in_house(result: FrozenResult, above: Piece) -> StandardValue:
    """Return what the certificate of a working standard states: the result of its job."""
    return StandardValue(
        value=QuantityValue(result.value, result.unit),
        expanded=QuantityValue(result.expanded, result.uncertainty_unit),
        k=2.0,
        drift=QuantityValue(above.told["drift"], "mg"),
    )


def certificate_columns(
    told: list[tuple[Piece, date, StandardValue]], numbers: list[str], laboratory: str, jobs: list[int | None]
) -> dict[str, Cells]:
    """Return the columns of certificates of standards.

    Args:
        told: The standard, the day of its calibration, and what is stated.
        numbers: Of the certificates.
        laboratory: Who calibrated them.
        jobs: Keys of the jobs in which it was done; None where it was done elsewhere.
    """
    values = [value for _, _, value in told]
    drifts = [value.drift or QuantityValue("0", "mg") for value in values]
    return {
        "standard_id": [piece.key for piece, _, _ in told],
        "number": numbers,
        "laboratory": Same(laboratory),
        "calibrated_on": [day.isoformat() for _, day, _ in told],
        "due_on": [(day + timedelta(days=VALID)).isoformat() for _, day, _ in told],
        "value": [value.value.number for value in values],
        "value_unit": [value.value.unit for value in values],
        "value_base": [value.value.base for value in values],
        "expanded": [value.expanded.number for value in values],
        "expanded_unit": [value.expanded.unit for value in values],
        "expanded_base": [value.expanded.base for value in values],
        "coverage_factor": Same(str(Decimal(2))),
        "drift": [drift.number for drift in drifts],
        "drift_unit": [drift.unit for drift in drifts],
        "job_id": jobs,
    }


def _yearly(first: date, today: date) -> list[date]:
    """Return a workday in each year from ``first`` on, before ``today``."""
    days = []
    while first < today:
        days.append(workday(first))
        first += timedelta(days=365)
    return days
