"""What a cell of a table may hold, beside plain words: values, not pictures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum

from PySide6.QtCore import Qt

MINUS = "\u2212"
NARROW_SPACE = "\u202f"
GROUP_FROM = 5
"""Digits are grouped from so many on (SI Brochure, 9th edition, 5.4.4)."""


class Kind(Enum):
    """How a column is painted."""

    TEXT = "text"
    STRONG = "strong"
    """Words at weight 500: numbers of jobs, names that lead a row."""
    TWO_LINES = "two lines"
    NUMBER = "number"
    CHIP = "chip"
    STAGE = "stage"
    DATE = "date"
    SHARE = "share"
    SYMBOL = "symbol"
    CODE = "code"
    """Serials and hashes, with a slashed zero."""


class State(Enum):
    """The states that have an icon and a colour; the values are names of the tokens."""

    PASS = "pass"  # noqa: S105
    CONDITIONAL = "conditional"
    FAIL = "fail"
    INFO = "info"
    WAITING = "pending"
    NONE = "none"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    TRAINING = "training"
    STOPPED = "stopped"


class Role(IntEnum):
    """What a delegate asks a model for."""

    CELL = Qt.ItemDataRole.UserRole + 1
    """The cell's value, as it is: words, a Decimal, or one of the values below."""
    TONE = Qt.ItemDataRole.UserRole + 2
    """Name of the colour of the words; empty for the column's own."""


@dataclass(frozen=True, slots=True)
class TwoLines:
    """A line of words with a smaller one below."""

    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.first} · {self.second}" if self.second else self.first


@dataclass(frozen=True, slots=True)
class Chip:
    """A state with its word; ``fills`` has it take the whole cell, as in a matrix."""

    state: State
    word: str
    fills: bool = False

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Stage:
    """Where something stands on its path: ``done`` steps of ``steps`` are behind it."""

    done: int
    steps: int
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: ``fraction`` of the largest, from 0 to 1, and the figure in words."""

    fraction: float
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Symbol:
    """A quantity symbol with its subscript."""

    base: str
    subscript: str = ""

    def __str__(self) -> str:
        return f"{self.base}_{self.subscript}" if self.subscript else self.base


@dataclass(frozen=True, slots=True)
class Bad:
    """What was typed and cannot be taken, with the sentence that says why."""

    typed: str
    sentence: str

    def __str__(self) -> str:
        return self.typed


@dataclass(frozen=True, slots=True)
class Struck:
    """What was keyed and is left out, with its reason: it stands there struck through."""

    typed: str
    reason: str

    def __str__(self) -> str:
        return self.typed


@dataclass(frozen=True, slots=True)
class Faint:
    """What an empty cell stands for: shown, and not there."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Closed:
    """A cell in which nothing can stand."""

    def __str__(self) -> str:
        return ""


def shown_number(number: Decimal | int | str, mark: str = ".", signed: bool = False) -> str:
    """Return ``number`` as it is written: true minus, digits in groups of three, zeros and a keyed plus kept.

    Args:
        number: A number; words that are none come back as they are.
        mark: Decimal sign of the person's language.
        signed: Whether a plus stands before what is greater than zero.

    Source:
        SI Brochure, 9th edition, 5.4.4.
    """
    written = format(number, "f") if isinstance(number, Decimal) else str(number)
    bare = written.lstrip("+-" + MINUS)
    whole, _, fraction = bare.partition(".")
    if not whole.isdigit() or (fraction and not fraction.isdigit()):
        return written
    plus = (signed and bare.strip("0.")) or written[0] == "+"
    sign = MINUS if written[0] in "-" + MINUS else "+" if plus else ""
    parts = (_grouped(whole, from_end=True), _grouped(fraction, from_end=False))
    return sign + (mark.join(parts) if fraction else parts[0])


def _grouped(digits: str, *, from_end: bool) -> str:
    if len(digits) < GROUP_FROM:
        return digits
    first = len(digits) % 3 if from_end else 0
    head = [digits[:first]] if first else []
    return NARROW_SPACE.join(head + [digits[at : at + 3] for at in range(first, len(digits), 3)])
