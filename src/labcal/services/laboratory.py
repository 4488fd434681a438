"""Founding the laboratory: the first command of every book."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from labcal.domain.kept import Kept
from labcal.domain.laboratory import Laboratory
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.records import MissingFieldError, UnknownCountryError, UnknownZoneError
from labcal.exchange import keys, trust
from labcal.services.passwords import hashed
from labcal.services.perform import perform
from labcal.services.signs import refuse_unprintable
from labcal.store.book import Book
from labcal.store.keys import KeptKey
from labcal.store.roles import role_with
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

COUNTRY = re.compile("[A-Z]{2}")
"""ISO 3166-1 alpha-2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLaboratory:
    """Begin a book: the laboratory, the first person, who administers it, and its certificate authority."""

    title: ClassVar[str] = mark("Found laboratory")
    undoable: ClassVar[bool] = False
    laboratory: Laboratory
    person: PersonName
    role: str
    hashed: str = field(repr=False)
    authority: KeptKey
    trust: bytes

    def needs(self, records: Records) -> None:
        """Need nothing: nobody is there yet. ``run`` refuses a book that has its laboratory."""

    def run(self, work: Work, who: PersonName) -> None:
        _refuse_unknown_zone(self.laboratory.zone)
        work.people.found(self.laboratory)
        work.people.add(self.person, self.role)
        work.personal.give(self.person, role_with(Right.ADMINISTER), work.today, self.person)
        work.accounts.open(self.person, self.hashed)
        work.keys.add(self.authority)
        work.keys.keep_trust(self.trust, work.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLaboratory:
    """Change name, address, time zone or policy of the laboratory; what was issued stays as it was."""

    title: ClassVar[str] = mark("Edit laboratory")
    undoable: ClassVar[bool] = True
    laboratory: Laboratory
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        party = self.laboratory.party
        for field_, value in (
            (mark("The name of the laboratory"), party.name),
            (mark("The country"), party.country),
        ):
            if not value.strip():
                raise MissingFieldError(field=phrase(field_))
        refuse_unknown_country(party.country)
        _refuse_unknown_zone(self.laboratory.zone)
        work.people.change_laboratory(self.laboratory, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """The first person of a book, with the password and the authority's passphrase."""

    person: PersonName
    role: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)


def found(book: Book, laboratory: Laboratory, founder: Founder) -> None:
    """Begin a book; the keys are made before the transaction begins.

    Raises:
        MissingFieldError: A field that the laboratory cannot do without is empty.
        FoundedError, UnknownZoneError, UnknownCountryError, UnprintableError, WeakPasswordError: A sentence
            each.
    """
    _refuse_unfit(laboratory, founder)
    person = PersonName(founder.person.strip())
    secret = hashed(founder.password)
    hashed(founder.passphrase)  # the same least length
    authority = keys.make_authority(
        laboratory.party.name, laboratory.party.country, founder.passphrase, book.now
    )
    since, until = keys.validity(authority.certificate_der)
    kept = KeptKey(
        key_id=authority.key_id,
        person=None,
        certificate=authority.certificate_der,
        valid_from=since,
        valid_until=until,
        private=authority.key_pem,
    )
    signed = trust.write_trust(
        [trust.entry_of(authority.certificate_der)], keys.unlock(authority.key_pem, founder.passphrase)
    )
    command = FoundLaboratory(
        laboratory=laboratory,
        person=person,
        role=founder.role,
        hashed=secret,
        authority=kept,
        trust=signed,
    )
    perform(book, person, command)


def _refuse_unfit(laboratory: Laboratory, founder: Founder) -> None:
    """Refuse what no certificate could print or name."""
    refuse_unprintable((laboratory, founder))
    for field_, value in (
        (mark("The name of the laboratory"), laboratory.party.name),
        (mark("The country"), laboratory.party.country),
        (mark("Your name"), founder.person),
    ):
        if not value.strip():
            raise MissingFieldError(field=phrase(field_))
    refuse_unknown_country(laboratory.party.country)


def refuse_unknown_country(country: str) -> None:
    """Raise ``UnknownCountryError`` unless it is the code of a country by its form."""
    if not COUNTRY.fullmatch(country):
        raise UnknownCountryError(country=country)


def _refuse_unknown_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(zone=zone) from error


def kept_profile(records: Records) -> Kept[Laboratory]:
    """Return the laboratory with its version, to be edited; raise ``NotFoundedError`` where there is none."""
    return records.people.kept_laboratory()


def profile(records: Records) -> Laboratory:
    """Return the laboratory whose book it is; raise ``NotFoundedError`` where there is none yet."""
    return records.people.laboratory()
