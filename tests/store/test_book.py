"""The book as a file under several writers and questions: nothing is lost, nothing is half seen."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError, StatementError

from labcal.domain.person import Level, Need
from labcal.errors.book import BookExistsError, BusyBookError, NoSuchBookError
from labcal.errors.people import ClockError
from labcal.services.customers import customer_lines
from labcal.services.perform import perform
from labcal.store import engine
from labcal.store.book import create_book, open_book

TIMES = 25


@dataclass(frozen=True, slots=True)
class Increment:
    """Read a number, write it back one higher: the update that a careless book loses."""

    title: ClassVar[str] = "Increment"
    undoable: ClassVar[bool] = True
    job: str

    def needs(self, records) -> Need:
        return Need(level=Level.RECORDS, on=records.today, procedure="mass/substitution")

    def run(self, work, who) -> None:
        work.jobs.note(self.job, remarks=str(int(work.jobs.get(self.job).remarks or 0) + 1), deviations="")


def increment(path: Path, job: str) -> None:
    book = open_book(path, lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    for _ in range(TIMES):
        perform(book, "Bo", Increment(job))
    book.close()


def test_threads_lose_no_update(lab):
    job = lab.job()
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(increment, lab.path, job) for _ in range(4)]:
            done.result()
    with lab.book.read() as records:
        assert records.jobs.get(job).remarks == str(4 * TIMES)
        assert records.proof().first_broken is None


def test_processes_lose_no_update(lab):
    job = lab.job()
    command = [sys.executable, __file__, str(lab.path), job]
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    workers = [subprocess.Popen(command, env=search) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    with lab.book.read() as records:
        assert records.jobs.get(job).remarks == str(2 * TIMES)
        assert records.proof().first_broken is None


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10000),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
    ],
)
def test_both_engines_are_set_up(lab, pragma, value):
    for opened in (lab.book.work, lab.book.read):
        with opened() as records:
            assert records._session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_question_changes_nothing(lab):
    with lab.book.read() as records:
        with pytest.raises(OperationalError, match="readonly"):
            records._session.execute(sql("update person set name = 'Mallory'"))
        with pytest.raises(OperationalError, match="readonly"):
            records._session.connection().exec_driver_sql("delete from reading")


def test_a_question_sees_one_moment(lab):
    job = lab.job()
    with lab.book.read() as records:
        assert records.jobs.get(job).readings == ()
        lab.do("Bo", lab.reading(job))
        assert records.jobs.get(job).readings == ()
    with lab.book.read() as records:
        assert len(records.jobs.get(job).readings) == 1


def test_a_unit_of_work_that_fails_leaves_nothing(lab):
    def fail() -> None:
        with lab.book.work() as work:
            work.people.add("Mallory", "")
            work._session.flush()
            raise RuntimeError("in between")

    with pytest.raises(RuntimeError, match="in between"):
        fail()
    with lab.book.read() as records:
        assert "Mallory" not in [line.name for line in records.people.lines()]
    assert lab.findings() == []


def test_a_clock_set_back_is_refused(lab):
    job = lab.job()
    lab.clock.forward(microseconds=-1)
    with pytest.raises(ClockError, match="Set the clock"):
        lab.do("Bo", lab.reading(job))


def test_a_book_held_by_another_program_is_a_sentence(lab, monkeypatch):
    monkeypatch.setattr(engine, "PRAGMAS", ("busy_timeout=50", *engine.PRAGMAS[1:]))
    other = open_book(lab.path, lab.clock)
    with lab.book.work(), pytest.raises(BusyBookError, match="held by another program"), other.work():
        pass
    other.close()


def test_an_instant_without_a_zone_is_a_fault_of_the_program(lab):
    job = lab.receive()
    with pytest.raises(StatementError, match="time zone"), lab.book.work() as work:
        work.certificates.reserve(job, "Bo", "en", datetime(2026, 3, 2), 2026)  # noqa: DTZ001


@pytest.mark.parametrize(
    "name", ["a?b=c.labcal", "50%41.labcal", "a#b.labcal", "ünï côdé.labcal", "a b'c.labcal"]
)
def test_a_book_may_bear_any_name(tmp_path, name):
    create_book(tmp_path / name).close()
    book = open_book(tmp_path / name)
    with book.read() as records:
        assert customer_lines(records) == []
    book.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_is_overwritten_by_a_new_book(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer", encoding="utf-8")
    with pytest.raises(BookExistsError):
        create_book(path)
    assert path.read_text(encoding="utf-8") == "Dear customer"


@pytest.mark.parametrize("length", [252, 300])
def test_a_name_that_no_folder_takes_is_a_sentence(tmp_path, length):
    """A book is drafted under a longer name, so that one of 252 letters is too long already."""
    with pytest.raises(NoSuchBookError):
        create_book(tmp_path / ("b" * length))
    with pytest.raises(NoSuchBookError):
        open_book(tmp_path / ("b" * length))
    assert list(tmp_path.iterdir()) == []


def test_a_book_needs_its_folder(tmp_path):
    with pytest.raises(NoSuchBookError):
        create_book(tmp_path / "missing" / "lab.labcal")
    for path in (tmp_path / "lab.labcal", tmp_path):
        with pytest.raises(NoSuchBookError):
            open_book(path)


if __name__ == "__main__":
    increment(Path(sys.argv[1]), sys.argv[2])
