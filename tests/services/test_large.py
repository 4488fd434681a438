"""A large book is a book like any other: its results follow from its readings, and it comes from a seed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import active_children

import pytest

from labcal.errors.files import NotEmptyError
from labcal.services.checking import check_book
from labcal.services.evaluation import freeze, limits_of, points_of
from labcal.services.large.make import make_large
from labcal.services.large.plan import BATCH, Size
from labcal.services.sheet import parsed
from labcal.services.tracing import chain_of_job, chain_of_standard, stands_on
from labcal.store.book import open_book

SMALL = Size(instruments=40, jobs=300, seed=7)
SECRET = ("secret", "person_key", "signing_key", "account", "trust_list", "entry", "span", "sqlite_sequence")


def clock():
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_large(tmp_path_factory.mktemp("large") / "book", SMALL, clock=clock)


@pytest.fixture
def book(made):
    book = open_book(made.book, clock)
    yield book
    book.close()


def rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_it_is_sound_and_as_large_as_was_asked(made, book):
    assert check_book(book).findings == ()
    assert rows(
        made.book, "select count(*) from job where number not in (select number from job limit 44)"
    ) == [(300,)]
    assert rows(
        made.book,
        "select count(*) from instrument where customer_id in (select id from customer where in_house = 0)",
    ) == [(40,)]
    ((jobs, readings),) = rows(made.book, "select count(distinct job_id), count(*) from reading")
    assert readings == 12 * jobs
    states = {state for (state,) in rows(made.book, "select distinct state from job")}
    assert "issued" in states


def test_every_result_is_what_the_engine_makes_of_the_readings(made, book):
    numbers = [row[0] for row in rows(made.book, "select number from job order by id")]
    outcomes = set()
    with book.read() as records:
        for number in numbers[::7]:
            job = records.jobs.get(number)
            for frozen in job.results:
                from labcal.domain.evaluation import evaluate_point

                procedure = parsed(job.procedure.body)
                result = evaluate_point(procedure, points_of(job, procedure)[0], limits_of(job, procedure))
                wanted = freeze(result, frozen.by, frozen.at)
                outcomes.add(frozen.outcome)
                assert frozen.standard_uncertainty == pytest.approx(wanted.standard_uncertainty, rel=1e-12)
                for name in ("value", "unit", "expanded", "uncertainty_unit", "outcome", "body"):
                    assert getattr(frozen, name) == getattr(wanted, name)
    assert {"pass", "fail"} <= outcomes


def test_its_certificates_are_samples(made):
    told = rows(made.book, "select distinct status, key_id, xml, pdf, signed_by from certificate")
    assert told == [("sample", None, None, None, None)]
    assert all(
        number.startswith("SAMPLE-") for (number,) in rows(made.book, "select number from certificate")
    )


def test_nobody_worked_without_leave(made):
    """Each reading by someone authorised that day, each check by somebody else."""
    query = """select count(*) from reading join person on person.handle = reading.by where not exists (
        select 1 from authorisation where person_id = person.id and level = 'records'
        and since <= reading."on" and until >= reading."on")"""
    assert rows(made.book, query) == [(0,)]
    own = "select count(*) from review join result using (job_id) where review.by = result.by"
    assert rows(made.book, own) == [(0,)]


def test_a_standard_is_traced_through_the_in_house_calibrations(book):
    with book.read() as records:
        reach = stands_on(records, "S-0001")
        assert {link.level for link in reach.links} == {0, 1}
        assert {"S-0003", "S-0004"} <= {link.standard for link in reach.links}
        last = next(one for one in reversed(reach.jobs) if one.level == 1)
        chain = chain_of_job(records, last.job)
        assert [(link.level, link.standard) for link in chain] == [(0, last.standard), (1, "S-0001")]
        assert (chain[0].job is None, chain[1].job) == (False, None)
        assert chain[1].through == chain[0].certificate == last.through
        assert chain_of_standard(records, "S-0001") == [link for link in reach.links if link.level == 0]


def test_the_same_seed_makes_the_same_book(made, tmp_path):
    again = make_large(tmp_path / "again", SMALL, clock=clock)
    other = make_large(tmp_path / "other", Size(instruments=40, jobs=300, seed=8), clock=clock)
    tables = [
        name
        for (name,) in rows(made.book, "select name from sqlite_master where type = 'table'")
        if name not in SECRET and not name.startswith("find_")
    ]
    for name in tables:
        query = f'select * from "{name}"'
        assert rows(again.book, query) == rows(made.book, query), name
    readings = "select keyed from reading"
    assert rows(other.book, readings) != rows(made.book, readings)


def test_what_is_interrupted_leaves_nothing(tmp_path):
    def stop(done: int, _total: int) -> None:
        if done > BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_large(tmp_path / "book", Size(instruments=50, jobs=3 * BATCH), stop, clock)
    assert list((tmp_path / "book").iterdir()) == []
    assert active_children() == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "thing").write_text("kept")
    with pytest.raises(NotEmptyError):
        make_large(tmp_path, SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["thing"]
