"""What is known of people as such: who may see it, who keeps it, and how it is erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from labcal.domain.person import Need, Personal, PersonName
from labcal.domain.role import Right
from labcal.errors.people import AnonymousError, NotLeftError, TellingReasonError
from labcal.errors.records import MissingFieldError
from labcal.services.drafts import drop_drafts, drop_drafts_about
from labcal.services.perform import Outcome, admit, perform
from labcal.store.book import Book
from labcal.store.directory import HANDLE
from labcal.store.work import Records, Work
from labcal.text import Phrase, Text, mark, phrase


class Details(NamedTuple):
    """What is known of a person, with the version it shows; 0 where nothing was kept yet."""

    person: PersonName
    personal: Personal
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepDetails:
    """Keep what is known of a person; ``seen`` is the version that was changed."""

    title: ClassVar[str] = mark("Keep personal details")
    undoable: ClassVar[bool] = True
    person: PersonName
    personal: Personal
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.MANAGE_PEOPLE, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        if HANDLE.fullmatch(self.person):
            raise AnonymousError(person=self.person)
        work.personal.keep(self.person, self.personal, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymise:
    """Erase name and details of someone who left, and destroy the key that opens them in the journal."""

    title: ClassVar[str] = mark("Anonymise")
    undoable: ClassVar[bool] = False
    person: PersonName
    why: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        if HANDLE.fullmatch(self.person):
            raise AnonymousError(person=self.person)
        why, left = self.why.strip(), work.people.get(self.person).left
        if not why:
            raise MissingFieldError(field=phrase(mark("The reason")))
        if any(word.casefold() in why.casefold() for word in self.person.split() if len(word) > 1):
            raise TellingReasonError
        if left is None:
            raise NotLeftError(person=self.person)
        return work.personal.anonymise(self.person, work.today, why)


def anonymise(book: Book, who: PersonName, person: PersonName, why: str) -> Outcome[str]:
    """Anonymise someone, and leave no trace in what was written beside the book; return what stands instead.

    Raises:
        NotLeftError, AnonymousError, TellingReasonError, MissingFieldError, NotAuthorisedError: A sentence
            each; nothing is erased then.
    """
    words = _words(book, person)
    outcome = perform(book, who, Anonymise(person=person, why=why))
    drop_drafts(book, person)
    drop_drafts_about(book, words)
    book.scrub()
    return outcome


def _words(book: Book, person: PersonName) -> set[str]:
    """Return what tells a person: the name, and what else is known that no one shares."""
    with book.read() as records:
        known, _ = records.personal.details(person)
    return {str(person), known.full_name, known.email, known.phone}


def details(records: Records, who: PersonName, person: PersonName) -> Details:
    """Return what is known of ``person``, to oneself and to whoever keeps the register of people.

    Raises:
        NotAuthorisedError: It is no business of ``who``.
    """
    if who != person:
        admit(records, who, Need(right=Right.MANAGE_PEOPLE, on=records.today))
    personal, version = records.personal.details(person)
    return Details(person, personal, version)


def told_name(name: str) -> str | Phrase:
    """Return a name as a sentence tells it: of someone anonymised, the handle with a word before it."""
    return phrase(mark("Former member {handle}"), handle=name) if HANDLE.fullmatch(name) else name


def shown_name(name: str, text: Text) -> str:
    """Return a name as a list shows it, in the language of ``text``."""
    told = told_name(name)
    return text(told) if isinstance(told, Phrase) else told
