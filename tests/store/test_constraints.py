"""A wrong record cannot be stored, whoever writes: the schema itself refuses it."""

import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from tests.services.record_cases import fill

WRONG = {
    "a site without a name": "update site set name = ''",
    "a room of no site": "update laboratory_room set site_id = 99",
    "a room's limits crossed": "update room_limit set low_base = 400",
    "a limit with a number and no unit": "update room_limit set low_unit = null where low is not null",
    "a limit without an end": "update room_limit set low = null, low_unit = null, low_base = null,"
    " high = null, high_unit = null, high_base = null",
    "an unknown influence": "update room_condition set influence = 'noise'",
    "the same instant twice": "insert into room_condition select room_id, influence, reading, reading_unit,"
    " reading_base, at, by, source, 900, version from room_condition",
    "an unknown status": "update item_status set status = 'lost and found'",
    "a status without a reason": "update item_status set reason = ''",
    "a status of nothing": "update item_status set standard_id = null",
    "a status of two things": "update item_status set instrument_id = 1",
    "a place that is nowhere": "update item_location set room_id = null, place = ''",
    "no interval": "update schedule set every = 0",
    "due before it was done": "update schedule set last_done = '2027-01-01', next_due = '2026-01-01'",
    "an unknown kind of schedule": "update schedule set kind = 'tea'",
    "an event without words": "update item_event set words = ''",
    "a calibration that is due before it was done": "update item_calibration set due_on = '2020-01-01'",
    "a calibration from nowhere": "update item_calibration set certificate = '', laboratory = ''",
    "a material without a document": "update reference_material set document = ''",
    "a capability with its range crossed": "update cmc set low_base = 100",
    "a capability without an uncertainty": "update cmc set constant = null, relative = ''",
    "a capability that ends before it begins": "update cmc set valid_until = '2020-01-01'",
    "a certified value without uncertainty": "update certified_point set expanded_base = 0",
    "a training without a course": "update training set course = ''",
    "an unknown result of a training": "update training set result = 'slept'",
    "a file without a digest": "update attachment set digest = 'abc'",
    "a file of two records": "update attachment set customer_id = 1",
    "a file of no record": "update attachment set instrument_id = null",
    "an empty file": "update attachment set size = 0",
    "an edited note": "update note set words = 'Never said'",
    "a deleted note": "delete from note",
    "a note superseded twice": "insert into note (id, version, words, by, at, customer_id, replaces)"
    " values (901, 1, 'x', 'Bo', '2026', 1, 1), (902, 1, 'x', 'Bo', '2026', 1, 1)",
    "an instrument of no known type": "update instrument set type_id = 99",
    "two standards that are one instrument": "update standard set instrument_id = 1",
    "a certificate from no job": "update standard_certificate set job_id = 99",
    "an unknown phase of a reading": "update reading set phase = 'as lost'",
    "a reading against no certificate": "update reading set certificate_id = 99",
    "a type entered twice": "insert into instrument_type select 'T-0009', name, manufacturer, model,"
    " approval, remarks, 900, version from instrument_type",
    "a contact without a name": "update contact set name = ''",
}
TABLES = {re.search(r"(?:update|into|from) (\w+)", statement)[1] for statement in WRONG.values()}


@pytest.fixture(scope="module")
def filled_made(founded, tmp_path_factory):
    """The file of a laboratory with a row of every kind."""
    import shutil

    from tests.conftest import Clock, Lab

    from labcal.store.book import open_book

    path, clock = tmp_path_factory.mktemp("filled") / "lab.labcal", Clock()
    shutil.copy(founded, path)
    lab = Lab(path, clock, open_book(path, clock))
    job = lab.job("opened")
    lab.do("Bo", lab.reading(job))
    fill(lab)
    lab.book.close()
    return path


@pytest.fixture
def filled(filled_made, tmp_path):
    import shutil

    path = tmp_path / "lab.labcal"
    shutil.copy(filled_made, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("pragma foreign_keys = on")
        yield raw


@pytest.mark.parametrize("table", sorted(TABLES))
def test_there_is_a_row_to_spoil(filled, table):
    assert filled.execute(f"select count(*) from {table}").fetchone()[0] > 0


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.replace(" ", "-"))
def test_the_schema_refuses(filled, wrong):
    with pytest.raises(sqlite3.IntegrityError):
        filled.execute(WRONG[wrong])


def test_a_day_is_a_day(filled):
    assert date.fromisoformat(filled.execute("select next_due from schedule").fetchone()[0])
