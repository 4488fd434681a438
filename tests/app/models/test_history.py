"""What changed in a record, in the words of the person who reads its history."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from labcal.domain.job import ChangedColumn, HistoryLine
from labcal.errors.columns import COLUMNS
from labcal.store.base import Row
from labcal.store.body import Change
from labcal.store.referred import CALLED
from labcal.text import Text
from labcal_app.models.column_words import HIDDEN, TABLES, VALUES
from labcal_app.models.history import changes, events

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def line(table: str, *columns: ChangedColumn, entry: int = 7, person: str = "Ana") -> HistoryLine:
    return HistoryLine(entry, AT, person, "Edit customer", "", table, columns)


def changed(name: str, earlier: object, later: object) -> ChangedColumn:
    return ChangedColumn(name, earlier, later, new=False)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Standard: Value: 10.005 g → 10.006 g; Suspended: no → yes"),
        ("fr", "Étalon\N{NO-BREAK SPACE}: Valeur\N{NO-BREAK SPACE}: 10,005 g → 10,006 g; "
               "Suspendue\N{NO-BREAK SPACE}: non → oui"),
    ],
)  # fmt: skip
def test_columns_have_words_and_values_their_own_signs(language, told):
    columns = (changed("suspended", 0, 1), changed("value", "10.005 g", "10.006 g"))
    assert changes(line("standard", *columns), Text(language)) == told


def test_a_new_row_tells_what_it_holds_and_an_empty_one_what_it_is():
    new = ChangedColumn("next_due", None, "2027-01-02", new=True)
    kind = ChangedColumn("kind", None, "electrical safety", new=True)
    assert changes(line("schedule", new, kind), Text("en")) == (
        "Schedule: What: electrical safety; Next due: 2 Jan 2027"
    )
    assert changes(line("job_standard"), Text("en")) == "Standard used"


def test_someone_anonymised_is_a_former_member_as_who_did_it_and_in_what_changed():
    told = line("job", changed("mentor", "P-0007", "Ana"), person="P-0007")
    (event,) = events([told], ZoneInfo("UTC"), Text("en"))
    assert event.person == "Former member P-0007"
    assert event.changes == "Job: Mentor: Former member P-0007 → Ana"


def test_the_rows_of_one_command_stand_in_one_event():
    told = [
        line("job", changed("remarks", "", "Dented")),
        line("customer", changed("city", "Napier", "Tema")),
    ]
    (event,) = events(told, ZoneInfo("Africa/Accra"), Text("en"))
    assert event.changes == "Job: Remarks: – → Dented · Customer: City: Napier → Tema"
    assert event.when == "23 Nov 2026 09:05"


def test_a_quantity_is_one_column_with_its_unit_also_where_only_the_number_changed():
    before = '{"id": 1, "nominal": "10", "nominal_unit": "kg", "nominal_base": 10.0, "version": 1}'
    after = '{"id": 1, "nominal": "20", "nominal_unit": "kg", "nominal_base": 20.0, "version": 2}'
    assert Change("instrument", 1, before, after).told_columns() == (
        ChangedColumn("nominal", "10 kg", "20 kg", new=False),
    )


def test_digests_of_secrets_and_files_are_not_shown():
    told = line("account", ChangedColumn("secret_digest", None, "1e22", new=True))
    assert changes(told, Text("en")) == "Account"


def test_every_word_is_of_a_table_and_a_column_that_exist():
    tables = Row.metadata.tables
    known = {column.name for table in tables.values() for column in table.columns}
    known |= {name for name, _ in CALLED.values()}
    assert set(TABLES) <= set(tables)
    assert (set(COLUMNS) | HIDDEN) - known == set()
    assert all(column in tables[table].columns for table, column in VALUES)
