"""What a person should do now, in the demonstration's book."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labcal.domain.job import JobNumber, Stage, State
from labcal.domain.person import PersonName
from labcal.services import today as module
from labcal.services.books import Book, open_book
from labcal.services.checks import CheckJob
from labcal.services.demo import make_demo
from labcal.services.due import Standing
from labcal.services.perform import perform
from labcal.services.today import Task, Today, today


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make_demo(tmp_path_factory.mktemp("today") / "demo").book


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    (tmp_path / "b.labcal").write_bytes(made.read_bytes())
    book = open_book(tmp_path / "b.labcal")
    yield book
    book.close()


def ask(book: Book, name: str) -> Today:
    with book.read() as records:
        return today(records, PersonName(name))


def tasks(found: Today) -> list[tuple[str, Task]]:
    return [(one.line.serial, one.task) for one in found.jobs]


def test_each_finds_what_waits_for_the_own_right(book):
    assert tasks(ask(book, "Kwame Osei")) == [("A-209", Task.CHECK)]
    assert tasks(ask(book, "Fatou Ndiaye")) == [("A-210", Task.SIGN)]
    assert tasks(ask(book, "Yacouba Traoré")) == [("4472", Task.MEASURE)]
    assert tasks(ask(book, "Amina Diallo")) == [("A-311", Task.OPEN)]


def test_an_item_that_no_procedure_covers_is_shown_to_who_can_see_to_it(book):
    (found,) = ask(book, "Halima Yusuf").jobs
    assert str(found.step) == "No procedure in force covers 20\u202fkg"


def test_whose_authorisation_lapsed_has_nothing_to_open(book):
    found = ask(book, "Tomás Silva")
    assert tasks(found) == []
    assert [one.standing for one in found.leaves] == [Standing.PAST]


def test_the_next_step_is_the_first_thing_missing(book):
    measure = ask(book, "Yacouba Traoré").jobs[0]
    assert measure.stage is Stage.MEASURE
    assert "at the end" in str(measure.step)
    assert measure.days == 7


def test_who_measured_waits_for_the_check_and_the_signature(book):
    found = ask(book, "Amina Diallo")
    assert [(one.line.serial, one.task, one.others) for one in found.waiting] == [
        ("A-210", Task.SIGN, ("Fatou Ndiaye",)),
        ("A-209", Task.CHECK, ("Kwame Osei",)),
    ]
    assert [one.waits for one in found.waiting] == [0, 0]


def test_a_returned_job_is_to_be_mended(book):
    number = next(one.line.number for one in ask(book, "Kwame Osei").jobs if one.task is Task.CHECK)
    command = CheckJob(job=JobNumber(number), accepted=False, remark="Weigh the third cycle again")
    perform(book, PersonName("Kwame Osei"), command)
    mend = next(one for one in ask(book, "Amina Diallo").jobs if one.task is Task.MEND)
    assert str(mend.step) == "Returned by Kwame Osei: Weigh the third cycle again"
    assert tasks(ask(book, "Kwame Osei")) == []


def test_standards_and_jobs_of_the_laboratory(book):
    found = ask(book, "Beatrice Mensah")
    assert [(one.line.identification, one.standing) for one in found.standards] == [
        ("No. 121", Standing.PAST)
    ]
    assert dict(found.stages) == {
        State.RECEIVED: 1, State.OPEN: 1, State.CHECKING: 1, State.SIGNING: 1,
    }  # fmt: skip
    assert found.leaves[0].standing is Standing.SOON


def test_of_many_the_most_urgent_and_the_own_are_looked_at(book, monkeypatch):
    everyone = {name: ask(book, name) for name in ("Kwame Osei", "Amina Diallo", "Yacouba Traoré")}
    assert all(found.whole for found in everyone.values())
    monkeypatch.setattr(module, "MOST", 1)
    for name, found in everyone.items():
        bounded = ask(book, name)
        assert not bounded.whole
        assert bounded.stages == found.stages
        assert set(tasks(bounded)) <= set(tasks(found))
    assert tasks(ask(book, "Yacouba Traoré")) == [("4472", Task.MEASURE)]
    assert [one.line.serial for one in ask(book, "Amina Diallo").waiting] != []
