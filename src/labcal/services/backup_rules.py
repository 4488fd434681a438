"""The laboratory's rule for backups, and the work that it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, NamedTuple

from labcal.domain.backup_rule import MOST_DAYS, MOST_HOURS, MOST_NUMBER, BackupRule, Moment
from labcal.domain.person import Level, Need, PersonName
from labcal.errors.files import UnwritableFileError
from labcal.errors.keeping import RelativeFolderError, UnfitRuleError
from labcal.exchange.backup_file import Progress
from labcal.exchange.sealed import SealKey, key_of
from labcal.services.backups import back_up, backups_in, name_at, sweep
from labcal.store.book import Book
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

STAMP = re.compile(r"-(\d{8}T\d{6}Z)\.labcal-backup$")
STALE = timedelta(days=1)
"""What a program that was killed left half made is swept away after this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideBackups:
    """Decide when backups are made, where they lie, which are kept.

    Attributes:
        key: A new key that locks them, as ``SealKey.kept`` tells it; None keeps the one there is.
        seen: The version of the rule that was shown; 0 where there was none.
    """

    title: ClassVar[str] = mark("Decide on backups")
    undoable: ClassVar[bool] = False
    rule: BackupRule
    key: str | None = field(default=None, repr=False)
    seen: int = 0

    def needs(self, records: Records) -> Need:
        return Need(level=Level.ADMINISTERS, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        rule = self.rule
        if rule.folder and not Path(rule.folder).is_absolute():
            raise RelativeFolderError(path=rule.folder)
        for words, value, least, most in (
            (mark("The number of hours"), rule.hours, 0, MOST_HOURS),
            (mark("The number of backups to keep"), rule.keep_number, 1, MOST_NUMBER),
            (mark("The number of days to keep them"), rule.keep_days, 0, MOST_DAYS),
        ):
            if not least <= value <= most:
                raise UnfitRuleError(rule=phrase(words), least=least, most=most)
        work.backup_rules.keep(rule, self.key, self.seen)


class Standing(NamedTuple):
    """The rule, and what there is.

    Attributes:
        version: To be told back with a new decision.
        folder: Where the backups lie.
        made: When each was made, newest first, with its file.
    """

    rule: BackupRule
    version: int
    folder: Path
    made: tuple[tuple[datetime, Path], ...]


def standing(book: Book) -> Standing:
    """Return how it stands with the backups of ``book``."""
    with book.read() as records:
        rule, version = records.backup_rules.get()
    folder = folder_of(book.path, rule)
    return Standing(rule, version, folder, tuple(_made(folder, book.path)))


def folder_of(book: Path, rule: BackupRule) -> Path:
    """Return where the backups of ``book`` lie by ``rule``."""
    return Path(rule.folder) if rule.folder else book.with_name(f"{book.stem}-backups")


def back_up_now(book: Book, progress: Progress | None = None) -> Path:
    """Make a backup where the rule has them, then let go of those that are no longer kept; return it.

    Raises:
        UnwritableFileError, UnsoundBookError, FullDiskError: A sentence each; the earlier ones stay.
    """
    with book.read() as records:
        rule, _version = records.backup_rules.get()
        key = records.backup_rules.key()
    folder = folder_of(book.path, rule)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(path=folder, why=error.strerror) from error
    target = folder / name_at(book.path, book.now)
    back_up(book.path, target, _key(key), progress)
    tidy(folder, book.path, rule, book.now)
    return target


def backup_is_due(book: Book, moment: Moment) -> bool:
    """Tell whether the rule wants a backup at this moment."""
    with book.read() as records:
        rule, _version = records.backup_rules.get()
        if not rule.scheduled:
            return False
        written, now = records.written(), records.now.astimezone(records.people.zone())
    made = _made(folder_of(book.path, rule), book.path)
    # Names of backups tell whole seconds.
    whole = written and written.replace(microsecond=0)
    return rule.due(moment, now, made[0][0] if made else None, whole)


def tidy(folder: Path, book: Path, rule: BackupRule, now: datetime) -> None:
    """Let go of backups that ``rule`` no longer keeps, and of what killed programs left half made."""
    made = dict(_made(folder, book))
    for instant in rule.surplus(list(made), now):
        made[instant].unlink(missing_ok=True)
    sweep(folder, book, STALE)


def _made(folder: Path, book: Path) -> list[tuple[datetime, Path]]:
    found = []
    for path in backups_in(folder, book):
        stamp = STAMP.search(path.name)
        if stamp:
            found.append((datetime.strptime(stamp[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), path))
    return sorted(found, reverse=True)


def _key(kept: str | None) -> SealKey | None:
    return key_of(kept) if kept else None
