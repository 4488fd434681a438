"""The parts of a workbook beside its rows: its sheets, its words, how its numbers are shown (ECMA-376)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

from labcal.errors.imports import BrokenWorkbookError, EntityError

WORKBOOK = "xl/workbook.xml"
DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show a date or a time."""
SHOWN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
"""The built-in formats that matter here, by their number."""
DATE_SIGNS = re.compile(r"[dmyhs]", re.IGNORECASE)
NO_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
"""What a format holds that stands for itself: quoted words, colours, conditions."""
CHUNK = 1 << 16
Attributes = Mapping[str, str]


class SheetPart(NamedTuple):
    """A sheet by its name, the part its rows are in, and whether it is shown."""

    name: str
    part: str
    shown: bool


class Format(NamedTuple):
    """How a number is shown: by a pattern, and whether it is a date."""

    pattern: str
    is_date: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What every row of a workbook stands on.

    Attributes:
        words: Of the cells that refer to one by its place.
        formats: Of the cells, likewise.
        since_1904: Whether its days are counted since 1904.
    """

    sheets: tuple[SheetPart, ...]
    words: Sequence[str]
    formats: Sequence[Format]
    since_1904: bool


class Handlers(NamedTuple):
    """What is done at the start and the end of an element, and with the text between."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


def read_workbook(file: str, archive: ZipFile) -> Workbook:
    """Read what the rows of a workbook stand on.

    Raises:
        BrokenWorkbookError: Its parts are damaged, or contradict each other.
        EntityError: A part declares a document type.
    """
    names = set(archive.namelist())
    targets = _targets(file, archive)
    found: list[SheetPart] = []
    state = {"1904": False}

    def start(name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            state["1904"] = attributes.get("date1904") in ("1", "true")
        if name == "sheet":
            key = next((value for label, value in attributes.items() if local(label) == "id"), "")
            part = targets.get(key, "")
            shown = attributes.get("state", "visible") == "visible"
            if part.startswith("xl/worksheets/") and part in names:
                found.append(SheetPart(attributes.get("name", ""), part, shown))

    parse(file, archive, WORKBOOK, Handlers(start, _ignore, _ignore))
    if not found:
        raise BrokenWorkbookError(file=file)
    words, styles = "xl/sharedStrings.xml", "xl/styles.xml"
    return Workbook(
        sheets=tuple(found),
        words=_words(file, archive, words) if words in names else (),
        formats=_formats(file, archive, styles) if styles in names else (),
        since_1904=state["1904"],
    )


def parse(file: str, archive: ZipFile, part: str, handlers: Handlers) -> None:
    """Parse a part as a whole."""
    parser = parser_of(file, part, handlers)
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            feed(file, parser, chunk)
        feed(file, parser, b"", last=True)


def feed(file: str, parser: Any, chunk: bytes, *, last: bool = False) -> None:
    """Hand a parser the next bytes; raise ``BrokenWorkbookError`` where they are no XML."""
    try:
        parser.Parse(chunk, last)
    except (expat.ExpatError, ValueError, IndexError) as error:
        raise BrokenWorkbookError(file=file) from error


def parser_of(file: str, part: str, handlers: Handlers) -> Any:
    """Return a parser that knows no document types and hands on names without their namespace."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_told: object) -> None:
        raise EntityError(file=file, part=part)

    def start(name: str, attributes: dict[str, str]) -> None:
        handlers.start(local(name), attributes)

    def end(name: str) -> None:
        handlers.end(local(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handlers.text
    return parser


@lru_cache(maxsize=512)
def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


def _targets(file: str, archive: ZipFile) -> dict[str, str]:
    """Return the part that each reference of the workbook means."""
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            path = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            found[attributes.get("Id", "")] = path.lstrip("/")

    parse(file, archive, "xl/_rels/workbook.xml.rels", Handlers(start, _ignore, _ignore))
    return found


def _words(file: str, archive: ZipFile, part: str) -> list[str]:
    words: list[str] = []
    gatherer = Gatherer()

    def end(name: str) -> None:
        gatherer.end(name)
        if name == "si":
            words.append(gatherer.taken())

    parse(file, archive, part, Handlers(gatherer.start, end, gatherer.text))
    return words


def _formats(file: str, archive: ZipFile, part: str) -> list[Format]:
    patterns, formats = dict(SHOWN), list[Format]()
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        inside.append(name)
        if name == "numFmt":
            patterns[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        if name == "xf" and "cellXfs" in inside:
            number = int(attributes.get("numFmtId", "0"))
            pattern = patterns.get(number, "")
            signs = NO_SIGNS.sub("", pattern.split(";")[0])
            is_date = number in DATES or (signs != "General" and DATE_SIGNS.search(signs) is not None)
            formats.append(Format(pattern, is_date))

    def end(_name: str) -> None:
        inside.pop()

    parse(file, archive, part, Handlers(start, end, _ignore))
    return formats


class Gatherer:
    """Gathers the text of a cell or of a shared word, without what is said about its pronunciation."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._wanted = self._aside = False

    def start(self, name: str, _attributes: Attributes) -> None:
        """Begin where text begins."""
        if name == "rPh":
            self._aside = True
        elif name in ("t", "v"):
            self._wanted = not self._aside

    def end(self, name: str) -> None:
        """End where text ends."""
        if name == "rPh":
            self._aside = False
        elif name in ("t", "v"):
            self._wanted = False

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self._wanted:
            self._parts.append(piece)

    def taken(self) -> str:
        """Return what was gathered, and begin anew."""
        text = "".join(self._parts)
        self._parts.clear()
        return ESCAPED.sub(_unescaped, text) if "_x" in text else text


ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A sign that XML cannot hold."""


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def _ignore(*_told: object) -> None:
    pass
