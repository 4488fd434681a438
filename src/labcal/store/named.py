"""People between their handles in the book and their names in the program."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from labcal.domain.person import Need, PersonName
from labcal.store.base import PersonRef, Row
from labcal.store.body import Change, fields, image_of
from labcal.store.directory import UNREAD, Directory, directory_of
from labcal.store.entries import SpanRow, TouchRow
from labcal.store.rows.people import PersonRow
from labcal.store.sealing import shown


def handle() -> ColumnElement[str]:
    """Return the handle of a person's row as an expression: of a person of release 0.1 it is the name."""
    return func.coalesce(func.nullif(PersonRow.handle, ""), PersonRow.name)


def refresh(session: Session) -> None:
    """Read the directory of the session's engine anew, where people have changed since it was read."""
    directory = _directory(session)
    last = session.connection().exec_driver_sql("SELECT max(id) FROM entry").scalar() or 0
    if directory.seen == UNREAD or (last > directory.seen and _touched(session, directory.seen)):
        found = session.execute(select(handle(), PersonRow.name))
        directory.fill({str(key): str(name) for key, name in found}, last)
    elif last > directory.seen:
        directory.seen = last


def enter(session: Session, key: str, name: str) -> None:
    """Know someone, or someone's new name, who is not committed yet."""
    _directory(session).enter(key, name)


def handled(session: Session, need: Need | None) -> Need | None:
    """Return a need as the journal tells it: its mentor by the handle."""
    if need is None or need.mentor is None:
        return need
    return replace(need, mentor=PersonName(_directory(session).handle(need.mentor)))


def named(session: Session, need: Need) -> Need:
    """Return a need that the journal told: its mentor by name."""
    return need if need.mentor is None else replace(need, mentor=_directory(session).name(need.mentor))


def in_words(session: Session, change: Change) -> Change:
    """Return a change as a history shows it: people by their names, personal details in clear."""
    directory, people = _directory(session), _people(change.table)

    def clear(image: str | None) -> str | None:
        if image is None:
            return None
        told = shown(session, change.table, fields(image))
        names = {name: directory.name(told[name]) for name in people if told.get(name)}
        return image_of({**told, **names})

    return replace(change, before=clear(change.before), after=clear(change.after))


def _people(table: str) -> list[str]:
    """Return the columns of a table that name a person."""
    mapped = Row.metadata.tables.get(table)
    columns = mapped.columns if mapped is not None else ()
    return [column.name for column in columns if isinstance(column.type, PersonRef)]


def _directory(session: Session) -> Directory:
    return directory_of(session.get_bind().dialect) or Directory()


def _touched(session: Session, after: int) -> bool:
    name = PersonRow.__tablename__
    touches = select(TouchRow.entry).where(TouchRow.entry > after, TouchRow.table == name)
    runs = select(SpanRow.entry).where(SpanRow.entry > after, SpanRow.table == name)
    return any(session.scalar(query.limit(1)) is not None for query in (touches, runs))
