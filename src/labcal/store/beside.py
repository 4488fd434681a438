"""A table that lies beside the journal, taken up line by line as the journal is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Beside:
    """Rows that begin with the number of a journal line, in that order; whatever the number is in truth."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self._strays: set[int] = set()

    def of(self, line: int) -> set[tuple[Any, ...]]:
        """Return what lies beside a line, without its number; lines have to be asked for in order."""
        found = set()
        while self._next is not None and _before(self._next[0], line + 1):
            if self._next[0] == line:
                found.add(self._next[1:])
            else:
                self._stray(self._next[0])
            self._next = next(self._rows, None)
        return found

    def strays(self) -> set[int]:
        """Return the numbers of rows that lay beside no line, 0 where it is no number; the rest is read."""
        while self._next is not None:
            self._stray(self._next[0])
            self._next = next(self._rows, None)
        return self._strays

    def _stray(self, number: object) -> None:
        self._strays.add(number if isinstance(number, int) else 0)


def _before(number: object, line: int) -> bool:
    """Tell whether a number comes before a line, as SQLite orders values: nothing, numbers, text, bytes."""
    return number is None or (isinstance(number, int | float) and number < line)
