r"""Our units in the words of the Digital System of Units (D-SI 2.2.1), and back.

Source:
    PTB, D-SI metadata model 2.2.1: a unit is ``(prefix? unit (\tothe{n})?)+ (\per …)?`` with one
    ``\per`` at most; prefixes are refused by kilogram, degreecelsius, percent and a few more, and
    ``\gram`` never stands without one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from labcal.errors.exchange import UnknownDsiUnitError

PREFIXES = {
    "quetta": ("Q", 30),
    "ronna": ("R", 27),
    "yotta": ("Y", 24),
    "zetta": ("Z", 21),
    "exa": ("E", 18),
    "peta": ("P", 15),
    "tera": ("T", 12),
    "giga": ("G", 9),
    "mega": ("M", 6),
    "kilo": ("k", 3),
    "hecto": ("h", 2),
    "deca": ("da", 1),
    "deci": ("d", -1),
    "centi": ("c", -2),
    "milli": ("m", -3),
    "micro": ("µ", -6),
    "nano": ("n", -9),
    "pico": ("p", -12),
    "femto": ("f", -15),
    "atto": ("a", -18),
    "zepto": ("z", -21),
    "yocto": ("y", -24),
    "ronto": ("r", -27),
    "quecto": ("q", -30),
}

PREFIXED = {
    "metre": "m",
    "second": "s",
    "ampere": "A",
    "kelvin": "K",
    "mole": "mol",
    "candela": "cd",
    "gram": "g",
    "radian": "rad",
    "steradian": "sr",
    "hertz": "Hz",
    "newton": "N",
    "pascal": "Pa",
    "joule": "J",
    "watt": "W",
    "coulomb": "C",
    "volt": "V",
    "farad": "F",
    "ohm": "Ω",
    "siemens": "S",
    "weber": "Wb",
    "tesla": "T",
    "henry": "H",
    "lumen": "lm",
    "lux": "lx",
    "becquerel": "Bq",
    "gray": "Gy",
    "sievert": "Sv",
    "katal": "kat",
    "litre": "l",
    "bar": "bar",
    "tonne": "t",
    "electronvolt": "eV",
    "degree": "°",
    "arcminute": "′",
    "arcsecond": "″",
}
BARE = {
    "kilogram": "kg",
    "degreecelsius": "°C",
    "percent": "%",
    "ppm": "ppm",
    "one": "1",
    "minute": "min",
    "hour": "h",
    "day": "d",
    "hectare": "ha",
    "decibel": "dB",
    "mmHg": "mmHg",
}
ALONE = frozenset({"percent", "ppm", "one"})
"""Units that take no exponent (and no prefix)."""

ALIASES = {
    "degC": "°C",
    "celsius": "°C",
    "L": "l",
    "deg": "°",
    "": "1",
    "meter": "m",
    "metre": "m",
    "gram": "g",
    "kilogram": "kg",
    "kelvin": "K",
    "second": "s",
    "percent": "%",
    "liter": "l",
    "litre": "l",
}
SCALED = {
    "g": (Decimal("0.001"), "kilogram"),
    "‰": (Decimal("0.001"), "one"),
    "ppb": (Decimal("1e-9"), "one"),
    "pH": (Decimal(1), "one"),
}
"""Units without a name of their own in the D-SI: their size, a power of ten, in one that has."""

OUTSIDE = {"ct": "|carat"}
"""Units that the D-SI lets stand, marked by a stroke, as not its own."""

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
FACTOR = re.compile(r"(?P<symbol>[^\s^*·/⁻⁰¹²³⁴⁵⁶⁷⁸⁹\d-]+|1)(?:(?:\^|\*\*)?(?P<power>-?\d+))?")
NAME = r"(?!\\kilo\\gram)\\(?:(?:{prefixes})\\(?:{prefixed})|(?!gram\b)(?:{prefixed}|{bare}))"
TOKEN = NAME.format(
    prefixes="|".join(PREFIXES),
    prefixed="|".join(PREFIXED),
    bare="|".join(sorted(BARE, key=len, reverse=True)),
)
POWERED = rf"{TOKEN}(?![a-z])(?:\\tothe\{{-?\d{{1,4}}(?:\.\d+)?\}})?"
SIZED = re.compile(rf"(?:\\({'|'.join(PREFIXES)}))?\\(?!tothe)([A-Za-z]+)(?:\\tothe\{{(-?\d{{1,4}})\}})?")
GRAMMAR = re.compile(rf"(?:{POWERED})+(?:\\per(?![a-z])(?:{POWERED})+)?")


@dataclass(frozen=True, slots=True)
class DsiUnit:
    """A unit's token, and what a value is multiplied by to be in it (1, but for g, ct and the like)."""

    token: str
    factor: Decimal

    def of(self, value: Decimal) -> str:
        """Return ``value`` in this unit as XML writes it: a point, no exponent, all its digits."""
        return format(value * self.factor, "f")


def valid(token: str) -> bool:
    """Whether ``token`` is a unit of the D-SI that both people and machines read alike.

    Units outside the SI (``|…``) are allowed by the D-SI and count as valid.
    """
    if token.startswith("|"):
        return len(token) > 1
    if not GRAMMAR.fullmatch(token):
        return False
    return not any(rf"\{name}\tothe" in token for name in ALONE)


@cache
def dsi_unit(unit: str) -> DsiUnit:
    r"""Return the D-SI token of one of our units: "mg" is ``\milli\gram``, "g" is ``\kilogram`` by 0.001.

    Raises:
        UnknownDsiUnitError: The D-SI has no word for it.
    """
    above: list[str] = []
    below: list[str] = []
    factor = Decimal(1)
    for symbol, power in _factors(unit):
        name, scale = _named(symbol, unit)
        factor *= scale**power
        if name in ALONE and abs(power) != 1:
            raise UnknownDsiUnitError(unit=unit)
        size = f"\\tothe{{{abs(power)}}}" if abs(power) != 1 else ""
        (above if power > 0 else below).append(name + size)
    if not above and len(below) == 1 and "tothe" not in below[0]:
        token = below[0] + r"\tothe{-1}"
    else:
        token = "".join(above) or r"\one"
        token += r"\per" + "".join(below) if below else ""
    if not valid(token):
        raise UnknownDsiUnitError(unit=unit)
    return DsiUnit(token, factor)


def _factors(unit: str) -> list[tuple[str, int]]:
    """Split "kg·m/s^2" into symbols with powers; what stands after a stroke has its power negated."""
    found: list[tuple[str, int]] = []
    for place, part in enumerate(unit.strip().split("/")):
        for piece in re.split(r"(?<!\*)\*(?!\*)|[·\s]+", part.strip() or "1"):
            match = FACTOR.fullmatch(piece.translate(SUPERSCRIPTS).strip("()"))
            if match is None:
                raise UnknownDsiUnitError(unit=unit)
            power = int(match["power"] or 1) * (-1 if place else 1)
            symbol = match["symbol"].replace("ohm", "Ω").replace("\u2126", "Ω")
            found.append((ALIASES.get(symbol, symbol), power))
    return [pair for pair in found if pair[0] != "1"] or [("1", 1)]


def _named(symbol: str, unit: str) -> tuple[str, Decimal]:
    for name, own in (BARE | PREFIXED).items():
        if symbol == own and name != "gram":
            return f"\\{name}", Decimal(1)
    if symbol in OUTSIDE:
        return OUTSIDE[symbol], Decimal(1)
    if symbol in SCALED:
        scale, name = SCALED[symbol]
        return f"\\{name}", scale
    for prefix, (sign, _) in PREFIXES.items():
        signs = ("µ", "μ", "u") if prefix == "micro" else (sign,)
        for name, own in PREFIXED.items():
            if any(symbol == s + own for s in signs) or (own == "l" and symbol == sign + "L"):
                return f"\\{prefix}\\{name}", Decimal(1)
    raise UnknownDsiUnitError(unit=unit)


def our_unit(token: str) -> str:
    r"""Return a D-SI token as people write it: ``\kilogram\per\metre\tothe{3}`` is "kg/m^3".

    What is not understood is handed back as it is.
    """
    if not valid(token) or token.startswith("|"):
        return token.removeprefix("|")
    above, below = _halves(token)
    over = "·".join(_symbols(above))
    return f"{over}/{'/'.join(_symbols(below))}" if below else over


def _halves(token: str) -> tuple[str, str]:
    above, *below = re.split(r"\\per(?!cent)", token)
    return above, "".join(below)


def _symbols(part: str) -> list[str]:
    shown: list[str] = []
    pending = ""
    for word in re.findall(r"\\[A-Za-z]+(?:\{[^}]*\})?", part):
        name = word[1:]
        if name in PREFIXES:
            pending = PREFIXES[name][0]
        elif name.startswith("tothe"):
            shown[-1] += "^" + name[6:-1]
        else:
            shown.append(pending + (BARE | PREFIXED)[name])
            pending = ""
    return shown


def rescaled(value: Decimal, given: str, wanted: str) -> Decimal:
    """Return ``value``, in D-SI unit ``given``, in the unit ``wanted`` that differs by prefixes only.

    Raises:
        UnknownDsiUnitError: The two differ by more than prefixes.
    """
    here, there = _reduced(given), _reduced(wanted)
    if here[0] != there[0]:
        raise UnknownDsiUnitError(unit=given)
    return value.scaleb(here[1] - there[1])


def _reduced(token: str) -> tuple[str, int]:
    """Return the token without its prefixes, and the power of ten that they stood for (gram as the base)."""
    above, below = _halves(token)
    exponent = 0
    for part, sign in ((above, 1), (below, -1)):
        for match in SIZED.finditer(part):
            prefix, name, power = match[1], match[2], int(match[3] or 1)
            size = PREFIXES[prefix][1] if prefix else 0
            exponent += sign * power * (size + (3 if name == "kilogram" else 0))
    bare = re.sub(rf"\\(?:{'|'.join(PREFIXES)})(?=\\(?!tothe|per\b))", "", token).replace(
        r"\kilogram", r"\gram"
    )
    return bare, exponent
