"""Undo writes the mirror image of a line, or refuses."""

import sqlite3

import pytest

from labcal.errors.people import NotAuthorisedError
from labcal.errors.records import LaterWorkError, NotFoundError, NotUndoableError
from labcal.services.jobs import NoteJob
from labcal.services.people import AddPerson, Authorise
from labcal.store import journal
from labcal.store.body import unpack


def rows(lab, table):
    """Return a table without the rows' versions, which only ever grow."""
    connection = sqlite3.connect(lab.path)
    connection.row_factory = sqlite3.Row
    found = [
        {name: row[name] for name in row.keys() if name != "version"}  # noqa: SIM118
        for row in connection.execute(f"select * from {table} order by id")
    ]
    connection.close()
    return found


def test_undo_and_redo_and_undo_again(lab):
    job = lab.job()
    entry = lab.do("Bo", lab.reading(job)).entry
    recorded = rows(lab, "reading")
    undone = lab.undo("Bo", entry).entry
    assert rows(lab, "reading") == []
    redone = lab.undo("Bo", undone).entry
    assert rows(lab, "reading") == recorded
    lab.undo("Bo", redone)
    assert rows(lab, "reading") == []
    assert lab.findings() == []


def test_undo_is_a_line_of_its_own_that_names_the_other(lab):
    job = lab.job()
    entry = lab.do("Bo", lab.reading(job)).entry
    undone = lab.undo("Bo", entry).entry
    with lab.book.read() as records:
        line = journal.line(records._session, undone)
        mirror = unpack(line.body).changes[0]
    assert (line.command, line.undoes, line.undoable) == ("Undo", entry, True)
    assert (mirror.after, mirror.table) == (None, "reading")


def test_versions_still_grow(lab):
    job = lab.job()
    entry = lab.do("Bo", NoteJob(job=job, remarks="Scratched", deviations="")).entry
    undone = lab.undo("Bo", entry).entry
    with lab.book.read() as records:
        assert records.jobs.get(job).version == undone > entry


def test_undo_takes_the_right_of_what_it_undoes(lab):
    job = lab.job()
    entry = lab.do("Bo", lab.reading(job)).entry
    with pytest.raises(NotAuthorisedError, match="Eve may not record"):
        lab.undo("Eve", entry)
    lab.suspend("Bo", "records")
    with pytest.raises(NotAuthorisedError, match="suspended since 2026-03-02"):
        lab.undo("Bo", entry)


def test_what_is_never_undone(lab):
    with pytest.raises(NotUndoableError, match="Found laboratory"):
        lab.undo(lab.admin, 1)
    with pytest.raises(NotFoundError, match="no entry 999"):
        lab.undo(lab.admin, 999)


def test_a_later_change_of_the_same_row_stands_in_the_way(lab):
    job = lab.job()
    entry = lab.do("Bo", NoteJob(job=job, remarks="Scratched", deviations="")).entry
    lab.do("Bo", NoteJob(job=job, remarks="Dented", deviations=""))
    before = rows(lab, "job")
    with pytest.raises(LaterWorkError, match="later work builds on it"):
        lab.undo("Bo", entry)
    assert rows(lab, "job") == before


def test_a_row_that_others_refer_to_stays(lab):
    with lab.book.read() as records:
        received = records.head()[0] + 1
    job = lab.job()
    lab.do("Bo", lab.reading(job))
    with pytest.raises(LaterWorkError):
        lab.undo("Bo", received)


def test_a_step_is_not_undone_under_what_was_recorded_after_it(lab):
    """Opening a job changed the job's row alone; the reading stands on it all the same."""
    job = lab.receive()
    with lab.book.read() as records:
        opened = records.head()[0] + 1
    from labcal.services.jobs import OpenJob

    lab.do("Bo", OpenJob(job=job, procedure="mass/substitution"))
    reading = lab.do("Bo", lab.reading(job)).entry
    with pytest.raises(LaterWorkError):
        lab.undo("Bo", opened)
    lab.undo("Bo", reading)
    lab.undo("Bo", opened)
    assert rows(lab, "job")[0]["state"] == "received"


@pytest.mark.parametrize("until", ["checking", "signing", "issued"])
def test_a_reading_is_not_undone_once_the_job_left_the_bench(lab, until):
    job = lab.job("measured")
    with lab.book.read() as records:
        last = records.head()[0]
    from labcal.services.checks import CheckJob, HandOver

    lab.do("Bo", HandOver(job=job))
    if until != "checking":
        lab.do("Cy", CheckJob(job=job, accepted=True))
    if until == "issued":
        lab.issue(job)
    kept = rows(lab, "reading")
    with pytest.raises(LaterWorkError):
        lab.undo("Bo", last)
    assert rows(lab, "reading") == kept


def test_a_reading_is_not_undone_under_its_correction(lab):
    job = lab.job()
    first = lab.do("Bo", lab.reading(job)).entry
    second = lab.do("Bo", lab.reading(job, keyed="0.020", reason="Misread")).entry
    with pytest.raises(LaterWorkError):
        lab.undo("Bo", first)
    lab.undo("Bo", second)
    lab.undo("Bo", first)
    assert rows(lab, "reading") == []


def test_a_check_is_never_undone(lab):
    lab.job("signing")
    with lab.book.read() as records:
        checked = records.head()[0]
    with pytest.raises(NotUndoableError, match="Check job"):
        lab.undo("Cy", checked)


def test_an_authorisation_is_not_undone_once_it_was_used(lab):
    from datetime import date

    from labcal.domain.person import Authorisation, Level

    leave = Authorisation(
        level=Level.RECORDS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure="mass/substitution"
    )
    unused = lab.do(lab.admin, Authorise(person="Eve", leave=leave)).entry
    lab.undo(lab.admin, unused)
    used = lab.do(lab.admin, Authorise(person="Eve", leave=leave)).entry
    lab.do("Eve", lab.reading(lab.job()))
    with pytest.raises(LaterWorkError):
        lab.undo(lab.admin, used)


def test_what_changed_since_by_another_hand_is_not_overwritten(lab):
    added = lab.do(lab.admin, AddPerson(person="Ira")).entry
    lab.do(lab.admin, AddPerson(person="Joe"))
    lab.undo(lab.admin, added)
    assert [row["name"] for row in rows(lab, "person")][-1] == "Joe"
    lab.do(lab.admin, AddPerson(person="Ira"))
    with lab.book.read() as records:
        undone = records.head()[0] - 1
    with pytest.raises(LaterWorkError):
        lab.undo(lab.admin, undone)
