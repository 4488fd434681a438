"""The one unit registry: only this module imports pint, and gives it names, never numbers to parse."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from labcal import resources
from labcal.domain.dimension import BASE, Dimension
from labcal.errors.quantities import MistypedUnitError, UnitMismatchError, UnknownUnitError

LONGEST = 80
"""Characters of the longest unit that is read."""

HIGHEST_POWER = 12

SPELLINGS = {
    "%": "percent",
    "‰": "per_mille",
    "°C": "degree_Celsius",
    "℃": "degree_Celsius",
    "°": "degree",
    "′": "arcminute",
    "″": "arcsecond",
}
"""Signs that pint does not read as names."""

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

TOKEN = re.compile(
    r"\s*(?:(?P<name>°C|[°℃%‰′″]|[^\W\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?P<power>(?:\s*(?:\^|\*\*)\s*[-−]?|[-−]?)[0-9]+|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
    r"|(?P<one>1)(?![0-9.,])|(?P<sign>\*(?!\*)|·|⋅|/|\(|\)))"
)

EXACT = Context(prec=80)
LONG = Context(prec=34)


@dataclass(frozen=True, slots=True)
class Factor:
    """One name with its power, as a unit is made of."""

    name: str
    symbol: str
    power: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, understood.

    Attributes:
        factor: Value of one unit in the coherent SI unit.
        offset: Value of zero in the coherent SI unit; other than 0 only for °C standing alone.
        dimension: Its dimension.
        factors: The names it is made of, in the order written.
    """

    factor: Fraction
    offset: Fraction
    dimension: Dimension
    factors: tuple[Factor, ...]


@lru_cache(maxsize=4096)
def understand(unit: str) -> Unit:
    """Return what ``unit`` means; "" and "1" are the dimensionless unit.

    Raises:
        UnknownUnitError: It names no known unit, or is no product of units.
    """
    if unit.strip() in ("", "1"):
        return Unit(Fraction(1), Fraction(0), Dimension(), ())
    factors = _factors(unit)
    factor, dimension = Fraction(1), Dimension()
    for part in factors:
        scale, _, powers = _named(part.name)
        factor *= scale**part.power
        dimension *= powers ** Fraction(part.power)
    alone = len(factors) == 1 and factors[0].power == 1
    offset = _named(factors[0].name)[1] if alone else Fraction(0)
    return Unit(factor, offset, dimension, factors)


def known(unit: str) -> bool:
    """Tell whether ``unit`` is understood."""
    try:
        understand(unit)
    except UnknownUnitError:
        return False
    return True


def dimension(unit: str) -> Dimension:
    """Return the dimension of ``unit``.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    return understand(unit).dimension


def same_dimension(one: str, other: str) -> bool:
    """Tell whether quantities in these two units can be compared.

    Raises:
        UnknownUnitError: One of them is not known.
    """
    return dimension(one) == dimension(other)


def factor(unit: str, to: str) -> float:
    """Return how many ``to`` make one ``unit``, for differences (1 °C is 1 K).

    Raises:
        UnknownUnitError: One of them is not known.
        UnitMismatchError: They are of different dimensions.
    """
    return float(_ratio(unit, to))


def scale(unit: str) -> float:
    """Return the coherent SI value of a difference of one ``unit``.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    return float(understand(unit).factor)


def in_base(value: Decimal, unit: str) -> float:
    """Return ``value`` in the coherent SI unit, correctly rounded; 20 °C is 293.15 K.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    meant = understand(unit)
    return float(Fraction(value) * meant.factor + meant.offset)


def to_base(value: float, unit: str) -> float:
    """Return a float in ``unit`` as a float in the coherent SI unit.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    meant = understand(unit)
    return value * float(meant.factor) + float(meant.offset)


def from_base(value: float, unit: str) -> float:
    """Return a float in the coherent SI unit as a float in ``unit``.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    meant = understand(unit)
    return (value - float(meant.offset)) / float(meant.factor)


def convert(value: Decimal, unit: str, to: str, *, difference: bool = False) -> Decimal:
    """Return ``value`` in ``to``, exact for decimal factors, its zeros kept: 10.0 kg is 10000 g.

    Args:
        value: Number in ``unit``.
        unit: Unit of ``value``.
        to: Unit wanted.
        difference: Whether the value is a difference or an uncertainty (1 °C is then 1 K, not 274.15 K).

    Raises:
        UnknownUnitError: A unit is not known.
        UnitMismatchError: They are of different dimensions.
    """
    ratio = _ratio(unit, to, given=f"{value} {unit}")
    source, target = understand(unit), understand(to)
    if difference or source.offset == target.offset:
        return _plain(_times(value, ratio))
    shifted = _times(value, source.factor) + _decimal(source.offset) - _decimal(target.offset)
    return _plain(_times(shifted, 1 / target.factor))


def pretty(unit: str) -> str:
    """Return ``unit`` as it is printed: "m³/s", "W/(m·K)", "K⁻¹"; empty for the dimensionless unit.

    A unit without a numerator has no solidus: "0.003 908 1 1/K" would read as another number.

    Raises:
        UnknownUnitError: The unit is not known.
    """
    factors = understand(unit).factors
    above = "·".join(_raised(part.symbol, part.power) for part in factors if part.power > 0)
    if not above:
        return "·".join(_raised(part.symbol, part.power) for part in factors)
    below = [_raised(part.symbol, -part.power) for part in factors if part.power < 0]
    if not below:
        return above
    return f"{above}/({'·'.join(below)})" if len(below) > 1 else f"{above}/{below[0]}"


def check_same(given: str, unit: str, wanted: str) -> None:
    """Refuse a quantity of the wrong kind.

    Args:
        given: The quantity as keyed, for the sentence.
        unit: Its unit.
        wanted: A unit of the kind that is wanted.

    Raises:
        UnknownUnitError: A unit is not known.
        UnitMismatchError: The kinds differ.
    """
    one, other = dimension(unit), dimension(wanted)
    if one != other:
        raise UnitMismatchError(
            given=given,
            wanted=wanted,
            given_kind=one.kind,
            wanted_kind=other.kind,
            example=f"10 {pretty(wanted)}".strip(),
        )


def _ratio(unit: str, to: str, given: str = "") -> Fraction:
    check_same(given or f"1 {unit}", unit, to)
    return understand(unit).factor / understand(to).factor


def _times(value: Decimal, ratio: Fraction) -> Decimal:
    """Multiply exactly where the ratio is a finite decimal, else to 34 digits."""
    above, below = Decimal(ratio.numerator), Decimal(ratio.denominator)
    digits = above.adjusted() - below.adjusted()
    if ratio == Fraction(10) ** digits:
        return value.scaleb(digits, EXACT)
    if _is_finite_decimal(ratio.denominator):
        return EXACT.multiply(value, EXACT.divide(above, below))
    return LONG.divide(EXACT.multiply(value, above), below)


def _is_finite_decimal(denominator: int) -> bool:
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def _decimal(number: Fraction) -> Decimal:
    return _times(Decimal(1), number)


def _plain(value: Decimal) -> Decimal:
    """Write out a number whose exponent is positive, so that no E ever shows."""
    exponent = value.as_tuple().exponent
    return Decimal(f"{value:f}") if isinstance(exponent, int) and exponent > 0 else value


def _raised(symbol: str, power: int) -> str:
    return symbol if power == 1 else symbol + str(power).translate(RAISED)


def _factors(unit: str) -> tuple[Factor, ...]:
    """Read a product of named units; a sign ``/`` turns the name or the bracket that follows it."""
    text = unicodedata.normalize("NFC", unit).strip()
    if len(text) > LONGEST:
        raise UnknownUnitError(unit=unit[:LONGEST])
    found: list[Factor] = []
    signs = [1]
    turn, wants_operand, position = 1, True, 0
    while position < len(text):
        token = TOKEN.match(text, position)
        sign = token["sign"] if token else None
        if token is None or (not wants_operand and sign is None and not text[position].isspace()):
            raise UnknownUnitError(unit=unit)
        position = token.end()
        if sign == "(" and wants_operand:
            signs.append(signs[-1] * turn)
            turn, wants_operand = 1, True
        elif sign == ")":
            if wants_operand or len(signs) == 1:
                raise UnknownUnitError(unit=unit)
            signs.pop()
        elif sign is not None:
            if wants_operand:
                raise UnknownUnitError(unit=unit)
            turn, wants_operand = (-1 if sign == "/" else 1), True
        else:
            if token["name"] is not None:
                found.append(_factor(token, signs[-1] * turn, unit))
            turn, wants_operand = 1, False
    if wants_operand or len(signs) != 1:
        raise UnknownUnitError(unit=unit)
    return tuple(found)


def _factor(token: re.Match[str], sign: int, unit: str) -> Factor:
    power = (token["power"] or "1").translate(SUPERSCRIPTS).replace("−", "-").lstrip(" ^*")
    if not re.fullmatch(r"-?[0-9]{1,2}", power) or not 0 < abs(int(power)) <= HIGHEST_POWER:
        raise UnknownUnitError(unit=unit)
    name = SPELLINGS.get(token["name"], token["name"])
    if not _is_name(name):
        raise _unknown(unit, token["name"])
    return Factor(name, str(_registry().get_symbol(name)), sign * int(power))


@cache
def _registry() -> Any:
    import pint  # late: it takes longer to import than a window to open

    return pint.UnitRegistry(str(resources.path("units.txt")), non_int_type=Decimal)


@lru_cache(maxsize=4096)
def _is_name(name: str) -> bool:
    """Tell whether pint knows ``name``, with a prefix only where the unit takes one, and no plural symbol."""
    registry = _registry()
    readings = registry.parse_unit_name(name)
    if not readings:
        return False
    prefix, stem, suffix = readings[0]
    refused = registry.get_group("unprefixed").members
    return not (prefix and stem in refused) and not (suffix and len(name) < len("grams"))


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[Fraction, Fraction, Dimension]:
    """Return factor, offset and dimension of one name."""
    registry = _registry()
    zero = Fraction(registry.Quantity(Decimal(0), name).to_base_units().magnitude)
    one = Fraction(registry.Quantity(Decimal(1), name).to_base_units().magnitude)
    powers = {key.strip("[]"): Fraction(power) for key, power in registry.get_dimensionality(name).items()}
    if unexpected := set(powers) - set(BASE):
        raise UnknownUnitError(unit=", ".join(unexpected))
    return one - zero, zero, Dimension.of(powers)


def _unknown(unit: str, name: str) -> UnknownUnitError:
    """Return the refusal, with the nearest spelling where there is one."""
    registry = _registry()
    names = {stem for stem in registry if stem.isascii() and _is_name(stem)}
    symbols = {registry.get_symbol(stem) for stem in names}
    prefixed = {f"{prefix}{symbol}" for prefix in "mkµch" for symbol in symbols}
    spellings = sorted(word for word in names | symbols | prefixed if _is_name(word))
    alike = [word for word in spellings if word.casefold() == name.casefold()]
    alike += get_close_matches(name, spellings, n=1, cutoff=0.75)
    if not alike:
        return UnknownUnitError(unit=unit)
    return MistypedUnitError(unit=unit, suggestion=unit.replace(name, alike[0], 1))
