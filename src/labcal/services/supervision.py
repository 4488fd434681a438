"""The mentor's signature for supervised readings, given with the password."""

from __future__ import annotations

from labcal.domain.job import JobNumber
from labcal.domain.person import PersonName
from labcal.services.accounts import confirm
from labcal.services.perform import Outcome, perform
from labcal.services.readings import Countersign
from labcal.store.book import Book


def sign_supervised(book: Book, who: PersonName, job: JobNumber, password: str) -> Outcome[int]:
    """As the named mentor, sign for what was recorded under supervision; return how many readings.

    Raises:
        WrongPasswordError: It is not ``who`` at the keyboard; nothing is signed.
        NotTheMentorError: Nothing was recorded under ``who``.
    """
    confirm(book, who, password)
    return perform(book, who, Countersign(job=job))
