"""The one door through which every change enters the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from labcal.domain.person import Need, Person, PersonName
from labcal.domain.role import Right
from labcal.errors.people import (
    FutureWorkError,
    LastAdministratorError,
    NotAuthorisedError,
    OwnAuthorisationError,
)
from labcal.services.signs import refuse_unprintable
from labcal.store.book import Book
from labcal.store.journal import Deed
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark, phrase

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)


class Command(Protocol[R_co]):
    """An intention as plain data, that knows its right and how to carry itself out."""

    title: ClassVar[str]
    undoable: ClassVar[bool]

    def needs(self, records: Records) -> Need | None:
        """Return the right it takes; None only where the book has nobody yet who could hold one."""

    def run(self, work: Work, who: PersonName) -> R_co:
        """Do it, for ``who``."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a command gave, what it touched, and the journal line that holds it."""

    value: T
    tables: frozenset[str]
    entry: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Put back what one journal line changed; itself a journal line, so that undoing it is redoing."""

    title: ClassVar[str] = mark("Undo")
    undoable: ClassVar[bool] = True
    entry: int

    def needs(self, records: Records) -> Need:
        """Return the right of the undone command, to be held today: undoing is work of today."""
        return records.need_of(self.entry).moved_to(records.today)

    def run(self, work: Work, who: PersonName) -> None:
        held = work.people.has_holder(Right.ADMINISTER, work.today)
        given = work.people.get(who).authorisations
        work.revert(self.entry)
        if any(leave not in given for leave in work.people.get(who).authorisations):
            raise OwnAuthorisationError(person=who)
        if held:
            refuse_orphaned(work, who)


def perform(book: Book, who: PersonName, command: Command[T]) -> Outcome[T]:
    """Run ``command`` for ``who`` in one transaction, with its journal line.

    Raises:
        NotAuthorisedError: The person does not hold the right, as the book stands now.
        ClockError: The computer's clock stands before the last journal line.
        UnprintableError: Its words have a sign that no certificate can hold.
        LabCalError: Whatever the command refuses; the book is then unchanged.
    """
    refuse_unprintable(command)
    with book.work(command.title) as work:
        need = command.needs(work)
        if need is not None:
            admit(work, who, need)
        value = command.run(work, who)
        deed = Deed(
            person=who,
            command=command.title,
            need=need,
            undoable=command.undoable,
            undoes=command.entry if isinstance(command, Undo) else None,
        )
        entry, tables = work.seal(deed)
    return Outcome(value, tables, entry)


def refuse_orphaned(records: Records, person: PersonName) -> None:
    """Refuse to leave the laboratory with nobody in post who administers it; ``person`` is who would go.

    Raises:
        LastAdministratorError: Nobody else could ever give anybody a role.
    """
    if not records.people.has_holder(Right.ADMINISTER, records.today):
        raise LastAdministratorError(person=person)


def admit(records: Records, who: PersonName, need: Need) -> None:
    """Let pass only whom the book, as it stands in this transaction, authorises for ``need``.

    Work of an earlier day takes the right of that day, and that the person is of the laboratory today.

    Raises:
        FutureWorkError: The work is dated after today.
        NotAuthorisedError: With what is missing, and with the names of those who may.
    """
    if need.on > records.today:
        raise FutureWorkError(on=need.on, today=records.today)
    mentor = records.people.get(need.mentor) if need.mentor else None
    person, here = records.people.get(who), Need(right=Right.READ, on=records.today)
    refused = need if not person.may(need, mentor) else here if not person.may(here) else None
    if refused is not None:
        raise NotAuthorisedError(
            person=who,
            work=phrase(need.task),
            subject=_subject(need),
            on=need.on,
            why=person.obstacle(refused),
            others=those_who_may(records, need),
        )


def those_who_may(records: Records, need: Need, *, but: frozenset[PersonName] = frozenset()) -> Phrase:
    """Return in a sentence who is authorised for ``need``, leaving out ``but``."""
    names = [person.name for person in able(records.people.all(), need) if person.name not in but]
    if not names:
        return phrase(mark("Nobody is authorised for it that day."))
    return phrase(mark("Authorised for it: {names}."), names=", ".join(names))


def able(people: list[Person], need: Need) -> list[Person]:
    """Return those of ``people`` who alone, without a mentor, may do what ``need`` says."""
    return [person for person in people if person.may(need)]


def _subject(need: Need) -> Phrase:
    if need.procedure is None:
        return phrase("")
    return phrase(mark(" under {procedure}"), procedure=need.procedure)
