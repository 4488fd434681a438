"""Pages of a list by key, filtered and sorted in the database.

Two ways lead to a page. Either the index of the order is walked and each record is held against the filters,
so that the first page never waits for the last; or all that passes is sorted. How many records pass tells how
far the walk should go for a page. Where it finds less there, as of a year along the days, all are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from labcal.domain.finding import Subject
from labcal.domain.listing import Place, Wanted
from labcal.store.search import Match, has, match

FEW = 10_000
"""So far the records are counted."""
WALKED, GATHERED = 16_000, 200_000
"""So many records are walked in search of a page before all are sorted, where there are not more of those.

Where the order is that of another table, to sort a record takes as much longer as ``STEPS``.
"""
SLACK, LEAST = 2, 500
"""A page is looked for among so many times the records that it should take, and that many more."""
STEPS = 4
"""Where so many records pass that they are not counted, each walk is so many times as long as the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One way to sort a list; the record's own key always comes last.

    Attributes:
        keys: What is compared, first to last.
        told: The same for one record of the list, without the joins; empty where the keys are its own.
        joins: Tables beside the list's own, each with what ties it to those before it, the list's own last.
        parts: Conditions that cut the list in pieces, such as what has no date; one holds of each record.
        turned: Whether the pieces too are turned round where the order is descending.
    """

    keys: tuple[ColumnElement[Any], ...] = ()
    told: tuple[ColumnElement[Any], ...] = ()
    joins: tuple[tuple[FromClause, ColumnElement[bool]], ...] = ()
    parts: tuple[ColumnElement[bool], ...] = (true(),)
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow a list.

    Attributes:
        holds: Returns the condition for a value.
        walked: Orders whose index serves the filter as well, beside that of the record's key.
    """

    holds: Callable[[str], ColumnElement[bool]]
    walked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that can be paged.

    Attributes:
        subject: What it lists.
        key: Of its table.
        number: What a person knows a record by.
        orders: By name; any other name is the order of the keys, in which numbers are given.
        filters: By name.
        newest: Whether the list begins with the last record where no order is named.
    """

    subject: Subject
    key: Column[Any]
    number: Column[Any]
    orders: Mapping[str, Order] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    newest: bool = True

    @property
    def table(self) -> FromClause:
        """The table of its records."""
        return self.key.table


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The keys of one page with what is known of the rest; see ``domain.listing.Page``."""

    keys: tuple[int, ...]
    places: tuple[Place, ...]
    earlier: bool
    later: bool
    total: int
    all: int
    bounded: bool
    all_bounded: bool


class Range(NamedTuple):
    """Neighbouring places: from where, how many, which way, and whether with that place itself."""

    start: Place | None
    size: int
    onward: bool
    inclusive: bool = False


class Stretch(NamedTuple):
    """Part of the index of an order: of which part, which way, from where, and whether with that place."""

    part: int
    descending: bool
    begin: Place | None
    inclusive: bool


def cut(connection: Connection, listing: Listing, wanted: Wanted) -> Cut:
    """Return the keys of the page that is ``wanted``."""
    return _Cutter(connection, listing, wanted).cut()


class _Cutter:
    """Cuts one page out of a list."""

    def __init__(self, connection: Connection, listing: Listing, wanted: Wanted) -> None:
        self._connection, self._listing, self._wanted = connection, listing, wanted
        self._order = listing.orders.get(wanted.order, Order())
        own = wanted.order not in listing.orders
        self._descending = wanted.descending != (listing.newest and not wanted.order)
        turned = self._descending and self._order.turned
        self._parts = self._order.parts[::-1] if turned else self._order.parts
        self._match = match(connection, listing.subject, wanted.words)
        self._filters = [
            (listing.filters[name], value) for name, value in wanted.filters if name in listing.filters
        ]
        self._walks_key = own
        self._by_words = self._match is not None and not self._narrow()

    def cut(self) -> Cut:
        """Return the page."""
        every = self._count(select(literal(1)).select_from(self._listing.table))
        narrowed = bool(self._filters) or self._match is not None
        total = self._total() if narrowed else every
        start, onward, inclusive = self._start()
        size = self._wanted.size
        found = self._read(total, Range(start, size + 1, onward, inclusive))
        more, rows = len(found) > size, found[:size]
        back = Range(rows[0] if rows else start, 1, not onward)
        beyond = start is not None and bool(self._read(total, back))
        ordered = rows if onward else rows[::-1]
        return Cut(
            keys=tuple(int(row[-1]) for row in ordered),
            places=tuple(ordered),
            earlier=beyond if onward else more,
            later=more if onward else beyond,
            total=min(total, FEW),
            all=min(every, FEW),
            bounded=total > FEW,
            all_bounded=every > FEW,
        )

    def _start(self) -> tuple[Place | None, bool, bool]:
        """Return where the page begins, whether it goes on from there, and whether with that line."""
        wanted = self._wanted
        if wanted.after is not None:
            return wanted.after, True, False
        if wanted.before is not None:
            return wanted.before, False, False
        if wanted.at is not None:
            return wanted.at, True, True
        if wanted.near:
            return self._place_of(wanted.near), True, True
        return None, not wanted.end, False

    def _place_of(self, number: str) -> Place | None:
        """Return where the record called ``number`` stands; None where it is not in the narrowed list."""
        query = self._matching(*self._columns()).where(self._listing.number == number)
        row = self._connection.execute(query).first()
        return tuple(row) if row is not None else None

    def _count(self, query: Select[Any], most: int | None = None) -> int:
        few = query.limit((FEW if most is None else most) + 1).subquery()
        return int(self._connection.execute(select(func.count()).select_from(few)).scalar_one())

    def _total(self, most: int | None = None) -> int:
        """Count what passes, up to one more than ``most``; the index has just the records of the list."""
        if self._match is not None and self._by_words and not self._filters:
            every = select(literal(1)).select_from(self._match.source)
            surely = self._count(every.where(self._match.surely), most)
            if surely > (FEW if most is None else most):
                return surely
            return self._count(every.where(self._match.holds), most)
        return self._count(self._matching(literal(1)), most)

    def _narrow(self) -> bool:
        """Tell whether the filters alone leave so few that the words are looked for in those."""
        return bool(self._filters) and self._count(self._filtered(literal(1))) <= FEW

    def _filtered(self, *columns: ColumnElement[Any]) -> Select[Any]:
        holds = (one.holds(value) for one, value in self._filters)
        return select(*columns).select_from(self._listing.table).where(*holds)

    def _matching(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Return the records that pass, by the index of the words or by those of the filters."""
        found = self._match
        if found is None:
            return self._filtered(*columns)
        if not self._by_words:
            return self._filtered(*columns).where(has(found, self._listing.key))
        return self._found(found, *columns)

    def _found(self, found: Match, *columns: ColumnElement[Any]) -> Select[Any]:
        joined = found.source.join(self._listing.table, self._listing.key == found.key)
        held = (_unindexed(one.holds(value)) for one, value in self._filters)
        return select(*columns).select_from(joined).where(found.holds, *held)

    def _columns(self) -> list[ColumnElement[Any]]:
        """Return part, keys and key of each record, wherever the keys come from."""
        part = case(*((holds, place) for place, holds in enumerate(self._parts)), else_=0)
        told = self._order.told or self._order.keys
        keys = [key.label(f"k{place}") for place, key in enumerate(told)]
        return [part.label("part"), *keys, self._listing.key.label("key")]

    def _read(self, total: int, wanted: Range) -> list[Place]:
        """Read neighbouring places, by the way that is the shorter one.

        Args:
            total: How many records pass, counted up to one more than ``FEW``.
            wanted: Which places.
        """
        direct = self._match is None and all(self._wanted.order in one.walked for one, _ in self._filters)
        if self._walks_key or direct:
            return self._walked(wanted) or []
        for bound in self._bounds(total, wanted.size):
            found = self._walked(wanted, bound)
            if found is not None:
                return found
        if total > FEW and self._total(GATHERED) > GATHERED:
            return self._walked(wanted) or []
        return self._sorted(wanted)

    def _bounds(self, total: int, size: int) -> Iterator[int]:
        """Yield how far to walk in search of so many, as long as that is no more than to sort all."""
        if total > FEW:
            bound, most = size * SLACK + LEAST, WALKED * (STEPS if self._order.joins else 1)
            while bound < most:
                yield bound
                bound *= STEPS
            return
        every = self._connection.execute(select(func.max(self._listing.key))).scalar_one() or 0
        should = size * every // max(total, 1) * SLACK + LEAST
        if should < min(WALKED, 2 * total):
            yield should

    def _sorted(self, wanted: Range) -> list[Place]:
        """Read by sorting all records that pass."""
        hits: CTE = self._matching(*self._columns()).cte("hits").prefix_with("MATERIALIZED")
        places = list(hits.c)
        directions = [not wanted.onward] + [self._descending == wanted.onward] * (len(places) - 1)
        query = select(*places).order_by(*_ordering(places, directions)).limit(wanted.size)
        if wanted.start is not None:
            query = query.where(_beyond(places, wanted.start, directions, inclusive=wanted.inclusive))
        return [tuple(row) for row in self._connection.execute(query)]

    def _walked(self, wanted: Range, bound: int | None = None) -> list[Place] | None:
        """Read along the index of the order; None where ``bound`` records of a part are too few."""
        found: list[Place] = []
        start, onward = wanted.start, wanted.onward
        numbers = range(len(self._parts)) if onward else range(len(self._parts) - 1, -1, -1)
        for number in numbers:
            if start is not None and (number < start[0] if onward else number > start[0]):
                continue
            begin = start[1:] if start is not None and number == start[0] else None
            stretch = Stretch(number, self._descending == onward, begin, wanted.inclusive)
            query = self._walk(stretch) if bound is None else self._some(stretch, bound)
            rows = self._connection.execute(query.limit(wanted.size - len(found)))
            found += [(number, *row) for row in rows]
            if len(found) >= wanted.size:
                break
            if bound is not None and self._has_more(stretch, bound):
                return None
        return found

    def _has_more(self, stretch: Stretch, bound: int) -> bool:
        """Tell whether a part has more than ``bound`` records."""
        return self._connection.execute(self._along(stretch).offset(bound).limit(1)).first() is not None

    @property
    def _keys(self) -> list[ColumnElement[Any]]:
        streamed = self._match is not None and self._by_words and self._walks_key
        own = self._match.key if self._match is not None and streamed else self._listing.key
        return [*self._order.keys, own]

    def _walk(self, stretch: Stretch) -> Select[Any]:
        """Return what passes in the order of the list, of one part."""
        if self._walks_key:
            return self._ordered(self._matching(*self._keys), stretch)
        query = self._along(stretch)
        if self._match is not None:
            query = query.where(has(self._match, self._listing.key))
        return query.where(*(self._held(one, value) for one, value in self._filters))

    def _some(self, stretch: Stretch, bound: int) -> Select[Any]:
        """Return what passes among the first ``bound`` records of one part."""
        along = self._along(stretch).limit(bound).subquery("walked")
        key = list(along.c)[-1]
        query = select(*along.c).select_from(along.join(self._listing.table, self._listing.key == key))
        if self._match is not None:
            query = query.where(has(self._match, self._listing.key))
        query = query.where(*(_unindexed(one.holds(value)) for one, value in self._filters))
        return query.order_by(*_ordering([*along.c], [stretch.descending] * len(along.c)))

    def _along(self, stretch: Stretch) -> Select[Any]:
        """Return all records in the order of the list, of one part."""
        sources = [source for source, _ in self._order.joins]
        ties = [tie for _, tie in self._order.joins]
        keys = [key.label(f"k{place}") for place, key in enumerate(self._keys)]
        query = select(*keys).select_from(*sources, self._listing.table)
        return self._ordered(query.where(*ties, self._parts[stretch.part]), stretch)

    def _ordered(self, query: Select[Any], stretch: Stretch) -> Select[Any]:
        directions = [stretch.descending] * len(self._keys)
        if stretch.begin is not None:
            beyond = _beyond(self._keys, stretch.begin, directions, inclusive=stretch.inclusive)
            query = query.where(beyond)
        return query.order_by(*_ordering(self._keys, directions))

    def _held(self, one: Filter, value: str) -> ColumnElement[bool]:
        holds = one.holds(value)
        return holds if self._wanted.order in one.walked else _unindexed(holds)


def _unindexed(holds: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition so that no index serves it: another one is to lead."""
    return case((holds, true()), else_=false())


def _ordering(columns: Sequence[ColumnElement[Any]], descending: Sequence[bool]) -> list[ColumnElement[Any]]:
    return [column.desc() if down else column.asc() for column, down in zip(columns, descending, strict=True)]


def _beyond(
    columns: Sequence[ColumnElement[Any]],
    start: Sequence[Any],
    descending: Sequence[bool],
    *,
    inclusive: bool,
) -> ColumnElement[bool]:
    """Return the condition that a record lies beyond ``start``, written so that an index can begin there.

    A part whose records are all without a value is in the order of their keys alone.
    """
    condition: ColumnElement[bool] = true() if inclusive else false()
    for column, value, down in reversed(list(zip(columns, start, descending, strict=True))):
        if value is None:
            continue
        past = column < value if down else column > value
        reached = column <= value if down else column >= value
        condition = and_(reached, or_(past, condition))
    return condition
