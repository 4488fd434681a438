"""Words as they are looked for: without accents, case and signs, in every script; and the order of lists."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
        "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "\N{LATIN SMALL LETTER AE}": "ae",
        "\N{LATIN SMALL LIGATURE OE}": "oe",
        "\N{LATIN SMALL LETTER THORN}": "th",
        "\N{LATIN SMALL LETTER ETH}": "d",
        "\N{GREEK SMALL LETTER FINAL SIGMA}": "\N{GREEK SMALL LETTER SIGMA}",
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC TATWEEL}": "",
        "\N{ZERO WIDTH NON-JOINER}": "",
        "\N{ZERO WIDTH JOINER}": "",
        "\N{SOFT HYPHEN}": "",
    }
)
"""Letters that no decomposition makes alike, and signs that only shape a word (tatweel, joiners)."""
ARTICLE, STEM = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}", 3
"""The Arabic article, and how many letters a word has at least without it."""
UNSPACED = (
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip
"""Scripts that set no space between words: each of their signs is a word of its own."""
FIGURES = re.compile(r"\d+")
LAST = "\U0010fffd"
"""Sorts behind every word: what is empty."""
WIDTH = 12


class Subject(Enum):
    """A kind of record that can be found; its value is the name of its table."""

    JOB = "job"
    CERTIFICATE = "certificate"
    INSTRUMENT = "instrument"
    STANDARD = "standard"
    CUSTOMER = "customer"
    PERSON = "person"
    VERIFICATION = "verification"


class Hit(NamedTuple):
    """A record that was found.

    Attributes:
        number: What opens it; a person's name.
        title: What it is called.
        table: Where what was typed was found: the table, the column, and what stands there.
    """

    subject: Subject
    number: str
    title: str
    table: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The best records of one kind; ``more`` tells whether there are others behind them."""

    subject: Subject
    hits: tuple[Hit, ...]
    more: bool


def words(text: str) -> list[str]:
    """Return the words of ``text`` as they are compared, in order."""
    return [word for piece in text.split() for word in _words(piece)]


@lru_cache(maxsize=8192)
def indexed(text: str) -> str:
    """Return what the index keeps of ``text``: its words, then the other forms they are looked for in.

    These are a number run together ("SN-0042/a" as "sn0042a"), figures without leading zeros, and Arabic
    words without their article.
    """
    found: list[str] = []
    also: list[str] = []
    for piece in text.split():
        parts = _words(piece)
        found += parts
        if len(parts) > 1 and piece.isascii():
            also.append("".join(parts))
        also += [part.lstrip("0") for part in parts if part.startswith("0") and part.lstrip("0")]
        also += [part[len(ARTICLE) :] for part in parts if _has_article(part)]
    return " ".join([*found, *also])


def sought(typed: str) -> list[list[list[str]]]:
    """Return for each piece typed the ways in which it may stand there, each a sequence of words."""
    pieces = []
    for piece in typed.split():
        parts = _words(piece)
        if parts:
            short = [[parts[0][len(ARTICLE) :], *parts[1:]]] if _has_article(parts[0]) else []
            pieces.append([list(parts), *short])
    return pieces


def holds(text: str, typed: str) -> bool:
    """Tell whether a word of ``typed`` begins a word of ``text``."""
    kept = f" {indexed(text)}"
    return any(f" {' '.join(way)}" in kept for ways in sought(typed) for way in ways)


def rank(text: str) -> str:
    """Return what ``text`` is sorted by: figures by their value, what is empty last."""
    plain = " ".join(words(text))
    return FIGURES.sub(lambda figures: figures.group().zfill(WIDTH), plain) or LAST


@lru_cache(maxsize=8192)
def _words(piece: str) -> tuple[str, ...]:
    if piece.isascii():
        plain = piece.casefold()
    else:
        decomposed = unicodedata.normalize("NFKD", piece).casefold()
        decomposed = unicodedata.normalize("NFKD", decomposed).translate(LETTERS)
        plain = "".join(_sign(sign) for sign in decomposed if not unicodedata.combining(sign))
    spaced = "".join(sign if sign.isalnum() else " " for sign in plain)
    return tuple(spaced.split())


def _sign(sign: str) -> str:
    """Return a sign by itself where its script has no spaces, and each figure as our own."""
    if any(first <= sign <= last for first, last in UNSPACED):
        return f" {sign} "
    if unicodedata.category(sign) == "Mn":
        return ""
    return str(unicodedata.decimal(sign, sign))


def _has_article(word: str) -> bool:
    return word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + STEM
