"""When backups are made, and which of them are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table of the one rule."""
    op.create_table(
        "backup_rule",
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("at_start", sa.Boolean(), nullable=False),
        sa.Column("at_end", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("keep_number", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours between 0 and 168", name=op.f("ck_backup_rule_hours")),
        sa.CheckConstraint("keep_number between 1 and 1000", name=op.f("ck_backup_rule_keep_number")),
        sa.CheckConstraint("keep_days between 0 and 36500", name=op.f("ck_backup_rule_keep_days")),
        sa.CheckConstraint("id = 1", name=op.f("ck_backup_rule_only")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_rule")),
        sqlite_autoincrement=True,
    )
