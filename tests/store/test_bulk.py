"""Rows by the thousand pass through a door of their own: one line, one history, one undo."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from tests.services.bulk_cases import Pour, customers

from labcal.domain.instrument import CustomerNumber
from labcal.domain.party import Party
from labcal.errors.people import NotAuthorisedError
from labcal.errors.records import LaterWorkError
from labcal.services.customers import AddCustomer
from labcal.store.body import Body, Change
from labcal.store.recorder import UnjournalledError
from labcal.store.rows.items import CustomerRow
from labcal.store.spans import Packer, Same, Span, body_of, spans

RUNS = (range(100, 400), range(400, 500))


@pytest.fixture
def poured(lab):
    return lab.do(lab.admin, Pour(RUNS))


def raw(lab, query):
    with closing(sqlite3.connect(lab.path)) as connection:
        return connection.execute(query).fetchall()


def test_it_is_one_line_with_a_span_for_each_run(lab, poured):
    assert poured.tables == {"customer", "instrument"}
    spans = raw(lab, f'select "table", first, last from span where entry = {poured.entry}')
    assert sorted(spans) == [
        ("customer", 2, 301),
        ("customer", 302, 401),
        ("instrument", 1, 300),
        ("instrument", 301, 400),
    ]
    assert raw(lab, f"select count(*) from touch where entry = {poured.entry}") == [(0,)]
    assert raw(lab, "select distinct version from instrument") == [(poured.entry,)]
    assert lab.findings() == []


def test_the_line_takes_few_bytes_a_row(lab, poured):
    ((body,),) = raw(lab, f"select body from entry where id = {poured.entry}")
    assert len(body) < 800 * 12


def test_a_record_knows_the_line_that_wrote_it(lab, poured):
    with lab.book.read() as records:
        (line,) = records.history("customer", 302)
        assert records.history("customer", 402) == []
        assert set(records.touched(poured.entry - 1)) == {
            (poured.entry, "customer"),
            (poured.entry, "instrument"),
        }
    assert (line.entry, line.command) == (poured.entry, "Pour")
    assert "name: Mill 400" in line.changes


def test_a_row_poured_is_a_row_like_others(lab, poured):
    with lab.book.work("by hand") as work:
        row = work._session.scalars(select(CustomerRow).where(CustomerRow.id == 2)).one()
        row.name = "Sawmill"
        from labcal.store.journal import Deed

        work.seal(Deed(person="Ana", command="Change", need=None, undoable=False))
    with lab.book.read() as records:
        told = [line.changes for line in records.history("customer", 2)]
    assert told[1] == "name: Mill 100 → Sawmill"
    assert lab.findings() == []


def test_undo_and_redo_and_undo_again(lab, poured):
    before = raw(lab, "select id, number, name from customer")
    undone = lab.undo(lab.admin, poured.entry)
    assert undone.tables == {"customer", "instrument"}
    assert raw(lab, "select count(*) from customer") == [(1,)]
    assert lab.findings() == []
    redone = lab.undo(lab.admin, undone.entry).entry
    assert raw(lab, "select id, number, name from customer") == before
    assert raw(lab, "select distinct version from instrument") == [(redone,)]
    assert lab.findings() == []
    lab.undo(lab.admin, redone)
    assert raw(lab, "select count(*) from instrument") == [(0,)]
    assert lab.findings() == []
    with lab.book.read() as records:
        assert [line.command for line in records.history("customer", 50)] == ["Pour", "Undo", "Undo", "Undo"]


def test_keys_never_return(lab, poured):
    lab.undo(lab.admin, poured.entry)
    again = lab.do(lab.admin, Pour((range(100, 110),))).value
    assert again == [range(402, 412)]
    assert lab.findings() == []


def test_later_work_stands_in_the_way(lab, poured):
    from labcal.domain.instrument import Instrument
    from labcal.domain.quantity import parse
    from labcal.services.jobs import ReceiveItem

    item = Instrument(name="Weight", nominal=parse("10 kg"), serial="9", grade="M1")
    lab.do("Bo", ReceiveItem(customer=CustomerNumber("C-0100"), item=item, condition="Good", grade="M1"))
    with pytest.raises(LaterWorkError):
        lab.undo(lab.admin, poured.entry)
    assert raw(lab, "select count(*) from customer") == [(401,)]
    assert lab.findings() == []


def test_undo_takes_the_right_of_the_pouring(lab, poured):
    with pytest.raises(NotAuthorisedError):
        lab.undo("Eve", poured.entry)


def test_a_wrong_row_refuses_the_whole(lab):
    with pytest.raises(IntegrityError):
        lab.do(lab.admin, Pour((range(100, 110), range(105, 120))))
    assert raw(lab, "select count(*) from customer") == [(1,)]
    assert lab.do("Bo", AddCustomer(party=Party(name="Mill"))).value == "C-0002"
    assert lab.findings() == []


def test_nothing_is_poured_without_its_line(lab):
    with pytest.raises(UnjournalledError), lab.book.work() as work:
        work.bulk.add("customer", customers(range(100, 105)))
    assert raw(lab, "select count(*) from customer") == [(1,)]


@pytest.mark.parametrize("table", ["entry", "secret", "sqlite_sequence", "?"])
def test_only_records_pass_the_door(lab, table):
    with pytest.raises(ValueError, match="no table of records"), lab.book.work() as work:
        work.bulk.add(table, {"id": [1]})


CELL = st.one_of(st.none(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), st.text())
COLUMNS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.one_of(CELL.map(Same), st.lists(CELL, min_size=3, max_size=3)),
    min_size=1,
)


@given(st.lists(COLUMNS, max_size=3), st.booleans())
def test_what_is_packed_is_unpacked(columns, added):
    told = [
        Span(table="t", first=1 + 3 * place, rows=3, version=7, added=added, columns=one)
        for place, one in enumerate(columns)
    ]
    rest = Body(None, [Change("t", 1, None, '{"a": 1}')])
    packer = Packer()
    for one in told:
        packer.add(one)
    packed = packer.finish(rest)
    assert list(spans(packed)) == told
    assert body_of(packed) == rest
    for one in told:
        assert list(one.changes()) == [one.change(key) for key in range(one.first, one.last + 1)]


@pytest.mark.parametrize("end", [-1, -3])
def test_a_line_that_is_cut_is_no_line(end):
    packer = Packer()
    packer.add(Span(table="t", first=1, rows=1, version=1, added=True, columns={"a": (1,)}))
    packed = packer.finish(Body(None, []))
    with pytest.raises(ValueError, match="does not end"):
        list(spans(packed[:end]))
