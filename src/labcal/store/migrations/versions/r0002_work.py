"""Jobs with their readings, results and reviews; certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; the triggers of the journal refuse any change of a line once written."""
    _job()
    _certificate()
    _job_standard()
    _policy_exception()
    _reading()
    _result()
    _review()
    _room()


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received", "open", "checking", "signing", "issued", name="state", create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=True),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("deviations", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_job_customer_id")),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name=op.f("fk_job_instrument_id")),
        sa.ForeignKeyConstraint(["procedure_id"], ["procedure.id"], name=op.f("fk_job_procedure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("number", name=op.f("uq_job_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_job_customer_id"), "job", ["customer_id"], unique=False)
    op.create_index(op.f("ix_job_due_on"), "job", ["due_on"], unique=False)
    op.create_index(op.f("ix_job_instrument_id"), "job", ["instrument_id"], unique=False)
    op.create_index(op.f("ix_job_procedure_id"), "job", ["procedure_id"], unique=False)
    op.create_index(op.f("ix_job_state"), "job", ["state"], unique=False)


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("reserved", "issued", "void", name="status", create_constraint=True),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("reserved_by", sa.String(), nullable=False),
        sa.Column("reserved_at", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("key_id", sa.String(), nullable=True),
        sa.Column("xml", sa.String(), nullable=True),
        sa.Column("pdf", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'issued' or (xml is not null and pdf is not null)", name=op.f("ck_certificate_files")
        ),
        sa.CheckConstraint("status <> 'void' or why <> ''", name=op.f("ck_certificate_why")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_certificate_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_certificate_issued_on"), "certificate", ["issued_on"], unique=False)
    op.create_index(op.f("ix_certificate_job_id"), "certificate", ["job_id"], unique=False)


def _job_standard() -> None:
    op.create_table(
        "job_standard",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["standard_certificate.id"], name=op.f("fk_job_standard_certificate_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_standard_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_standard")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_job_standard_certificate_id"), "job_standard", ["certificate_id"], unique=False)
    op.create_index(
        "uq_job_standard_job_id_certificate_id", "job_standard", ["job_id", "certificate_id"], unique=True
    )


def _policy_exception() -> None:
    op.create_table(
        "policy_exception",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_policy_exception_reason")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_policy_exception_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_exception")),
        sa.UniqueConstraint("job_id", name=op.f("uq_policy_exception_job_id")),
        sqlite_autoincrement=True,
    )


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("keyed", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base", sa.Double(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("mentor", sa.String(), nullable=True),
        sa.Column("countersigned", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("revision = 0 or reason <> ''", name=op.f("ck_reading_reason")),
        sa.CheckConstraint("revision >= 0 and point >= 0 and row >= 0", name=op.f("ck_reading_place")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_reading_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reading_base"), "reading", ["base"], unique=False)
    op.create_index(
        "uq_reading_place", "reading", ["job_id", "point", "row", "column", "revision"], unique=True
    )


def _result() -> None:
    op.create_table(
        "result",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("expanded", sa.String(), nullable=False),
        sa.Column("uncertainty_unit", sa.String(), nullable=False),
        sa.Column("standard_uncertainty", sa.Double(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_result_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_result_job_id_point", "result", ["job_id", "point"], unique=True)


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("recomputed", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("accepted or remark <> ''", name=op.f("ck_review_remark")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_review_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_job_id"), "review", ["job_id"], unique=False)


def _room() -> None:
    op.create_table(
        "room",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("keyed", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base", sa.Double(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("moment in ('start', 'end')", name=op.f("ck_room_moment")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_room_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_room_job_id_name_moment", "room", ["job_id", "name", "moment"], unique=True)
