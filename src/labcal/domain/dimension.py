"""The dimension of a quantity: powers of the base quantities, with words for the usual ones.

To the seven base quantities comes the logarithmic level (dB, Np). By the SI Brochure (9th edition, 2019,
table 8) it is a number; here it is kept apart from plain numbers, so that neither is taken for the other
without the model saying how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from labcal.text import mark

BASE = ("length", "mass", "time", "current", "temperature", "substance", "luminosity", "level")

UNITS = ("m", "kg", "s", "A", "K", "mol", "cd", "dB")
"""The coherent units, in the order of ``BASE``."""

WRITTEN = (1, 0, 2, 3, 4, 5, 6, 7)
"""The order in which the units are written: kg before m."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

SINGLE = (
    mark("metre"),
    mark("kilogram"),
    mark("second"),
    mark("ampere"),
    mark("kelvin"),
    mark("mole"),
    mark("candela"),
    mark("decibel"),
)
"""The names of the coherent units, in the order of ``BASE``."""

KINDS: Mapping[tuple[int, ...], str] = {
    (0, 0, 0, 0, 0, 0, 0, 0): mark("a plain number"),
    (1, 0, 0, 0, 0, 0, 0, 0): mark("a length"),
    (2, 0, 0, 0, 0, 0, 0, 0): mark("an area"),
    (3, 0, 0, 0, 0, 0, 0, 0): mark("a volume"),
    (0, 1, 0, 0, 0, 0, 0, 0): mark("a mass"),
    (0, 0, 1, 0, 0, 0, 0, 0): mark("a time"),
    (0, 0, -1, 0, 0, 0, 0, 0): mark("a frequency"),
    (0, 0, 0, 1, 0, 0, 0, 0): mark("an electric current"),
    (0, 0, 0, 0, 1, 0, 0, 0): mark("a temperature"),
    (0, 0, 0, 0, 0, 1, 0, 0): mark("an amount of substance"),
    (0, 0, 0, 0, 0, 0, 1, 0): mark("a luminous intensity"),
    (1, 0, -1, 0, 0, 0, 0, 0): mark("a speed"),
    (1, 0, -2, 0, 0, 0, 0, 0): mark("an acceleration"),
    (1, 1, -2, 0, 0, 0, 0, 0): mark("a force"),
    (-1, 1, -2, 0, 0, 0, 0, 0): mark("a pressure"),
    (2, 1, -2, 0, 0, 0, 0, 0): mark("an energy or a torque"),
    (2, 1, -3, 0, 0, 0, 0, 0): mark("a power"),
    (-3, 1, 0, 0, 0, 0, 0, 0): mark("a density"),
    (3, 0, -1, 0, 0, 0, 0, 0): mark("a volume flow"),
    (0, 1, -1, 0, 0, 0, 0, 0): mark("a mass flow"),
    (2, 1, -3, -1, 0, 0, 0, 0): mark("a voltage"),
    (2, 1, -3, -2, 0, 0, 0, 0): mark("a resistance"),
    (0, 0, 1, 1, 0, 0, 0, 0): mark("an electric charge"),
    (-2, -1, 4, 2, 0, 0, 0, 0): mark("a capacitance"),
    (2, 1, -2, -2, 0, 0, 0, 0): mark("an inductance"),
    (0, 0, 0, 0, -1, 0, 0, 0): mark("a coefficient per kelvin"),
    (0, 0, 0, 0, 0, 0, 0, 1): mark("a level"),
    (-1, 0, 0, 0, 0, 0, 0, 1): mark("an attenuation per length"),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of the base quantities, in the order of ``BASE``; hashable, so that it serves as a key."""

    powers: tuple[Fraction, ...] = (Fraction(0),) * len(BASE)

    @classmethod
    def of(cls, powers: Mapping[str, Fraction]) -> Dimension:
        """Return the dimension with these powers of base quantities, named as in ``BASE``."""
        return cls(tuple(powers.get(name, Fraction(0)) for name in BASE))

    @property
    def is_number(self) -> bool:
        """Whether this is the dimension one."""
        return not any(self.powers)

    @property
    def is_level(self) -> bool:
        """Whether this is a logarithmic level, as the decibel states it."""
        return self == LEVEL

    def __mul__(self, other: Dimension) -> Dimension:
        return Dimension(tuple(a + b for a, b in zip(self.powers, other.powers, strict=True)))

    def __truediv__(self, other: Dimension) -> Dimension:
        return Dimension(tuple(a - b for a, b in zip(self.powers, other.powers, strict=True)))

    def __pow__(self, exponent: Fraction) -> Dimension:
        return Dimension(tuple(power * exponent for power in self.powers))

    @property
    def kind(self) -> str:
        """The kind of quantity, in marked words: "a mass"; "a quantity of another kind" if unusual."""
        unnamed = mark("a quantity of another kind")
        if any(power.denominator != 1 for power in self.powers):
            return unnamed
        return KINDS.get(tuple(power.numerator for power in self.powers), unnamed)

    @property
    def unit(self) -> str:
        """The coherent unit: its name in marked words where it is one base unit, else symbols, "kg/m³"."""
        if self.is_number:
            return mark("a plain number")
        present = [(i, self.powers[i]) for i in WRITTEN if self.powers[i]]
        if len(present) == 1 and present[0][1] == 1:
            return SINGLE[present[0][0]]
        above = "·".join(_power(UNITS[i], power) for i, power in present if power > 0)
        below = "·".join(_power(UNITS[i], -power) for i, power in present if power < 0)
        if not below:
            return above
        return f"{above or 1}/({below})" if "·" in below else f"{above or 1}/{below}"


LEVEL = Dimension.of({"level": Fraction(1)})
"""The dimension of a logarithmic level."""


def _power(symbol: str, exponent: Fraction) -> str:
    if exponent == 1:
        return symbol
    if exponent.denominator != 1:
        return f"{symbol}^({exponent})"
    return symbol + str(exponent).translate(RAISED)
