"""Backups: a book with its archive in one file, made while others work, read back before it counts."""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from labcal import __version__
from labcal.errors import LabCalError
from labcal.errors.book import NoSuchBookError
from labcal.errors.files import UnwritableFileError
from labcal.errors.keeping import (
    DamagedBackupError,
    LockedBackupError,
    LostArchiveError,
    NewerBackupError,
    NoRoomForBackupError,
    NotABackupError,
    ShortPassphraseError,
)
from labcal.exchange.backup_file import BOOK, ENDING, Manifest, Progress, opened_backup, write_backup
from labcal.exchange.sealed import LEAST, SealKey, key_for
from labcal.store import snapshot
from labcal.store.book import archive_of, open_book
from labcal.store.schema import refuse_taken, sync_folder
from labcal.store.since import Since, since

SHOWN = 200
"""Lines of the journal that a comparison lists."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What restoring a backup in the place of a book would take back.

    Attributes:
        backup: What the backup says of itself.
        related: Whether the backup is an earlier state of that very book.
        since: What the book holds beyond the backup; all of it where they are not related.
    """

    backup: Manifest
    related: bool
    since: Since


def locked_with(passphrase: str) -> SealKey:
    """Return the key of a new passphrase.

    Raises:
        ShortPassphraseError: It could be guessed.
    """
    if len(passphrase) < LEAST:
        raise ShortPassphraseError(length=len(passphrase), least=LEAST)
    return key_for(passphrase)


def back_up(
    book: Path, target: Path, key: SealKey | None = None, progress: Progress | None = None
) -> Manifest:
    """Write the book at ``book`` with its archive into ``target``, replaced only by a good one.

    Three strides: the copy that SQLite makes, the file while the copy is judged, and reading the file back.

    Raises:
        NoSuchBookError, NoRoomForBackupError: There is no book, or something that is no backup at ``target``.
        UnsoundBookError: The book is damaged; nothing is replaced.
        LostArchiveError: It lacks its archive: what is left was kept beside ``target``, which stays.
        UnwritableFileError, FullDiskError: The place for the backup refuses it.
        CancelledError: Raised by ``progress``, it ends the work; nothing is left.
    """
    _refuse_places(book, target)
    tell = progress or _silent
    staging, part = target.with_name(f".{target.name}.making"), target.with_name(f".{target.name}.part")
    with _refused(target), _discarded(staging, part):
        staging.mkdir()
        copied = snapshot.take(book, archive_of(book), staging, _stride(tell, 0))
        files = {one.target.relative_to(staging).as_posix(): one.target for one in copied}
        told = snapshot.facts(copied[0].target)
        lost = _lost(book, told.years, files)
        manifest = _manifest(book.name, told)
        with snapshot.judging(copied):
            whole = write_backup(part, files, manifest, key, _stride(tell, 1))
        _read_back(part, whole, key, _stride(tell, 2))
        kept = target if lost is None else _incomplete(book, target)
        part.replace(kept)
        sync_folder(target.parent)
    if lost is not None:
        raise LostArchiveError(path=lost, kept=kept)
    return whole


def _manifest(book: str, told: snapshot.Facts) -> Manifest:
    """Return what a backup made now says of the copy."""
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        schema=told.schema,
        laboratory=told.laboratory,
        book=book,
        entry=told.entry,
        head=told.head,
        last_at=told.instant,
        certificates=told.certificates,
    )


def describe(path: Path, passphrase: str | None = None) -> Manifest:
    """Return what a backup says of itself."""
    with opened_backup(path, passphrase) as backup:
        return backup.manifest


def verify_backup(
    path: Path, passphrase: str | None = None, progress: Progress | None = None, *, whole: bool = False
) -> Manifest:
    """Read every part of a backup; ``whole`` restores it aside as well, and proves the book line by line.

    Raises:
        DamagedBackupError: It is not as it was written, or the book in it is not sound.
    """
    tell = progress or _silent
    with opened_backup(path, passphrase) as backup:
        if not whole:
            backup.check(tell)
            return backup.manifest
    aside = path.with_name(f".{path.name}.proving")
    with _refused(path), _discarded(aside):
        aside.mkdir()
        manifest = restore(path, aside / BOOK, passphrase, tell)
        _prove(aside / BOOK, path)
    return manifest


def restore(
    path: Path, book: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Manifest:
    """Make the book in the backup at ``path`` a new book at ``book``, archive and all, or nothing.

    Raises:
        BookExistsError: There is something already: a book, its log or an archive is never overwritten.
        DamagedBackupError: The backup is not as it was written; nothing is left.
    """
    archive = archive_of(book)
    refuse_taken(book, archive)
    if not book.parent.is_dir():
        raise NoSuchBookError(path=book)
    aside = book.with_name(f".{book.name}.restoring")
    with _refused(book), _discarded(aside), opened_backup(path, passphrase) as backup:
        aside.mkdir()
        files = backup.extract(aside, progress or _silent)
        for one in files:
            snapshot.judge(one, path)
        told = snapshot.facts(files[0])
        if (told.entry, told.head) != (backup.manifest.entry, backup.manifest.head):
            raise DamagedBackupError(path=path, part=BOOK)
        if len(files) > 1:
            sync_folder(aside / "archive")
            (aside / "archive").rename(archive)
        files[0].rename(book)
        sync_folder(book.parent)
    return backup.manifest


def compare(manifest: Manifest, book: Path) -> Comparison:
    """Hold a backup against the book at ``book``: what would be lost if the backup took its place."""
    if not book.is_file():
        raise NoSuchBookError(path=book)
    later = since(book, manifest.entry, SHOWN)
    related = later.digest == manifest.head
    return Comparison(manifest, related, later if related else since(book, 0, SHOWN))


def backups_in(folder: Path, book: Path) -> list[Path]:
    """Return the backups of ``book`` that lie in ``folder``, newest first by their names."""
    return sorted(folder.glob(f"{_escaped(book.stem)}-*{ENDING}"), reverse=True)


def name_at(book: Path, instant: datetime) -> str:
    """Return the name of the backup made at ``instant``; names sort by time."""
    return f"{book.stem}-{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}"


def sweep(folder: Path, book: Path, age: timedelta) -> None:
    """Remove what programs that were killed left half made, where it is older than ``age``."""
    for path in folder.glob(f".{_escaped(book.stem)}-*{ENDING}.*"):
        if time.time() - path.stat().st_mtime > age.total_seconds():
            _remove((path,))


def newest_good(folders: list[Path], book: Path, passphrase: str | None = None) -> Path | None:
    """Return the newest backup of ``book`` in ``folders`` that reads back whole; a locked one goes unread."""
    found = {path for folder in folders for path in backups_in(folder, book)}
    for path in sorted(found, key=lambda one: one.name, reverse=True):
        try:
            verify_backup(path, passphrase)
        except LockedBackupError:
            return path
        except LabCalError:
            continue
        return path
    return None


def _refuse_places(book: Path, target: Path) -> None:
    """Let a backup take the place of an earlier one, never of a book, an archive or anything else."""
    if not book.is_file():
        raise NoSuchBookError(path=book)
    if not target.exists():
        return
    try:
        describe(target)
    except NotABackupError as error:
        raise NoRoomForBackupError(path=target) from error
    except (LockedBackupError, DamagedBackupError, NewerBackupError):
        return


def _lost(book: Path, years: Iterable[int], files: Container[str]) -> Path | None:
    """Return the archive of a year in which certificates were issued, where it is not there."""
    gone = (year for year in years if f"archive/{year}.sqlite" not in files)
    return next((archive_of(book) / f"{year}.sqlite" for year in gone), None)


def _incomplete(book: Path, target: Path) -> Path:
    """Return where a backup goes that lacks archives: it takes no place of a good one, nor counts as one."""
    kept = target.with_name(f"{book.stem} (incomplete){ENDING}")
    _refuse_places(book, kept)
    return kept


def _read_back(part: Path, told: Manifest, key: SealKey | None, progress: Progress) -> None:
    """Read the new file as a restorer will; its digests were taken from the copies that SQLite judged."""
    with opened_backup(part, key) as backup:
        backup.check_again(progress)
        if backup.manifest != told:
            raise DamagedBackupError(path=part, part=BOOK)


def _prove(book: Path, path: Path) -> None:
    from labcal.services.checking import check_book

    opened = open_book(book)
    try:
        findings = check_book(opened).findings
    finally:
        opened.close()
    if findings:
        raise DamagedBackupError(path=path, part=findings[0].says)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _stride(progress: Progress, before: int, strides: int = 3) -> Progress:
    """Return the progress of one of several strides of equal length."""
    return lambda done, total: progress(before * total + done, strides * total)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Say in a sentence that the place refuses what is written there."""
    try:
        yield
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror or str(error)) from error


@contextmanager
def _discarded(*paths: Path) -> Iterator[None]:
    """Leave nothing of ``paths``, neither of an earlier run that was killed nor of this one."""
    _remove(paths)
    try:
        yield
    finally:
        _remove(paths)


def _remove(paths: tuple[Path, ...]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _escaped(stem: str) -> str:
    from glob import escape

    return escape(stem)
