"""The words that the index of words knows. SQLite's own (FTS5), as the index itself."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection

from labcal.domain.finding import Subject

SHORT = 3
"""So long are the beginnings of words that the index keeps lists of."""
MOST = 6
"""So many words are told one by one."""
NEXT = """WITH RECURSIVE known(term) AS (
    SELECT (SELECT term FROM temp.terms_{0} WHERE term >= :first AND term < :last LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM temp.terms_{0} WHERE term > known.term || ' ' AND term < :last LIMIT 1)
    FROM known WHERE known.term IS NOT NULL LIMIT :most
) SELECT term FROM known WHERE term IS NOT NULL"""
"""Skips from word to word, however many records have one: no word holds a space."""


def attach(connection: sqlite3.Connection) -> None:
    """Let a connection ask which words there are; nothing of it is in the file."""
    for subject in Subject:
        name = subject.value
        connection.execute(
            f"CREATE VIRTUAL TABLE temp.terms_{name} USING fts5vocab(main, find_{name}, instance)"
        )


def beginning(connection: Connection, subject: Subject, word: str) -> list[str]:
    """Return the words of the index that begin with ``word``; none where they are many, or told fast anyway.

    A beginning longer than those of which the index keeps lists has it gather every record of each of these
    words before it tells the first one; of a whole word it tells them one by one.
    """
    if len(word) <= SHORT:
        return []
    told = {"first": word, "last": f"{word}\U0010ffff", "most": MOST + 1}
    found = connection.exec_driver_sql(NEXT.format(subject.value), told).scalars().all()
    return [] if len(found) > MOST else [str(term) for term in found]
