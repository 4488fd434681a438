"""A list in pages: which lines are wanted, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

L = TypeVar("L")
Place = tuple[Any, ...]
"""Where a line stands in its list: what it is sorted by, and its own key; nobody else reads it."""

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines of a list are wanted; without anything the first page in the list's own order.

    Attributes:
        order: A name of the list's orders, "number" for that of the numbers; empty for the list's own.
        descending: Whether that order runs backwards.
        words: Each word typed has to be in the record.
        filters: Name and value of each filter that narrows the list.
        size: How many lines at most.
        after: Where the lines follow; None from the start.
        before: Where the lines end.
        at: Where the lines begin, that line with them.
        near: Number of a record with which the lines begin; those of the start where the list lacks it.
        end: Whether the last page is wanted.
    """

    order: str = ""
    descending: bool = False
    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    size: int = PAGE
    after: Place | None = None
    before: Place | None = None
    at: Place | None = None
    near: str = ""
    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[L]):
    """Neighbouring lines of a list.

    Attributes:
        places: Where each line stands.
        earlier: Whether there are lines before them.
        later: Whether there are lines behind them.
        total: How many lines the list has; more than that where ``bounded``.
        all: As ``total``, without words and filters; more than that where ``all_bounded``.
    """

    lines: tuple[L, ...]
    places: tuple[Place, ...]
    earlier: bool
    later: bool
    total: int
    all: int
    bounded: bool = False
    all_bounded: bool = False
