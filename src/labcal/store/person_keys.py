"""The keys of people, of which the journal tells nothing, held against whom and what they are for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from sqlalchemy.orm import Session

from labcal.store import raw
from labcal.store.base import Row
from labcal.store.sealing import SEALED, keys_of, sealed_columns

KEYS = "SELECT person_id, content FROM person_key ORDER BY person_id"
WITH_A_NAME = "SELECT id FROM person WHERE anonymised IS NULL"
"""Of someone anonymised the key is gone, or it is a later one that opens nothing of before."""


def unsound(session: Session, greatest: int) -> set[int]:
    """Return whose key is missing, or is not the one that was made.

    The names that a key seals are proved with the rows of people. A person who was taken back keeps the key:
    the adding can be done again.

    Args:
        session: Where they are read.
        greatest: The greatest key of a person that the journal ever told.
    """
    named = {person for (person,) in raw.select(session, WITH_A_NAME)}
    found = dict(raw.select(session, KEYS))
    wrong = {person for person in found if not 0 < person <= greatest} | (named - {*found})
    wrong |= {person for person, content in found.items() if not _as_made(session, person, content)}
    return wrong | set(_unopened(session, named))


def _as_made(session: Session, person: int, content: object) -> bool:
    """Tell whether a key is written as LabCal writes one; base64 itself would read it in several ways."""
    key = keys_of(session).key(person)
    return key is not None and b64encode(key).decode() == content


def _unopened(session: Session, named: set[int]) -> Iterator[int]:
    """Yield those of whom a row keeps something sealed that their key does not open."""
    keys = keys_of(session)
    for table in Row.metadata.tables:
        for column, owner in sealed_columns(table, "kept_sealed").items():
            query = f'SELECT "{owner}", "{column}" FROM "{table}" WHERE "{owner}" IS NOT NULL'  # noqa: S608
            for person, kept in raw.select(session, query):
                sealed = isinstance(kept, str) and kept.startswith(SEALED)
                if sealed and person in named and keys.open(person, f"{table}.{column}", kept) is None:
                    yield person
