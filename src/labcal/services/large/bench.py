"""What the comparator indicated: the readings of each job, from the true deviations of its two weights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.services.large.plan import Reals, Whole


class Bench:
    """One comparator, and the procedure that tells in which order the weights are laid on it."""

    def __init__(self, data: dict[str, Any], procedure: Procedure) -> None:
        self._told, self._plan = data["bench"], procedure.readings
        self._step = Decimal(self._told["resolution"])
        self._keyed: dict[int, str] = {}
        self._base: dict[int, float] = {}
        self.columns = len(self._plan.columns)
        self.cells = self._plan.cycles * self.columns
        self.unit = self._plan.unit
        self._on = np.array([column.object == "item" for column in self._plan.columns] * self._plan.cycles)
        self._weights = [column.weight for column in self._plan.columns]

    def indications(self, random: np.random.Generator, item: Reals, standard: Reals) -> Whole:
        """Return what is indicated for each job and cell, of shape (jobs, cells), in steps of the display.

        Args:
            random: Where the scatter comes from.
            item: True deviation of each item from nominal, in g.
            standard: That of the standard, likewise.
        """
        jobs = len(item)
        laid = np.where(self._on, item[:, None], standard[:, None])
        drift = random.normal(0.0, self._told["drift"], (jobs, 1)) * np.arange(self.cells)
        noise = random.normal(0.0, self._told["repeatability"], (jobs, self.cells))
        return np.rint((laid + drift + noise) / float(self._step)).astype(np.int64)

    def differences(self, indications: Whole) -> list[tuple[Decimal, ...]]:
        """Return for each job the difference of each cycle, exactly as the procedure weighs the cells."""
        scale = self._step * Decimal("0.5")
        doubled = np.array([int(weight * 2) for weight in self._weights])
        cycles = indications.reshape(len(indications), -1, self.columns) @ doubled
        return [tuple(whole * scale for whole in job) for job in cycles.tolist()]

    def keyed(self, indications: Whole) -> list[str]:
        """Return every indication as it is keyed in, job by job."""
        return [self._keyed.get(whole) or self._key(whole) for whole in indications.ravel().tolist()]

    def base(self, indications: Whole) -> list[float]:
        """Return every indication in the base unit, job by job."""
        return [self._base[whole] for whole in indications.ravel().tolist()]

    def _key(self, whole: int) -> str:
        keyed = f"{whole * self._step:+f}"
        self._keyed[whole], self._base[whole] = keyed, QuantityValue(keyed, self.unit).base
        return keyed
