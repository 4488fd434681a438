"""Who may sign in. Hashes lie outside the journal; their digests are in it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.person import PersonName
from labcal.errors.records import TakenError
from labcal.store.find import one
from labcal.store.rows.people import AccountRow, PersonRow
from labcal.store.secrets import Secrets


class Accounts:
    """The accounts of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._secrets = Secrets(session)

    def password_hash(self, name: PersonName) -> str | None:
        """Return the hash of a person's password; None where the person cannot sign in."""
        digest = self._session.scalar(
            select(AccountRow.secret_digest)
            .join(PersonRow, PersonRow.id == AccountRow.person_id)
            .where(PersonRow.name == name)
        )
        return None if digest is None else self._secrets.get(digest)

    def open(self, name: PersonName, hashed: str) -> None:
        """Let a person sign in; raise ``TakenError`` where the person already can."""
        person = one(self._session, PersonRow.name, name, "person")
        if self._session.scalar(select(AccountRow.id).where(AccountRow.person_id == person.id)):
            raise TakenError(kind="account of", number=name)
        self._session.add(AccountRow(person_id=person.id, secret_digest=self._secrets.keep(hashed)))

    def change(self, name: PersonName, hashed: str) -> None:
        """Replace a person's password."""
        person = one(self._session, PersonRow.name, name, "person")
        row: AccountRow = one(self._session, AccountRow.person_id, person.id, "account of")
        old, row.secret_digest = row.secret_digest, self._secrets.keep(hashed)
        self._session.flush()
        self._secrets.forget(old)
