"""How the laboratory keeps its book safe."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from labcal.store.base import Record


class BackupRuleRow(Record):
    """When backups are made and which are kept; one row, none before anybody decided."""

    __tablename__ = "backup_rule"
    __table_args__ = (
        CheckConstraint("hours between 0 and 168", name="hours"),
        CheckConstraint("keep_number between 1 and 1000", name="keep_number"),
        CheckConstraint("keep_days between 0 and 36500", name="keep_days"),
        CheckConstraint("id = 1", name="only"),
        Record.__table_args__,
    )

    folder: Mapped[str]
    at_start: Mapped[bool]
    at_end: Mapped[bool]
    hours: Mapped[int]
    keep_number: Mapped[int]
    keep_days: Mapped[int]
    secret_digest: Mapped[str | None]
