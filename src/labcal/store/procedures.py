"""Procedures in the book, by version, each with its whole text."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.job import PinnedProcedure, ProcedureLine
from labcal.errors.jobs import ProcedureNotInForceError
from labcal.errors.records import NotFoundError, TakenError
from labcal.store.rows.items import ProcedureRow


class Procedures:
    """The procedures of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, pinned: PinnedProcedure, since: date, approved_by: str) -> None:
        """Put a version in force from ``since``; raise ``TakenError`` where the book has that version."""
        same = ProcedureRow.name == pinned.id, ProcedureRow.edition == pinned.version
        if self._session.scalar(select(ProcedureRow.id).where(*same)):
            raise TakenError(kind="procedure", number=f"{pinned.id} {pinned.version}")
        self._session.add(
            ProcedureRow(
                name=pinned.id,
                edition=pinned.version,
                digest=pinned.digest,
                body=pinned.body,
                since=since,
                approved_by=approved_by,
            )
        )

    def in_force(self, name: str, on: date) -> PinnedProcedure:
        """Return the newest version in force on a day.

        Raises:
            NotFoundError: The book has no version of it.
            ProcedureNotInForceError: Each begins only later.
        """
        row = self._session.scalar(
            select(ProcedureRow)
            .where(ProcedureRow.name == name, ProcedureRow.since <= on)
            .order_by(ProcedureRow.edition.desc())
            .limit(1)
        )
        if row is None:
            since = self._session.scalar(
                select(func.min(ProcedureRow.since)).where(ProcedureRow.name == name)
            )
            if since is None:
                raise NotFoundError(kind="procedure in force", number=name)
            raise ProcedureNotInForceError(procedure=name, since=since, on=on)
        return pinned(row)

    def newest(self) -> list[PinnedProcedure]:
        """Return the newest version of every procedure, in force or not, by name."""
        query = select(ProcedureRow).order_by(ProcedureRow.name, ProcedureRow.edition)
        rows = {row.name: row for row in self._session.scalars(query)}
        return [pinned(row) for row in rows.values()]

    def lines(self) -> list[ProcedureLine]:
        """Return every version for a list."""
        query = select(ProcedureRow).order_by(ProcedureRow.name, ProcedureRow.edition.desc())
        return [
            ProcedureLine(row.name, row.edition, row.since, row.approved_by, row.digest)
            for row in self._session.scalars(query)
        ]


def pinned(row: ProcedureRow) -> PinnedProcedure:
    """Return a version with its text."""
    return PinnedProcedure(id=row.name, version=row.edition, digest=row.digest, body=row.body)
