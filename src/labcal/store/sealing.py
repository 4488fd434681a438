"""Personal details on their way into the journal: sealed under the person's own key, and opened again.

Rows hold them in clear, so that lists are sorted and searched; the image of a row, which the journal keeps
for ever, holds them sealed. Notes and files on a person, which are never changed, are sealed in the row and
in the archive as well (``kept_sealed``). The cipher (AES-SIV, RFC 5297) is deterministic, so that the proof
makes the same image of the same row. Once the key is destroyed, nobody reads what was sealed of the person.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from labcal.errors.people import ErasedError
from labcal.store.base import Row
from labcal.store.rows.people import PersonKeyRow

SEALED = "sealed:"
BITS = 512
"""Of a key: two AES keys of 256 bits."""
LOST = f"{SEALED}lost"
"""Told of what should be sealed where there is no key."""
ERASED = "…"
"""Shown in the place of what nobody can open any more."""

Told = Mapping[Any, Any]


class PersonKeys:
    """The keys of everybody whose details can still be read, in one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, bytes] | None = None

    def ensure(self, person: int) -> None:
        """Make a key for the person of that row, unless there is one."""
        if person in self._keys():
            return
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        key = AESSIV.generate_key(BITS)
        self._session.add(PersonKeyRow(person_id=person, content=b64encode(key).decode()))
        self._keys()[person] = key

    def key(self, person: int) -> bytes | None:
        """Return a person's key; None where it is destroyed or spoilt."""
        return self._keys().get(person)

    def destroy(self, person: int) -> None:
        """Destroy a person's key: whatever was sealed with it is gone."""
        row = self._session.get(PersonKeyRow, person)
        if row is not None:
            self._session.delete(row)
            self._session.flush()
        self._keys().pop(person, None)

    def seal(self, person: int, place: str, value: str) -> str:
        """Return ``value``, which stands at ``place``, as the journal tells it."""
        sealed = self.seal_bytes(person, place, value.encode("utf-8", "surrogatepass"))
        return LOST if sealed is None else SEALED + b64encode(sealed).decode()

    def open(self, person: int, place: str, sealed: str) -> str | None:
        """Return what was sealed; None where the key is destroyed."""
        if person not in self._keys():
            return None
        try:
            content = self.open_bytes(person, place, b64decode(sealed.removeprefix(SEALED)))
        except ValueError:  # another program made something else of it
            return None
        return None if content is None else content.decode("utf-8", "surrogatepass")

    def seal_bytes(self, person: int, place: str, content: bytes) -> bytes | None:
        """Return the bytes of a file as the archive keeps them; None where the key is destroyed."""
        key = self._keys().get(person)
        if key is None:
            return None
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        return AESSIV(key).encrypt(content, [place.encode()])

    def open_bytes(self, person: int, place: str, sealed: bytes) -> bytes | None:
        """Return bytes that were sealed; None where the key is destroyed, or another sealed them."""
        key = self._keys().get(person)
        if key is None:
            return None
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        try:
            return AESSIV(key).decrypt(sealed, [place.encode()])
        except InvalidTag:
            return None

    def _keys(self) -> dict[int, bytes]:
        if self._known is None:
            query = select(PersonKeyRow.person_id, PersonKeyRow.content)
            with self._session.no_autoflush:  # what is flushed is sealed, by keys that have to be here
                found = self._session.execute(query)
            self._known = {person: key for person, content in found if (key := _key(content))}
        return self._known


def _key(content: object) -> bytes:
    """Return a key as it was kept; nothing of what another program made of it, which opens nothing."""
    try:
        key = b64decode(str(content), validate=True)
    except ValueError:
        return b""
    return key if len(key) * 8 == BITS else b""


def keys_of(session: Session) -> PersonKeys:
    """Return the keys of a session, read once."""
    found = session.info.get(PersonKeys)
    if not isinstance(found, PersonKeys):
        found = session.info[PersonKeys] = PersonKeys(session)
    return found


def sealed_columns(table: str, way: str = "sealed") -> dict[str, str]:
    """Return the sealed columns of a table, each with the column that tells whose details they are.

    Args:
        table: Its name.
        way: "sealed" of those that the journal alone holds sealed, "kept_sealed" of those that the row does.
    """
    mapped = Row.metadata.tables.get(table)
    columns = mapped.columns if mapped is not None else ()
    return {column.name: str(column.info[way]) for column in columns if way in column.info}


def teller(session: Session, table: Table) -> Callable[[Told], Told]:
    """Return what makes of a raw row of ``table`` what the journal tells of it."""
    columns = sealed_columns(table.name)
    if not columns:
        return lambda row: row
    keys = keys_of(session)

    def tell(row: Told) -> Told:
        if not _is_sealed(row):
            return row
        sealed = {
            name: keys.seal(row[owner], f"{table.name}.{name}", row[name])
            for name, owner in columns.items()
            if isinstance(row[name], str) and row[name]
        }
        return {**row, **sealed}

    return tell


def opened(session: Session, table: str, told: dict[str, Any], entry: int) -> dict[str, Any]:
    """Return what the journal tells of a row in clear, to be written again.

    Raises:
        ErasedError: The key is destroyed; ``entry`` is the line that is to be undone.
    """
    clear = _cleared(session, table, told, "sealed")
    if any(value is None and told[name] is not None for name, value in clear.items()):
        raise ErasedError(entry=entry)
    return clear


def shown(session: Session, table: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return what the journal tells of a row as a history shows it: "…" for what is erased."""
    return _legible(told, _cleared(session, table, told, "sealed", "kept_sealed"))


def opened_row(session: Session, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with what it keeps sealed in clear: "…" for what is erased."""
    return _legible(row, _cleared(session, table, row, "kept_sealed"))


def _legible(told: dict[str, Any], clear: dict[str, Any]) -> dict[str, Any]:
    return {
        name: ERASED if value is None and told[name] is not None else value for name, value in clear.items()
    }


def _cleared(session: Session, table: str, told: dict[str, Any], *ways: str) -> dict[str, Any]:
    clear = dict(told)
    for name, owner in (pair for way in ways for pair in sealed_columns(table, way).items()):
        value = told.get(name)
        if isinstance(value, str) and value.startswith(SEALED) and told.get(owner) is not None:
            clear[name] = keys_of(session).open(told[owner], f"{table}.{name}", value)
    return clear


def _is_sealed(row: Told) -> bool:
    """Tell whether the details of a row are sealed at all.

    The name of a person of release 0.1 is not (the handle is that name, and older lines tell it), nor what
    stands in the place of an erased name.
    """
    return row.get("handle", "-") != "" and row.get("anonymised") is None
