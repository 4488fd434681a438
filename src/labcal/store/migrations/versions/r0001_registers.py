"""The journal, the laboratory, its people and keys, customers, instruments, standards, procedures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from labcal.store.entries import APPEND_ONLY, append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; the triggers of the journal refuse any change of a line once written."""
    _customer()
    _entry()
    _laboratory()
    _person()
    _procedure()
    _secret()
    _standard()
    _trust_list()
    _account()
    _authorisation()
    _checkpoint()
    _instrument()
    _signing_key()
    _standard_certificate()
    _touch()
    for table in APPEND_ONLY:
        for statement in append_only(table):
            op.execute(statement)


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("post_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_customer_name"), "customer", ["name"], unique=False)


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["entry.id"], name=op.f("fk_entry_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )


def _laboratory() -> None:
    op.create_table(
        "laboratory",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("post_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("second_person", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laboratory")),
        sqlite_autoincrement=True,
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        sqlite_autoincrement=True,
    )


def _procedure() -> None:
    op.create_table(
        "procedure",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_procedure_name_edition", "procedure", ["name", "edition"], unique=True)


def _secret() -> None:
    op.create_table(
        "secret",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_secret")),
    )


def _standard() -> None:
    op.create_table(
        "standard",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("identification", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("number", name=op.f("uq_standard_number")),
        sqlite_autoincrement=True,
    )


def _trust_list() -> None:
    op.create_table(
        "trust_list",
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_list")),
        sqlite_autoincrement=True,
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
        sqlite_autoincrement=True,
    )


def _authorisation() -> None:
    op.create_table(
        "authorisation",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "supervised",
                "records",
                "checks",
                "signs",
                "mentors",
                "administers",
                name="level",
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("procedure", sa.String(), nullable=True),
        sa.Column("low", sa.String(), nullable=True),
        sa.Column("low_unit", sa.String(), nullable=True),
        sa.Column("high", sa.String(), nullable=True),
        sa.Column("high_unit", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("suspended", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_authorisation_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authorisation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_authorisation_person_id"), "authorisation", ["person_id"], unique=False)
    op.create_index("ix_authorisation_procedure_level", "authorisation", ["procedure", "level"], unique=False)


def _checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_checkpoint_entry")),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_checkpoint")),
    )


def _instrument() -> None:
    op.create_table(
        "instrument",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("manufacturer", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("serial", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("nominal", sa.String(), nullable=False),
        sa.Column("nominal_unit", sa.String(), nullable=False),
        sa.Column("nominal_base", sa.Double(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_instrument_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("number", name=op.f("uq_instrument_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_instrument_customer_id"), "instrument", ["customer_id"], unique=False)
    op.create_index(
        "ix_instrument_serial_manufacturer", "instrument", ["serial", "manufacturer"], unique=False
    )


def _signing_key() -> None:
    op.create_table(
        "signing_key",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.Column("revoked", sa.Text(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signing_key_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("key_id", name=op.f("uq_signing_key_key_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signing_key_person_id"), "signing_key", ["person_id"], unique=False)


def _standard_certificate() -> None:
    op.create_table(
        "standard_certificate",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("laboratory", sa.String(), nullable=False),
        sa.Column("calibrated_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("value_unit", sa.String(), nullable=False),
        sa.Column("value_base", sa.Double(), nullable=False),
        sa.Column("expanded", sa.String(), nullable=False),
        sa.Column("expanded_unit", sa.String(), nullable=False),
        sa.Column("expanded_base", sa.Double(), nullable=False),
        sa.Column("coverage_factor", sa.String(), nullable=False),
        sa.Column("drift", sa.String(), nullable=True),
        sa.Column("drift_unit", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("calibrated_on <= due_on", name=op.f("ck_standard_certificate_period")),
        sa.CheckConstraint("expanded_base > 0", name=op.f("ck_standard_certificate_expanded")),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_standard_certificate_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_certificate")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_standard_certificate_due_on"), "standard_certificate", ["due_on"], unique=False)
    op.create_index(
        op.f("ix_standard_certificate_standard_id"), "standard_certificate", ["standard_id"], unique=False
    )


def _touch() -> None:
    op.create_table(
        "touch",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_touch_entry")),
        sa.PrimaryKeyConstraint("entry", "table", "key", name=op.f("pk_touch")),
    )
    op.create_index("ix_touch_record", "touch", ["table", "key", "entry"], unique=False)
