"""Procedures in the book, by version, each with its whole text."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain import method
from labcal.domain.job import PinnedProcedure, ProcedureLine
from labcal.domain.kept import Kept
from labcal.domain.method import ProcedureVersion, WrittenProcedure
from labcal.domain.person import PersonName
from labcal.errors.jobs import ProcedureNotInForceError
from labcal.errors.methods import ProcedureWithdrawnError
from labcal.errors.records import NotFoundError, TakenError
from labcal.store.register import Register
from labcal.store.rows.items import ProcedureRow, WrittenProcedureRow


class Procedures:
    """The procedures of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._versions = Register(session, ProcedureRow, ProcedureVersion, "name", "edition")
        self._written = Register(session, WrittenProcedureRow, WrittenProcedure, "name")

    def add(self, version: ProcedureVersion) -> None:
        """Put a version in force; raise ``TakenError`` where the book has that version."""
        same = ProcedureRow.name == version.name, ProcedureRow.edition == version.edition
        if self._session.scalar(select(ProcedureRow.id).where(*same)):
            raise TakenError(kind="procedure", number=f"{version.name} {version.edition}")
        self._versions.add(version)

    def versions(self, name: str = "") -> list[Kept[ProcedureVersion]]:
        """Return every approved version of a procedure, or of all, by name and version."""
        return self._versions.of(name=name) if name else self._versions.of()

    def withdraw(self, name: str, on: date, by: PersonName, why: str) -> int:
        """Let no version of a procedure be in force from ``on``; return how many were until then."""
        rows = self._session.scalars(
            select(ProcedureRow).where(ProcedureRow.name == name, ProcedureRow.withdrawn_on.is_(None))
        ).all()
        for row in rows:
            row.withdrawn_on, row.withdrawn_by, row.withdrawn_why = on, by, why
        return len(rows)

    def written(self) -> list[Kept[WrittenProcedure]]:
        """Return what waits for approval, by name."""
        return self._written.of()

    def waiting(self, name: str) -> Kept[WrittenProcedure] | None:
        """Return the version of a procedure that waits for approval; None where none does."""
        return next(iter(self._written.of(name=name)), None)

    def write(self, told: WrittenProcedure) -> None:
        """Keep a version that waits for approval."""
        self._written.add(told)

    def rewrite(self, key: int, told: WrittenProcedure, *, seen: int) -> None:
        """Keep another text of a version that waits; refused where it changed since it was ``seen``."""
        self._written.change(key, told, seen=seen)

    def drop(self, key: int, *, seen: int) -> None:
        """Let a version no longer wait; refused where it changed since it was ``seen``."""
        self._written.remove(key, seen=seen)

    def in_force(self, name: str, on: date) -> PinnedProcedure:
        """Return the newest version in force on a day.

        Raises:
            NotFoundError: The book has no version of it.
            ProcedureNotInForceError: Each begins only later.
            ProcedureWithdrawnError: It was withdrawn by that day.
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
        if row.withdrawn_on is not None and row.withdrawn_on <= on:
            raise ProcedureWithdrawnError(procedure=name, since=row.withdrawn_on, why=row.withdrawn_why)
        return pinned(row)

    def names_in_force(self, on: date) -> list[str]:
        """Return the procedures that a job may be opened under on a day, by name."""
        found: dict[str, list[ProcedureVersion]] = {}
        for kept in self._versions.of():
            found.setdefault(kept.value.name, []).append(kept.value)
        return [name for name, versions in found.items() if method.in_force(versions, on)]

    def newest(self) -> list[PinnedProcedure]:
        """Return the newest version of every procedure, in force or not, by name."""
        query = select(ProcedureRow).order_by(ProcedureRow.name, ProcedureRow.edition)
        rows = {row.name: row for row in self._session.scalars(query)}
        return [pinned(row) for row in rows.values()]

    def lines(self) -> list[ProcedureLine]:
        """Return every version for a list."""
        query = select(ProcedureRow).order_by(ProcedureRow.name, ProcedureRow.edition.desc())
        return [
            ProcedureLine(row.name, row.edition, row.since, row.approved_by, row.digest, row.withdrawn_on)
            for row in self._session.scalars(query)
        ]


def pinned(row: ProcedureRow) -> PinnedProcedure:
    """Return a version with its text."""
    return PinnedProcedure(id=row.name, version=row.edition, digest=row.digest, body=row.body)
