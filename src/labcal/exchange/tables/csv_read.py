"""Reads CSV: encoding and delimiter are found out, and a row at a time is held."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from labcal.errors.imports import (
    LongLineError,
    NoTextError,
    UncertainEncodingError,
    WrongEncodingError,
)
from labcal.errors.tables import TableSyntaxError
from labcal.exchange.tables.sheet import RawRow, Reading, Table, headings_of

DELIMITERS = ",;\t|"
LONGEST_LINE = 1 << 20
CHUNK = 1 << 20
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1256", "latin-1", "mac-roman", "gb18030")
"""What a person may choose from."""
LIKELY = "cp1252"
"""What a file that is not UTF-8 mostly is, where spreadsheets write with Western letters."""
QUOTED = "=+-@\t\r'"
"""Text that begins with one of these is written behind an apostrophe, lest a spreadsheet run it."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be read again: what they are called, how many there are, how they are opened."""

    file: str
    size: int
    open: Callable[[], BinaryIO]


def csv_table(source: Source, reading: Reading, progress: Progress | None = None) -> Table:
    """Open a text as a table; its encoding is proven to its last byte.

    Args:
        source: The text.
        reading: What a person chose.
        progress: Is told bytes read and bytes in all; ``CancelledError`` raised by it ends the work.

    Raises:
        UncertainEncodingError: It is not UTF-8, and nobody said what it is.
        WrongEncodingError, NoTextError: It is not what was said, or no text at all.
        TableFileError: It cannot be read as CSV (a subclass says why and where).
    """
    encoding = reading.encoding or _marked(source)
    _prove(source, encoding, progress)
    chosen = replace(reading, encoding=encoding)
    if not chosen.delimiter:
        chosen = replace(chosen, delimiter=_delimiter(source, encoding))

    def raw() -> Iterator[RawRow]:
        return _raw(source, chosen)

    return Table(
        file=source.file,
        reading=chosen,
        headings=headings_of(source.file, raw()),
        raw=raw,
        size=source.size,
    )


def _marked(source: Source) -> str:
    """Return the encoding that the first bytes tell."""
    with source.open() as stream:
        head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) == 4 and head[1] == 0 and head[3] == 0 and head[0] and head[2]:
        return "utf-16-le"
    if len(head) == 4 and head[0] == 0 and head[2] == 0 and head[1] and head[3]:
        return "utf-16-be"
    return "utf-8-sig"


def _prove(source: Source, encoding: str, progress: Progress | None) -> None:
    """Decode every byte, and refuse zero characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with source.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                byte = done - held + error.start + 1
                if encoding == "utf-8-sig":
                    raise UncertainEncodingError(file=source.file, byte=byte, guess=LIKELY) from error
                raise WrongEncodingError(file=source.file, encoding=encoding, byte=byte) from error
            if "\0" in text:
                raise NoTextError(file=source.file, byte=done + max(chunk.find(b"\0"), 0) + 1)
            if not chunk:
                return
            done += len(chunk)
            if progress is not None:
                progress(done, source.size)


def _delimiter(source: Source, encoding: str) -> str:
    """Return the delimiter that the first row has most of, outside quotation marks."""
    with source.open() as stream, io.TextIOWrapper(stream, encoding, newline=None) as text:
        head = ""
        while not head.strip():
            line = text.readline(LONGEST_LINE)
            if not line:
                break
            head = line
    bare = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _raw(source: Source, reading: Reading) -> Iterator[RawRow]:
    with source.open() as stream, io.TextIOWrapper(stream, reading.encoding, newline="") as text:
        lines = _Lines(source.file, text)
        reader = csv.reader(lines, delimiter=reading.delimiter, strict=True)
        try:
            for row, cells in enumerate(reader, start=1):
                plain = [_unquoted(cell) if cell[:1] == "'" else cell for cell in cells]
                yield RawRow(row, plain, lines.done)
        except csv.Error as error:
            raise TableSyntaxError(file=source.file, row=reader.line_num) from error


def _unquoted(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[1:2] and cell[1] in QUOTED else cell


class _Lines:
    """The lines of a text, none of them longer than memory can bear."""

    def __init__(self, file: str, text: io.TextIOWrapper) -> None:
        self._file, self._text = file, text
        self._row = 0
        self.done = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self._row += 1
        if len(line) >= LONGEST_LINE:
            raise LongLineError(file=self._file, row=self._row, limit=LONGEST_LINE)
        self.done += len(line)
        return line
