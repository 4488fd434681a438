"""Password hashes and encrypted private keys, under their SHA-256; the journal sees only that digest."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from labcal.errors.records import NotFoundError
from labcal.store.rows.people import SecretRow


class Secrets:
    """The secrets of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, content: str) -> str:
        """Keep ``content``, already hashed or encrypted, and return its digest, hexadecimal."""
        digest = hashlib.sha256(content.encode()).hexdigest()
        if self._session.get(SecretRow, digest) is None:
            self._session.add(SecretRow(digest=digest, content=content))
        return digest

    def get(self, digest: str) -> str:
        """Return the secret under ``digest``; raise ``NotFoundError`` where it is gone or altered."""
        row = self._session.get(SecretRow, digest)
        if row is None or hashlib.sha256(row.content.encode()).hexdigest() != digest:
            raise NotFoundError(kind="secret", number=digest[:12])
        return row.content

    def forget(self, digest: str) -> None:
        """Destroy the secret under ``digest``."""
        row = self._session.get(SecretRow, digest)
        if row is not None:
            self._session.delete(row)
