"""The counter knows everything where that is little, and what fits where it is much."""

import pytest

from labcal.domain.instrument import InstrumentNumber
from labcal.domain.person import PersonName
from labcal.services import counter as module
from labcal.services.counter import Asked, Counter, counter
from labcal.services.demo import make_demo
from labcal.store.book import open_book

WHO = PersonName("Amina Diallo")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    book = open_book(make_demo(tmp_path_factory.mktemp("counter") / "demo").book)
    yield book
    book.close()


@pytest.fixture
def ask(book):
    def ask(**typed) -> Counter:
        with book.read() as records:
            return counter(records, Asked(who=WHO, language="en", **typed))

    return ask


def test_all_is_known_where_it_is_little(ask, book):
    found = ask(customer="grain")
    with book.read() as records:
        assert sorted(found.customers) == sorted(records.customers.lines())
        assert found.instruments == tuple(records.instruments.lines())
    assert found.ways


def test_of_many_only_what_fits_is_asked_for(ask, monkeypatch):
    everyone = ask()
    monkeypatch.setattr(module, "MOST", 1)
    assert len(ask().customers) == len(ask().instruments) == 1
    one = everyone.customers[-1]
    assert [line.name for line in ask(customer=one.name.lower()).customers] == [one.name]
    owned = ask(owner=one.name).instruments
    assert owned == tuple(line for line in everyone.instruments if line.customer == one.name)[:1]


def test_what_comes_again_is_known_with_its_owner(ask, monkeypatch):
    oldest = ask().instruments[-1]
    monkeypatch.setattr(module, "MOST", 1)
    found = ask(item=oldest.number)
    assert found.instruments[-1] == oldest
    assert oldest.customer in [line.name for line in found.customers]
    assert len(ask(item=InstrumentNumber("I-9999")).instruments) == 1
