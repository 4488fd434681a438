"""Passwords typed in vain: how often for an account, at which workstation, and when last."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labcal.domain.attempts import FORGOTTEN, Attempts
from labcal.domain.person import PersonName
from labcal.store.find import one
from labcal.store.rows.people import AccountRow, AttemptRow, PersonRow

NAMES = 64
"""Names without an account share that many rows, so that nobody fills the book with names."""
WORKSTATIONS = 64
"""Of one account; whatever comes from further ones is counted together."""
LONGEST = 64
"""Characters kept of a workstation's name."""


class AttemptRecords:
    """The attempts of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at(self, name: PersonName, workstation: str) -> Attempts:
        """Return what was typed in vain for ``name`` at ``workstation``."""
        row = self._row(self._account(name), workstation)
        return Attempts(name) if row is None else self._told(name, row)

    def of(self, name: PersonName) -> list[Attempts]:
        """Return what was typed in vain for ``name`` at each workstation, latest first."""
        query = select(AttemptRow).where(AttemptRow.account == self._account(name))
        return [
            self._told(name, row) for row in self._session.scalars(query.order_by(AttemptRow.last.desc()))
        ]

    def failed(self, name: PersonName, workstation: str, at: datetime) -> None:
        """Count one more; those of a day ago are forgotten."""
        account = self._account(name)
        row = self._row(account, workstation)
        if row is None:
            place = self._place(account, workstation)
            row = self._session.get(AttemptRow, (account, place))
        if row is None:
            row = AttemptRow(account=account, workstation=place, failures=0, last=at)
            self._session.add(row)
        row.failures = 1 if at - row.last > FORGOTTEN else row.failures + 1
        row.last = max(at, row.last) if row.last - at < timedelta(minutes=1) else at

    def succeeded(self, name: PersonName, workstation: str) -> None:
        """Forget what was typed in vain at ``workstation``."""
        row = self._row(self._account(name), workstation)
        if row is not None:
            self._session.delete(row)

    def clear(self, name: PersonName, at: datetime) -> None:
        """Forget what was typed in vain for ``name`` anywhere; the account notes when."""
        person = one(self._session, PersonRow.name, name, "person")
        account: AccountRow = one(self._session, AccountRow.person_id, person.id, "account of")
        account.unlocked = at
        for row in self._session.scalars(select(AttemptRow).where(AttemptRow.account == str(account.id))):
            self._session.delete(row)

    def _told(self, name: PersonName, row: AttemptRow) -> Attempts:
        return Attempts(name, row.workstation, row.failures, row.last)

    def _account(self, name: PersonName) -> str:
        """Return what attempts for ``name`` are counted under; a name without an account tells nothing."""
        query = select(AccountRow.id).join(PersonRow, PersonRow.id == AccountRow.person_id)
        found = self._session.scalar(query.where(PersonRow.name == name))
        if found is not None:
            return str(found)
        return f"name {hashlib.sha256(name.casefold().encode()).digest()[0] % NAMES}"

    def _row(self, account: str, workstation: str) -> AttemptRow | None:
        found = self._session.get(AttemptRow, (account, workstation[:LONGEST]))
        return found or self._session.get(AttemptRow, (account, self._place(account, workstation)))

    def _place(self, account: str, workstation: str) -> str:
        query = select(func.count()).select_from(AttemptRow).where(AttemptRow.account == account)
        full = (self._session.scalar(query) or 0) >= WORKSTATIONS
        return "" if full else workstation[:LONGEST]
