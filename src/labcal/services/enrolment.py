"""Taking someone in, with or without an account: the slow hashing of the password comes first."""

from __future__ import annotations

from labcal.domain.person import PersonName
from labcal.services.accounts import OpenAccount
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson
from labcal.services.perform import Outcome, perform
from labcal.store.book import Book


def enrol(book: Book, who: PersonName, person: AddPerson, password: str = "") -> Outcome[None]:
    """Enter someone in the register, and open an account where there is a password.

    Raises:
        WeakPasswordError: The password is too short; nobody was entered.
        NotAuthorisedError, TakenError, MissingFieldError: A sentence each.
    """
    secret = hashed(password) if password else ""
    entered = perform(book, who, person)
    if not secret:
        return entered
    return perform(book, who, OpenAccount(person=person.person, hashed=secret))


def open_account(book: Book, who: PersonName, person: PersonName, password: str) -> Outcome[None]:
    """Let someone of the register sign in.

    Raises:
        WeakPasswordError: The password is too short.
        NotAuthorisedError, TakenError, NotFoundError: A sentence each.
    """
    return perform(book, who, OpenAccount(person=person, hashed=hashed(password)))
