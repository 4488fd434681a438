"""The journal only grows, and what is altered behind its back shows."""

import hashlib
import json
import sqlite3
import zlib

import pytest

from labcal.services.jobs import NoteJob
from labcal.services.perform import perform
from labcal.store import journal
from labcal.store.base import told
from labcal.store.body import COMMON, Body, unpack
from labcal.store.entries import EntryRow

NO_TRIGGERS = "".join(
    f"drop trigger {table}_no_{verb};"
    for table in ("entry", "touch", "checkpoint")
    for verb in ("update", "delete")
)


@pytest.fixture
def raw(lab):
    """The file as any other program sees it, after a few commands; its last line records a reading."""
    lab.do("Bo", lab.reading(lab.job()))
    connection = sqlite3.connect(lab.path, isolation_level=None)
    yield connection
    connection.close()


def broken(lab):
    with lab.book.read() as records:
        return records.proof().first_broken


def last(raw):
    return raw.execute("select max(id) from entry").fetchone()[0]


def recompute(raw, start: int) -> None:
    """Compute the chain anew from line ``start`` on, as someone would who knows how."""
    columns = "id, at, person, command, undoable, undoes, body"
    previous = raw.execute("select digest from entry where id = ?", (start - 1,)).fetchone()[0]
    for row in raw.execute(f"select {columns} from entry where id >= ? order by id", (start,)).fetchall():
        words = json.dumps(list(row[:6])).encode()
        digest = hashlib.sha256(b"\0".join([previous, words, row[6]])).digest()
        raw.execute("update entry set previous = ?, digest = ? where id = ?", (previous, digest, row[0]))
        previous = digest


@pytest.mark.parametrize(
    "statement",
    [
        "update entry set person = 'Eve' where id = 2",
        "delete from entry",
        "delete from entry where id = (select max(id) from entry)",
        "insert or replace into entry select * from entry where id = 2",
        "update touch set key = 9",
        "delete from touch",
        "insert or replace into touch select * from touch",
    ],
)
def test_the_journal_only_grows(raw, statement):
    raw.execute("pragma recursive_triggers = on")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement)


def test_a_signed_head_stays(issued):
    raw = sqlite3.connect(issued.path)
    for statement in ("update checkpoint set key_id = 'x'", "delete from checkpoint"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update entry set person = 'Eve' where id = 2",
        "update entry set undoable = not undoable where id = 2",
        "update entry set undoes = 1 where id = 2",
        "update entry set command = command || ' ' where id = 2",
        "update entry set at = '2026-03-01T09:00:00.000001+00:00' where id = 2",
        "update entry set at = replace(at, '.000000+00:00', 'Z') where id = 2",
        "update entry set at = x'ff' where id = 2",
        "update entry set body = x'00' where id = 2",
        "update entry set body = 'words' where id = 2",
        "update entry set body = (select body from entry where id = 3) where id = 2",
        "update entry set digest = zeroblob(32) where id = 2",
        "update entry set previous = zeroblob(32) where id = 2",
        "delete from entry where id = 1",
        "delete from entry where id = 2",
        "update entry set id = 999 where id = 2",
        "insert into entry select 999, at, person, command, undoable, undoes, body, previous, digest "
        "from entry where id = 2",
        "update entry set id = -id where id in (2, 3); update entry set id = 5 + id where id in (-2, -3)",
    ],
)
def test_tampering_shows_even_without_the_triggers(lab, raw, statement):
    assert broken(lab) is None
    raw.executescript(f"pragma foreign_keys = off; {NO_TRIGGERS} {statement};")
    assert broken(lab) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "update touch set key = key + 1 where entry = 2",
        "update touch set \"table\" = 'job' where entry = 2",
        "delete from touch where entry = 2",
        "insert into touch values (2, 'job', 77)",
        "update touch set entry = 3 where entry = 2",
        "delete from touch",
    ],
)
def test_a_records_history_cannot_be_hidden(lab, raw, statement):
    assert lab.findings() == []
    raw.executescript(f"{NO_TRIGGERS} {statement}")
    assert [found for found in lab.findings() if "list of changed records" in found]


def test_dropped_and_added_triggers_are_found(lab, raw):
    raw.execute("drop trigger touch_no_delete")
    raw.execute("create trigger quiet after insert on reading begin update reading set keyed = '1'; end")
    assert lab.findings() == [
        "book: quiet is not as LabCal makes it",
        "book: touch_no_delete is not as LabCal makes it",
    ]


def test_a_recomputed_chain_is_found_by_the_signed_head_and_by_the_certificates(issued):
    """The reading, its row, the journal line and the chain altered in accord: both proofs still speak."""
    raw = sqlite3.connect(issued.path, isolation_level=None)
    raw.executescript(NO_TRIGGERS)
    entry = raw.execute("select min(version) from reading").fetchone()[0]
    body = unpack(raw.execute("select body from entry where id = ?", (entry,)).fetchone()[0])
    keyed = json.loads(body.changes[0].after)["keyed"]
    change = body.changes[0]
    forged = [type(change)(change.table, change.key, None, change.after.replace(keyed, "+0.0777"))]
    raw.execute("update reading set keyed = '+0.0777' where version = ?", (entry,))
    raw.execute("update entry set body = ? where id = ?", (Body(body.need, forged).pack(), entry))
    recompute(raw, entry)
    raw.close()
    assert broken(issued) is None
    found = [one for one in issued.findings() if "is not as LabCal" not in one]
    assert len(found) == 2
    assert "is not the one that was signed" in found[0]
    assert "prints another head of the journal" in found[1]


def test_a_cut_tail_is_found_by_the_certificate_that_names_it(lab):
    """Every line after the first job's receipt cut away, the tables put back as they were then."""
    lab.job("received")
    with lab.book.read() as records:
        cut = records.head()[0]
    lab.book.close()
    earlier = lab.path.read_bytes()
    lab.reopen()
    lab.job("issued", serial="4472")
    lab.book.close()
    lab.path.write_bytes(earlier)
    lab.reopen()
    assert broken(lab) is None
    with lab.book.read() as records:
        assert records.head()[0] <= cut
    assert any("prints another head of the journal" in found for found in lab.findings())


def test_a_false_signature_of_a_head_is_found(issued):
    raw = sqlite3.connect(issued.path, isolation_level=None)
    raw.executescript(NO_TRIGGERS)
    for entry in (2, 3):
        raw.execute(
            f"insert into checkpoint select {entry}, (select digest from entry where id = {entry}), "
            "key_id, signature, at from checkpoint limit 1"
        )
    raw.close()
    assert sum("the signature of entry" in found for found in issued.findings()) == 2


def test_a_line_is_small_and_chained_in_bytes(raw):
    body, previous, digest = raw.execute(
        "select body, previous, digest from entry order by id desc limit 1"
    ).fetchone()
    swell = zlib.decompressobj(-15, zdict=COMMON)
    assert swell.decompress(body[1:]).startswith(b'{"changes"')
    assert (len(previous), len(digest)) == (32, 32)
    assert len(body) < 260


def test_a_line_is_hashed_as_the_table_keeps_it(lab, raw):
    with lab.book.read() as records:
        row = journal.line(records._session, last(raw))
        kept = raw.execute("select at, undoable, undoes from entry where id = ?", (row.id,)).fetchone()
        columns = EntryRow.__table__.columns
        assert kept == tuple(told(columns[name], getattr(row, name)) for name in ("at", "undoable", "undoes"))


def test_a_records_history_is_found_by_its_index(lab, raw):
    job = lab.job()
    perform(lab.book, "Bo", NoteJob(job=job, remarks="Scratched", deviations=""))
    with lab.book.read() as records:
        history = journal.history(records._session, "job", 2)
    assert [entry.command for entry, _ in history] == ["Receive item", "Open job", "Note remarks"]
    assert history[-1][1].columns() == {"remarks"}
    plan = raw.execute("explain query plan select entry from touch where \"table\" = 'job' and key = 1")
    assert "ix_touch_record" in plan.fetchone()[3]
