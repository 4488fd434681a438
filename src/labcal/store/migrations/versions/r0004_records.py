"""Full records: places, equipment over the years, scope, training, notes and attachments.

Tables that stand get their columns by plain ``ALTER TABLE ... ADD COLUMN``, with the constraints in line: no
row is rewritten, so that a book of ten million readings is brought up to date at once. SQLite and PostgreSQL
both take the statements as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0004"
down_revision = "0003"

ITEM = "(instrument_id is null) <> (standard_id is null)"
INFLUENCES = ("temperature", "relative humidity", "pressure")
SUBJECTS = {
    "laboratory": "laboratory",
    "site": "site",
    "room": "laboratory_room",
    "customer": "customer",
    "instrument": "instrument",
    "type": "instrument_type",
    "standard": "standard",
    "standard_certificate": "standard_certificate",
    "cmc": "cmc",
    "person": "person",
    "procedure": "procedure",
    "job": "job",
    "certificate": "certificate",
}
ONE_SUBJECT = " + ".join(f"case when {name}_id is null then 0 else 1 end" for name in SUBJECTS) + " = 1"
WORD = "VARCHAR DEFAULT '' NOT NULL"
PHASES = "'as found', 'as left'"
PHASE = f"VARCHAR(8) DEFAULT 'as found' NOT NULL CONSTRAINT ck_{{table}}_phase CHECK (phase IN ({PHASES}))"
ADDED = (
    ("customer", "in_house", "BOOLEAN DEFAULT false NOT NULL"),
    ("instrument", "firmware", WORD),
    ("instrument", "criteria", WORD),
    ("instrument", "type_id", "REFERENCES instrument_type (id)"),
    *(("standard", name, WORD) for name in ("manufacturer", "model", "serial", "firmware", "criteria")),
    ("standard", "instrument_id", "REFERENCES instrument (id)"),
    ("standard_certificate", "job_id", "REFERENCES job (id)"),
    ("job", "no_as_found", WORD),
    ("reading", "phase", PHASE),
    ("reading", "certificate_id", "REFERENCES standard_certificate (id)"),
    ("result", "phase", PHASE),
)
"""Table, column, and what is said of the column; one that refers to another table holds its key."""
UNCHANGING = """
CREATE TRIGGER note_no_{verb} BEFORE {verb} ON note
BEGIN SELECT RAISE(ABORT, 'a note is never edited, only superseded'); END
"""


def upgrade() -> None:
    """Make the tables, add the columns."""
    _places()
    _types()
    _equipment()
    _scope()
    _subjects()
    for table, column, said in ADDED:
        _add(table, column, said)
    op.create_index("ix_instrument_type_id", "instrument", ["type_id"])
    op.create_index("uq_standard_instrument_id", "standard", ["instrument_id"], unique=True)
    op.create_index("ix_standard_certificate_job_id", "standard_certificate", ["job_id"])
    op.create_index("ix_reading_certificate_id", "reading", ["certificate_id"])
    op.drop_index("uq_reading_place", "reading")
    place = ["job_id", "point", "row", "column", "phase", "revision"]
    op.create_index("uq_reading_place", "reading", place, unique=True)
    op.drop_index("uq_result_job_id_point", "result")
    op.create_index("uq_result_place", "result", ["job_id", "point", "phase"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(UNCHANGING.format(verb=verb))


def _add(table: str, column: str, said: str) -> None:
    told = said.format(table=table)
    if told.startswith("REFERENCES"):
        told = f"INTEGER CONSTRAINT fk_{table}_{column} {told}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {told}")


def _table(name: str, columns: Sequence[sa.Column[object]], *rules: SchemaItem) -> None:
    """Make a table of records."""
    last = (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(name, *columns, *last, *rules, sqlite_autoincrement=True)


def _words(*names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=optional) for name in names]


def _quantity(name: str, *, optional: bool = False, base: bool = True) -> list[sa.Column[object]]:
    told = _words(name, f"{name}_unit", optional=optional)
    return [*told, sa.Column(f"{name}_base", sa.Double(), nullable=optional)] if base else told


def _day(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=optional)


def _whole(name: str, *, optional: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _instant() -> sa.Column[object]:
    return sa.Column("at", sa.Text(), nullable=False)


def _one_of(name: str, *choices: str) -> sa.Column[object]:
    return sa.Column(name, sa.Enum(*choices, name=name, create_constraint=True), nullable=False)


def _rule(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _only(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _places() -> None:
    address = _words("name", "street", "post_code", "city", "country")
    _table(
        "site",
        [*address, _day("closed", optional=True)],
        _rule("site", "name", "name <> ''"),
        _only("site", "name"),
    )
    _table(
        "laboratory_room",
        [_whole("site_id"), *_words("name", "purpose"), _day("closed", optional=True)],
        _rule("laboratory_room", "name", "name <> ''"),
        _refers("laboratory_room", "site_id", "site"),
        _only("laboratory_room", "name"),
    )
    _index("laboratory_room", "site_id")
    _rooms()


def _rooms() -> None:
    _table(
        "room_limit",
        [
            _whole("room_id"),
            _one_of("influence", *INFLUENCES),
            *_quantity("low", optional=True),
            *_quantity("high", optional=True),
        ],
        _rule("room_limit", "ends", "low is not null or high is not null"),
        _rule("room_limit", "order", "low_base is null or high_base is null or low_base <= high_base"),
        *(
            _rule(
                "room_limit",
                end,
                f"({end} is null) = ({end}_base is null) and ({end} is null) = ({end}_unit is null)",
            )
            for end in ("low", "high")
        ),
        _refers("room_limit", "room_id", "laboratory_room"),
    )
    op.create_index("uq_room_limit_room_id_influence", "room_limit", ["room_id", "influence"], unique=True)
    _table(
        "room_condition",
        [
            _whole("room_id"),
            _one_of("influence", *INFLUENCES),
            *_quantity("reading"),
            _instant(),
            *_words("by", "source"),
        ],
        _refers("room_condition", "room_id", "laboratory_room"),
    )
    place = ["room_id", "influence", "at"]
    op.create_index("uq_room_condition_place", "room_condition", place, unique=True)


def _types() -> None:
    _table(
        "instrument_type",
        _words("number", "name", "manufacturer", "model", "approval", "remarks"),
        _rule("instrument_type", "name", "name <> ''"),
        _only("instrument_type", "number"),
    )
    plate = ["manufacturer", "model", "name"]
    op.create_index("uq_instrument_type_plate", "instrument_type", plate, unique=True)


def _of_item(name: str, columns: Sequence[sa.Column[object]], *rules: SchemaItem) -> None:
    """Make a table of what belongs to an instrument or to a standard."""
    owners = [_whole("instrument_id", optional=True), _whole("standard_id", optional=True)]
    _table(
        name,
        [*columns, *owners],
        _rule(name, "item", ITEM),
        _refers(name, "instrument_id", "instrument"),
        _refers(name, "standard_id", "standard"),
        *rules,
    )
    _index(name, "instrument_id", "standard_id")


def _equipment() -> None:
    status = _one_of("status", "in use", "in store", "in repair", "lent", "out of service", "lost", "retired")
    _of_item(
        "item_status",
        [status, _day("since"), *_words("reason", "by"), _instant()],
        _rule("item_status", "reason", "reason <> ''"),
    )
    _of_item(
        "item_location",
        [_whole("room_id", optional=True), *_words("place", "by"), _day("since"), _instant()],
        _rule("item_location", "place", "room_id is not null or place <> ''"),
        _refers("item_location", "room_id", "laboratory_room"),
    )
    _index("item_location", "room_id")
    _schedules()
    _calibrations()


def _schedules() -> None:
    repeated = ("maintenance", "intermediate check", "electrical safety")
    _of_item(
        "schedule",
        [
            _one_of("kind", "calibration", "intermediate check", "maintenance", "electrical safety"),
            _whole("every"),
            _one_of("period", "days", "months"),
            _day("next_due"),
            _day("last_done", optional=True),
            _day("ended", optional=True),
            *_words("remarks"),
        ],
        _rule("schedule", "every", "every > 0"),
        _rule("schedule", "due", "last_done is null or last_done <= next_due"),
    )
    op.create_index("ix_schedule_next_due", "schedule", ["ended", "next_due"])
    further = ("adjustment", "damage", "malfunction", "modification", "repair")
    _of_item(
        "item_event",
        [
            _whole("schedule_id", optional=True),
            _one_of("kind", "acceptance", *repeated, *further),
            _day("on"),
            *_words("words", "outcome", "by"),
            _instant(),
        ],
        _rule("item_event", "words", "words <> ''"),
        _refers("item_event", "schedule_id", "schedule"),
    )
    _index("item_event", "schedule_id")


def _calibrations() -> None:
    _of_item(
        "item_calibration",
        [
            _day("on"),
            *_words("certificate", "laboratory", "result", "adjustment", "criteria"),
            _day("due_on", optional=True),
            _one_of("conformity", "meets", "does not meet", "not stated"),
        ],
        _rule("item_calibration", "period", 'due_on is null or due_on >= "on"'),
        _rule("item_calibration", "source", "certificate <> '' or laboratory <> ''"),
    )
    _index("item_calibration", "certificate")
    days = (_day("received_on", optional=True), _day("valid_until", optional=True))
    _of_item(
        "reference_material",
        [*_words("document", "batch", "results", "criteria"), *days],
        _rule("reference_material", "document", "document <> ''"),
    )


def _scope() -> None:
    rules = {
        "range": "low_base <= high_base",
        "uncertainty": "constant is not null or relative <> ''",
        "constant": "constant_base is null or constant_base > 0",
        "period": "valid_until is null or valid_from <= valid_until",
        "words": "quantity <> '' and body <> ''",
    }
    _table(
        "cmc",
        [
            *_words("quantity", "procedure", "relative", "body", "number", "edition"),
            *_quantity("low"),
            *_quantity("high"),
            *_quantity("constant", optional=True),
            _one_of("combination", "sum", "quadrature"),
            _day("valid_from"),
            _day("valid_until", optional=True),
        ],
        *(_rule("cmc", name, rule) for name, rule in rules.items()),
    )
    op.create_index("ix_cmc_procedure", "cmc", ["procedure", "valid_from"])
    _points()


def _points() -> None:
    _table(
        "certified_point",
        [
            _whole("certificate_id"),
            _whole("position"),
            *(column for name in ("nominal", "value", "expanded") for column in _quantity(name)),
            *_words("coverage_factor"),
            *_quantity("drift", optional=True, base=False),
        ],
        _rule("certified_point", "position", "position >= 0"),
        _rule("certified_point", "expanded", "expanded_base > 0"),
        _refers("certified_point", "certificate_id", "standard_certificate"),
    )
    place = ["certificate_id", "position"]
    op.create_index("uq_certified_point_certificate_id_position", "certified_point", place, unique=True)
    result = _one_of("result", "passed", "failed", "attended")
    _table(
        "training",
        [_whole("person_id"), *_words("course", "provider", "evidence"), _day("on"), result],
        _rule("training", "course", "course <> ''"),
        _refers("training", "person_id", "person"),
    )
    _index("training", "person_id")


def _of_subject(name: str, columns: Sequence[sa.Column[object]], *rules: SchemaItem) -> None:
    """Make a table of what belongs to one record of any kind."""
    _table(
        name,
        [*columns, *(_whole(f"{one}_id", optional=True) for one in SUBJECTS)],
        _rule(name, "subject", ONE_SUBJECT),
        *(_refers(name, f"{one}_id", target) for one, target in SUBJECTS.items()),
        *rules,
    )
    _index(name, *(f"{one}_id" for one in SUBJECTS))


def _subjects() -> None:
    _of_subject(
        "note",
        [*_words("words", "by"), _instant(), _whole("replaces", optional=True)],
        _rule("note", "words", "words <> ''"),
        _refers("note", "replaces", "note"),
        _only("note", "replaces"),
    )
    kept = [_whole("size"), _whole("year")]
    _of_subject(
        "attachment",
        [*_words("name", "media", "digest", "about", "by"), *kept, _instant()],
        _rule("attachment", "digest", "length(digest) = 64"),
        _rule("attachment", "size", "size > 0"),
        _rule("attachment", "name", "name <> ''"),
    )
    _index("attachment", "digest")
    gone: sa.Column[object] = sa.Column("left", sa.Boolean(), nullable=False)
    _table(
        "contact",
        [_whole("customer_id"), *_words("name", "function", "email", "phone"), gone],
        _rule("contact", "name", "name <> ''"),
        _refers("contact", "customer_id", "customer"),
    )
    _index("contact", "customer_id")
