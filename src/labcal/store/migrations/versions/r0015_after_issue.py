"""What becomes of a certificate after it was issued: amended by another, or withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables of amendments and of withdrawals."""
    op.create_table(
        "amendment",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("change <> '' and why <> ''", name=op.f("ck_amendment_words")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_amendment_certificate_id")
        ),
        sa.ForeignKeyConstraint(["replaced_by"], ["certificate.id"], name=op.f("fk_amendment_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_amendment_certificate_id")),
        sa.UniqueConstraint("replaced_by", name=op.f("uq_amendment_replaced_by")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "withdrawal",
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("why <> '' and notice <> ''", name=op.f("ck_withdrawal_words")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_withdrawal_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_withdrawal_certificate_id")),
        sqlite_autoincrement=True,
    )
