"""What lists are sorted by: derived from the records, so neither journalled nor ever the only copy."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from labcal.store.base import Row


class SortKeyRow(Row):
    """A field of a record as it is sorted: without accents and case, figures by their value.

    Attributes:
        subject: The table of the record.
        field: The column.
        value: What ``domain.finding.rank`` makes of it.
        record: The record's key.
    """

    __tablename__ = "sort_key"
    __table_args__ = (Index("ix_sort_key_order", "subject", "field", "value", "record"),)

    subject: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    record: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str]
