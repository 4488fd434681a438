"""A value together with its place in the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """What the book keeps of one record.

    Attributes:
        key: Of its row.
        version: The journal line that last wrote it: what an edit has to say it saw.
    """

    key: int
    version: int
    value: T
