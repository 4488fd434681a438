"""What is wrong inside SQLite's full-text index is found, and made anew from the records."""

import random
import sqlite3
from contextlib import closing

import pytest

from labcal.domain.finding import Subject
from labcal.errors import LabCalError
from labcal.services.finding import find, reindex
from labcal.store import word_index
from labcal.store.book import open_book

WORDS = ("10 kg", "weight", "port", "4471", "ana", "S-0001", "msl", "2026", "F2", "office")


@pytest.fixture
def index(lab):
    """A book whose file is changed by another program; with what its search answers."""
    lab.receive()
    lab.receive(serial="4472")
    lab.do("Bo", _closed(lab))
    return lab


def _closed(lab):
    from labcal.services.jobs import OpenJob

    return OpenJob(job=lab.receive(serial="4473"), procedure="mass/substitution")


def answers(lab) -> list[object]:
    """Return what each word finds; a sentence where the index cannot be read."""
    try:
        return [lab.ask(find, word) for word in WORDS]
    except LabCalError as error:
        return [str(error)]


def change(path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(statement, values)


def flip(path, seed: int) -> None:
    """Change one byte of one block of an index, or take the block or its way away."""
    chosen = random.Random(seed)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        name = word_index.name_of(chosen.choice([Subject.JOB, Subject.INSTRUMENT, Subject.STANDARD]))
        key, block = chosen.choice(raw.execute(f"select id, block from {name}_data").fetchall())
        if chosen.random() < 0.2:
            raw.execute(f"delete from {name}_data where id = ?", (key,))
        elif chosen.random() < 0.2:
            raw.execute(f"update {name}_idx set pgno = pgno + 2")
        else:
            place = chosen.randrange(len(block))
            block = block[:place] + bytes([block[place] ^ (1 << chosen.randrange(8))]) + block[place + 1 :]
            raw.execute(f"update {name}_data set block = ? where id = ?", (block, key))


def test_whatever_is_changed_inside_is_found_or_changes_no_answer(index):
    index.book.close()
    original, found = index.path.read_bytes(), 0
    index.book = open_book(index.path, index.clock)
    before = answers(index)
    for seed in range(40):
        flip(index.path, seed)
        index.reopen()
        if index.ask(lambda records: records.findings.damaged()):
            found += 1
        else:
            assert answers(index) == before, seed
        index.book.close()
        index.path.write_bytes(original)
        index.book = open_book(index.path, index.clock)
    assert found >= 30


@pytest.mark.parametrize(
    "statement",
    [
        "delete from find_job_data where id > 1000",
        "update find_job_data set block = x'00' where id = 10",
        "update find_job_config set v = 99",
    ],
)
def test_a_damaged_index_is_told_and_made_anew(index, statement):
    before = answers(index)
    change(index.path, statement)
    index.reopen()
    assert any("the index of words is damaged for job" in told for told in index.findings())
    reindex(index.book)
    assert index.findings() == []
    assert answers(index) == before


@pytest.mark.parametrize(
    "key",
    [
        "'cus7omer', 'city', 6, '\U0010fffd'",
        "'p rson', 'n2me', 3, 't6a'",
        "'cu8tomer', 'number', 10, 'c 000000000201'",
    ],
)
def test_what_belongs_to_no_kind_of_record_is_told(index, key):
    change(index.path, f"insert into sort_key values ({key})")
    assert any("1 entries of the index are of no record" in told for told in index.findings())
    reindex(index.book)
    assert index.findings() == []
