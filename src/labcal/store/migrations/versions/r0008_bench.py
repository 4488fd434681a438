"""As found and as left, outliers and what else the bench keeps."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0008"
down_revision = "0007"

CONFORMITY = (
    "VARCHAR(13) DEFAULT 'not stated' NOT NULL CONSTRAINT ck_item_event_conformity "
    "CHECK (conformity IN ('meets', 'does not meet', 'not stated'))"
)


def upgrade() -> None:
    """Make the tables; add to a job the instant its item came into the room, to its standards their part."""
    op.execute("ALTER TABLE job ADD COLUMN acclimatising_since TEXT")
    op.execute("ALTER TABLE job_standard ADD COLUMN role VARCHAR DEFAULT '' NOT NULL")
    op.execute(f"ALTER TABLE item_event ADD COLUMN conformity {CONFORMITY}")
    done = _rule("adjustment", "what", "what <> ''")
    _table("adjustment", _words("what"), done, _only("adjustment", "job_id"))
    _table(
        "outlier",
        [sa.Column("reading_id", sa.Integer(), nullable=False), *_words("reason")],
        _rule("outlier", "reason", "reason <> ''"),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_outlier_reading_id")),
        _only("outlier", "reading_id"),
    )
    op.create_index(op.f("ix_outlier_job_id"), "outlier", ["job_id"])
    _table("excuse", _words("kind", "about", "reason"), _rule("excuse", "reason", "reason <> ''"))
    op.create_index("uq_excuse_place", "excuse", ["job_id", "kind", "about"], unique=True)
    phase = sa.Enum("as found", "as left", name="phase", create_constraint=True)
    _table("coefficients", [sa.Column("phase", phase, nullable=False), *_words("body")])
    op.create_index("uq_coefficients_place", "coefficients", ["job_id", "phase"], unique=True)
    _table(
        "room_record",
        [
            *_words("name", "unit", "lowest", "mean", "highest"),
            sa.Column("count", sa.Integer(), nullable=False),
            sa.Column("since", sa.Text(), nullable=False),
            sa.Column("until", sa.Text(), nullable=False),
            *_words("file", "digest"),
        ],
        _rule("room_record", "count", "count > 0"),
    )
    op.create_index("uq_room_record_place", "room_record", ["job_id", "name"], unique=True)


def _table(name: str, columns: Sequence[sa.Column[object]], *rules: SchemaItem) -> None:
    """Make a table of records that belong to a job, each with who wrote it, and when."""
    op.create_table(
        name,
        sa.Column("job_id", sa.Integer(), nullable=False),
        *columns,
        *_words("by"),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *rules,
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f(f"fk_{name}_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )


def _words(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _rule(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _only(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))
