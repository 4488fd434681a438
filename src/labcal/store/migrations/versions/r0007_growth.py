"""Rows that were written in bulk; certificates that are samples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from labcal.store.entries import append_only

revision = "0007"
down_revision = "0006"

EARLIER = "status IN ('reserved', 'issued', 'void')"
NOW = "status IN ('reserved', 'issued', 'void', 'sample')"


def upgrade() -> None:
    """Make the table of spans, append-only as the journal's others; let a certificate be a sample."""
    op.create_table(
        "span",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_span_entry")),
        sa.PrimaryKeyConstraint("entry", "table", "first", name=op.f("pk_span")),
    )
    op.create_index("ix_span_record", "span", ["table", "first", "last"], unique=False)
    for statement in append_only("span"):
        op.execute(statement)
    _widen_status()


def _widen_status() -> None:
    """Rebuild the table of certificates with the wider check, as SQLite wants it done.

    The script is taken from the book itself, so that columns added in between stay as they are.
    """
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'certificate' AND sql IS NOT NULL"
    ).all()
    script = next(sql for kind, sql in found if kind == "table")
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'certificate'").scalar()
    op.execute("CREATE TABLE certificate_kept AS SELECT * FROM certificate ORDER BY id")
    op.execute("DROP TABLE certificate")
    op.execute(script.replace(EARLIER, NOW))
    op.execute("INSERT INTO certificate SELECT * FROM certificate_kept ORDER BY id")
    op.execute("DROP TABLE certificate_kept")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'certificate'")
    if last is not None:
        counter = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        op.execute(counter.insert().values(name="certificate", seq=last))
    for kind, sql in found:
        if kind != "table":
            op.execute(sql)
