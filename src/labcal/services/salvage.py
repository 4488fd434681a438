"""A damaged book's last way out: what can be read of it, as tables and files that any program opens."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from labcal.errors import LabCalError
from labcal.errors.book import NoSuchBookError
from labcal.errors.files import NotEmptyError, UnwritableFileError
from labcal.services.files import write
from labcal.store.book import archive_of
from labcal.store.salvage import Salvaged, tables


@dataclass(frozen=True, slots=True)
class SavedTable:
    """One table that was written out; ``whole`` where nothing of it is known to be lost."""

    table: str
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved: tables, files of the archive, and how many files or years could not be read whole."""

    tables: tuple[SavedTable, ...]
    files: int
    lost: int


def salvage(book: Path, folder: Path) -> Salvage:
    """Write what can be read of ``book`` and of its archive into the new folder ``folder``.

    Secrets are left out. Nothing is judged: a salvaged row is what the file holds, not what was proved.

    Raises:
        NoSuchBookError, DamagedBookError, NotABookError: There is nothing to read.
        NotEmptyError, UnwritableFileError: The folder will not do.
    """
    if not book.is_file():
        raise NoSuchBookError(path=book)
    _make(folder)
    if any(folder.iterdir()):
        raise NotEmptyError(path=folder)
    saved = [_save(found, folder) for found in tables(book)]
    kept = lost = 0
    for year in sorted(archive_of(book).glob("*.sqlite")):
        more, gone = _files(year, folder / "archive" / year.stem)
        kept, lost = kept + more, lost + gone
    return Salvage(tuple(saved), kept, lost)


def _save(found: Salvaged, folder: Path) -> SavedTable:
    path, count = folder / f"{_plain(found.table)}.csv", 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as place:
            writer = csv.writer(place)
            writer.writerow(found.columns)
            for row in found.rows():
                writer.writerow([value.hex() if isinstance(value, bytes) else value for value in row])
                count += 1
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror) from error
    return SavedTable(found.table, count, found.whole)


def _files(year: Path, folder: Path) -> tuple[int, int]:
    """Write a year's files that are still sound; return how many, and how many are lost (at least)."""
    kept = lost = 0
    try:
        for found in tables(year):
            for digest, name, content in found.rows() if found.table == "file" else ():
                if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == digest:
                    _make(folder)
                    write(folder / (_plain(str(name)) or f"{digest[:16]}.bin"), content)
                    kept += 1
                else:
                    lost += 1
            lost += not found.whole
    except UnwritableFileError:
        raise
    except LabCalError:  # not even its list of tables can be read
        lost += 1
    return kept, lost


def _plain(name: str) -> str:
    """Return a name that stays in its folder, whatever another program wrote as a name."""
    return "".join(sign if sign.isalnum() or sign in "-._" else "_" for sign in name).lstrip(".")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(path=folder, why=error.strerror) from error
