"""Computed numbers as people read them: grouped digits, a true minus, powers of ten, never an E."""

from __future__ import annotations

from decimal import Decimal

from labcal.domain.rounding import grouped, report

SMALLEST, LARGEST = -7, 15
"""Powers of ten between which a number is written out."""

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(value: float | Decimal, digits: int = 5) -> str:
    """Return a finite number to some significant digits, without zeros at its end.

    Args:
        value: The number.
        digits: At most so many significant digits.
    """
    number = Decimal(f"{value:.{digits - 1}e}").normalize()
    if not number:
        return "0"
    if SMALLEST < number.adjusted() < LARGEST:
        return grouped(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
    return scientific(number)


def scientific(number: Decimal) -> str:
    """Return a number such as "1.5 × 10⁻⁹"; digits and zeros are kept."""
    exponent = number.adjusted()
    return f"{grouped(number.scaleb(-exponent))} × 10{str(exponent).translate(RAISED)}"


def with_uncertainty(value: float, uncertainty: float) -> tuple[str, str]:
    """Return a value and its standard uncertainty, u to two digits and the value to u's last place.

    Args:
        value: Finite.
        uncertainty: Not negative; where it is 0, 15 digits of the value are shown.
    """
    if not uncertainty > 0:
        return plain(value, 15), "0"
    rounded = report(value, uncertainty)
    if SMALLEST < rounded.expanded.adjusted() < LARGEST:
        return grouped(rounded.value), grouped(rounded.expanded)
    return scientific(rounded.value), scientific(rounded.expanded)
