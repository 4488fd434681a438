"""Records that people would take for one another: the same name but for case, accents and signs."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.finding import rank
from labcal.errors.records import TakenError
from labcal.store.body import Change
from labcal.store.rows.finding import SortKeyRow
from labcal.store.rows.items import CustomerRow
from labcal.store.rows.people import PersonRow
from labcal.store.spans import Span

CHUNK = 500
Called = dict[tuple[str, str], list[tuple[int, str]]]


def named_alike(session: Session, names: Collection[str]) -> dict[str, list[tuple[int, str, str, str]]]:
    """Return the customers with one of ``names``, by the form in which names are compared.

    Each with its key, its number, its name and its city.
    """
    wanted = sorted({rank(name) for name in names})
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for first in range(0, len(wanted), CHUNK):
        query = (
            select(SortKeyRow.value, CustomerRow.id, CustomerRow.number, CustomerRow.name, CustomerRow.city)
            .join(CustomerRow, CustomerRow.id == SortKeyRow.record)
            .where(
                SortKeyRow.subject == CustomerRow.__tablename__,
                SortKeyRow.field == CustomerRow.name.key,
                SortKeyRow.value.in_(wanted[first : first + CHUNK]),
            )
        )
        for value, key, number, name, city in session.execute(query):
            found.setdefault(value, []).append((key, number, name, city))
    return found


def refuse_twins(session: Session, changes: Iterable[Change], runs: Iterable[Span]) -> None:
    """Refuse people and customers that come back where others have taken their names meanwhile.

    Args:
        session: Where they have been written, and are not indexed yet.
        changes: What was written row by row.
        runs: What was written in bulk, as the line told it that is taken back.

    Raises:
        TakenError: Someone else bears the name.
    """
    added = {(one.table, one.key) for one in changes if one.before is None and one.after is not None}
    people = {key for table, key in added if table == PersonRow.__tablename__}
    customers = {key for table, key in added if table == CustomerRow.__tablename__}
    for run in runs:
        if run.table == CustomerRow.__tablename__ and not run.added:
            customers |= set(range(run.first, run.last + 1))
    _refuse_people(session, people)
    _refuse_customers(session, sorted(customers))


def _refuse_people(session: Session, keys: set[int]) -> None:
    if not keys:
        return
    known: dict[str, str] = {}
    rows = session.execute(select(PersonRow.id, PersonRow.name)).all()
    for key, name in rows:
        if key not in keys:
            known[name.casefold()] = name
    for key, name in rows:
        if key in keys and name.casefold() in known:
            raise TakenError(kind="person", number=known[name.casefold()])


def _refuse_customers(session: Session, keys: list[int]) -> None:
    for first in range(0, len(keys), CHUNK):
        some = keys[first : first + CHUNK]
        query = select(CustomerRow.id, CustomerRow.name, CustomerRow.city).where(CustomerRow.id.in_(some))
        rows = session.execute(query).all()
        alike = named_alike(session, [name for _, name, _ in rows])
        for key, name, city in rows:
            for other, number, _, town in alike.get(rank(name), []):
                if other > key and rank(town) == rank(city):  # one that was there before was known of
                    raise TakenError(kind="customer", number=number)
