"""A quantity exactly as it was keyed: its digits with their zeros, and its unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from labcal.domain import units
from labcal.errors.quantities import (
    ForeignDigitsError,
    LetterInNumberError,
    MissingNumberError,
    NegativeHalfWidthError,
    NotANumberError,
    NumberOutOfRangeError,
    PlusMinusInValueError,
    TwoDecimalMarksError,
)

SPACES = "\u0020\u00a0\u2009\u202f"
"""What may stand between groups of three digits: space, no-break space, thin space, narrow no-break space."""

GROUPED = rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+"
FRACTION = rf"[0-9]{{3}}(?:[{SPACES}][0-9]{{3}})*[{SPACES}][0-9]{{1,3}}(?![0-9])|[0-9]+"
NUMBER = re.compile(
    rf"(?P<sign>[+\-−]?)[{SPACES}]?(?P<whole>{GROUPED}(?![0-9])|[0-9]+)"
    rf"(?:[.,](?P<fraction>{FRACTION}))?(?P<power>[eE][+\-−]?[0-9]+)?"
)
PLUS_MINUS = re.compile(rf"(?:±|\+/[-−]|\+[-−])[{SPACES}]*")

LONGEST = 60
"""Characters of the longest number that is read."""

FURTHEST = 90
"""Powers of ten, up and down, within which a measured value lies."""

REMEMBERED = 16384
"""How many numbers are kept read."""

LOOK_ALIKES = str.maketrans(
    {"O": "0", "o": "0", "\u041e": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"}
)
"""Letters that are keyed for digits (the second O is Cyrillic)."""


@dataclass(frozen=True, slots=True)
class QuantityValue:
    """A number and its unit, as keyed.

    Attributes:
        number: The digits with their zeros; decimal point or comma; groups of three by spaces.
        unit: The unit as keyed; "1" where there is none.

    Raises:
        NotANumberError: ``number`` cannot be read as one number (a subclass says why).
        UnknownUnitError: ``unit`` is not known.
    """

    number: str
    unit: str

    def __post_init__(self) -> None:
        decimal_of(self.number)
        units.understand(self.unit)

    @property
    def value(self) -> Decimal:
        """The exact value, in ``unit``, with its zeros."""
        return decimal_of(self.number)

    @property
    def base(self) -> float:
        """The value in the coherent SI unit, for sorting and sums."""
        return _base(self.number, self.unit)

    def in_unit(self, unit: str, *, difference: bool = False) -> Decimal:
        """Return the exact value in ``unit``.

        Args:
            unit: Unit wanted.
            difference: Whether this is a difference or an uncertainty (matters for °C only).

        Raises:
            UnknownUnitError: The unit is not known.
            UnitMismatchError: It is of another dimension.
        """
        return units.convert(self.value, self.unit, unit, difference=difference)

    def __str__(self) -> str:
        shown = units.pretty(self.unit)
        return f"{self.number}\u202f{shown}" if shown else self.number


def parse(text: str, unit: str | None = None) -> QuantityValue:
    """Read "10.000 05 g", "20,1 °C", "+0.010" or "1e-6", and keep it as it was keyed.

    Args:
        text: Number, and perhaps a unit.
        unit: Unit that a bare number has, and of whose kind any other must be; None: any, bare is "1".

    Raises:
        NotANumberError: There is no number, or more than one reading of it (a subclass says why).
        UnknownUnitError: What follows the number is no known unit.
        UnitMismatchError: The unit is of another kind than ``unit``.
    """
    keyed = text.strip()
    if not keyed:
        raise MissingNumberError
    if PLUS_MINUS.match(keyed):
        raise PlusMinusInValueError(keyed=keyed)
    found = NUMBER.match(keyed)
    if found is None:
        raise _refusal(keyed)
    rest = keyed[found.end() :]
    if _goes_on(rest):
        raise _refusal(keyed)
    result = QuantityValue(found[0], rest.strip() or unit or "1")
    if unit is not None and rest.strip():
        units.check_same(keyed, result.unit, unit)
    return result


def parse_half_width(text: str, unit: str | None = None) -> QuantityValue:
    """Read a half-width or an uncertainty, with or without the sign: "±15 mg", "+/-15 mg" or "15 mg".

    Args:
        text: As for ``parse``; the sign ± is dropped.
        unit: As for ``parse``.

    Raises:
        NegativeHalfWidthError: It is negative.
        NotANumberError, UnknownUnitError, UnitMismatchError: As for ``parse``.
    """
    keyed = text.strip()
    result = parse(PLUS_MINUS.sub("", keyed, count=1) if PLUS_MINUS.match(keyed) else keyed, unit)
    if result.value < 0:
        raise NegativeHalfWidthError(keyed=keyed)
    return result


@lru_cache(maxsize=REMEMBERED)
def decimal_of(number: str) -> Decimal:
    """Return the exact value of the digits, with their zeros.

    Raises:
        NotANumberError: They are not one number (a subclass says why).
    """
    found = NUMBER.fullmatch(number)
    if found is None:
        raise _refusal(number)
    plain = re.sub(f"[{SPACES}]", "", number).replace("−", "-").replace(",", ".")
    if len(number) > LONGEST or len(found["power"] or "") > len("e+999"):
        raise NumberOutOfRangeError(keyed=number[:LONGEST])
    value = Decimal(plain)
    if value and abs(value.adjusted()) > FURTHEST:
        raise NumberOutOfRangeError(keyed=number)
    return value


@lru_cache(maxsize=REMEMBERED)
def _base(number: str, unit: str) -> float:
    """Return a quantity in the coherent SI unit; the readings of a sheet are asked for it many times."""
    return units.in_base(decimal_of(number), unit)


def _goes_on(rest: str) -> bool:
    """Tell whether what follows the digits belongs to the number rather than to a unit."""
    if not rest or units.known(rest):
        return False
    first = rest.strip()[:1]
    return first.isdigit() or first in tuple("+-−±.,'_’") or ord(rest[0]) in LOOK_ALIKES


def _refusal(keyed: str) -> NotANumberError:
    """Return the sentence that fits best why ``keyed`` is no number."""
    if not keyed.strip():
        return MissingNumberError()
    if any(sign.isdigit() and not sign.isascii() for sign in keyed):
        latin = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in keyed)
        return ForeignDigitsError(keyed=keyed, suggestion=latin)
    number, _, unit = keyed.rpartition(" ")
    digits = number if number and units.known(unit) else keyed
    letters = [sign for sign in digits if ord(sign) in LOOK_ALIKES]
    meant = digits.translate(LOOK_ALIKES)
    if letters and any(sign.isdigit() for sign in digits) and NUMBER.fullmatch(meant):
        return LetterInNumberError(keyed=keyed, letter=letters[0], suggestion=meant + keyed[len(digits) :])
    if sum(keyed.count(sign) for sign in ".,") > 1:
        return TwoDecimalMarksError(keyed=keyed)
    return NotANumberError(keyed=keyed)
