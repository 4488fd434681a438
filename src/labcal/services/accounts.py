"""Signing in, and the commands on accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from labcal.domain.person import Level, Need, PersonName
from labcal.errors.people import WrongPasswordError
from labcal.errors.records import NotFoundError
from labcal.services.passwords import matches
from labcal.store.book import Book
from labcal.store.work import Records, Work
from labcal.text import mark


class Session(NamedTuple):
    """Who sits at the window, and at which laboratory's book."""

    person: PersonName
    role: str
    laboratory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """Let a person sign in; ``hashed`` comes from ``passwords.hashed``."""

    title: ClassVar[str] = mark("Open account")
    undoable: ClassVar[bool] = False
    person: PersonName
    hashed: str = field(repr=False)

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.accounts.open(self.person, self.hashed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """Replace one's own password; ``old`` proves that it is the person who asks.

    Attributes:
        rekeyed: The person's signing keys by id, encrypted anew with the new password.
    """

    title: ClassVar[str] = mark("Change password")
    undoable: ClassVar[bool] = False
    old: str = field(repr=False)
    hashed: str = field(repr=False)
    rekeyed: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    def needs(self, records: Records) -> Need:
        return Need(level=None, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if not matches(work.accounts.password_hash(who), self.old):
            raise WrongPasswordError
        work.accounts.change(who, self.hashed)
        for key_id, private in self.rekeyed:
            work.keys.encrypt(key_id, private)


def sign_in(book: Book, name: str, password: str) -> Session:
    """Return the session of the person ``name``.

    Raises:
        WrongPasswordError: No such person, no account, another password, or the person has left; the
            sentence does not say which.
    """
    with book.read() as records:
        person = PersonName(name.strip())
        try:
            known = records.people.get(person)
            kept = records.accounts.password_hash(person)
        except NotFoundError:
            known, kept = None, None
        if not matches(kept, password) or known is None:
            raise WrongPasswordError
        if not known.may(Need(level=None, on=records.today)):
            raise WrongPasswordError
        return Session(person, known.role, records.people.laboratory().party.name)


def confirm(book: Book, who: PersonName, password: str) -> None:
    """Make sure that it is ``who`` at the keyboard, before a signature.

    Raises:
        WrongPasswordError: It is another password.
    """
    with book.read() as records:
        kept = records.accounts.password_hash(who)
    if not matches(kept, password):
        raise WrongPasswordError
