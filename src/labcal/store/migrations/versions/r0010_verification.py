"""Legal verification: sheets, findings, kit, the stock of seals; and certificates that belong to one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0010"
down_revision = "0009"

KIND = (
    "VARCHAR(12) DEFAULT 'calibration' NOT NULL "
    "CONSTRAINT ck_certificate_kind CHECK (kind IN ('calibration', 'verification', 'rejection'))"
)
ABOUT = "CONSTRAINT ck_certificate_about CHECK ((job_id is null) <> (verification_id is null))"
TESTS = ("zero", "repeatability", "eccentricity", "weighing", "discrimination")


def upgrade() -> None:
    """Make the tables, widen that of the certificates, and let verifications be found."""
    _verification()
    _parts()
    _seal()
    _certificate()
    op.execute(
        "CREATE VIRTUAL TABLE find_verification USING fts5(codes, words, "
        "tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3', columnsize = 0)"
    )


def _table(name: str, columns: Sequence[sa.Column[object]], *rules: SchemaItem) -> None:
    last = (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(name, *columns, *last, *rules, sqlite_autoincrement=True)


def _words(*names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=optional) for name in names]


def _quantity(*names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [column for name in names for column in _words(name, f"{name}_unit", optional=optional)]


def _whole(*names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Integer(), nullable=optional) for name in names]


def _day(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=optional)


def _instant(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _one_of(name: str, *choices: str, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Enum(*choices, name=name, create_constraint=True), nullable=optional)


def _rule(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def _verification() -> None:
    _table(
        "verification",
        [
            *_words("number", "programme", "digest", "premises", "grade", "approval", "seals_found"),
            *_words("adjustment", "remarks", "reasons", "body", "by"),
            *_words("decided_by", optional=True),
            *_whole("customer_id", "instrument_id", "edition", "supports"),
            *_quantity("maximum", "minimum", "interval", "division"),
            *_quantity("additive_tare", optional=True),
            _one_of("state", "open", "decided", "issued"),
            _one_of("stage", "initial", "in service"),
            _one_of("indicating", "digital", "analogue", "non-self-indicating"),
            _one_of("receptor", "usual", "tank", "rolling"),
            _one_of("decision", "accepted", "adjusted", "rejected", optional=True),
            _day("on"),
            _day("next_due", optional=True),
            _day("repair_until", optional=True),
            _instant("at"),
            _instant("decided_at", optional=True),
        ],
        _rule("verification", "decided", "(state = 'open') = (decision is null)"),
        _rule("verification", "supports", "supports > 0"),
        _refers("verification", "customer_id", "customer"),
        _refers("verification", "instrument_id", "instrument"),
        sa.UniqueConstraint("number", name=op.f("uq_verification_number")),
    )
    for column in ("customer_id", "instrument_id", "next_due"):
        _index("verification", column)
    _index("verification", "state", "on")


def _parts() -> None:
    owner = "verification_id"
    _table(
        "verification_standard",
        _whole(owner, "certificate_id"),
        _refers("verification_standard", owner, "verification"),
        _refers("verification_standard", "certificate_id", "standard_certificate"),
    )
    _index("verification_standard", "certificate_id")
    answer = _one_of("answer", "meets", "fails", "not applicable")
    _table(
        "verification_finding",
        [*_whole(owner), *_words("code", "remark", "by"), answer],
        _rule("verification_finding", "remark", "answer <> 'fails' or remark <> ''"),
        _refers("verification_finding", owner, "verification"),
    )
    keyed = _quantity("load", "indication", "added", "after", optional=True)
    adjusted: sa.Column[object] = sa.Column("adjusted", sa.Boolean(), nullable=False)
    _table(
        "verification_reading",
        [*_whole(owner, "row"), adjusted, _one_of("test", *TESTS), *keyed, *_words("by"), _instant("at")],
        _rule("verification_reading", "row", '"row" >= 0'),
        _refers("verification_reading", owner, "verification"),
    )
    for table, place in (
        ("verification_standard", [owner, "certificate_id"]),
        ("verification_finding", [owner, "code"]),
        ("verification_reading", [owner, "test", "row", "adjusted"]),
    ):
        op.create_index(f"uq_{table}_place", table, place, unique=True)


def _seal() -> None:
    _table(
        "seal",
        [
            _one_of("kind", "seal", "sticker"),
            _one_of("status", "in stock", "held", "used", "void"),
            *_words("number", "received_by", "position", "why"),
            *_words("holder", optional=True),
            *_whole("verification_id", optional=True),
            _day("received_on"),
            _day("issued_on", optional=True),
        ],
        _rule("seal", "used", "(status = 'used') = (verification_id is not null)"),
        _rule("seal", "holder", "(status = 'in stock') = (holder is null)"),
        _rule("seal", "why", "status <> 'void' or why <> ''"),
        _refers("seal", "verification_id", "verification"),
    )
    _index("seal", "verification_id")
    _index("seal", "holder", "status")
    op.create_index("uq_seal_kind_number", "seal", ["kind", "number"], unique=True)


def _certificate() -> None:
    """Rebuild the table as SQLite wants it done: a certificate is about a job or about a verification.

    The script is taken from the book itself, so that columns added in between stay as they are.
    """
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'certificate' AND sql IS NOT NULL"
    ).all()
    script = next(sql for kind, sql in found if kind == "table")
    names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(certificate)")]
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'certificate'").scalar()
    op.execute("CREATE TABLE certificate_kept AS SELECT * FROM certificate ORDER BY id")
    op.execute("DROP TABLE certificate")
    head, _, tail = script.replace("job_id INTEGER NOT NULL", "job_id INTEGER").rpartition(")")
    reference = (
        "CONSTRAINT fk_certificate_verification_id FOREIGN KEY(verification_id) REFERENCES verification (id)"
    )
    columns = f", {reference}, {ABOUT}"
    first, bracket, rest = head.partition("(")
    added = f"kind {KIND}, verification_id INTEGER, "
    op.execute(f"{first}{bracket}{added}{rest}{columns}){tail}")
    kept, now = (
        sa.table(name, *(sa.column(one) for one in names)) for name in ("certificate_kept", "certificate")
    )
    op.execute(now.insert().from_select(names, sa.select(kept).order_by(kept.c.id)))
    op.execute("DROP TABLE certificate_kept")
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'certificate'")
    if last is not None:
        counter = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        op.execute(counter.insert().values(name="certificate", seq=last))
    for kind, sql in found:
        if kind != "table":
            op.execute(sql)
    _index("certificate", "verification_id")
