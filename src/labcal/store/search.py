"""The index of words. Full text is SQLite's own (FTS5): the book uses it here and in ``terms`` alone.

The index and the sort keys are derived from the records: written in the transaction that changes a record,
never journalled, and made anew by ``rebuild``. A ``find_`` table has the record's key as its rowid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    TableClause,
    and_,
    between,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from labcal.domain.finding import Subject, indexed, rank, sought
from labcal.store import terms, word_index
from labcal.store.body import Change, fields
from labcal.store.crew import Crew, Task
from labcal.store.documents import DOCUMENTS, Document, table_of
from labcal.store.rows.finding import SortKeyRow

T = TypeVar("T")
BATCH = 500
RUN, LOWEST, HIGHEST = 20_000, -(2**63), 2**63 - 1
"""So many keys are held against the index at a stretch, of all that there can be."""
COMMON = 5000
"""Of a word that more records of a kind have, the newest so many are looked at for one in a number."""
KEYS = table_of(SortKeyRow)


class Told(NamedTuple):
    """A record as the index keeps it: key, numbers, words, and what each sorted column ranks by."""

    key: int
    codes: str
    words: str
    ranks: tuple[str, ...]


class Asked(NamedTuple):
    """What the index is asked for.

    Attributes:
        words: In the index's own language.
        whole: The same of what holds it as whole words, which is found sooner.
        streamed: Whether the index tells the first record without gathering all of them.
    """

    words: str
    whole: str
    streamed: bool


class Match(NamedTuple):
    """Where what was typed is found: by the index, or record by record, in what the index keeps of each.

    Attributes:
        source: The index.
        holds: The condition that it holds there.
        surely: The same for whole words, which is told sooner.
        key: Of the record.
        kept: What the index keeps of each record.
        told: The condition that it holds there.
    """

    source: FromClause
    holds: ColumnElement[bool]
    surely: ColumnElement[bool]
    key: ColumnElement[int]
    kept: TableClause
    told: ColumnElement[bool]


def match(connection: Connection, subject: Subject, typed: str) -> Match | None:
    """Return where each word of ``typed`` begins a word of a record; None where nothing can be looked for."""
    pieces = sought(typed)
    if not pieces:
        return None
    index = _index(subject)
    wanted, matches = asked(connection, subject, typed), literal_column(index.name).op("MATCH")
    kept = _kept(subject)
    columns = [kept.c.c0, kept.c.c1]
    told = and_(*(or_(*(_stands(column, way) for way in ways for column in columns)) for ways in pieces))
    return Match(index, matches(wanted.words), matches(wanted.whole), index.c.rowid, kept, told)


def asked(connection: Connection, subject: Subject, typed: str) -> Asked:
    """Return what the index of a kind is to be asked for where ``typed`` holds a word."""
    pieces, streamed = [], True
    for ways in sought(typed):
        told: list[str] = []
        for way in ways:
            known = terms.beginning(connection, subject, way[0]) if len(way) == 1 else []
            told += [f'"{term}"' for term in known] or [f'"{" ".join(way)}" *']
            streamed &= bool(known) or (len(way) == 1 and len(way[0]) <= terms.SHORT)
        pieces.append(f"({' OR '.join(told)})")
    whole = (" OR ".join(f'"{" ".join(way)}"' for way in ways) for ways in sought(typed))
    return Asked(" AND ".join(pieces), " AND ".join(f"({told})" for told in whole), streamed)


def newest(connection: Connection, subject: Subject, words: str, size: int) -> list[int]:
    """Return the last ``size`` keys of which the index holds ``words``."""
    name = _index(subject).name
    query = f"SELECT rowid FROM {name} WHERE {name} MATCH ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608
    return list(connection.exec_driver_sql(query, (words, size)).scalars())


def numbered(connection: Connection, subject: Subject, typed: str, wanted: Asked, size: int) -> list[int]:
    """Return the newest records that hold it in a number; of what is common, among ``COMMON`` of them.

    The index itself would look through all that have the word before it told that it is in no number.
    """
    name = _index(subject).name
    query = f"SELECT rowid FROM {name} WHERE {name} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"  # noqa: S608
    after = connection.exec_driver_sql(query, (wanted.words, COMMON)).scalar() if wanted.streamed else None
    if after is None:
        return newest(connection, subject, f"{{codes}} : ({wanted.words})", size)
    kept = _kept(subject)
    stands = and_(*(or_(*(_stands(kept.c.c0, way) for way in ways)) for ways in sought(typed)))
    found = select(kept.c.id).where(kept.c.id > after, stands).order_by(kept.c.id.desc()).limit(size)
    return list(connection.execute(found).scalars())


def has(found: Match, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that the record of ``key`` holds what is looked for, read from what is kept of it.

    To ask the index of each record anew would have it gather all that match, each time.
    """
    return exists(select(1).select_from(found.kept).where(found.kept.c.id == key, found.told))


def refresh(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the index up to date with ``changes``, which are in the tables already.

    Where a person was anonymised, nothing of the name stays in the index.
    """
    touched: dict[Subject, set[int]] = defaultdict(set)
    erased = False
    for change in changes:
        erased |= change.table == "person" and "anonymised" in change.columns() and change.before is not None
        for subject, document in DOCUMENTS.items():
            own = change.table == document.key.table.name
            if (own or _reads(document, change.table)) and _concerns(document, change):
                keys = {change.key} if own else _dependents(connection, document, change.table, [change.key])
                touched[subject] |= keys | _former(document, change)
    for subject, keys in touched.items():
        _write(connection, subject, keys)
    if erased:
        purge(connection, Subject.PERSON)


def index_runs(connection: Connection, runs: Iterable[tuple[str, int, int]]) -> None:
    """Index runs of rows (table, first and last key) that were written, or removed, past the session.

    A record that several of them tell of is indexed once.
    """
    touched: dict[Subject, set[int]] = defaultdict(set)
    for name, first, last in runs:
        for subject, document in DOCUMENTS.items():
            if name == document.key.table.name:
                touched[subject] |= set(range(first, last + 1))
            elif _reads(document, name):
                for some in _batched(range(first, last + 1), BATCH):
                    touched[subject] |= _dependents(connection, document, name, some)
    for subject, keys in touched.items():
        _write(connection, subject, keys)


def purge(connection: Connection, subject: Subject) -> None:
    """Leave nothing in the file of what the index of a kind no longer tells, such as an erased name.

    What is deleted is only marked so until the index is merged; its pages are then overwritten with zeros.
    """
    name = _index(subject).name
    connection.execute(insert(table(name, column(name))).values({name: "optimize"}))


def rebuild(connection: Connection) -> None:
    """Make index and sort keys anew from the records."""
    for subject in Subject:
        word_index.empty(connection, subject)
    connection.execute(delete(KEYS))
    for subject in Subject:
        for some in _batched(_told(connection, subject), BATCH):
            _insert(connection, subject, some)


def disagreements(session: Session, crew: Crew) -> dict[Subject, int]:
    """Return of how many records of each kind the index tells something else than they do."""
    runs = [(subject, *run) for subject in Subject for run in _runs(session.connection(), subject)]
    tasks = [Task(_disagreeing, run) for run in runs]
    tasks += [Task(_misplaced, (subject,)) for subject in Subject]
    found: dict[Subject, int] = dict.fromkeys(Subject, 0)
    subjects = [*(subject for subject, *_ in runs), *Subject]
    for place, number in crew.each(tasks):
        found[subjects[place]] += number
    return {subject: number for subject, number in found.items() if number}


def strays(connection: Connection) -> int:
    """Return how many sort keys are of no kind of record at all."""
    known = KEYS.c.subject.in_([subject.value for subject in Subject])
    return _count(connection, select(func.count()).select_from(KEYS).where(or_(known.is_(None), ~known)))


def _runs(connection: Connection, subject: Subject) -> Iterator[tuple[int, int]]:
    """Yield runs of keys, together all that there can be, each with not too many records."""
    greatest = connection.execute(select(func.max(DOCUMENTS[subject].key))).scalar() or 0
    starts = [LOWEST, *range(RUN, greatest, RUN)]
    yield from zip(starts, [*(start - 1 for start in starts[1:]), HIGHEST], strict=True)


def _disagreeing(session: Session, subject: Subject, first: int, last: int) -> int:
    connection, index = session.connection(), _index(subject)
    query = select(index).where(index.c.rowid.between(first, last)).order_by(index.c.rowid)
    kept = connection.execute(query, execution_options={"yield_per": BATCH})
    wrong, stored = 0, iter(kept)
    row = next(stored, None)
    for told in _told(connection, subject, between(DOCUMENTS[subject].key, first, last)):
        while row is not None and row[0] < told.key:
            wrong, row = wrong + 1, next(stored, None)
        if row is None or tuple(row) != told[:3]:
            wrong += 1
        if row is not None and row[0] == told.key:
            row = next(stored, None)
    return wrong + (row is not None) + sum(1 for _ in stored)


def _misplaced(session: Session, subject: Subject) -> int:
    """Return how many sort keys are not those of their records."""
    connection, document, wrong = session.connection(), DOCUMENTS[subject], 0
    for place in document.sorted:
        source = document.key.table.outerjoin(
            KEYS,
            and_(KEYS.c.subject == subject.value, KEYS.c.field == place.name, KEYS.c.record == document.key),
        )
        rows = connection.execute(select(place, KEYS.c.value).select_from(source))
        wrong += sum(kept != rank(told or "") for told, kept in rows)
    records = _count(connection, select(func.count()).select_from(document.key.table))
    keys = _count(connection, select(func.count()).select_from(KEYS).where(KEYS.c.subject == subject.value))
    return wrong + abs(keys - records * len(document.sorted))


def _count(connection: Connection, query: Select[int]) -> int:
    return int(connection.execute(query).scalar_one())


def _index(subject: Subject) -> TableClause:
    return table(word_index.name_of(subject), column("rowid"), column("codes"), column("words"))


def _kept(subject: Subject) -> TableClause:
    """Return where the index keeps the words of each record."""
    return table(f"{_index(subject).name}_content", column("id"), column("c0"), column("c1"))


def _stands(column: ColumnElement[str], way: list[str]) -> ColumnElement[bool]:
    return func.instr(" " + column, f" {' '.join(way)}") > 0


def _reads(document: Document, name: str) -> bool:
    return any(known == name for known, _ in document.reads)


def _concerns(document: Document, change: Change) -> bool:
    return any((change.table, name) in document.reads for name in change.columns())


def _former(document: Document, change: Change) -> set[int]:
    """Return the record that a row was tied to before, where the row itself holds that tie."""
    before = fields(change.before)
    ties = [tie for tie in document.ties if tie.table.name == change.table and _points_at(tie, document)]
    keys = [before.get(tie.name) for tie in ties]
    return {key for key in keys if isinstance(key, int)}


def _points_at(tie: Column[Any], document: Document) -> bool:
    return any(one.column.table is document.key.table for one in tie.foreign_keys)


def _dependents(connection: Connection, document: Document, name: str, keys: Collection[int]) -> set[int]:
    """Return the records that are told from the rows ``keys`` of the table ``name``."""
    other = next(
        column.table
        for column in (*document.codes, *document.words, *document.ties)
        if column.table.name == name
    )
    found = select(document.key).select_from(document.source).where(other.c.id.in_(list(keys)))
    return set(connection.execute(found).scalars())


def _write(connection: Connection, subject: Subject, keys: set[int]) -> None:
    for some in _batched(sorted(keys), BATCH):
        _delete(connection, subject, some)
        _insert(connection, subject, _told(connection, subject, DOCUMENTS[subject].key.in_(some)))


def _delete(connection: Connection, subject: Subject, keys: Collection[int]) -> None:
    index, wanted = _index(subject), list(keys)
    connection.execute(delete(index).where(index.c.rowid.in_(wanted)))
    connection.execute(delete(KEYS).where(KEYS.c.subject == subject.value, KEYS.c.record.in_(wanted)))


def _insert(connection: Connection, subject: Subject, told: Iterable[Told]) -> None:
    rows = list(told)
    if not rows:
        return
    texts = [{"rowid": row.key, "codes": row.codes, "words": row.words} for row in rows]
    connection.execute(insert(_index(subject)), texts)
    names = [one.name for one in DOCUMENTS[subject].sorted]
    keys = [
        {"subject": subject.value, "field": name, "record": row.key, "value": value}
        for row in rows
        for name, value in zip(names, row.ranks, strict=True)
    ]
    if keys:
        connection.execute(insert(KEYS), keys)


def _told(
    connection: Connection, subject: Subject, wanted: ColumnElement[bool] | None = None
) -> Iterator[Told]:
    """Yield the records ``wanted``, or all, as the index is to keep them, in the order of their keys."""
    document = DOCUMENTS[subject]
    columns = [
        one.label(f"c{place}")
        for place, one in enumerate((document.key, *document.codes, *document.words, *document.sorted))
    ]
    query = select(*columns).select_from(document.source).order_by(document.key)
    if wanted is not None:
        query = query.where(wanted)
    rows = connection.execute(query, execution_options={"yield_per": BATCH})
    codes, upto = 1 + len(document.codes), 1 + len(document.codes) + len(document.words)
    for key, same in groupby(rows, key=itemgetter(0)):
        lines = [tuple(row) for row in same]
        yield Told(
            key,
            _joined(line[place] for place in range(1, codes) for line in lines),
            _joined(line[place] for place in range(codes, upto) for line in lines),
            tuple(rank(value or "") for value in lines[0][upto:]),
        )


def _joined(values: Iterable[str | None]) -> str:
    """Return the words of each different value, one after another."""
    return " ".join(indexed(value) for value in dict.fromkeys(values) if value)


def _batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
