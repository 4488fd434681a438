"""Numbered seals and stickers: received, issued to an inspector, used once or void, never lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from labcal.domain.person import PersonName
from labcal.errors.verifications import SealRangeError
from labcal.text import mark

MOST = 5000
"""Numbers in one range."""
NUMBERED = re.compile(r"(.*?)(\d+)$")


class SealKind(Enum):
    """What bears the number."""

    SEAL = "seal"
    STICKER = "sticker"


SEAL_KINDS = {SealKind.SEAL: mark("seal"), SealKind.STICKER: mark("sticker")}


class SealStatus(Enum):
    """Where a number stands."""

    IN_STOCK = "in stock"
    HELD = "held"
    """Issued to an inspector."""
    USED = "used"
    VOID = "void"


SEAL_STATUSES = {
    SealStatus.IN_STOCK: mark("in stock"),
    SealStatus.HELD: mark("held by an inspector"),
    SealStatus.USED: mark("used"),
    SealStatus.VOID: mark("void"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUsed:
    """That a number goes on an instrument, and where."""

    kind: SealKind
    number: str
    position: str = ""


class SealLine(NamedTuple):
    """A number of the stock as a list shows it.

    Attributes:
        holder: Who has it, or had it last.
        verification: Number of the verification that it was used in; None where it was not.
        why: Why it is void.
    """

    key: int
    kind: SealKind
    number: str
    status: SealStatus
    received_on: date
    holder: PersonName | None
    verification: str | None
    position: str
    why: str
    version: int


class Reconciled(NamedTuple):
    """How many numbers of a kind stand where; all of them together are those ever received."""

    kind: SealKind
    received: int
    in_stock: int
    held: int
    used: int
    void: int


def numbers_between(first: str, last: str) -> tuple[str, ...]:
    """Return all numbers of a range, such as "A0098" to "A0102", with their leading zeros.

    Raises:
        SealRangeError: They are no range: another prefix, backwards, or too many.
    """
    low, high = NUMBERED.fullmatch(first.strip()), NUMBERED.fullmatch((last or first).strip())
    if low is None or high is None or low[1] != high[1] or len(low[2]) != len(high[2]):
        raise SealRangeError(first=first, last=last, most=MOST)
    start, end = int(low[2]), int(high[2])
    if not 0 <= end - start < MOST:
        raise SealRangeError(first=first, last=last, most=MOST)
    return tuple(f"{low[1]}{number:0{len(low[2])}d}" for number in range(start, end + 1))
