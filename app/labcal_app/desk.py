"""The only bridge between the screen and the book; nothing else here starts a thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import Shiboken

from labcal.domain.person import PersonName
from labcal.errors import LabCalError
from labcal.services.news import News, news
from labcal.services.perform import Command, Outcome, Undo, perform
from labcal.store.book import Book
from labcal.store.work import Records
from labcal_app.toil import Report, Toil

T = TypeVar("T")
Question = Callable[[Records], T]
"""What can be asked: a function of the services that reads the records."""

GLANCE = 2000
"""How often the desk looks whether another window wrote into the book, in ms."""


class Done(NamedTuple):
    """A command of this session that can be taken back: its journal line and its title."""

    entry: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What the writer is sent to do, and who waits for it.

    Attributes:
        title: Marked words that name it.
        tables: The tables that are to be read anew, where the work itself does not tell.
        then: Called with the value on the screen's thread.
        refused: Called with the failure, instead of the signal ``refused``.
        counts: Called with the outcome, to keep the lists of what can be undone.
    """

    title: str
    tables: frozenset[str] = frozenset()
    then: Callable[[Any], None] | None = None
    refused: Callable[[LabCalError], None] | None = None
    counts: Callable[[Outcome[Any]], None] | None = None


class Desk(QObject):
    """One person at one book: one thread writes, in order; a few answer questions; none is the screen's.

    Signals:
        changed: The names of the tables that a command touched, of this desk or of another window.
        refused: A failure that the person can mend, for the message bar.
        kept: The title of a command that is now in the book.
        undoable: The title of the command that undo would take back; empty without one.
        redoable: The title of the command that redo would bring back; empty without one.
        busy: Whether the writer is at work, and the title of what it does.
        closing: Nobody waits for answers any longer: what takes long should end.
        progressed: How much of how much of the long work is done; 0 of 0 where that is not known.
    """

    changed = Signal(frozenset)
    refused = Signal(LabCalError)
    kept = Signal(str)
    undoable = Signal(str)
    redoable = Signal(str)
    busy = Signal(bool, str)
    closing = Signal()
    progressed = Signal(int, int)
    _settled = Signal(object, object)
    _glanced = Signal(object)
    _answered = Signal(object, object, object, object)

    def __init__(self, book: Book, who: PersonName, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self.who = book, who
        self._done: list[Done] = []
        self._undone: list[Done] = []
        self._reverting = False
        self._under_way: list[str] = []
        self._latest: WeakKeyDictionary[QObject, object] = WeakKeyDictionary()
        self._waiting: WeakKeyDictionary[QObject, Future[Any]] = WeakKeyDictionary()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")
        self._notes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")
        self._toil = Toil(self)
        self._toil.progressed.connect(self.progressed)
        self._settled.connect(self._settle)
        self._answered.connect(self._deliver)
        self._glanced.connect(self._tell_news)
        self._own: set[int] = set()
        self._seen: int | None = None
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._glance)
        self._glance()

    @property
    def book_name(self) -> str:
        """The name of the book's file."""
        return self._book.path.name

    def run(
        self,
        command: Command[T],
        then: Callable[[T], None] | None = None,
        refused: Callable[[LabCalError], None] | None = None,
    ) -> None:
        """Start ``command``.

        Args:
            command: What is to be done.
            then: Called with its value, on the screen's thread, once it is in the book.
            refused: Called with the failure, instead of the signal ``refused``.
        """
        self._send(
            Errand(
                title=command.title,
                then=then,
                refused=refused,
                counts=lambda outcome: self._count(command, outcome.entry),
            ),
            lambda: perform(self._book, self.who, command),
        )

    def work(self, errand: Errand, function: Callable[[Book, PersonName], Any]) -> None:
        """Call a function of the services that does its own transactions, on the writer's thread.

        Where it gives an ``Outcome``, its tables are read anew and its value is handed on; else those of
        ``errand``, and what it gives.
        """
        self._send(errand, lambda: function(self._book, self.who))

    def undo(self) -> None:
        """Undo this session's last command; it leaves the list only once it is undone."""
        if self._done and not self._reverting:
            self._revert(self._done, self._undone)

    def redo(self) -> None:
        """Bring back what was undone last, as long as nothing else was done since."""
        if self._undone and not self._reverting:
            self._revert(self._undone, self._done)

    def ask(self, asker: QObject, question: Question[T], then: Callable[[T], None]) -> None:
        """Answer ``question`` off the screen's thread, then call ``then`` on it.

        The answer is dropped where ``asker`` has asked again meanwhile, or is gone; a question that still
        waits for its turn is not even asked then. A closed desk takes no question.
        """
        if self.signalsBlocked():
            return
        ticket = object()
        self._latest[asker] = ticket
        older = self._waiting.pop(asker, None)
        if older is not None:
            older.cancel()
        future = self._waiting[asker] = self._readers.submit(self._answer, question)
        future.add_done_callback(lambda done: self._answered.emit(asker, ticket, then, done))

    def fetch(self, asker: QObject, function: Callable[[Book], T], then: Callable[[T], None]) -> None:
        """As ``ask``, for what reads files beside the records, such as issued certificates."""
        ticket = object()
        self._latest[asker] = ticket
        future = self._readers.submit(function, self._book)
        future.add_done_callback(lambda done: self._answered.emit(asker, ticket, then, done))

    def toil(self, errand: Errand, function: Callable[[Book, Report], Any]) -> None:
        """Call a function of the services that takes long and writes no record, such as a backup.

        It is one at a time, beside commands and questions; it reports how far it is, and ``cancel`` ends it.
        """
        self._under_way.append(errand.title)
        self.busy.emit(True, self._under_way[0])
        future = self._toil.begin(partial(function, self._book))
        future.add_done_callback(lambda done: self._settled.emit(errand, done))

    def cancel(self) -> None:
        """End the long work that is under way; nothing of it is kept."""
        self._toil.cancel()

    def jot(self, function: Callable[[Book], object]) -> None:
        """Call ``function`` in its turn beside the commands: for drafts, that no one waits for.

        What the folder of the book refuses is let go: a draft is a help, and the book itself will say so.
        """
        if not self.signalsBlocked():
            self._notes.submit(function, self._book)

    def close(self) -> None:
        """Wait for the last command, then stop; what is still to be answered is dropped."""
        self.closing.emit()
        self._watch.stop()
        self._toil.close()
        self._writer.shutdown()
        self._notes.shutdown()
        self._latest.clear()
        self._readers.shutdown(cancel_futures=True)
        self.blockSignals(True)

    def _send(self, errand: Errand, job: Callable[[], Any]) -> None:
        self._under_way.append(errand.title)
        self.busy.emit(True, self._under_way[0])
        future = self._writer.submit(job)
        future.add_done_callback(lambda done: self._settled.emit(errand, done))

    def _revert(self, taken: list[Done], given: list[Done]) -> None:
        self._reverting = True
        self._tell()
        last = taken[-1]

        def moved(outcome: Outcome[Any]) -> None:
            taken.remove(last)
            given.append(Done(outcome.entry, last.title))

        command = Undo(last.entry)
        errand = Errand(title=command.title, counts=moved)
        self._send(errand, lambda: perform(self._book, self.who, command))

    def _answer(self, question: Question[T]) -> T:
        with self._book.read() as records:
            return question(records)

    def _glance(self) -> None:
        """Look, off the screen's thread, at what came into the book since the last time."""
        if not self.signalsBlocked():
            future = self._readers.submit(self._answer, partial(news, after=self._seen))
            future.add_done_callback(self._glanced.emit)

    def _tell_news(self, future: Future[News]) -> None:
        """Have what others touched read anew; what hinders the glance, the next command will say."""
        self._watch.start(GLANCE)
        if future.cancelled() or isinstance(future.exception(), LabCalError):
            return
        found = future.result()
        tables = frozenset(table for entry, table in found.touched if entry not in self._own)
        self._own = {entry for entry in self._own if entry > found.entry}
        self._seen = found.entry
        if tables:
            self.changed.emit(tables)

    def _deliver(
        self, asker: QObject, ticket: object, then: Callable[[Any], None], future: Future[Any]
    ) -> None:
        if self._latest.get(asker) is not ticket or not Shiboken.isValid(asker):
            return
        try:
            answer = future.result()
        except LabCalError as error:
            self.refused.emit(error)
            return
        then(answer)

    def _settle(self, errand: Errand, future: Future[Any]) -> None:
        self._under_way.remove(errand.title)
        self.busy.emit(bool(self._under_way), self._under_way[0] if self._under_way else "")
        if errand.title == Undo.title:
            self._reverting = False
        try:
            value = future.result()
        except LabCalError as error:
            self._refuse(errand, error)
        else:
            self._hand_on(errand, value)
        finally:
            self._tell()

    def _refuse(self, errand: Errand, error: LabCalError) -> None:
        if errand.refused is None:
            self.refused.emit(error)
        else:
            errand.refused(error)

    def _hand_on(self, errand: Errand, value: Any) -> None:
        tables = errand.tables
        if isinstance(value, Outcome):
            if errand.counts is not None:
                errand.counts(value)
            self._own.add(value.entry)
            tables, value = value.tables | tables, value.value
        self.kept.emit(errand.title)
        self.changed.emit(tables)
        if errand.then is not None:
            errand.then(value)

    def _count(self, command: Command[Any], entry: int) -> None:
        if command.undoable:
            self._done.append(Done(entry, command.title))
            self._undone.clear()

    def _tell(self) -> None:
        free = not self._reverting
        self.undoable.emit(self._done[-1].title if self._done and free else "")
        self.redoable.emit(self._undone[-1].title if self._undone and free else "")
