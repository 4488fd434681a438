"""Finding: the index of words, the keys that lists are sorted by, and the indexes of orders and filters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SUBJECTS = ("job", "certificate", "instrument", "standard", "customer", "person")
INDEXES = (
    ("job", "state", "due_on"),
    ("job", "customer_id", "due_on"),
    ("instrument", "grade"),
    ("certificate", "status"),
    ("certificate", "job_id", "status"),
    ("certificate", "year"),
)


def upgrade() -> None:
    """Make them, empty; the words are read from the records once all migrations are done."""
    for subject in SUBJECTS:
        op.execute(
            f"CREATE VIRTUAL TABLE find_{subject} USING fts5(codes, words, "
            "tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3', columnsize = 0)"
        )
    op.create_table(
        "sort_key",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("record", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "field", "record", name=op.f("pk_sort_key")),
    )
    op.create_index("ix_sort_key_order", "sort_key", ["subject", "field", "value", "record"])
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
