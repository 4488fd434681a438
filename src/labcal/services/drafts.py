"""What is being typed, kept under the person's name until it is saved or dropped; outside the journal."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import timedelta

from labcal.domain.person import PersonName
from labcal.store.book import Book
from labcal.store.drafts import DraftFile

AGE = timedelta(days=90)
"""What nobody has come back to for so long is forgotten."""
PERSONAL = "personal "
"""How the place of a draft begins that is about a person, so that it dies with any person's details."""
Typed = Mapping[str, str]
"""What stands in each field of a place, by the field's own name."""


def keep_draft(book: Book, who: PersonName, place: str, typed: Typed) -> None:
    """Keep what ``who`` has typed at ``place``, such as a form of the window; nothing typed drops it.

    Raises:
        FullDiskError, ReadOnlyBookError, BusyBookError: The folder of the book refuses it.
    """
    kept = DraftFile(book.path)
    if typed:
        kept.keep(who, place, json.dumps(dict(typed), ensure_ascii=False), book.now)
    else:
        kept.drop(who, place)


def drafts_of(book: Book, who: PersonName) -> dict[str, Typed]:
    """Return everything that ``who`` was typing and neither saved nor dropped, by its place."""
    kept = DraftFile(book.path)
    kept.drop_older(book.now - AGE)
    return {place: told for place, content in kept.all(who).items() if (told := _typed(content))}


def drop_drafts(book: Book, who: PersonName) -> None:
    """Forget everything that ``who`` was typing, as where a person is made anonymous."""
    DraftFile(book.path).drop(who)


def drop_drafts_about(book: Book, words: Collection[str]) -> None:
    """Forget what anybody was typing about a person: in forms on people, or with one of ``words`` in it."""
    told = [re.compile(rf"(?<!\w){re.escape(one)}(?!\w)", re.IGNORECASE) for one in words if one.strip()]

    def unwanted(place: str, content: str) -> bool:
        typed = "\n".join(_typed(content).values()) or content
        return place.startswith(PERSONAL) or any(one.search(typed) for one in told)

    DraftFile(book.path).drop_where(unwanted)


def _typed(content: str) -> Typed:
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return {str(name): str(words) for name, words in told.items()} if isinstance(told, dict) else {}
