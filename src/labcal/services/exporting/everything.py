"""The whole book in open formats: tables, lists, journal and files, in a folder or a ZIP."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Protocol

from labcal import __version__
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.files import NotEmptyError, UnwritableFileError
from labcal.errors.people import AnonymousError
from labcal.exchange.tables.writing import Value, write_csv
from labcal.services.exporting.lists import told_row
from labcal.services.files import replacing
from labcal.services.importing.kinds import KINDS
from labcal.services.perform import admit
from labcal.store.book import Book
from labcal.store.work import Records
from labcal.text import Text

FORMAT = "labcal-export-1"
Progress = Callable[[int, int], None]
STRIDE = 1000
UNSAFE = str.maketrans("\\/:", "___")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, lines of the journal, files of the archive."""

    tables: dict[str, int]
    entries: int
    files: int


class Target(Protocol):
    """Where the parts go."""

    def part(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a part for writing; its name has slashes between folders."""


def export_everything(
    book: Book,
    path: Path,
    text: Text,
    progress: Progress | None = None,
    *,
    personal_for: PersonName | None = None,
) -> Exported:
    """Write the whole book, as it stands at one instant, into a new folder or a ZIP.

    Args:
        book: It can be worked with meanwhile.
        personal_for: Who asks for personal details in clear, signed in before; without anybody, details,
            notes, files and evidence on people go out sealed, as the journal holds them.
        path: A folder that is new or empty; or a file that ends in .zip.
        text: The language of the headings of the lists.
        progress: Is told parts of work done, and in all; ``CancelledError`` raised by it leaves nothing.

    Raises:
        NotAuthorisedError: That person does not keep the register of people.
        NotEmptyError, UnwritableFileError: The place will not do.
    """
    if personal_for is not None:
        with book.read() as records:
            admit(records, personal_for, Need(right=Right.MANAGE_PEOPLE, on=records.today))
    work = partial(_Export, book, text=text, progress=progress, personal=personal_for is not None)
    if path.suffix.lower() == ".zip":
        with replacing(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            return work(_Zip(archive)).write()
    with _new_folder(path) as folder:
        return work(_Folder(folder)).write()


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def part(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self._archive.open(name, "w", force_zip64=True)


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def part(self, name: str) -> AbstractContextManager[IO[bytes]]:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


@contextmanager
def _new_folder(path: Path) -> Iterator[Path]:
    """Make a folder, and take away what was written into it where it did not come to its end."""
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotEmptyError(path=path)
        path.mkdir(parents=True, exist_ok=True)
        done = False
        try:
            yield path
            done = True
        finally:
            if not done:
                shutil.rmtree(path, ignore_errors=True)
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror) from error


class _Export:
    """Writes the parts of one export."""

    def __init__(
        self, book: Book, target: Target, *, text: Text, progress: Progress | None, personal: bool
    ) -> None:
        self._book, self._target, self._text, self._progress = book, target, text, progress
        self._personal = personal
        self._done = self._total = 0

    def write(self) -> Exported:
        with self._book.read() as records:
            counts = {name: records.everything.count(name) for name in records.everything.tables()}
            length = records.everything.length()
            self._total = sum(counts.values()) + length
            for name in counts:
                self._lines(f"tables/{name}.jsonl", records.everything.rows(name, personal=self._personal))
            self._lists(records)
            self._lines("journal.jsonl", records.everything.lines())
            self._lines("checkpoints.jsonl", records.everything.checkpoints())
            files = self._files(records)
            manifest = self._manifest(records, counts, files)
        with self._target.part("manifest.json") as part:
            part.write((json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
        self._tell(self._total)
        return Exported(counts, length, files)

    def _lines(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        with self._target.part(name) as part:
            for row in rows:
                part.write((json.dumps(row, ensure_ascii=False, default=str) + "\n").encode())
                self._done += 1
                if self._done % STRIDE == 0:
                    self._tell(min(self._done, self._total))

    def _lists(self, records: Records) -> None:
        for kind in KINDS.values():
            headings: Sequence[str] = [self._text(column.title) for column in kind.columns]
            rows: Iterator[list[Value]] = (
                told_row(kind, dict(row)) for row in records.outgoing.rows(kind.name)
            )
            with self._target.part(f"lists/{kind.name}.csv") as part:
                write_csv(part, headings, rows)

    def _files(self, records: Records) -> int:
        count, personal = 0, records.papers.personal() if self._personal else {}
        for kept in self._book.archive.files():
            name, content = kept.name, kept.content
            if kept.digest in personal:
                name, content = _opened(records, personal[kept.digest], name, content)
            stem = name.translate(UNSAFE).lstrip(".")
            with self._target.part(f"files/{kept.year}/{kept.digest}-{stem}") as part:
                part.write(content)
            count += 1
            self._tell(min(self._done, self._total))
        return count

    def _manifest(self, records: Records, counts: dict[str, int], files: int) -> dict[str, Any]:
        entry, digest = records.head()
        return {
            "format": FORMAT,
            "program": f"LabCal {__version__}",
            "laboratory": records.people.laboratory().party.name if records.people.founded() else "",
            "personal": "in clear" if self._personal else "sealed",
            "made_at": records.now.isoformat(timespec="seconds"),
            "head": {"entry": entry, "digest": digest.hex()},
            "tables": [
                {
                    "name": name,
                    "file": f"tables/{name}.jsonl",
                    "rows": count,
                    "columns": [column._asdict() for column in records.everything.columns(name)],
                }
                for name, count in counts.items()
            ],
            "lists": [
                {
                    "name": kind.name,
                    "file": f"lists/{kind.name}.csv",
                    "columns": [
                        {
                            "name": column.name,
                            "title": self._text(column.title),
                            "about": self._text(column.about),
                        }
                        for column in kind.columns
                    ],
                }
                for kind in KINDS.values()
            ],
            "files": files,
        }

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, self._total)


def _opened(records: Records, key: int, name: str, content: bytes) -> tuple[str, bytes]:
    """Return name and bytes of a file on a person; as the archive keeps them where the person is erased."""
    try:
        return records.papers.attachment(key).name, records.papers.from_archive(key, content)
    except AnonymousError:
        return name, content
