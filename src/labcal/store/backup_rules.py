"""The laboratory's rule for backups; the key that locks them lies among the secrets."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.backup_rule import BackupRule
from labcal.store.journal import refuse_stale
from labcal.store.rows.keeping import BackupRuleRow
from labcal.store.secrets import Secrets


class BackupRules:
    """The one rule of a session's book."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._secrets = Secrets(session)

    def get(self) -> tuple[BackupRule, int]:
        """Return the rule with its version; before anybody decided, that nothing is done, with 0."""
        row = self._row()
        if row is None:
            return BackupRule(), 0
        rule = BackupRule(
            folder=row.folder,
            at_start=row.at_start,
            at_end=row.at_end,
            hours=row.hours,
            keep_number=row.keep_number,
            keep_days=row.keep_days,
            locked=row.secret_digest is not None,
        )
        return rule, row.version

    def key(self) -> str | None:
        """Return the key that locks the backups, as it was kept; None where they are not locked."""
        row = self._row()
        return self._secrets.get(row.secret_digest) if row and row.secret_digest else None

    def keep(self, rule: BackupRule, key: str | None, seen: int) -> None:
        """Keep ``rule``, decided on sight of version ``seen``; ``key`` replaces the one there, where given.

        Raises:
            StaleError: Somebody else changed the rule meanwhile.
        """
        row = self._row()
        if row is None:
            row = BackupRuleRow(id=1, secret_digest=None)
            self._session.add(row)
        else:
            refuse_stale(self._session, row, "", seen)
        row.folder, row.at_start, row.at_end = rule.folder, rule.at_start, rule.at_end
        row.hours, row.keep_number, row.keep_days = rule.hours, rule.keep_number, rule.keep_days
        old = row.secret_digest
        if key is not None:
            row.secret_digest = self._secrets.keep(key)
        elif not rule.locked:
            row.secret_digest = None
        self._session.flush()
        if old and old != row.secret_digest:
            self._secrets.forget(old)

    def _row(self) -> BackupRuleRow | None:
        return self._session.scalar(select(BackupRuleRow))
