"""The elementary contributions to one result: which of them are independent, and which belong together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labcal.domain import units
from labcal.domain.uncertainty.budget import Component, Input
from labcal.domain.uncertainty.covariance import Covariances, Ensemble, standard
from labcal.domain.uncertainty.propagation import Contribution, combined_standard_uncertainty, effective_dof

CANCELLING = 1e-14
"""The share of the squared sum of contributions below which a variance is the noise of their cancelling."""


@dataclass(frozen=True, slots=True)
class Element:
    """One component, carried over to the result.

    Attributes:
        source: Its input.
        component: The component.
        amount: Sensitivity coefficient times standard uncertainty, with its sign, in the unit of the result.
    """

    source: Input
    component: Component
    amount: float


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the n inputs contribute to one result; ``gather`` makes it.

    Attributes:
        parts: The components of each of the inputs.
        slopes: Derivatives of the result by the inputs, in coherent SI units.
        common: Covariances of the inputs.
        scale: Coherent SI value of one unit of the result.
    """

    parts: tuple[tuple[Element, ...], ...]
    slopes: Sequence[float]
    common: Covariances
    scale: float

    @property
    def elements(self) -> list[Element]:
        """All components, input by input."""
        return [element for part in self.parts for element in part]

    @property
    def combined(self) -> float:
        """The combined standard uncertainty, in the unit of the result.

        Source:
            JCGM 100:2008, equations (10) and (13).
        """
        if not self.common.pairs:
            return math.hypot(*(element.amount for element in self.elements))
        amounts = [abs(slope) * u for slope, u in zip(self.slopes, self.common.totals, strict=True)]
        largest = max(amounts)
        if not largest:
            return 0.0
        scaled = [slope / largest for slope in self.slopes]
        variance = self.common.between(scaled, scaled)
        noise = CANCELLING * (math.fsum(amounts) / largest) ** 2
        return largest * math.sqrt(variance) / self.scale if variance > noise else 0.0

    @property
    def correlated(self) -> frozenset[int]:
        """Numbers of the inputs that share, by a given coefficient, in the variance of this result."""
        return frozenset(
            number
            for pair, covariance in self.common.given.items()
            if covariance and self.slopes[pair[0]] and self.slopes[pair[1]]
            for number in pair
        )

    @property
    def joint(self) -> list[Contribution]:
        """Sets of simultaneous readings, each as one contribution."""
        return [Contribution(self._amount(ensemble), ensemble.dof) for ensemble in self.common.ensembles]

    @property
    def single(self) -> list[Element]:
        """The components that belong to no set of simultaneous readings."""
        shared = {number for ensemble in self.common.ensembles for number in ensemble.members}
        return [
            element
            for number, part in enumerate(self.parts)
            for element in (part[1:] if number in shared else part)
        ]

    def effective_dof(self, combined: float) -> float:
        """Return the effective degrees of freedom of ``combined``; NaN where nothing defines them."""
        for number in self.correlated:
            if any(math.isfinite(element.component.dof) for element in self.parts[number]):
                return math.nan
        single = [Contribution(element.amount, element.component.dof) for element in self.single]
        return effective_dof([*single, *self.joint], combined)

    def remainder(self, combined: float) -> tuple[list[Element], float]:
        """Return the components of uncorrelated inputs, and the standard uncertainty of all that is left.

        Sets of simultaneous readings are in neither.
        """
        correlated = {element for number in self.correlated for element in self.parts[number]}
        alone = [element for element in self.single if element not in correlated]
        known = [Contribution(element.amount, math.inf) for element in alone]
        others = combined_standard_uncertainty([*known, *self.joint])
        variance = (combined - others) * (combined + others)
        return alone, math.sqrt(max(variance, 0.0)) if correlated else 0.0

    def _amount(self, ensemble: Ensemble) -> float:
        """Return what a set of simultaneous readings contributes, in the unit of the result."""
        members = ensemble.members
        squares = (self.parts[number][0].amount * self.parts[number][0].amount for number in members)
        shared = (
            2 * self.slopes[i] * self.slopes[j] * self.common.observed[i, j] / self.scale / self.scale
            for place, i in enumerate(members)
            for j in members[place + 1 :]
        )
        return math.sqrt(max(math.fsum((*squares, *shared)), 0.0))


def gather(inputs: Sequence[Input], slopes: Sequence[float], common: Covariances, unit: str) -> Contributions:
    """Carry the components of the n inputs over to one result.

    Args:
        inputs: The inputs.
        slopes: Derivatives of the result by them, in coherent SI units.
        common: Their covariances.
        unit: Unit of the result.

    Raises:
        UnitMismatchError, UnknownUnitError: A component is of another kind than its input.
    """
    scale = units.scale(unit)
    parts = tuple(
        tuple(
            Element(quantity, component, slope / scale * standard(quantity, component))
            for component in quantity.components
        )
        for quantity, slope in zip(inputs, slopes, strict=True)
    )
    return Contributions(parts, slopes, common, scale)
