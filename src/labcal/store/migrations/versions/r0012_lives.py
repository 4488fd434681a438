"""Batches of items received together, grace of schedules, and whether due dates may be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BATCH = "INTEGER CONSTRAINT fk_job_batch_id REFERENCES batch (id)"


def upgrade() -> None:
    """Make the table of batches; add the columns, each in line, so that no row is rewritten."""
    op.create_table(
        "batch",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_batch_customer_id")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_customer_id", "batch", ["customer_id"])
    op.execute(f"ALTER TABLE job ADD COLUMN batch_id {BATCH}")
    op.create_index("ix_job_batch_id", "job", ["batch_id"])
    op.execute("ALTER TABLE schedule ADD COLUMN grace INTEGER DEFAULT 0 NOT NULL")
    op.execute("ALTER TABLE customer ADD COLUMN due_agreed_on DATE")
    op.execute("ALTER TABLE customer ADD COLUMN due_agreed_by VARCHAR DEFAULT '' NOT NULL")
