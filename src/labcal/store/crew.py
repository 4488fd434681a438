"""Who reads a book from end to end: this process alone, or several beside it that see the same moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any, NamedTuple, Protocol

from sqlalchemy.orm import Session

from labcal.errors import LabCalError
from labcal.errors.book import BusyBookError
from labcal.store import engine, faults, raw

LARGE = 300_000
"""From so many rows and lines on, several processes are faster although each has to be started."""
MOST = 4
"""So many processes at most: they all read from one disk."""
TRIES = 500
"""How often it is tried to see the same moment while others write."""
EVERY_TABLE = "labcal.store.work"
"""What stands on the rows of all tables; a process that just began knows none of them yet."""
HEAD = "SELECT id, digest FROM entry ORDER BY id DESC LIMIT 1"


class Task(NamedTuple):
    """A function of the store that is called with a session and with what is told here."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()


class Crew(Protocol):
    """Who does tasks."""

    def each(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        """Yield the place of each task with its result, as they are done."""


class Alone:
    """This process does all of them, one after another."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def each(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        """Yield the result of each task, in order."""
        for place, task in enumerate(tasks):
            yield place, task.function(self._session, *task.arguments)


class Refusal(NamedTuple):
    """What the book refused a process: a sentence, as it can be sent."""

    kind: type[LabCalError]
    fields: dict[str, object]


class Together:
    """Processes that see the book as the session sees it, whatever is written meanwhile."""

    def __init__(self, session: Session, processes: int) -> None:
        self._session, self._path = session, path_of(session)
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        context = get_context("spawn")
        for _ in range(processes):
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(self._path, there), daemon=True)
            _start(process)
            there.close()
            self._lines.append(here)
            self._processes.append(process)

    def meet(self) -> None:
        """Let all see the same moment.

        Raises:
            BusyBookError: Others write so much that they never do.
        """
        for _ in range(TRIES):
            heads = [_begun(self._session)]
            for line in self._lines:
                line.send(Task(_begun))
            heads += [self._told(line) for line in self._lines]
            if all(head == heads[0] for head in heads):
                return
        raise BusyBookError(path=self._path, command=self._path.name)

    def each(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        """Yield the place of each task with its result, as they are done; the first ones are begun first."""
        left = iter(enumerate(tasks))
        under_way: dict[Connection, int] = {}
        for line in self._lines:
            self._hand_on(line, left, under_way)
        while under_way:
            ready = wait([*under_way])
            for line in [one for one in under_way if one in ready]:
                place, result = under_way.pop(line), self._told(line)
                self._hand_on(line, left, under_way)
                yield place, result

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for process in self._processes:
            process.terminate()
        for process, line in zip(self._processes, self._lines, strict=True):
            process.join()
            line.close()

    def _hand_on(
        self, line: Connection, left: Iterator[tuple[int, Task]], under_way: dict[Connection, int]
    ) -> None:
        following = next(left, None)
        if following is not None:
            under_way[line] = following[0]
            line.send(following[1])

    def _told(self, line: Connection) -> Any:
        """Return what a process answers.

        Raises:
            LabCalError: The book refused.
            EOFError: It ended before its work was done.
        """
        told = line.recv()
        if isinstance(told, Refusal):
            raise told.kind(**told.fields)
        return told


@contextmanager
def crew(session: Session, size: int, processes: int | None = None) -> Iterator[Crew]:
    """Open the crew for a book of ``size`` rows and lines.

    Args:
        session: What sees the book; it begins anew, so as to see the moment that all see.
        size: How much there is to read.
        processes: How many beside this one; as many as there are processors where that is worth it.
    """
    count = min(MOST, os.cpu_count() or 1) if processes is None else processes
    if count < 2 or (processes is None and size < LARGE):
        yield Alone(session)
        return
    several = Together(session, count)
    try:
        several.meet()
        yield several
    finally:
        several.close()


def path_of(session: Session) -> Path:
    """Return the file that a session reads."""
    return Path(str(session.get_bind().engine.url.database))


def _begun(session: Session) -> object:
    """Let a session see the book as it is now, and return the head of the journal that it sees."""
    session.rollback()
    return next(raw.select(session, HEAD), None)


def _start(process: BaseProcess) -> None:
    """Start a process so that an interruption from the keyboard never reaches it."""
    if current_thread() is not main_thread():
        process.start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(path: Path, line: Connection) -> None:
    """Do the tasks that come, until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import_module(EVERY_TABLE)
    with Session(engine.reading(path)) as session:
        while True:
            try:
                task = line.recv()
            except EOFError:
                return
            line.send(_done(session, path, task))


def _done(session: Session, path: Path, task: Task) -> Any:
    try:
        with faults.sentences(path):
            return task.function(session, *task.arguments)
    except LabCalError as error:
        return Refusal(type(error), error.fields)
