"""Time left of standards and authorisations, and the matrix of who may do what."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labcal.domain.person import Level, PersonName
from labcal.services.books import Book, open_book
from labcal.services.demo import PROCEDURE, make_demo
from labcal.services.due import Duty, Standing, leaves_due, matrix, standards_due
from labcal.services.people import Leave, Suspend
from labcal.services.perform import perform
from labcal.services.standards import SuspendStandard

ADMIN = PersonName("Halima Yusuf")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make_demo(tmp_path_factory.mktemp("due") / "demo").book


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Iterator[Book]:
    (tmp_path / "b.labcal").write_bytes(made.read_bytes())
    book = open_book(tmp_path / "b.labcal")
    yield book
    book.close()


def test_a_standard_is_in_date_or_overdue_or_suspended(book):
    with book.read() as records:
        first, second = standards_due(records)
    assert (first.days, first.standing) == (175, Standing.IN_FORCE)
    assert (second.days, second.standing) == (-10, Standing.PAST)
    command = SuspendStandard(standard=first.line.number, suspended=True, seen=first.line.version)
    perform(book, ADMIN, command)
    with book.read() as records:
        assert standards_due(records)[0].standing is Standing.SUSPENDED


def test_the_matrix_shows_every_level_and_the_time_left(book):
    with book.read() as records:
        found = matrix(records)
    mentors = Duty(PROCEDURE, Level.MENTORS)
    row = next(row for row in found.rows if row.person.name == "Beatrice Mensah")
    cell = row.leaves[found.duties.index(mentors)]
    assert cell is not None
    assert (cell.days, cell.standing) == (23, Standing.SOON)
    assert found.able(mentors) == 1
    assert found.able(Duty(PROCEDURE, Level.RECORDS)) == 3
    assert found.count(Standing.PAST) == 1
    assert found.count(Standing.SOON) == 1


def test_a_suspended_leave_and_a_person_who_left_count_no_longer(book):
    with book.read() as records:
        held = leaves_due(records, PersonName("Fatou Ndiaye"))[0]
    perform(book, ADMIN, Suspend(key=held.line.key, seen=held.line.version))
    perform(book, ADMIN, Leave(person=PersonName("Kwame Osei")))
    with book.read() as records:
        found = matrix(records)
    assert found.able(Duty(PROCEDURE, Level.SIGNS)) == 0
    assert found.count(Standing.SUSPENDED) == 1
    assert "Kwame Osei" not in {row.person.name for row in found.rows}
