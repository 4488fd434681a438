"""One search over everything: by kind, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labcal.domain.finding import Hit, Hits, Subject, holds
from labcal.store import search, word_index
from labcal.store.crew import Alone, Crew
from labcal.store.documents import DOCUMENTS, Document


class Findings:
    """What can be found in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, typed: str, size: int) -> tuple[Hits, ...]:
        """Return of each kind the ``size`` best records in which each word typed begins a word.

        A record of exactly that number comes first, then those with it in a number or serial, then the
        others; among equals the newest.
        """
        found = (self._find(subject, typed, size) for subject in Subject)
        return tuple(hits for hits in found if hits.hits)

    def damaged(self, crew: Crew | None = None) -> tuple[Subject, ...]:
        """Return the kinds of records of which the index is not sound inside."""
        return word_index.damaged(crew or Alone(self._session))

    def disagreements(self, crew: Crew | None = None) -> dict[Subject, int]:
        """Return of how many records of each kind the index tells something else than they do."""
        return search.disagreements(self._session, crew or Alone(self._session))

    def strays(self) -> int:
        """Return how many entries of what lists are sorted by are of no kind of record."""
        return search.strays(self._session.connection())

    def _find(self, subject: Subject, typed: str, size: int) -> Hits:
        connection = self._session.connection()
        document, keys = DOCUMENTS[subject], list(self._exact(DOCUMENTS[subject], typed))
        asked = search.asked(connection, subject, typed)
        if asked.words and len(keys) <= size:
            found = search.numbered(connection, subject, typed, asked, size + 1)
            keys += [key for key in found if key not in keys]
        if asked.words and len(keys) <= size:
            found = search.newest(connection, subject, asked.words, size + 1)
            keys += [key for key in found if key not in keys]
        shown = self._hits(subject, document, keys[:size], typed) if keys else ()
        return Hits(subject, shown, more=len(keys) > size)

    def _exact(self, document: Document, typed: str) -> Sequence[int]:
        written = typed.strip()
        query = select(document.key).where(document.number.in_({written, written.upper()}))
        return self._session.execute(query).scalars().all()

    def _hits(self, subject: Subject, document: Document, keys: list[int], typed: str) -> tuple[Hit, ...]:
        columns = (*document.codes, *document.words)
        told = [column.label(f"c{place}") for place, column in enumerate(columns)]
        query = (
            select(document.key, document.number.label("number"), document.title.label("title"), *told)
            .select_from(document.source)
            .where(document.key.in_(keys))
        )
        hits: dict[int, Hit] = {}
        for row in self._session.execute(query):
            hit = _hit(subject, document, tuple(row), typed)
            if row[0] not in hits or not hits[row[0]].field:
                hits[row[0]] = hit
        return tuple(hits[key] for key in keys if key in hits)


def _hit(subject: Subject, document: Document, row: Sequence[Any], typed: str) -> Hit:
    columns = (*document.codes, *document.words)
    where: tuple[str, str, str] = next(
        (
            (column.table.name, column.name, value)
            for column, value in zip(columns, row[3:], strict=True)
            if value and holds(value, typed)
        ),
        ("", "", ""),
    )
    return Hit(subject, row[1], row[2], *where)
