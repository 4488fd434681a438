"""Reads TOML strictly: every key is asked for, and one that nobody asked for is refused with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from labcal.domain.quantity import QuantityValue
from labcal.errors import LabCalError
from labcal.errors.procedures import (
    KeyTypeError,
    KeyValueError,
    MissingKeyError,
    ProcedureFormatError,
    ProcedureSyntaxError,
    UnknownKeyError,
)
from labcal.text import mark

Value = TypeVar("Value")

LARGEST = 1_000_000
"""Bytes of the largest file that is read."""


class Table:
    """One table of a file, from which keys are taken until none is left."""

    def __init__(self, values: Mapping[str, object], place: str) -> None:
        self._values = dict(values)
        self.place = place

    def text(self, key: str, default: str | None = None) -> str:
        """Take a string; without ``default`` it has to be there.

        Raises:
            MissingKeyError: It is not there.
            KeyTypeError: It is no string.
        """
        value = self._take(key, default)
        if not isinstance(value, str):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("text in quotation marks"))
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Take a whole number above 0; errors as for ``text``."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a whole number above 0"))
        return value

    def number(self, key: str) -> float | None:
        """Take a number, or None where it is not there; raises ``KeyTypeError`` for anything else."""
        value = self._values.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a number"))
        return float(value)

    def keyed(self, key: str, default: str | None = None) -> str:
        """Take a number or a quantity as it stands, quoted or bare; errors as for ``text``."""
        return self._keyed(key, self._take(key, default))

    def keyed_list(self, key: str) -> tuple[str, ...]:
        """Take a list of numbers or quantities, quoted or bare, empty where it is not there.

        Raises:
            KeyTypeError: It is no list, or something in it is neither text nor number.
        """
        value = self._values.pop(key, [])
        if not isinstance(value, list):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a list of numbers"))
        return tuple(self._keyed(key, item) for item in value)

    def flag(self, key: str) -> bool:
        """Take true or false, false where it is not there; raises ``KeyTypeError`` for anything else."""
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            raise KeyTypeError(key=key, place=self.place, wanted="true | false")
        return value

    def decimal(self, key: str) -> Decimal:
        """Take a number in quotation marks, exactly; errors as for ``text``."""
        text = self.text(key)
        try:
            value = Decimal(text)
        except InvalidOperation as error:
            raise KeyTypeError(
                key=key, place=self.place, wanted=mark("a number in quotation marks")
            ) from error
        if not value.is_finite():
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a number in quotation marks"))
        return value

    def quantity(
        self, key: str, read: Callable[..., QuantityValue], unit: str | None = None
    ) -> QuantityValue:
        """Take a quantity, read by ``read(text, unit)``.

        Raises:
            KeyValueError: It is refused; the sentence says why.
            MissingKeyError, KeyTypeError: As for ``text``.
        """
        text = self.text(key)
        return self.checked(key, lambda: read(text, unit))

    def checked(self, key: str, make: Callable[[], Value]) -> Value:
        """Return what ``make`` makes; its refusal gets the place of ``key``.

        Raises:
            KeyValueError: It was refused.
        """
        try:
            return make()
        except LabCalError as error:
            raise KeyValueError(key=key, place=self.place, reason=str(error)) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of strings, empty where it is not there; raises ``KeyTypeError`` for anything else."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a list of texts"))
        return tuple(value)

    def table(self, key: str) -> Table:
        """Take a table that has to be there; errors as for ``text``."""
        value = self._take(key, None)
        return Table(self._mapping(key, value), f"{self._inside}[{key}]")

    def optional_table(self, key: str) -> Table | None:
        """Take a table, or None where it is not there; raises ``KeyTypeError`` for anything else."""
        return self.table(key) if key in self._values else None

    def tables(self, key: str) -> list[Table]:
        """Take a list of tables, empty where it is not there; raises ``KeyTypeError`` for anything else."""
        value = self._values.pop(key, [])
        if not isinstance(value, list):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a list of tables"))
        return [
            Table(self._mapping(key, item), f"{self._inside}[[{key}]] {number}")
            for number, item in enumerate(value, start=1)
        ]

    def rows(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Take a list of lists of strings; errors as for ``text``."""
        value = self._take(key, None)
        wanted = mark("a list of lists of texts")
        if not isinstance(value, list):
            raise KeyTypeError(key=key, place=self.place, wanted=wanted)
        for row in value:
            if not isinstance(row, list) or not all(isinstance(item, str) for item in row):
                raise KeyTypeError(key=key, place=self.place, wanted=wanted)
        return tuple(tuple(row) for row in value)

    def has(self, key: str) -> bool:
        """Tell whether a key is there and has not been taken."""
        return key in self._values

    def words(self) -> tuple[tuple[str, str], ...]:
        """Take all keys that are left, as pairs of strings; raises ``KeyTypeError`` for anything else."""
        return tuple((key, self.text(key)) for key in list(self._values))

    def end(self) -> None:
        """Refuse what nobody asked for.

        Raises:
            UnknownKeyError: There is such a key.
        """
        if self._values:
            raise UnknownKeyError(key=next(iter(self._values)), place=self.place)

    @property
    def _inside(self) -> str:
        return f"{self.place} " if self.place.startswith("[") else ""

    def _take(self, key: str, default: object) -> object:
        value = self._values.pop(key, default)
        if value is None:
            raise MissingKeyError(key=key, place=self.place)
        return value

    def _keyed(self, key: str, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a number, or text with a unit"))
        return f"{value:f}" if isinstance(value, Decimal) and value.is_finite() else str(value)

    def _mapping(self, key: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise KeyTypeError(key=key, place=self.place, wanted=mark("a table"))
        return value


def read(body: bytes, wanted: str, place: str) -> Table:
    """Read a file.

    Args:
        body: Its bytes, UTF-8.
        wanted: What its key ``format``, the first line, has to say.
        place: What the file is called in refusals.

    Raises:
        ProcedureSyntaxError: It is no TOML, no UTF-8, or larger than a megabyte.
        ProcedureFormatError: Its format is another one.
    """
    return read_one_of(body, (wanted,), place)[1]


def read_one_of(body: bytes, wanted: Sequence[str], place: str) -> tuple[str, Table]:
    """Read a file of one of several formats, the newest last; return which, and its table.

    Raises:
        ProcedureSyntaxError, ProcedureFormatError: As for ``read``.
    """
    if len(body) > LARGEST:
        raise ProcedureSyntaxError(reason=f"> {LARGEST} bytes")
    try:
        values = tomllib.loads(body.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProcedureSyntaxError(reason=str(error)) from error
    if (given := values.pop("format", "–")) not in wanted:
        raise ProcedureFormatError(format=given, wanted=wanted[-1])
    return str(given), Table(values, place)
