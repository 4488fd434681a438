"""The mirror image of a journal line, written on the rows that stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labcal.errors.records import LaterWorkError
from labcal.store import journal, later
from labcal.store.base import Record, untold
from labcal.store.body import Change, fields
from labcal.store.bulk import Bulk
from labcal.store.recorder import Recorder
from labcal.store.sealing import opened
from labcal.store.spans import body_of, spans
from labcal.store.twins import refuse_twins


def revert(session: Session, recorder: Recorder, bulk: Bulk, number: int) -> None:
    """Put back what line ``number`` changed, and nothing else; versions still grow.

    Raises:
        NotFoundError: The journal has no such line.
        LaterWorkError: A later command stands in the way.
        ErasedError: It holds personal details that were erased since.
        TakenError: Someone else has taken a name that would come back.
    """
    line = journal.line(session, number)
    changes, runs = body_of(line.body).changes, list(spans(line.body))
    if later.builds_on(session, number, changes) or later.builds_on_runs(session, number, runs):
        raise LaterWorkError(entry=number)
    wanted = [change.mirrored() for change in reversed(changes)]
    try:
        _write(session, wanted, number)
        for run in reversed(runs):
            bulk.revert(run, number)
    except IntegrityError as error:
        raise LaterWorkError(entry=number) from error
    if _told(recorder.changes) != _told(wanted):
        raise LaterWorkError(entry=number)
    refuse_twins(session, wanted, runs)


def _told(changes: list[Change]) -> set[Change]:
    """Return what ``changes`` come to, the versions aside."""
    return {change.unversioned() for change in changes if change.columns()}


def _write(session: Session, changes: list[Change], number: int) -> None:
    classes = {mapper.local_table.description: mapper.class_ for mapper in Record.registry.mappers}
    for change in changes:
        row_class = classes[change.table]
        row = session.get(row_class, change.key)
        told = opened(session, change.table, fields(change.after), number)
        values = _values(session, row_class, told)
        if row is None:
            if values:
                session.add(row_class(**values))
        elif values:
            for name, value in values.items():
                setattr(row, name, value)
        else:
            session.delete(row)
    session.flush()


def _values(session: Session, row_class: type[Record], told: dict[str, Any]) -> dict[str, Any]:
    """Return raw values as the attributes of ``row_class`` hold them, the version aside."""
    columns, dialect = inspect(row_class).columns, session.get_bind().dialect
    return {name: untold(columns[name], value, dialect) for name, value in told.items() if name != "version"}
