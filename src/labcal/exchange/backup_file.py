"""The file of a backup: a ZIP of uncompressed parts with a manifest, locked or not."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.errors.keeping import DamagedBackupError, LockedBackupError, NewerBackupError, NotABackupError
from labcal.exchange.sealed import MAGIC, SealedReader, SealedWriter, SealKey
from labcal.text import mark, phrase

FORMAT = "labcal-backup-1"
ENDING = ".labcal-backup"
MANIFEST, BOOK = "manifest.json", "book.labcal"
NAMES = re.compile(r"book\.labcal|archive/\d{1,6}\.sqlite")
"""What parts may be called: nothing else is ever written when a backup is restored."""
BLOCK = 1 << 20
MOST_MANIFEST = 1 << 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file within a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: Instant, ISO 8601 in UTC.
        version: The LabCal that made it.
        schema: The migration that the book's tables stand at.
        book: Name of the book's file.
        entry: Number of the journal's last line.
        head: That line's digest, hexadecimal.
        last_at: That line's instant.
        certificates: How many certificates were issued.
    """

    made_at: str
    version: str
    schema: str
    laboratory: str
    book: str
    entry: int
    head: str
    last_at: str
    certificates: int
    format: str = FORMAT
    parts: tuple[Part, ...] = ()


def write_backup(
    target: Path, files: dict[str, Path], manifest: Manifest, key: SealKey | None, progress: Progress
) -> Manifest:
    """Write ``files`` by the names of their parts into a new file and sync it; return the whole manifest.

    Raises:
        OSError: The folder refuses it, or the disk is full.
    """
    total, done, parts = sum(path.stat().st_size for path in files.values()), 0, []
    with target.open("wb") as raw:
        with ExitStack() as stack:
            stream: IO[bytes] | SealedWriter = stack.enter_context(SealedWriter(raw, key)) if key else raw
            packed = stack.enter_context(zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED))
            for name, path in files.items():
                digest = hashlib.sha256()
                with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as place:
                    for block in _blocks(source):
                        digest.update(block)
                        place.write(block)
                        done += len(block)
                        progress(done, total)
                parts.append(Part(name=name, size=path.stat().st_size, sha256=digest.hexdigest()))
            whole = replace(manifest, parts=tuple(parts))
            packed.writestr(MANIFEST, json.dumps(asdict(whole), ensure_ascii=False, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    return whole


class Backup:
    """A backup that was opened."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self.path, self._packed = path, packed
        self.manifest = self._told()

    def check(self, progress: Progress) -> None:
        """Read every part, and hold it against the manifest.

        Raises:
            DamagedBackupError: One is not as it was written.
        """
        self._read(None, progress)

    def check_again(self, progress: Progress) -> None:
        """Read every part, and hold it against the check sum written beside it: quicker than ``check``.

        Raises:
            DamagedBackupError: One is not as it was written.
        """
        total, done = sum(part.size for part in self.manifest.parts), 0
        for part in self.manifest.parts:
            with self._sound(part.name), self._packed.open(part.name) as source:
                for block in _blocks(source):
                    done += len(block)
                    progress(done, total)
        if done != total:
            raise DamagedBackupError(path=self.path, part=MANIFEST)

    def extract(self, folder: Path, progress: Progress) -> list[Path]:
        """Write every part, checked, into ``folder``; return the files, the book's first."""
        return self._read(folder, progress)

    def _read(self, folder: Path | None, progress: Progress) -> list[Path]:
        total, done, paths = sum(part.size for part in self.manifest.parts), 0, []
        for part in self.manifest.parts:
            digest, size = hashlib.sha256(), 0
            with self._sound(part.name), ExitStack() as stack:
                target = folder and stack.enter_context(_new(folder / part.name))
                for block in _blocks(stack.enter_context(self._packed.open(part.name))):
                    digest.update(block)
                    size += len(block)
                    done += len(block)
                    if target:
                        target.write(block)
                    progress(done, total)
                if target:
                    target.flush()
                    os.fsync(target.fileno())
            if (size, digest.hexdigest()) != (part.size, part.sha256):
                raise DamagedBackupError(path=self.path, part=part.name)
            if folder:
                paths.append(folder / part.name)
        return paths

    def _told(self) -> Manifest:
        with self._sound(MANIFEST):
            if MANIFEST not in self._packed.namelist():
                raise NotABackupError(path=self.path)
            if self._packed.getinfo(MANIFEST).file_size > MOST_MANIFEST:
                raise DamagedBackupError(path=self.path, part=MANIFEST)
            told = json.loads(self._packed.read(MANIFEST))
        kind = told.get("format") if isinstance(told, dict) else None
        if kind != FORMAT:
            if str(kind).startswith("labcal-backup-"):
                raise NewerBackupError(path=self.path, version=told.get("version"))
            raise NotABackupError(path=self.path)
        with self._sound(MANIFEST):
            parts = tuple(Part(**part) for part in told.pop("parts"))
            found = Manifest(**told, parts=parts)
        names = [part.name for part in parts]
        if names[:1] != [BOOK] or len({*names}) < len(names) or not all(map(NAMES.fullmatch, names)):
            raise DamagedBackupError(path=self.path, part=MANIFEST)
        return found

    @contextmanager
    def _sound(self, part: str) -> Iterator[None]:
        """Take what does not read as damage of ``part``."""
        try:
            yield
        except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
            raise DamagedBackupError(path=self.path, part=part) from error


@contextmanager
def opened_backup(path: Path, secret: str | SealKey | None = None) -> Iterator[Backup]:
    """Open the backup at ``path``.

    Raises:
        NoSuchFileError, UnreadableFileError: The file cannot be read.
        NotABackupError, NewerBackupError, DamagedBackupError: It will not do.
        LockedBackupError, WrongBackupPassphraseError: The right passphrase is wanted.
    """
    with ExitStack() as stack:
        try:
            stream: IO[bytes] = stack.enter_context(path.open("rb"))
            start = stream.read(len(MAGIC))
        except FileNotFoundError as error:
            raise NoSuchFileError(path=path) from error
        except OSError as error:
            raise UnreadableFileError(path=path, why=error.strerror) from error
        if start == MAGIC:
            if secret is None:
                raise LockedBackupError(path=path)
            stream = io.BufferedReader(SealedReader(stream, secret, path), BLOCK)
        elif not start.startswith(b"PK"):
            raise NotABackupError(path=path)
        try:
            packed = stack.enter_context(zipfile.ZipFile(stream))
        except (zipfile.BadZipFile, ValueError) as error:
            raise DamagedBackupError(path=path, part=phrase(mark("its list of parts"))) from error
        yield Backup(path, packed)


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        yield block


def _new(path: Path) -> IO[bytes]:
    path.parent.mkdir(exist_ok=True)
    return path.open("xb")
