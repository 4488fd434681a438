"""Looks a workbook over before it is opened: bombs, passwords, other formats, merged cells."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from labcal.errors.imports import (
    BombError,
    BrokenWorkbookError,
    DisguisedTextError,
    EmptyFileError,
    HugeTableError,
    LockedWorkbookError,
    OldWorkbookError,
    OtherWorkbookError,
)
from labcal.exchange.tables.csv_read import Progress, Source

MEGABYTE = 1 << 20
LARGEST_UNPACKED = 1024 * MEGABYTE
UNSUSPECTED = 32 * MEGABYTE
"""Below this nobody looks at how tightly a part is packed."""
TIGHTEST = 150
"""How many times its packed size a part may have; tables of records reach some 30."""
MOST_PARTS = 5000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CONTENTS = "[Content_Types].xml"
WORDS = "xl/sharedStrings.xml"
LARGEST_WORDS = 256 * MEGABYTE
"""Of the part that is held in memory: every different word of the workbook."""
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]{2,40})[\"']")
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden\s*=\s*[\"'](?:1|true)[\"']")
CHUNK = MEGABYTE
OVERLAP = 1024
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error, RuntimeError)
"""What the standard library raises where an archive is damaged, or packed in a way it does not know."""


def refuse_unsafe(source: Source) -> None:
    """Make sure that the bytes are a workbook that can be opened without harm.

    Raises:
        EmptyFileError, LockedWorkbookError, OldWorkbookError, DisguisedTextError, OtherWorkbookError,
        BrokenWorkbookError, BombError, HugeTableError: A sentence each.
    """
    if not source.size:
        raise EmptyFileError(file=source.file)
    with source.open() as stream:
        head = stream.read(8)
        if head == OLE:
            locked = _holds(stream, ENCRYPTED)
            raise (LockedWorkbookError if locked else OldWorkbookError)(file=source.file)
        if not head.startswith(b"PK"):
            raise DisguisedTextError(file=source.file)
    with opened(source) as archive:
        _refuse_bomb(source, archive.infolist())
        names = {part.filename for part in archive.infolist()}
        if CONTENTS not in names or not any(name.startswith("xl/") for name in names):
            raise OtherWorkbookError(file=source.file)


def _refuse_bomb(source: Source, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    tight = any(
        part.file_size > UNSUSPECTED and part.file_size > TIGHTEST * max(part.compress_size, 1)
        for part in parts
    )
    if tight or unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise BombError(file=source.file, size=unpacked // MEGABYTE, ratio=unpacked // packed)
    if any(part.flag_bits & 1 for part in parts):
        raise LockedWorkbookError(file=source.file)
    words = max((part.file_size for part in parts if part.filename == WORDS), default=0)
    if words > LARGEST_WORDS:
        raise HugeTableError(file=source.file, size=words // MEGABYTE, limit=LARGEST_WORDS // MEGABYTE)


@dataclass(slots=True)
class Found:
    """What a sheet holds that its rows do not tell.

    Attributes:
        merged: The first cells that are merged; empty where none are.
        hidden: Whether rows are hidden.
    """

    merged: str = ""
    hidden: bool = False


def scan(source: Source, sheet: str, progress: Progress | None = None) -> Found:
    """Read through a sheet for merged cells, which are told behind its rows, and for hidden rows.

    Args:
        source: A workbook that ``refuse_unsafe`` let pass.
        sheet: Name of the sheet's part, such as "xl/worksheets/sheet1.xml".
        progress: Is told bytes read and bytes in all.

    Raises:
        BrokenWorkbookError: The sheet does not unpack to what it promises.
    """
    found, done, tail = Found(), 0, b""
    with opened(source) as archive:
        part = archive.getinfo(sheet)
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                piece = tail + chunk
                merged = None if found.merged else MERGED.search(piece)
                if merged is not None:
                    found.merged = merged[1].decode()
                found.hidden = found.hidden or HIDDEN_ROW.search(piece) is not None
                tail = chunk[-OVERLAP:]
                done += len(chunk)
                if progress is not None:
                    progress(done, part.file_size)
    return found


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """Open the archive that a workbook is.

    Raises:
        BrokenWorkbookError: It is damaged, here or wherever it is read.
    """
    with source.open() as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                yield archive
        except (*BROKEN, KeyError) as error:
            raise BrokenWorkbookError(file=source.file) from error


def _holds(stream: BinaryIO, wanted: bytes) -> bool:
    tail = b""
    while chunk := stream.read(CHUNK):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False
