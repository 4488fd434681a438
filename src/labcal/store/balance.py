"""Whether two long accounts of rows agree, in memory that does not grow with them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, NamedTuple

SHELF = 4096
"""How many keys share one sum."""
MODULUS = 1 << 128


class Shelf(NamedTuple):
    """Rows of one table whose keys lie near each other."""

    table: Any
    number: int


class Balance:
    """Sums up digests of what is told of rows and takes off those of what is found.

    Where every sum is zero, each row was found exactly as it was told last. The digests are made with a key
    drawn for this account alone, so that nobody can choose alterations whose sums cancel.
    """

    def __init__(self, key: bytes | None = None) -> None:
        """Begin an account, or a part of the one that has ``key``."""
        self.key = key or secrets.token_bytes(32)
        self._sums: dict[Shelf, int] = {}

    def put(self, table: Any, key: Any, image: str) -> None:
        """Add what is told of a row."""
        self._move(shelf_of(table, key), self._digest(table, key, image))

    def take(self, table: Any, key: Any, image: str) -> None:
        """Take off what is found of a row, or what is told to have been there before."""
        self._move(shelf_of(table, key), -self._digest(table, key, image))

    @property
    def sums(self) -> dict[Shelf, int]:
        """What does not come to zero, by shelf: what a part of the account is told by."""
        return dict(self._sums)

    def add(self, sums: dict[Shelf, int]) -> None:
        """Add the sums of a part of the account."""
        for shelf, amount in sums.items():
            self._move(shelf, amount)

    @property
    def uneven(self) -> frozenset[Shelf]:
        """The shelves on which something does not agree."""
        return frozenset(self._sums)

    def _move(self, shelf: Shelf, amount: int) -> None:
        total = (self._sums.get(shelf, 0) + amount) % MODULUS
        if total:
            self._sums[shelf] = total
        else:
            self._sums.pop(shelf, None)

    def _digest(self, table: Any, key: Any, image: str) -> int:
        words = f"{table}\0{key}\0{image}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(words, key=self.key, digest_size=16).digest(), "big")


def shelf_of(table: Any, key: Any) -> Shelf:
    """Return where a row is summed up; a key that is no number has a shelf of its own."""
    return Shelf(table, key // SHELF if isinstance(key, int) else -1)
