"""Roles, personal details with their keys, attempts to sign in; everybody keeps the powers of release 0.1."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from labcal.store.migrations.first_roles import give

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and give roles to the people who are there, in a line of the journal."""
    op.add_column("person", sa.Column("handle", sa.String(), server_default="", nullable=False))
    op.add_column("person", sa.Column("anonymised", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("why", sa.String(), server_default="", nullable=False))
    op.add_column("account", sa.Column("unlocked", sa.Text(), nullable=True))
    _person_role()
    _personal()
    _person_key()
    _attempt()
    give(op.get_bind())


def _person_role() -> None:
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until is null or since <= until", name=op.f("ck_person_role_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_role_person_id"), "person_role", ["person_id"], unique=False)


def _personal() -> None:
    op.create_table(
        "personal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("not stated", "female", "male", "other", name="sex", create_constraint=True),
            nullable=False,
        ),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal")),
        sa.UniqueConstraint("person_id", name=op.f("uq_personal_person_id")),
        sqlite_autoincrement=True,
    )


def _person_key() -> None:
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_key")),
    )


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("workstation", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "workstation", name=op.f("pk_attempt")),
    )
