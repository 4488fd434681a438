"""Whatever another program changes in a book is found, row by row and column by column.

What cannot be found from within, and why: a copy of the whole folder (book and archive) from an earlier
day is a sound book of that day; lines after the last signed head can be cut off, or rewritten with the chain
computed anew, by someone who puts the tables back in accord, for nothing outside knows them yet. The head
that is printed on the next certificate, and the head that ``labcal check`` prints, written down elsewhere,
close both gaps.
"""

import random
import re
import sqlite3
from contextlib import closing

import pytest
from tests.services.bulk_cases import Pour
from tests.services.record_cases import fill

from labcal.domain.quantity import parse
from labcal.errors import LabCalError
from labcal.services.checking import check_book
from labcal.services.checks import CheckJob, ExcuseSecondPerson, HandOver
from labcal.services.jobs import NoteJob, OpenJob
from labcal.services.readings import Countersign, RecordRoom
from labcal.store import replay, search
from labcal.store.book import open_book

MASS = "mass/substitution"
INSIDE_THE_INDEX = re.compile(r"find_\w+_(data|idx|config)")
"""How FTS5 keeps the index of words: it holds no record; tests/store/test_word_index.py tampers with it."""
EMPTY = {
    *("personal", "attempt", "backup_rule", "trusted_laboratory", "batch", "seal", "amendment", "withdrawal"),
    *("adjustment", "coefficients", "excuse", "outlier", "room_record"),
    *("verification", "verification_reading", "verification_finding", "verification_standard"),
    *("find_verification", "find_verification_content", "find_verification_idx"),
}
"""Tables without a row here: a change can only add one."""


@pytest.fixture
def rich(issued):
    """A laboratory with something in every table."""
    lab = issued
    job = lab.receive(serial="2")
    lab.do("Tia", OpenJob(job=job, procedure=MASS, mentor="Max"))
    entry = lab.do("Tia", NoteJob(job=job, remarks="Scratched", deviations="")).entry
    lab.undo("Tia", entry)
    lab.measure("Tia", job)
    lab.do("Tia", lab.reading(job, keyed="0.020", reason="Misread"))
    lab.do("Max", Countersign(job=job))
    lab.do("Tia", HandOver(job=job))
    lab.do(lab.admin, ExcuseSecondPerson(job=job, reason="Alone this week"))
    lab.do("Max", CheckJob(job=job, accepted=False, remark="Look again"))
    lab.do("Bo", RecordRoom(job=job, name="temperature", moment="end", quantity=parse("20.5 °C")))
    lab.job("checking", serial="3")
    poured = lab.do(lab.admin, Pour((range(100, 104), range(104, 106)))).entry
    lab.undo(lab.admin, lab.undo(lab.admin, poured).entry)
    lab.do(lab.admin, Pour((range(200, 206),)))
    fill(lab)
    lab.book.close()
    yield lab
    lab.book = open_book(lab.path, lab.clock)


class Mallory:
    """Changes one thing in a book with another program, and leaves the triggers as they were."""

    def __init__(self, path, seed: int) -> None:
        self.path, self.random = path, random.Random(seed)

    def change(self) -> str:
        """Change one thing; return what."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as self.raw:
            self.raw.executescript("pragma foreign_keys = off; pragma ignore_check_constraints = on;")
            triggers = self.raw.execute(
                "select name, sql from sqlite_master where type = 'trigger'"
            ).fetchall()
            for name, _ in triggers:
                self.raw.execute(f"drop trigger {name}")
            told = self._some_change()
            for _, statement in triggers:
                self.raw.execute(statement)
        return told

    def _some_change(self) -> str:
        before = self._dump()
        while True:
            table = self.random.choice(self._tables())
            way = self.random.choice((self._update, self._update, self._update, self._delete, self._insert))
            try:
                told = way(table)
            except sqlite3.Error:
                continue
            if self._dump() != before:
                return f"{table}: {told}"

    def _tables(self) -> list[str]:
        found = self.raw.execute("select name from sqlite_master where type = 'table' order by name")
        return [row[0] for row in found if not INSIDE_THE_INDEX.fullmatch(row[0])]

    def _dump(self) -> list[list[tuple]]:
        return [sorted(map(repr, self.raw.execute(f'select * from "{table}"'))) for table in self._tables()]

    def _columns(self, table: str) -> list[str]:
        return [row[1] for row in self.raw.execute(f'pragma table_info("{table}")')]

    def _row(self, table: str) -> tuple[str, int, tuple]:
        """Return how to name a row, its key, and its columns."""
        key = "rowid"
        keys = [row[0] for row in self.raw.execute(f'select {key} from "{table}" order by 1')]
        chosen = self.random.choice(keys) if keys else 0
        return key, chosen, self.raw.execute(f'select * from "{table}" where rowid = ?', (chosen,)).fetchone()

    def _update(self, table: str) -> str:
        columns = self._columns(table)
        key, chosen, row = self._row(table)
        if row is None:
            raise sqlite3.Error("an empty table")
        place = self.random.randrange(len(columns))
        value = self._other(row[place])
        self.raw.execute(f'update "{table}" set "{columns[place]}" = ? where {key} = ?', (value, chosen))
        return f"{columns[place]} of {chosen}: {row[place]!r} became {value!r}"

    def _delete(self, table: str) -> str:
        key, chosen, _ = self._row(table)
        self.raw.execute(f'delete from "{table}" where {key} = ?', (chosen,))
        return f"{chosen} deleted"

    def _insert(self, table: str) -> str:
        """Write a row like another one, with another key and other words where they have to differ."""
        _, _, row = self._row(table)
        if row is None:
            raise sqlite3.Error("an empty table")
        columns = self._columns(table)
        values = [self._other(value) if self.random.random() < 0.5 else value for value in row]
        if "id" in columns:
            values[columns.index("id")] = self.random.randint(500, 9999)
        marks = ", ".join("?" for _ in values)
        self.raw.execute(f'insert into "{table}" values ({marks})', values)
        return f"{values} inserted"

    def _other(self, value):
        """Return something near ``value``, or of another kind."""
        if self.random.random() < 0.1:
            return self.random.choice([None, 7, "x", b"\xff\x00", 0.5])
        if isinstance(value, int):
            return value + self.random.choice((-1, 1))
        if isinstance(value, float):
            return value * 1.0001 + 1e-9
        if isinstance(value, bytes):
            place = self.random.randrange(len(value))
            return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
        if isinstance(value, str) and value:
            place = self.random.randrange(len(value))
            return value[:place] + self.random.choice("0123456789abcXYZ ") + value[place + 1 :]
        return "2026-01-01"


def found_in(lab, processes: int | None = None) -> str:
    """Return the first thing a check says; the sentence, where the book does not even open."""
    try:
        book = open_book(lab.path, lab.clock)
    except LabCalError as error:
        return str(error)
    try:
        findings = check_book(book, processes=processes).findings
        return f"{findings[0].place}: {findings[0].says}" if findings else ""
    except LabCalError as error:
        return str(error)
    finally:
        book.close()


@pytest.fixture
def pieces(monkeypatch):
    """Let journal, tables and index be read a little at a time, as those of a large book are."""
    monkeypatch.setattr(replay, "BYTES", 400)
    monkeypatch.setattr(replay, "KEYS", 3)
    monkeypatch.setattr(search, "RUN", 2)


def hunt(lab, seeds: range) -> list[str]:
    """Return what was changed, each time in a fresh copy, and not found."""
    original, missed = lab.path.read_bytes(), []
    for seed in seeds:
        told = Mallory(lab.path, seed).change()
        if not found_in(lab):
            missed.append(f"{seed}: {told}")
        for leftover in lab.path.parent.glob("lab*"):
            if leftover.is_file():
                leftover.unlink()
        lab.path.write_bytes(original)
    return missed


def test_an_untouched_book_is_sound_with_something_in_every_table(rich):
    with closing(sqlite3.connect(rich.path)) as raw:
        names = [row[0] for row in raw.execute("select name from sqlite_master where type = 'table'")]
        empty = {name for name in names if not raw.execute(f"select 1 from {name}").fetchone()}
    assert empty == EMPTY
    assert found_in(rich) == ""


def test_a_random_change_is_found(rich):
    assert hunt(rich, range(30)) == []


def test_a_random_change_is_found_in_whichever_piece_it_lies(rich, pieces):
    assert hunt(rich, range(100, 130)) == []
    assert found_in(rich) == ""


def test_several_processes_find_what_one_does(rich, pieces):
    assert found_in(rich, processes=2) == ""
    Mallory(rich.path, 201).change()
    assert found_in(rich, processes=2) == found_in(rich) != ""


@pytest.mark.prove
def test_a_thousand_random_changes_are_found(rich):
    assert hunt(rich, range(1000, 2000)) == []
    assert found_in(rich) == ""


def test_an_earlier_copy_is_a_sound_book_of_that_day_and_its_head_tells_it(issued):
    """The one thing that only what lies outside the book can show."""
    with issued.book.read() as records:
        then = records.head()
    issued.book.close()
    earlier = issued.path.read_bytes()
    issued.reopen()
    issued.job("opened", serial="2")
    written_down = check_book(issued.book).head
    issued.book.close()
    issued.path.write_bytes(earlier)
    issued.reopen()
    found = check_book(issued.book)
    assert found.findings == ()
    assert found.head == then[1].hex() != written_down
