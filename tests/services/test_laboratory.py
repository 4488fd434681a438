"""Founding: what a hurried person types is put right or refused, and the founder can sign in."""

import pytest

from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.errors.records import UnknownCountryError, UnknownZoneError, UnprintableError
from labcal.exchange.keys import is_name_of, organisation
from labcal.services.accounts import sign_in
from labcal.services.laboratory import Founder, found
from labcal.store.book import create_book

PASSWORD = "long enough"


@pytest.fixture
def book(tmp_path):
    book = create_book(tmp_path / "new.labcal")
    yield book
    book.close()


def begin(book, person="Ana", *, name="Institute", country="GH", zone="Africa/Accra"):
    founder = Founder(person=person, role="Head", password=PASSWORD, passphrase=PASSWORD)
    found(book, Laboratory(party=Party(name=name, country=country), zone=zone), founder)


def test_spaces_around_the_founders_name_do_not_lock_the_book(book):
    begin(book, " Ana ")
    assert sign_in(book, "Ana", PASSWORD).person == "Ana"


@pytest.mark.parametrize("country", ["Ghana", " GH ", "gh", "é", "G\n"])
def test_a_country_is_given_by_its_two_letters(book, country):
    with pytest.raises(UnknownCountryError):
        begin(book, country=country)


@pytest.mark.parametrize("zone", ["", "/etc", "../../etc/passwd", "Africa", "z" * 300, "UTC\n"])
def test_a_zone_that_is_none_is_a_sentence(book, zone):
    with pytest.raises(UnknownZoneError):
        begin(book, zone=zone)


@pytest.mark.parametrize("name", ["é" * 64, "😀" * 64, "x" * 300, "Laboratoire " * 20])
def test_a_long_name_is_shortened_in_the_key_only(book, name):
    begin(book, name=name)
    with book.read() as records:
        key = records.keys.authority()
        assert records.people.laboratory().party.name == name
    assert is_name_of(organisation(key.certificate), name)


def test_a_sign_that_cannot_be_printed_is_refused_before_any_key_is_made(book):
    with pytest.raises(UnprintableError):
        begin(book, name="Institute\ud800")
