"""No change passes behind the journal's back."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy import text as sql

from labcal.domain.person import Level, Need
from labcal.store.body import fields, unpack
from labcal.store.recorder import UnjournalledError, bulk
from labcal.store.rows.items import CustomerRow
from labcal.store.rows.jobs import JobRow


@dataclass(frozen=True, slots=True)
class MoveAll:
    """Write another place into every job at once."""

    title: ClassVar[str] = "Move all"
    undoable: ClassVar[bool] = True

    def needs(self, records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work, who) -> int:
        return bulk(work._session, JobRow, JobRow.id > 0, place="customer")


@pytest.mark.parametrize(
    "statement",
    [
        update(CustomerRow).values(name="?"),
        delete(CustomerRow),
        insert(CustomerRow).values(number="?", name="?", version=0),
        update(CustomerRow.__table__).values(name="?"),
        sql("delete from customer"),
    ],
)
def test_no_statement_passes_behind_the_journals_back(lab, statement):
    with pytest.raises(UnjournalledError), lab.book.work() as work:
        work._session.execute(statement)
    with lab.book.read() as records:
        assert [line.name for line in records.customers.lines()] == ["Port Office"]


def test_nothing_is_committed_without_its_journal_line(lab):
    with pytest.raises(UnjournalledError), lab.book.work() as work:
        work.people.add("Mallory", "")
    with lab.book.read() as records:
        assert "Mallory" not in [line.name for line in records.people.lines()]


def test_bulk_is_one_journalled_line_and_can_be_undone(lab):
    jobs = [lab.job(), lab.job(serial="2")]
    outcome = lab.do(lab.admin, MoveAll())
    assert (outcome.value, outcome.tables) == (2, {"job"})
    with lab.book.read() as records:
        assert [records.jobs.get(job).place for job in jobs] == ["customer", "customer"]
        assert {line.version for line in records.jobs.lines()} == {outcome.entry}
    lab.undo(lab.admin, outcome.entry)
    with lab.book.read() as records:
        assert [records.jobs.get(job).place for job in jobs] == ["laboratory", "laboratory"]
    assert lab.findings() == []


def test_one_reading_writes_one_row_however_many_there_are(lab):
    job = lab.job()
    for cell in range(5):
        outcome = lab.do("Bo", lab.reading(job, cell))
    with lab.book.read() as records:
        body = records._session.connection().exec_driver_sql(
            "select body from entry where id = ?", (outcome.entry,)
        )
        changes = unpack(body.scalar()).changes
    assert [(change.table, change.key, change.before) for change in changes] == [("reading", 5, None)]


def test_a_version_is_the_line_that_last_wrote_the_row(lab):
    job = lab.job()
    outcome = lab.do("Bo", lab.reading(job))
    with lab.book.read() as records:
        query = sql("select version from reading")
        assert records._session.scalar(query) == outcome.entry


def test_the_journal_tells_the_row_as_the_table_keeps_it(lab):
    """The image is raw: text as text, instants as kept, booleans as 0 and 1."""
    lab.job()
    with lab.book.read() as records:
        body = records._session.scalar(sql("select body from entry order by id desc limit 1"))
        row = records._session.execute(select(JobRow.__table__)).mappings().one()
    after = fields(unpack(body).changes[0].after)
    assert after["state"] == "open"
    assert after["received_on"] == row["received_on"].isoformat() == "2026-03-02"
