"""Weights: conventional mass, buoyancy, and densities that a class allows (OIML R 111-1:2004, D 28:2004)."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.domain.air_density import NORMAL

REFERENCE = 8000.0
"""kg/m³: density of the weights that conventional masses are defined by."""
CHANGE = 0.1
"""Relative deviation of the air density that may not matter (10.2.1)."""
SHARE = 0.25
"""Of the maximum permissible error, that it may change a result by (10.2.1)."""


def conventional_mass(mass: float, density: float) -> float:
    """Return the conventional mass of a body, in the unit of ``mass``.

    Args:
        mass: Its mass.
        density: Its density at 20 °C, in kg/m³.

    Source:
        OIML D 28:2004, 4: m_c = m (1 − 1.2/ρ)/(1 − 1.2/8000).
    """
    return mass * (1 - NORMAL / density) / (1 - NORMAL / REFERENCE)


def buoyancy(air: float, item: float, reference: float) -> float:
    """Return the relative correction C of a comparison of conventional masses: m_ct = m_cr (1 + C) + Δm_c.

    Args:
        air: Density of the air, in kg/m³.
        item: Density of the item t, in kg/m³.
        reference: Density of the reference weight r, in kg/m³.

    Source:
        OIML R 111-1:2004, C.5.1: C = (ρ_a − 1.2)(1/ρ_t − 1/ρ_r).
    """
    return (air - NORMAL) * (1 / item - 1 / reference)


@dataclass(frozen=True, slots=True)
class Densities:
    """What a weight may be made of, in kg/m³; None where there is no such limit."""

    least: float | None
    greatest: float | None


def allowed_densities(nominal: float, permissible: float) -> Densities:
    """Return the densities with which a change of the air density by 10 % stays below MPE/4.

    Args:
        nominal: Nominal value.
        permissible: Maximum permissible error, in the same unit.

    Source:
        OIML R 111-1:2004, 10.2.1: 0.12 |1/ρ − 1/8000| ≤ MPE/(4 m).
    """
    reach = SHARE * permissible / nominal / (CHANGE * NORMAL)
    least = 1 / (1 / REFERENCE + reach)
    inverse = 1 / REFERENCE - reach
    return Densities(least, 1 / inverse if inverse > 1e-12 else None)
