"""Promises, priorities, delays and agreements; own specifications; comparisons with documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0011"
down_revision = "0010"

PRIORITY = (
    "VARCHAR(6) DEFAULT 'normal' NOT NULL CONSTRAINT ck_job_priority CHECK (priority IN ('normal', 'urgent'))"
)
WORD = "VARCHAR DEFAULT '' NOT NULL"
ADDED = (("job", "priority", PRIORITY), ("job", "urgent_because", WORD), ("instrument", "figures", WORD))
REASONS = ("customer", "part", "standard", "room", "person", "payment", "other")


def upgrade() -> None:
    """Make the tables, add the columns."""
    for table, column, said in ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {said}")
    op.create_index("ix_job_state_priority_due_on", "job", ["state", "priority", "due_on"])
    _agreement()
    _delay()
    _specification()
    _comparison()


def _agreement() -> None:
    _table(
        "agreement",
        _key("job_id"),
        *_words("limits"),
        _whole("edition"),
        *_words("grade"),
        sa.Column("stage", _choice("stage", "initial", "in service"), nullable=False),
        *_words("rule", "rule_version", "ratio", "figures", "process_mean", "process_deviation"),
        *_words("agreed_with"),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        *_words("reason"),
        *_written(),
        _check("agreement", "whole", "(limits = '') = (rule = '')"),
        _check("agreement", "edition", "edition >= 0"),
        _refers("agreement", "job_id", "job.id"),
    )
    op.create_index("ix_agreement_job_id", "agreement", ["job_id"])


def _delay() -> None:
    _table(
        "delay",
        _key("job_id"),
        sa.Column("reason", _choice("reason", *REASONS), nullable=False),
        *_words("words"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        *_written(),
        _check("delay", "period", "until is null or since <= until"),
        _refers("delay", "job_id", "job.id"),
    )
    op.create_index("ix_delay_job_id_until", "delay", ["job_id", "until"])
    op.create_index("ix_delay_reason", "delay", ["reason"])


def _specification() -> None:
    _table(
        "specification",
        *_words("name"),
        _whole("edition"),
        _key("customer_id", optional=True),
        *_words("title", "source", "body", "digest"),
        *_written(),
        _check("specification", "words", "name <> '' and body <> ''"),
        _check("specification", "edition", "edition >= 1"),
        _refers("specification", "customer_id", "customer.id"),
    )
    op.create_index("ix_specification_customer_id", "specification", ["customer_id"])
    op.create_index("uq_specification_name_edition", "specification", ["name", "edition"], unique=True)


def _comparison() -> None:
    _table(
        "comparison",
        sa.Column("library", _choice("library", "limits", "rule", "procedure"), nullable=False),
        *_words("name", "digest"),
        sa.Column("row", sa.Integer(), nullable=True),
        *_words("document"),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        *_words("remark"),
        sa.Column("on", sa.Date(), nullable=False),
        *_written(),
        _check("comparison", "remark", "agrees or remark <> ''"),
    )
    op.create_index("ix_comparison_digest", "comparison", ["digest", "row"])


def _table(name: str, *parts: SchemaItem) -> None:
    op.create_table(
        name,
        *parts,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _written() -> list[sa.Column[str]]:
    """Return who wrote a row, and when."""
    return [sa.Column("by", sa.String(), nullable=False), sa.Column("at", sa.Text(), nullable=False)]


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, create_constraint=True)


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))
