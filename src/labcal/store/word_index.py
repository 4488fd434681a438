"""The inside of SQLite's full-text indexes (FTS5): whether each is that of the words it keeps.

What they keep is held against the records elsewhere. FTS5 checks its inside only for who may write; so it is
given a private copy, and nobody waits.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import column, table

from labcal.domain.finding import Subject
from labcal.store import faults
from labcal.store.crew import Crew, Task, path_of
from labcal.store.snapshot import reading

MADE = "CREATE VIRTUAL TABLE "
PARTS = ("data", "idx", "content", "docsize", "config")
"""Endings of the tables that FTS5 keeps an index in; which of them there are depends on how it was made."""
VERSION = 4
"""Of how FTS5 keeps an index, from SQLite 3.9 on."""
PRIVATE = ("journal_mode=OFF", "synchronous=OFF")


def name_of(subject: Subject) -> str:
    """Return the name of the index of the records of a kind."""
    return f"find_{subject.value}"


def damaged(crew: Crew) -> tuple[Subject, ...]:
    """Return the kinds of which the index finds other records than those with the word, or cannot be read.

    Raises:
        FullDiskError: There is no room for a copy.
    """
    subjects = [*Subject]
    sound = dict(crew.each([Task(_sound, (name_of(subject),)) for subject in subjects]))
    return tuple(subject for place, subject in enumerate(subjects) if not sound[place])


def empty(connection: Connection, subject: Subject) -> None:
    """Take everything out of an index, whatever state it is in."""
    name = name_of(subject)
    settings = table(f"{name}_config", column("k"), column("v"))
    connection.execute(update(settings).where(settings.c.k == "version").values(v=VERSION))
    connection.execute(delete(table(f"{name}_content")))
    connection.execute(insert(table(name, column(name))).values({name: "rebuild"}))


def _sound(session: Session, name: str) -> bool:
    path = path_of(session)
    with faults.sentences(path), closing(reading(path)) as connection:
        connection.execute("PRAGMA query_only=OFF")  # nothing but the copy is written
        connection.execute("ATTACH '' AS copied")
        for setting in PRIVATE:
            connection.execute(f"PRAGMA copied.{setting}")
        try:
            _copy(connection, name)
            told = connection.execute(f"SELECT v FROM copied.{name}_config WHERE k = 'version'")  # noqa: S608
            if told.fetchone() != (VERSION,):  # which FTS5 reads but once
                return False
            connection.execute(f"INSERT INTO copied.{name} ({name}) VALUES ('integrity-check')")  # noqa: S608
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & faults.PRIMARY == sqlite3.SQLITE_FULL:
                raise
            return False
    return True


def _copy(connection: sqlite3.Connection, name: str) -> None:
    """Copy an index, all its tables as they are at one moment."""
    connection.execute("BEGIN")
    query = "SELECT name, sql FROM main.sqlite_master WHERE type = 'table'"
    made = dict(connection.execute(query).fetchall())
    connection.execute(made[name].replace(MADE, f"{MADE}copied.", 1))
    for part in (f"{name}_{ending}" for ending in PARTS if f"{name}_{ending}" in made):
        connection.execute(f"DELETE FROM copied.{part}")  # noqa: S608
        connection.execute(f"INSERT INTO copied.{part} SELECT * FROM main.{part}")  # noqa: S608
    connection.execute("COMMIT")
