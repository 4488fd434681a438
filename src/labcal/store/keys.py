"""The laboratory's authority, its signatories' keys, its trust list."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.person import PersonName
from labcal.store.find import one
from labcal.store.rows.people import KeyRow, PersonRow, TrustedRow, TrustRow
from labcal.store.secrets import Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """A key as the book keeps it.

    Attributes:
        person: Whose it is; None for the authority.
        private: The private key, PKCS#8, encrypted; never shown.
    """

    key_id: str
    person: PersonName | None
    certificate: bytes
    valid_from: datetime
    valid_until: datetime
    private: bytes
    revoked: datetime | None = None
    why: str = ""

    def __repr__(self) -> str:
        """Return the key's id alone."""
        return f"KeptKey({self.key_id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """Another laboratory whose certificates are believed.

    Attributes:
        authority: Id of the key that signed its list.
        name: Of the laboratory, as its authority's certificate gives it.
        content: The signed list.
        by: Who said so.
        at: When that was.
        ended: Since when it is trusted no longer; None while it is.
    """

    authority: str
    name: str
    content: bytes
    by: PersonName
    at: datetime
    ended: datetime | None = None


class Keys:
    """The keys of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._secrets = Secrets(session)

    def add(self, key: KeptKey) -> None:
        """Keep a new key."""
        person = key.person and one(self._session, PersonRow.name, key.person, "person")
        self._session.add(
            KeyRow(
                key_id=key.key_id,
                person_id=person.id if person else None,
                certificate=b64encode(key.certificate).decode(),
                valid_from=key.valid_from,
                valid_until=key.valid_until,
                revoked=None,
                why="",
                secret_digest=self._secrets.keep(key.private.decode()),
            )
        )

    def encrypt(self, key_id: str, private: bytes) -> None:
        """Replace the encrypted private key of ``key_id`` by the same one under another password."""
        row: KeyRow = one(self._session, KeyRow.key_id, key_id, "key")
        old, row.secret_digest = row.secret_digest, self._secrets.keep(private.decode())
        self._session.flush()
        self._secrets.forget(old)

    def authority(self) -> KeptKey | None:
        """Return the laboratory's authority; None where it was never made."""
        row = self._session.scalar(
            select(KeyRow).where(KeyRow.person_id.is_(None)).order_by(KeyRow.id.desc())
        )
        return None if row is None else self._kept(row, None)

    def of(self, name: PersonName, at: datetime) -> KeptKey | None:
        """Return a signatory's key that is good at the instant ``at``; None where there is none."""
        row = self._session.scalar(
            select(KeyRow)
            .join(PersonRow, PersonRow.id == KeyRow.person_id)
            .where(PersonRow.name == name, KeyRow.revoked.is_(None), KeyRow.valid_until > at)
            .order_by(KeyRow.id.desc())
        )
        return None if row is None else self._kept(row, name)

    def all(self) -> list[KeptKey]:
        """Return every key there ever was, oldest first."""
        query = (
            select(KeyRow, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == KeyRow.person_id)
            .order_by(KeyRow.id)
        )
        return [
            self._kept(row, PersonName(name) if name else None) for row, name in self._session.execute(query)
        ]

    def keep_trust(self, content: bytes, at: datetime) -> None:
        """Keep a newly signed trust list."""
        self._session.add(TrustRow(content=b64encode(content).decode(), at=at))

    def trust(self) -> bytes | None:
        """Return the newest trust list; None where there is none."""
        content = self._session.scalar(select(TrustRow.content).order_by(TrustRow.id.desc()).limit(1))
        return None if content is None else b64decode(content)

    def revoke(self, key_id: str, at: datetime, why: str) -> None:
        """Mark a key as revoked from the instant ``at`` on."""
        row: KeyRow = one(self._session, KeyRow.key_id, key_id, "key")
        row.revoked, row.why = at, why

    def trusted(self) -> list[Trusted]:
        """Return every laboratory that is or was trusted beside this one, by name."""
        rows = self._session.scalars(select(TrustedRow).order_by(TrustedRow.name, TrustedRow.id))
        return [
            Trusted(
                authority=row.authority,
                name=row.name,
                content=b64decode(row.content),
                by=row.by,
                at=row.at,
                ended=row.ended,
            )
            for row in rows
        ]

    def believe(self, laboratory: Trusted) -> None:
        """Keep another laboratory's list, in the place of an earlier one that the same authority signed."""
        row = self._session.scalar(select(TrustedRow).where(TrustedRow.authority == laboratory.authority))
        if row is None:
            row = TrustedRow(authority=laboratory.authority)
            self._session.add(row)
        row.name, row.content = laboratory.name, b64encode(laboratory.content).decode()
        row.by, row.at, row.ended = laboratory.by, laboratory.at, laboratory.ended

    def disbelieve(self, authority: str, at: datetime) -> None:
        """Mark another laboratory as trusted no longer."""
        row: TrustedRow = one(self._session, TrustedRow.authority, authority, "trusted laboratory")
        row.ended = at

    def _kept(self, row: KeyRow, person: PersonName | None) -> KeptKey:
        return KeptKey(
            key_id=row.key_id,
            person=person,
            certificate=b64decode(row.certificate),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            private=self._secrets.get(row.secret_digest).encode(),
            revoked=row.revoked,
            why=row.why,
        )
