"""A book and its archive copied as they were at one moment, while others write in them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from labcal.errors.book import DamagedBookError, ReadOnlyBookError
from labcal.errors.keeping import UnsoundBookError
from labcal.store import faults

PAGES = 1024
"""Pages copied at a stride; after each the copy tells how far it is, and can be cancelled."""
PATIENCE = 10.0
"""For how long a question of a copy waits, in s."""
LONG_PATIENCE, PAUSE = 60.0, 0.002
"""For how long a copy waits for whoever is writing, and between two attempts, in s."""
UNWRITTEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
"""What SQLite says where a file or its folder may not be written."""
ISSUED = """SELECT "year", count(*) FROM certificate WHERE status = 'issued' GROUP BY 1 ORDER BY 1"""
Progress = Callable[[int, int], None]
"""Told how many bytes of how many are done; what it raises ends the work."""


class Facts(NamedTuple):
    """What a copy holds.

    Attributes:
        schema: The migration that its tables stand at.
        laboratory: The name of the laboratory; empty where it is not founded.
        entry: The number of the journal's last line; 0 where it is empty.
        head: That line's digest, hexadecimal.
        instant: That line's instant, as the journal has it; empty where there is none.
        certificates: How many certificates were issued.
        years: The years in which they were.
    """

    schema: str
    laboratory: str
    entry: int
    head: str
    instant: str
    certificates: int
    years: tuple[int, ...]


class Source(NamedTuple):
    """A file that is copied, and where its copy goes."""

    path: Path
    target: Path


def take(book: Path, archive: Path, folder: Path, progress: Progress | None = None) -> list[Source]:
    """Copy ``book`` and every year of ``archive`` into ``folder``, and return what is where, the book first.

    For an instant nobody commits: then every file is held as it stands, and copied while others go on.
    Whether the copies are sound is for ``judging`` to say.

    Raises:
        FullDiskError, BusyBookError, DamagedBookError: A sentence each.
    """
    with ExitStack() as stack:
        with faults.sentences(book), _quiet(book):
            years = sorted(archive.glob("*.sqlite"))
            sources = [Source(book, folder / "book.labcal")]
            sources += [Source(year, folder / "archive" / year.name) for year in years]
            held = [stack.enter_context(_held(source.path)) for source in sources]
        total = sum(_size(connection) for connection in held)
        done = 0
        for source, connection in zip(sources, held, strict=True):
            source.target.parent.mkdir(exist_ok=True)
            with faults.sentences(source.target):
                _copy(connection, source.target, _told(progress, done, total, _size(connection)))
            done += _size(connection)
    return sources


def copy(path: Path, target: Path, progress: Progress | None = None) -> None:
    """Write a consistent copy of the database at ``path``, also while others write in it."""
    with _held(path) as source:
        size = _size(source)
        _copy(source, target, _told(progress, 0, size, size), settings=("synchronous=FULL",))


def judge(path: Path, told: Path) -> None:
    """Let a copy pass that SQLite finds whole.

    Raises:
        UnsoundBookError: It is not; the sentence names ``told``, of which it is a copy.
    """
    with closing(sqlite3.connect(path)) as connection:
        _refuse(told, complaint(connection))


@contextmanager
def judging(copied: Sequence[Source]) -> Iterator[None]:
    """Judge copies in a thread beside the block, at whose end all of them have passed.

    Raises:
        UnsoundBookError: One does not pass; it is left to the caller.
    """
    with ExitStack() as stack:
        opened = [
            stack.enter_context(closing(sqlite3.connect(one.target, check_same_thread=False)))
            for one in copied
        ]
        beside = stack.enter_context(ThreadPoolExecutor(1))
        said = [beside.submit(complaint, connection) for connection in opened]
        try:
            yield
            for one, words in zip(copied, said, strict=True):
                _refuse(one.path, words.result())
        finally:
            beside.shutdown(wait=False, cancel_futures=True)
            for connection in opened:
                connection.interrupt()


def complaint(connection: sqlite3.Connection) -> str:
    """Return the first thing that SQLite finds wrong with a database; empty where it is whole."""
    try:
        said = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    return "" if said == ["ok"] else said[0].splitlines()[0]


def facts(path: Path) -> Facts:
    """Return what the book at ``path`` says of itself; nothing is changed in it, and no migration is run.

    Raises:
        DamagedBookError: It lacks what every book has.
    """
    with faults.sentences(path), closing(reading(path)) as connection:
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        name = connection.execute("SELECT name FROM laboratory").fetchone()
        last = connection.execute('SELECT id, digest, "at" FROM entry ORDER BY id DESC LIMIT 1').fetchone()
        issued = connection.execute(ISSUED).fetchall()
    if schema is None:
        raise DamagedBookError(path=path)
    entry, digest, at = last or (0, bytes(32), "")
    return Facts(
        schema=str(schema[0]),
        laboratory=str(name[0]) if name else "",
        entry=entry,
        head=digest.hex(),
        instant=str(at),
        certificates=sum(count for _, count in issued),
        years=tuple(year for year, _ in issued),
    )


def reading(path: Path, *, untouched: bool = False) -> sqlite3.Connection:
    """Open a database that is only read; in a folder that takes no file beside it too.

    Args:
        path: Its file.
        untouched: Not a byte of the file may change, as where it is damaged; else its log may be taken in, as
            whenever the last program closes it.
    """
    address = path.absolute().as_uri()
    for mode in ("mode=ro",) if untouched else ("mode=rw", "mode=ro"):
        connection = sqlite3.connect(f"{address}?{mode}", uri=True, isolation_level=None, timeout=PATIENCE)
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & faults.PRIMARY not in UNWRITTEN:
                raise
        else:
            return connection
    if path.with_name(f"{path.name}-wal").exists():
        raise ReadOnlyBookError(path=path)
    return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)


def _refuse(path: Path, words: str) -> None:
    if words:
        raise UnsoundBookError(path=path, complaint=words)


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _told(
    progress: Progress | None, done: int, total: int, size: int
) -> Callable[[int, int, int], None] | None:
    """Return what SQLite calls after each stride, counting in pages of a file of ``size`` bytes."""
    if progress is None:
        return None

    def tell(_status: int, left: int, pages: int) -> None:
        progress(done + size * (pages - left) // max(pages, 1), total)

    return tell


def _copy(
    source: sqlite3.Connection,
    target: Path,
    progress: Callable[[int, int, int], None] | None,
    settings: Sequence[str] = ("synchronous=OFF", "journal_mode=OFF"),
) -> None:
    with closing(sqlite3.connect(target, isolation_level=None)) as destination:
        for setting in settings:
            destination.execute(f"PRAGMA {setting}")
        source.backup(destination, pages=PAGES, progress=progress, sleep=0)


@contextmanager
def _quiet(path: Path) -> Iterator[None]:
    """Have nobody commit in the book inside the block; where it may not be written, nobody does anyway."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        try:
            _begin(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & faults.PRIMARY not in (
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_CANTOPEN,
            ):
                raise
        yield
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _begin(connection: sqlite3.Connection) -> None:
    """Wait for one's turn, asking often: SQLite's ever longer pauses starve beside one who writes on end."""
    deadline = time.monotonic() + LONG_PATIENCE
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & faults.PRIMARY == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
        else:
            return


@contextmanager
def _held(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading, and see it as it is now until the block ends."""
    with closing(reading(path)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection
