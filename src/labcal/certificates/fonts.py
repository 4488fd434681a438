"""The typeface of the printed page, and the promise that no character is ever dropped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from labcal.errors.certificates import GlyphMissingError
from labcal.resources import path

REGULAR = "Inter-Regular"
MEDIUM = "Inter-Medium"
SEMIBOLD = "Inter-SemiBold"
FIGURES = "-Figures"
"""Ends the name of a face whose digits are all of one width, for columns of numbers."""
FIRST_FIGURE = 1357
"""Index of the glyph zero.tf in the shipped Inter 4.001; the other nine follow it in all its weights."""

INK = 0.10
GREY = 0.38
LINE = 0.78
SHADE = 0.955
"""Levels of grey, 0 black to 1 white."""


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size.

    Attributes:
        font: One of the registered faces.
        size: In points.
        leading: Distance of lines, in points.
        grey: Level, 0 black to 1 white.
    """

    font: str
    size: float
    leading: float
    grey: float = INK


TITLE = Style(SEMIBOLD, 20, 25)
SECTION = Style(SEMIBOLD, 9.6, 14)
BODY = Style(REGULAR, 8.4, 12)
STRONG = Style(SEMIBOLD, 8.4, 12)
LABEL = Style(REGULAR, 8.4, 12, GREY)
NOTE = Style(REGULAR, 7.8, 11.2, 0.28)
HEAD = Style(MEDIUM, 7.4, 10.2, 0.28)
SMALL = Style(REGULAR, 6.6, 9.2, GREY)
NAME = Style(SEMIBOLD, 11, 14)
NUMBER = Style(SEMIBOLD, 11, 14)


@cache
def _face(font: str) -> TTFont:
    made = TTFont(font, str(path("fonts", f"{font.removesuffix(FIGURES)}.ttf")))
    if font.endswith(FIGURES):
        face = made.face
        face.name += FIGURES.encode()
        for digit, character in enumerate("0123456789"):
            glyph = FIRST_FIGURE + digit
            face.charToGlyph[ord(character)] = glyph
            face.charWidths[ord(character)] = face.hmetrics[glyph][0] * 1000 / face.unitsPerEm
    pdfmetrics.registerFont(made)
    return made


def prepare() -> None:
    """Make the faces known to the drawing library; harmless to repeat."""
    for font in (REGULAR, MEDIUM, SEMIBOLD, REGULAR + FIGURES, SEMIBOLD + FIGURES):
        _face(font)


def in_figures(style: Style) -> Style:
    """Return the style with digits of one width; Inter's own digits differ, and would not stand in line."""
    return replace(style, font=style.font + FIGURES)


def refuse_missing(line: str, font: str) -> None:
    """Refuse a line that the face cannot draw whole.

    Raises:
        GlyphMissingError: It lacks a character; the sentence names it.
    """
    glyphs = _face(font).face.charToGlyph
    for character in line:
        if ord(character) not in glyphs or unicodedata.category(character).startswith("C"):
            name = unicodedata.name(character, "").lower()
            code = f"U+{ord(character):04X} {name}".strip()
            raise GlyphMissingError(character=character, code=code, line=line)


def width(line: str, style: Style) -> float:
    """Return the width of ``line``, in points.

    Raises:
        GlyphMissingError: The face lacks a character of it.
    """
    refuse_missing(line, style.font)
    return float(_face(style.font).stringWidth(line, style.size))


def wrapped(words: str, style: Style, room: float) -> list[str]:
    """Return ``words`` in lines not wider than ``room`` points.

    Lines break at spaces and line ends, never at the narrow or no-break spaces inside a quantity; a word
    wider than the room is cut where it must be.

    Raises:
        GlyphMissingError: The face lacks a character.
    """
    lines: list[str] = []
    for paragraph in words.splitlines():
        line = ""
        for word in (
            piece
            for given in re.split(r"[ \t]+", paragraph.strip(" \t"))
            for piece in _cut(given, style, room)
        ):
            longer = f"{line} {word}" if line else word
            if line and width(longer, style) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines or [""]


def _cut(word: str, style: Style, room: float) -> list[str]:
    pieces: list[str] = []
    while word and width(word, style) > room:
        kept = next((n for n in range(len(word) - 1, 0, -1) if width(word[:n], style) <= room), 1)
        pieces.append(word[:kept])
        word = word[kept:]
    return [*pieces, word] if word else pieces
