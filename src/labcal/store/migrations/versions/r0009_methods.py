"""Procedures written in the window: approval and validity."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WORDS = "VARCHAR DEFAULT '' NOT NULL"
ADDED = {
    "written_by": "VARCHAR",
    "reason": WORDS,
    "withdrawn_on": "DATE",
    "withdrawn_by": "VARCHAR",
    "withdrawn_why": WORDS,
}


def upgrade() -> None:
    """Tell of a version who wrote it and why, and when it was withdrawn; keep what waits for approval."""
    for name, kind in ADDED.items():
        op.execute(f"ALTER TABLE procedure ADD COLUMN {name} {kind}")
    op.create_table(
        "written_procedure",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "body", "reason", "by")),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> '' and body <> ''", name=op.f("ck_written_procedure_words")),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_written_procedure_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_procedure")),
        sa.UniqueConstraint("name", name=op.f("uq_written_procedure_name")),
        sqlite_autoincrement=True,
    )
