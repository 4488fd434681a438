"""Records that are one row and one frozen value each: written, read back and edited by their fields."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any, Generic, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from labcal.domain.kept import Kept
from labcal.domain.quantity import QuantityValue
from labcal.errors.records import NotFoundError
from labcal.store.base import Record
from labcal.store.find import one
from labcal.store.journal import refuse_stale

T = TypeVar("T")


class Register(Generic[T]):
    """The records of one kind.

    A field of the value is the column of the same name; a quantity is the columns ``name``, ``name_unit``
    and, where the table has it, ``name_base``. Columns that no field names, such as the key of the record it
    belongs to, are given beside the value.

    Attributes:
        order: Columns that a list is sorted by.
    """

    def __init__(self, session: Session, row_class: type[Record], made: type[T], *order: str) -> None:
        self._session, self._row_class, self._made = session, row_class, made
        self._columns = frozenset(inspect(row_class).columns.keys())
        self.order = (*order, "id")

    def add(self, value: T, **beside: object) -> int:
        """Write a new record and return its key."""
        row = self._row_class(**self.columns_of(value), **beside)
        self._session.add(row)
        self._session.flush()
        return row.id

    def get(self, key: int) -> Kept[T]:
        """Return a record; raise ``NotFoundError`` where there is none."""
        return self.kept(self.row(key))

    def change(self, key: int, value: T, *, seen: int, **beside: object) -> None:
        """Write other values into a record; refused where it changed since it was ``seen``."""
        row = self.row(key)
        refuse_stale(self._session, row, str(key), seen)
        for name, told in {**self.columns_of(value), **beside}.items():
            setattr(row, name, told)

    def refuse_other(self, key: int, **owner: object) -> None:
        """Raise ``NotFoundError`` where ``owner`` has no such record, though another may."""
        row = self.row(key)
        if any(getattr(row, name) != told for name, told in owner.items()):
            raise NotFoundError(kind=self._kind, number=key)

    def remove(self, key: int, *, seen: int) -> None:
        """Take a record away (the journal keeps it); refused where it changed since it was ``seen``."""
        row = self.row(key)
        refuse_stale(self._session, row, str(key), seen)
        self._session.delete(row)

    def of(self, **beside: object) -> list[Kept[T]]:
        """Return the records whose columns hold what is given, in order."""
        columns = inspect(self._row_class).columns
        query = select(self._row_class).where(*(columns[name] == told for name, told in beside.items()))
        rows = self._session.scalars(query.order_by(*(columns[name] for name in self.order)))
        return [self.kept(row) for row in rows]

    def row(self, key: int) -> Any:
        """Return the row of a record, for the repository that this register is a part of."""
        return one(self._session, inspect(self._row_class).attrs["id"].class_attribute, key, self._kind)

    @property
    def _kind(self) -> str:
        return str(self._row_class.__tablename__).replace("_", " ")

    def kept(self, row: Any) -> Kept[T]:
        """Return what a row holds."""
        return Kept(
            row.id, row.version, self._made(**{name: self._told(row, name) for name in self._names()})
        )

    def columns_of(self, value: T) -> dict[str, Any]:
        """Return the columns of a value."""
        told: dict[str, Any] = {}
        for name in self._names():
            held = getattr(value, name)
            if f"{name}_unit" in self._columns:
                told |= self._quantity(name, held)
            else:
                told[name] = str(held) if isinstance(held, Decimal) else held
        return told

    def _names(self) -> list[str]:
        return [field.name for field in fields(self._made)]  # type: ignore[arg-type]

    def _quantity(self, name: str, held: QuantityValue | None) -> dict[str, Any]:
        told: dict[str, Any] = {name: held and held.number, f"{name}_unit": held and held.unit}
        if f"{name}_base" in self._columns:
            told[f"{name}_base"] = held and held.base
        return told

    def _told(self, row: Any, name: str) -> Any:
        held = getattr(row, name)
        if f"{name}_unit" not in self._columns:
            return Decimal(held) if name == "coverage_factor" else held
        return None if held is None else QuantityValue(held, getattr(row, f"{name}_unit"))
