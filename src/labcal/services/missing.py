"""What every form has to hold."""

from __future__ import annotations

from datetime import date

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.errors.equipment import DaysCrossedError, EndsCrossedError
from labcal.errors.people import FutureWorkError
from labcal.errors.records import MissingFieldError
from labcal.text import phrase


def refuse_missing(*told: tuple[str, str]) -> None:
    """Refuse the first field, given by its marked name and its words, that is empty.

    Raises:
        MissingFieldError: It is.
    """
    for field, words in told:
        if not words.strip():
            raise MissingFieldError(field=phrase(field))


def refuse_future(on: date | None, today: date) -> None:
    """Raise ``FutureWorkError`` where a day of something done lies after today."""
    if on is not None and on > today:
        raise FutureWorkError(on=on, today=today)


def refuse_crossed_days(since: date | None, until: date | None) -> None:
    """Raise ``DaysCrossedError`` where a period ends before it begins."""
    if since is not None and until is not None and until < since:
        raise DaysCrossedError(since=since, until=until)


def refuse_crossed_ends(low: QuantityValue | None, high: QuantityValue | None) -> None:
    """Refuse a range that is empty, or whose ends are of different kinds.

    Raises:
        UnitMismatchError: They are.
        EndsCrossedError: The lower end lies above the upper one.
    """
    if low is None or high is None:
        return
    units.check_same(str(high), high.unit, low.unit)
    if high.base < low.base:
        raise EndsCrossedError(low=low, high=high)
