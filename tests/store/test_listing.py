"""Pages of a list, put together, are the list: nothing twice, nothing missed, whatever the order."""

import random
import sqlite3
from contextlib import closing, contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.job import State
from labcal.domain.listing import Wanted
from labcal.store import listing, lists
from labcal.store.book import create_book, open_book

NAMES = ("Weight", "weight", "Étalon", "Zebra", "Balance 9", "Balance 10", "مختبر", "砝码")
STATES = [state.value for state in State]


def fill(path, seed: int = 1, jobs: int = 60) -> None:
    """Write records past the program: this is about reading them."""
    dice = random.Random(seed)
    with closing(sqlite3.connect(path, isolation_level=None)) as book:
        book.execute("begin")
        for key in range(1, 9):
            row = (key, f"C-{key:04}", dice.choice(NAMES), dice.choice(("Accra", "Ékiti", "")))
            book.execute(
                "insert into customer (id, number, name, street, post_code, city, country, email, phone,"
                " version) values (?, ?, ?, '', '', ?, '', '', '', 1)",
                row,
            )
        for key in range(1, 21):
            row = (key, f"I-{key:04}", dice.randint(1, 8), dice.choice(NAMES), dice.choice(("", f"SN-{key}")))
            book.execute(
                "insert into instrument (id, number, customer_id, name, manufacturer, model, serial, mark,"
                " nominal, nominal_unit, nominal_base, grade, version)"
                " values (?, ?, ?, ?, '', '', ?, 'M', '1', 'kg', 1, 'M1', 1)",
                row,
            )
        for key in range(1, jobs + 1):
            add_job(book, key, dice)
        book.execute("commit")


def add_job(book, key: int, dice: random.Random) -> None:
    due = dice.choice((None, (date(2026, 3, 1) + timedelta(days=dice.randint(-9, 9))).isoformat()))
    book.execute(
        "insert into job (id, number, state, customer_id, instrument_id, received_on, received_by, condition,"
        " grade, due_on, place, remarks, deviations, version)"
        " values (?, ?, ?, ?, ?, '2026-03-01', 'Bo', '', '', ?, '', '', '', 1)",
        (key, f"2026-{key:04}", dice.choice(STATES), dice.randint(1, 8), dice.randint(1, 20), due),
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("lists") / "lab.labcal"
    create_book(path).close()
    fill(path)
    book = open_book(path)
    with book.work() as work:
        work.reindex()
    yield book
    book.close()


WAYS = {
    "as it comes": {},
    "sorted": {"WALKED": 0, "LEAST": 10**6},
    "walked": {"FEW": -1},
    "counted a little": {"FEW": 5},
    "walked a little, then sorted": {"FEW": -1, "WALKED": 3},
    "walked a little, then on": {"FEW": -1, "WALKED": 3, "GATHERED": 0},
    "walked a little more, then sorted": {"SLACK": 0, "LEAST": 4},
}


@contextmanager
def way(name: str):
    """Take one of the ways that lead to a page."""
    kept = {constant: getattr(listing, constant) for constant in WAYS[name]}
    for constant, value in WAYS[name].items():
        setattr(listing, constant, value)
    try:
        yield
    finally:
        for constant, value in kept.items():
            setattr(listing, constant, value)


def pages(book, kind: str, size: int, **wanted):
    """Return the numbers of all pages, one after another, as one scrolls down."""
    told, after = [], None
    with book.read() as records:
        read = getattr(records.lists, kind)
        while True:
            page = read(Wanted(size=size, after=after, **wanted))
            told += [line.number for line in page.lines]
            assert len(page.lines) <= size
            if not page.later:
                return told
            after = page.places[-1]


def backwards(book, kind: str, size: int, **wanted):
    told = []
    with book.read() as records:
        read = getattr(records.lists, kind)
        page = read(Wanted(size=size, end=True, **wanted))
        while True:
            told = [line.number for line in page.lines] + told
            if not page.earlier:
                return told
            page = read(Wanted(size=size, before=page.places[0], **wanted))
            assert page.later


ORDERS = ["", *lists.JOB_LIST.orders]
FILTERS = st.sampled_from(
    [
        (),
        (("state", "open"),),
        (("state", "issued"), ("customer", "C-0002")),
        (("customer", "C-0003"),),
        (("customer", "C-9999"),),
        (("due_until", "2026-03-01"),),
    ]
)


WANTED = st.fixed_dictionaries(
    {
        "order": st.sampled_from(ORDERS),
        "descending": st.booleans(),
        "filters": FILTERS,
        "words": st.sampled_from(["", "weig", "balance 9", "sn-1", "C", "2026-000", "砝"]),
    }
)


@settings(max_examples=150)
@given(wanted=WANTED, size=st.integers(1, 70), through=st.sampled_from([*WAYS]))
def test_pages_put_together_are_the_list(book, wanted, size, through):
    whole = pages(book, "jobs", 10_000, **wanted)
    with way(through):
        found = pages(book, "jobs", size, **wanted)
        assert backwards(book, "jobs", size, **wanted) == found
    assert len(set(found)) == len(found)
    assert found == whole


@pytest.mark.parametrize("through", WAYS)
@pytest.mark.parametrize("descending", [False, True])
def test_dates_run_both_ways_with_what_has_none_last(book, through, descending):
    with way(through), book.read() as records:
        filters = (("state", "issued"),)
        wanted = Wanted(order="due", descending=descending, size=10_000, filters=filters)
        due = [line.due_on for line in records.lists.jobs(wanted).lines]
    dated = [day for day in due if day is not None]
    assert due == sorted(dated, reverse=descending) + [None] * (len(due) - len(dated))
    assert 0 < len(dated) < len(due)


def test_names_are_sorted_without_accents_and_case_and_figures_by_value(book):
    with book.read() as records:
        page = records.lists.instruments(Wanted(order="item", size=100))
        customers = records.lists.customers(Wanted(order="name", size=100))
    order = ["Balance 9", "Balance 10", "Étalon", "weight", "Zebra", "مختبر", "砝码"]
    places = [order.index(line.name.replace("W", "w")) for line in page.lines]
    assert places == sorted(places)
    assert len(places) == 20
    assert len(customers.lines) == 8


def test_stages_are_sorted_as_a_job_passes_them(book):
    with book.read() as records:
        up = [line.state for line in records.lists.jobs(Wanted(order="stage", size=100)).lines]
        wanted = Wanted(order="stage", descending=True, size=100)
        down = [line.state for line in records.lists.jobs(wanted).lines]
    assert up == sorted(up, key=lists.PATH.index)
    assert down == up[::-1]


def test_a_page_begins_where_it_is_told(book):
    with book.read() as records:
        whole = records.lists.jobs(Wanted(order="item", size=100))
        near = records.lists.jobs(Wanted(order="item", size=10, near="2026-0030"))
        again = records.lists.jobs(Wanted(order="item", size=10, at=near.places[0]))
        missing = records.lists.jobs(Wanted(order="item", size=10, near="2031-0001"))
    start = [line.number for line in whole.lines].index("2026-0030")
    assert near.lines == again.lines == whole.lines[start : start + 10]
    assert (near.earlier, near.total) == (start > 0, 60)
    assert missing.lines == whole.lines[:10]


def test_what_is_counted_has_a_bound(book, monkeypatch):
    monkeypatch.setattr(listing, "FEW", 20)
    with book.read() as records:
        page = records.lists.jobs(Wanted())
        narrow = records.lists.jobs(Wanted(filters=(("customer", "C-0002"),)))
    assert (page.total, page.all, page.bounded) == (20, 20, True)
    assert (narrow.bounded, narrow.all) == (False, 20)
    assert narrow.total == len(narrow.lines) > 0


@settings(max_examples=10)
@given(
    order=st.sampled_from(ORDERS),
    descending=st.booleans(),
    size=st.integers(3, 20),
    seed=st.integers(0, 10**6),
)
def test_nothing_is_seen_twice_or_missed_while_others_write(book, order, descending, size, seed):
    path = book.path.with_name(f"busy-{seed}-{size}-{order}-{descending}.labcal")
    with closing(sqlite3.connect(book.path, isolation_level=None)) as raw:
        raw.execute("vacuum into ?", (str(path),))
    busy = open_book(path)
    told, after, dice, key = [], None, random.Random(seed), 60
    while key < 80:
        with busy.read() as records:
            wanted = Wanted(size=size, after=after, order=order, descending=descending)
            page = records.lists.jobs(wanted)
        told += [line.number for line in page.lines]
        if not page.later:
            break
        after, key = page.places[-1], key + 1
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            add_job(raw, key, dice)
    busy.close()
    assert len(set(told)) == len(told)
    if not page.later:
        assert {f"2026-{number:04}" for number in range(1, 61)} <= set(told)
