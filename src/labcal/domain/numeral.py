"""Numbers as programs and files write them, where a zero beside the point may be missing: ".5", "5."."""

from __future__ import annotations

import re
from decimal import Decimal

from labcal.domain.quantity import decimal_of

BARE_START = re.compile(r"^([+\-−]?)([.,])(?=[0-9])")
PLAIN = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{0,30})?(?:[eE][+-]?[0-5]?[0-9])?")
"""What nearly every cell of a file is; read at once."""
BARE_END = re.compile(r"(?<=[0-9])[.,](?![0-9])")


def completed(keyed: str) -> str:
    """Return the text with the zero before a leading point, and without a point that nothing follows."""
    return BARE_END.sub("", BARE_START.sub(r"\g<1>0\2", keyed.strip()))


def decimal_from(keyed: str) -> Decimal:
    """Return the exact value of a number in a file or an option.

    Raises:
        NotANumberError: It is not one number (a subclass says why).
    """
    if PLAIN.fullmatch(keyed):
        return Decimal(keyed)
    return decimal_of(completed(keyed))
