"""Ways of finding that every repository shares."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labcal.domain.quantity import QuantityValue
from labcal.errors.records import NotFoundError
from labcal.store.base import Record

R = TypeVar("R", bound=Record)


def one(session: Session, column: InstrumentedAttribute[Any], value: object, kind: str) -> Any:
    """Return the row whose unique ``column`` holds ``value``.

    Raises:
        NotFoundError: There is none.
    """
    row = session.scalar(select(column.class_).where(column == value))
    if row is None:
        raise NotFoundError(kind=kind, number=value)
    return row


def next_number(session: Session, column: InstrumentedAttribute[str], prefix: str) -> str:
    """Return the number after the greatest that starts with ``prefix``, at least four digits long.

    The greatest by its value: a table may have brought numbers with more zeros than the book writes.
    """
    value = cast(func.substr(column, len(prefix) + 1), BigInteger)
    last = session.scalar(select(func.max(value)).where(column.startswith(prefix)))
    return f"{prefix}{(last or 0) + 1:04d}"


def quantity(number: str | None, unit: str | None) -> QuantityValue | None:
    """Return a quantity kept in two columns; None where they are empty."""
    return None if number is None or unit is None else QuantityValue(number, unit)
