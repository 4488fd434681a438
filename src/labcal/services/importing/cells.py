"""The cells of one row, taken for what their columns hold; what cannot be taken is noted with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, TypeVar

from labcal.domain import units
from labcal.domain.numeral import decimal_from
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.errors.imports import (
    BadNumberError,
    HighNumberError,
    TwoDaysError,
    UnknownWordError,
    UnreadableDayError,
)
from labcal.services.signs import refuse_unprintable

ISO_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
OTHER_DAY = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})", re.ASCII)
RECORD = re.compile(r"([A-Z])-(\d{4,12})", re.ASCII)
FIGURES = 9
"""Of the highest number that a table may bring: all others are counted on from it."""
E = TypeVar("E", bound=Enum)


class DayOrder(Enum):
    """What comes first in a date such as 03/04/2026."""

    UNTOLD = "untold"
    DAY = "day"
    MONTH = "month"


class Problem(NamedTuple):
    """Why a row is bad: the name of the column, empty for the row as a whole, and the reason."""

    column: str
    reason: LabCalError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of a row by the names of their columns.

    Attributes:
        told: What each cell says; a column that the file lacks says nothing.
        units: The unit of the bare numbers in a column.
        day_order: How dates are read.
        problems: What was found wrong so far.
    """

    told: Mapping[str, str]
    units: Mapping[str, str]
    day_order: DayOrder
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the words of a cell, without spaces around them."""
        words = self.told.get(name, "").strip()
        if not words.isprintable():
            try:
                refuse_unprintable(words)
            except LabCalError as error:
                self.problems.append(Problem(name, error))
        return words

    def record(self, name: str, letter: str) -> str:
        """Return the number of a record, such as "C-0012"; empty where there is none."""
        keyed = self.text(name)
        found = RECORD.fullmatch(keyed)
        if keyed and (found is None or found[1] not in letter):
            self._refuse(name, BadNumberError(keyed=keyed, example=f"{letter[0]}-0001"))
        elif found is not None and len(found[0]) > FIGURES + len("C-"):
            self._refuse(name, HighNumberError(keyed=keyed, figures=FIGURES))
        return keyed

    def quantity(self, name: str, like: QuantityValue | None = None) -> QuantityValue | None:
        """Return a number with its unit; None where the cell is empty or bad."""
        return self._quantity(name, like, half_width=False)

    def half_width(self, name: str, like: QuantityValue | None = None) -> QuantityValue | None:
        """Return an uncertainty; a bare number has the unit of its column, else that of ``like``."""
        return self._quantity(name, like, half_width=True)

    def factor(self, name: str, otherwise: str) -> Decimal:
        """Return a plain number, or ``otherwise`` where the cell is empty or bad."""
        keyed = self.text(name) or otherwise
        try:
            return decimal_from(keyed)
        except LabCalError as error:
            self._refuse(name, error)
        return Decimal(otherwise)

    def day(self, name: str) -> date | None:
        """Return a date; None where the cell is empty or bad."""
        keyed = self.text(name)
        try:
            return day_of(keyed, self.day_order) if keyed else None
        except LabCalError as error:
            self._refuse(name, error)
        return None

    def choice(self, name: str, words: Mapping[str, E], otherwise: E) -> E:
        """Return what one of a few words means; ``otherwise`` where the cell is empty or bad."""
        keyed = self.text(name)
        if keyed and keyed.casefold() not in words:
            self._refuse(name, UnknownWordError(keyed=keyed, words=", ".join(words)))
        return words.get(keyed.casefold(), otherwise)

    def refuse(self, reason: LabCalError, name: str = "") -> None:
        """Note what is wrong."""
        self._refuse(name, reason)

    def _refuse(self, name: str, reason: LabCalError) -> None:
        self.problems.append(Problem(name, reason))

    def _quantity(self, name: str, like: QuantityValue | None, *, half_width: bool) -> QuantityValue | None:
        keyed = self.text(name)
        if not keyed:
            return None
        unit = self.units.get(name) or (like.unit if like is not None else "")
        try:
            read = parse_half_width if half_width else parse
            found = read(keyed, unit or None)
            if like is not None:
                units.check_same(keyed, found.unit, like.unit)
        except LabCalError as error:
            self._refuse(name, error)
            return None
        return found


def day_of(keyed: str, order: DayOrder) -> date:
    """Return the date that was keyed.

    Raises:
        UnreadableDayError: It is none.
        TwoDaysError: It may be two, and nobody said which comes first.
    """
    found = ISO_DAY.fullmatch(keyed)
    if found is not None:
        return _day(keyed, found[1], found[3], found[4])
    other = OTHER_DAY.fullmatch(keyed)
    if other is None:
        raise UnreadableDayError(keyed=keyed)
    one, sign, two, year = other.groups()
    if order is DayOrder.DAY or (order is DayOrder.UNTOLD and sign == ".") or int(one) > 12 or one == two:
        return _day(keyed, year, two, one)
    if order is DayOrder.MONTH or int(two) > 12:
        return _day(keyed, year, one, two)
    raise TwoDaysError(keyed=keyed, first=_day(keyed, year, two, one), second=_day(keyed, year, one, two))


def _day(keyed: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise UnreadableDayError(keyed=keyed) from error
