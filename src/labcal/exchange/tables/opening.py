"""Opens a table from outside, whatever its kind: by the ending of its name, held against its bytes."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import BinaryIO

from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.errors.imports import (
    DisguisedWorkbookError,
    EmptyFileError,
    HugeTableError,
    OldWorkbookError,
    UnknownTableKindError,
)
from labcal.exchange.tables.csv_read import Progress, Source, csv_table
from labcal.exchange.tables.sheet import Reading, Table
from labcal.exchange.tables.workbook_guard import MEGABYTE, OLE, refuse_unsafe
from labcal.exchange.tables.xlsx_read import xlsx_table

TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
LARGEST = 1024 * MEGABYTE
"""Bytes of the largest file that is read."""
PASTED = "pasted rows"


def open_table(path: Path, reading: Reading | None = None, progress: Progress | None = None) -> Table:
    """Open a CSV or XLSX file as a table.

    Args:
        path: The file.
        reading: What a person chose; None to find out everything.
        progress: Is told bytes read and bytes in all; ``CancelledError`` raised by it ends the work.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        TableFileError: It is no such table (a subclass says why and where).
    """
    source = _source(path)
    wanted = reading or Reading()
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        return xlsx_table(source, wanted, progress)
    if ending == ".xls":
        refuse_unsafe(source)
    if ending not in TEXTS:
        raise UnknownTableKindError(file=path.name)
    if not source.size:
        raise EmptyFileError(file=path.name)
    with source.open() as stream:
        head = stream.read(8)
    if head.startswith(b"PK\x03\x04"):
        raise DisguisedWorkbookError(file=path.name)
    if head == OLE:
        raise OldWorkbookError(file=path.name)
    return csv_table(source, wanted, progress)


def pasted_table(words: str, file: str = PASTED) -> Table:
    """Open rows that were copied from a spreadsheet as a table.

    Raises:
        TableFileError: They are no table (a subclass says why and where).
    """
    body = words.encode("utf-8", "replace")
    if not words.strip():
        raise EmptyFileError(file=file)
    source = Source(file, len(body), partial(io.BytesIO, body))
    return csv_table(source, Reading(encoding="utf-8"))


def _source(path: Path) -> Source:
    if not path.is_file():
        raise NoSuchFileError(path=path)

    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except OSError as error:
            raise UnreadableFileError(path=path, why=error.strerror) from error

    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror) from error
    if size > LARGEST:
        raise HugeTableError(file=path.name, size=size // MEGABYTE, limit=LARGEST // MEGABYTE)
    return Source(path.name, size, opened)
