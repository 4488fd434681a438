"""Signing in, and the commands on accounts."""

from __future__ import annotations

import math
import platform
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from labcal.domain.attempts import Attempts
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors import LabCalError
from labcal.errors.people import WaitError, WrongPasswordError
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
        return Need(right=Right.ADMINISTER, on=records.today)

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
        return Need(right=Right.READ, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if not matches(work.accounts.password_hash(who), self.old):
            raise WrongPasswordError
        work.accounts.change(who, self.hashed)
        for key_id, private in self.rekeyed:
            work.keys.encrypt(key_id, private)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """Forget the wrong passwords typed for a person's account, so that nobody has to wait."""

    title: ClassVar[str] = mark("Unlock account")
    undoable: ClassVar[bool] = False
    person: PersonName

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        work.attempts.clear(self.person, work.now)


def sign_in(book: Book, name: str, password: str, workstation: str | None = None) -> Session:
    """Return the session of the person ``name``, at this computer unless ``workstation`` says another.

    Raises:
        WaitError: Too many wrong passwords for that name at this workstation; none is looked at meanwhile.
        WrongPasswordError: No such person, no account, another password, or the person has left; the
            sentence does not say which.
    """
    person = PersonName(name.strip())
    try:
        _prove(book, person, password, workstation)
    except NotFoundError as error:  # the hash was exchanged behind the journal's back: nobody gets in by it
        raise WrongPasswordError from error
    with book.read() as records:
        known = records.people.get(person)
        if not known.may(Need(right=Right.READ, on=records.today)):
            raise WrongPasswordError
        return Session(known.name, known.role, records.people.laboratory().party.name)


def confirm(book: Book, who: PersonName, password: str) -> None:
    """Make sure that it is ``who`` at the keyboard, before a signature.

    Raises:
        WaitError: Too many wrong passwords.
        WrongPasswordError: It is another password.
    """
    _prove(book, who, password, None)


def attempts_of(records: Records, who: PersonName, person: PersonName) -> list[Attempts]:
    """Return what was typed in vain for ``person``, to administrators and to the person; latest first."""
    need = Need(right=Right.ADMINISTER, on=records.today)
    return records.attempts.of(person) if who == person or records.people.get(who).may(need) else []


def _prove(book: Book, person: PersonName, password: str, workstation: str | None) -> None:
    """Look at a password, unless it is too early; count it where it is wrong."""
    place = platform.node() if workstation is None else workstation
    with book.read() as records:
        found, now = records.attempts.at(person, place), records.now
        kept = records.accounts.password_hash(person)
    wait = found.wait(now)
    if wait:
        raise WaitError(seconds=math.ceil(wait.total_seconds()))
    right = matches(kept, password)
    if not right or found.failures:
        _note(book, person, place, right=right)
    if not right:
        raise WrongPasswordError


def _note(book: Book, person: PersonName, workstation: str, *, right: bool) -> None:
    """Count the attempt; a book that cannot be written keeps nobody out, and lets nobody else in."""
    with suppress(LabCalError), book.work(mark("Sign in")) as work:
        if right:
            work.attempts.succeeded(person, workstation)
        else:
            work.attempts.failed(person, workstation, work.now)
