"""Rounding of a result, once, in the report (JCGM 100:2008, 7.2.6; ILAC-P14:09/2020, 5.3 and 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal
from enum import Enum

from labcal.errors.results import NotReportableError, TooManyDigitsError

GROUP = "\u202f"
"""Narrow no-break space between groups of three digits."""

MINUS = "\u2212"

CONTEXT = Context(prec=700)
"""Wide enough for the largest double beside the smallest."""

FLOAT_VALUE = Context(prec=15, rounding=ROUND_HALF_EVEN)
FLOAT_UNCERTAINTY = Context(prec=12, rounding=ROUND_HALF_EVEN)
"""What a float is cut to first, so that the noise of binary arithmetic never carries a digit."""

GREATEST_LOSS = Decimal("0.95")
"""EA-4/02 M:2022, 6.3: rounding may not lower U by more than 5 %."""


class RoundingPolicy(Enum):
    """How the expanded uncertainty is rounded."""

    NEAREST = "nearest"
    """To the nearest; halves to the even digit."""
    EA = "ea"
    """To the nearest, but up where that would lower U by more than 5 % (EA-4/02 M:2022, 6.3)."""
    UP = "up"
    """Always up."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A result as it is printed: both numbers end at the same decimal place, in the same unit."""

    value: Decimal
    expanded: Decimal


def report(
    value: float | Decimal,
    expanded: float | Decimal,
    *,
    digits: int = 2,
    policy: RoundingPolicy = RoundingPolicy.NEAREST,
    floor: Decimal | None = None,
) -> Reported:
    """Round U first, then the value to U's last place.

    Args:
        value: Result.
        expanded: Expanded uncertainty, in the same unit.
        digits: Significant digits of U, 1 or 2.
        policy: How U is rounded.
        floor: The CMC, in the same unit; U is raised to it where it came out smaller, and is never
            rounded below it.

    Raises:
        NotReportableError: U is zero, negative or not finite, or the value is not finite.
        TooManyDigitsError: ``digits`` is neither 1 nor 2.
    """
    if digits not in (1, 2):
        raise TooManyDigitsError(digits=digits)
    exact = decimal(expanded, FLOAT_UNCERTAINTY)
    estimate = decimal(value, FLOAT_VALUE)
    if not exact.is_finite() or exact <= 0 or not estimate.is_finite():
        raise NotReportableError(expanded=expanded)
    if floor is not None:
        exact = max(exact, floor)
    rounded = _rounded(exact, digits, policy)
    if floor is not None and rounded < floor:
        rounded = _rounded(exact, digits, RoundingPolicy.UP)
    return Reported(_plain(estimate.quantize(_place(rounded, digits), context=CONTEXT)), _plain(rounded))


def decimal(number: float | Decimal, context: Context = FLOAT_VALUE) -> Decimal:
    """Return a number as a decimal: one that is exact as it is, a float by its shortest digits, cut.

    Args:
        number: A float or a decimal.
        context: How many digits of a float are kept.
    """
    return number if isinstance(number, Decimal) else context.create_decimal(repr(float(number)))


def grouped(number: Decimal, separator: str = GROUP, *, decimal_mark: str = ".", signed: bool = False) -> str:
    """Return the digits in groups of three on both sides of the decimal mark, with a true minus.

    Four digits on one side stay together (SI Brochure, 9th edition, 5.4.4). There is never an E.

    Args:
        number: Finite.
        separator: What stands between groups.
        decimal_mark: The decimal mark.
        signed: Whether a number above zero gets its plus.
    """
    whole, _, fraction = f"{abs(number):f}".partition(".")
    sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
    if len(whole) > 4:
        head = len(whole) % 3
        parts = [whole[:head]] if head else []
        whole = separator.join(parts + [whole[i : i + 3] for i in range(head, len(whole), 3)])
    if len(fraction) > 4:
        fraction = separator.join(fraction[i : i + 3] for i in range(0, len(fraction), 3))
    return sign + whole + (decimal_mark + fraction if fraction else "")


def _rounded(exact: Decimal, digits: int, policy: RoundingPolicy) -> Decimal:
    """Round to ``digits`` significant digits; a carry (0.0995) leaves that many digits too (0.10)."""
    rounding = ROUND_CEILING if policy is RoundingPolicy.UP else ROUND_HALF_EVEN
    place = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    rounded = exact.quantize(place, rounding=rounding, context=CONTEXT)
    if policy is RoundingPolicy.EA and rounded < exact * GREATEST_LOSS:
        rounded = exact.quantize(place, rounding=ROUND_CEILING, context=CONTEXT)
    if rounded.adjusted() > exact.adjusted():
        rounded = rounded.quantize(_place(rounded, digits), context=CONTEXT)
    return rounded


def _place(number: Decimal, digits: int) -> Decimal:
    return Decimal(1).scaleb(number.adjusted() - digits + 1)


def _plain(number: Decimal) -> Decimal:
    """Write out a number whose exponent is positive: 1234600, never 1.2346E+6."""
    exponent = number.as_tuple().exponent
    return (
        number.quantize(Decimal(1), context=CONTEXT) if isinstance(exponent, int) and exponent > 0 else number
    )
