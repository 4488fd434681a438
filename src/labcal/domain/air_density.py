"""The density of moist air, for buoyancy."""

from __future__ import annotations

import math

GAS_CONSTANT = 8.314472
"""J/(mol·K), the value that the formula was published with."""
WATER = 18.01528e-3
"""Molar mass of water, kg/mol."""
ABSOLUTE = 273.15
NORMAL = 1.2
"""kg/m³: density of air that conventional masses are defined by (OIML D 28)."""
SATURATION = (1.2378847e-5, -1.9121316e-2, 33.93711047, -6.3431645e3)
ENHANCEMENT = (1.00062, 3.14e-8, 5.6e-7)


def saturation_pressure(temperature: float) -> float:
    """Return the vapour pressure of water at saturation, in Pa.

    Args:
        temperature: In °C.

    Source:
        Picard, Davis, Gläser, Fujii, Metrologia 45 (2008) 149, A1.1.
    """
    a, b, c, d = SATURATION
    kelvin = temperature + ABSOLUTE
    return math.exp(a * kelvin**2 + b * kelvin + c + d / kelvin)


def vapour_fraction(temperature: float, pressure: float, humidity: float) -> float:
    """Return the mole fraction of water vapour.

    Args:
        temperature: In °C.
        pressure: In Pa.
        humidity: Relative, 0 to 1.

    Source:
        Picard et al. (2008), A1.
    """
    alpha, beta, gamma = ENHANCEMENT
    enhancement = alpha + beta * pressure + gamma * temperature**2
    return humidity * enhancement * saturation_pressure(temperature) / pressure


def compressibility(temperature: float, pressure: float, vapour: float) -> float:
    """Return the compressibility factor Z of moist air.

    Args:
        temperature: In °C.
        pressure: In Pa.
        vapour: Mole fraction of water vapour.

    Source:
        Picard et al. (2008), A1.4.
    """
    t, ratio = temperature, pressure / (temperature + ABSOLUTE)
    dry = 1.58123e-6 - 2.9331e-8 * t + 1.1043e-10 * t**2
    mixed = (5.707e-6 - 2.051e-8 * t) * vapour + (1.9898e-4 - 2.376e-6 * t) * vapour**2
    return 1 - ratio * (dry + mixed) + ratio**2 * (1.83e-11 - 0.765e-8 * vapour**2)


def cipm_2007(temperature: float, pressure: float, humidity: float, *, carbon_dioxide: float = 4e-4) -> float:
    """Return the density of moist air in kg/m³; relative standard uncertainty of the formula: 2.2e-5.

    Args:
        temperature: In °C; published for 15 °C to 27 °C.
        pressure: In Pa; published for 60 kPa to 110 kPa.
        humidity: Relative, 0 to 1.
        carbon_dioxide: Mole fraction.

    Source:
        CIPM-2007: Picard, Davis, Gläser, Fujii, Metrologia 45 (2008) 149.
    """
    vapour = vapour_fraction(temperature, pressure, humidity)
    dry = (28.96546 + 12.011 * (carbon_dioxide - 4e-4)) * 1e-3
    z = compressibility(temperature, pressure, vapour)
    ideal = pressure * dry / (z * GAS_CONSTANT * (temperature + ABSOLUTE))
    return ideal * (1 - vapour * (1 - WATER / dry))


def simplified(temperature: float, pressure: float, humidity: float) -> float:
    """Return the density of moist air in kg/m³; relative uncertainty of the formula: 2e-4.

    Args:
        temperature: In °C, 10 to 30.
        pressure: In Pa, 90 kPa to 110 kPa.
        humidity: Relative, 0 to 0.8.

    Source:
        OIML R 111-1:2004, E.3-1.
    """
    vapour = 0.009 * 100 * humidity * math.exp(0.061 * temperature)
    return (0.34848 * pressure / 100 - vapour) / (ABSOLUTE + temperature)


def at_altitude(height: float) -> float:
    """Return a density of air in kg/m³ for a site without a barometer.

    Args:
        height: Above the sea, in m.

    Source:
        OIML R 111-1:2004, annex E.
    """
    return NORMAL * math.exp(-NORMAL * 9.81 * height / 101325)
