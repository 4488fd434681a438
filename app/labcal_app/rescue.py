"""Books that do not open at once: an older one is brought to this release, a damaged one has two ways out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from labcal.errors import LabCalError
from labcal.errors.book import DamagedBookError, NotABookError, UnreadableBookError
from labcal.services.backups import newest_good, restore
from labcal.services.books import Book, is_outdated, open_book
from labcal.services.salvage import Salvage, salvage
from labcal.text import Text, mark
from labcal_app.aside import Aside
from labcal_app.cells import State
from labcal_app.toil import Report
from labcal_app.views.books import Chooser

BROKEN = (DamagedBookError, NotABookError, UnreadableBookError)
"""Refusals after which a backup, or what can still be read, is wanted."""


class Rescue(QObject):
    """Helps at the page where one chooses a book.

    Signals:
        opened: A book, which was brought to this release, and its path.
        refused: Why it could not be, and the path.
        restored: The path of a book that was just restored.
    """

    opened = Signal(object, object)
    refused = Signal(object, object)
    restored = Signal(object)

    def __init__(self, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._clock, self._aside = clock, Aside(self)

    def renew(self, path: Path, chooser: Chooser, text: Text) -> None:
        """Open an older book: copied first, then brought to this release, told on the page."""
        told = mark("{path} is of an earlier LabCal: it is copied, then brought to this release.")
        chooser.tell(State.WAITING, text(told, path=path.name))
        self._aside.progressed.connect(chooser.progressed)
        self._aside.run(
            partial(_opened, path, self._clock),
            lambda book: self.opened.emit(book, path),
            lambda error: self.refused.emit(error, path),
        )

    def offer(self, error: LabCalError, path: Path, chooser: Chooser, folders: list[Path]) -> None:
        """Look for the newest good backup of a book that is damaged; offer that, and what can be read."""
        if isinstance(error, BROKEN):
            look = partial(_newest, folders=[*folders, path.with_name(f"{path.stem}-backups")], book=path)
            self._aside.run(look, partial(chooser.offer_rescue, path), chooser.refuse_error)

    def restore(self, backup: Path, target: Path, chooser: Chooser) -> None:
        """Restore ``backup`` as the new book ``target``, and have it opened."""
        self._aside.progressed.connect(chooser.progressed)
        self._aside.run(
            lambda report: restore(backup, target, None, report),
            lambda _manifest: self.restored.emit(target),
            chooser.refuse_error,
        )

    def salvage(self, book: Path, folder: Path, chooser: Chooser, text: Text) -> None:
        """Write what can be read of ``book`` into a new folder within ``folder``."""
        target = folder / f"{book.stem}-salvaged"
        told = mark("{count} tables and {files} files were saved in {path}; {lost} files could not be read.")

        def say(found: Salvage) -> None:
            count = len(found.tables)
            chooser.tell(State.PASS, text(told, count=count, files=found.files, path=target, lost=found.lost))

        self._aside.run(lambda _report: salvage(book, target), say, chooser.refuse_error)

    def close(self) -> None:
        """End what is under way."""
        self._aside.close()


def needs_renewal(path: Path) -> bool:
    """Tell whether the book is of an earlier release; what hinders even that, opening it will say."""
    try:
        return path.is_file() and is_outdated(path)
    except (LabCalError, OSError):
        return False


def _opened(path: Path, clock: Callable[[], datetime], report: Report) -> Book:
    return open_book(path, clock, report)


def _newest(_report: Report, folders: list[Path], book: Path) -> Path | None:
    return newest_good(folders, book)
