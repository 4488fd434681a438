"""Who is meant by a handle: in the book people go by handles, in the program by their names.

A directory belongs to one engine, and is read anew as a unit of work begins where people have changed since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect

from labcal.domain.person import PersonName

HANDLE = re.compile(r"P-\d{4,}")
"""What a handle looks like; nobody may be called so."""
PROGRAM = PersonName("LabCal")
"""Whom the journal names where the program itself did something, such as bringing an old book up to date."""
UNREAD = -1


def handle_of(key: int) -> str:
    """Return the handle of the person whose row has the key ``key``."""
    return f"P-{key:04d}"


class UnknownPersonError(RuntimeError):
    """A name would enter the book that is nobody's: a bug, so no LabCalError."""


@dataclass(slots=True)
class Directory:
    """Handles and names, as of journal line ``seen``; ``UNREAD`` where they have to be read."""

    seen: int = UNREAD
    _names: dict[str, str] = field(default_factory=dict)
    _handles: dict[str, str] = field(default_factory=dict)

    def fill(self, names: dict[str, str], seen: int) -> None:
        """Take the name of every handle, as they stand at journal line ``seen``."""
        self._names, self._handles = names, {name: handle for handle, name in names.items()}
        self.seen = seen

    def enter(self, handle: str, name: str) -> None:
        """Know one more, or by another name, uncommitted: the next unit of work reads all of them anew."""
        self._handles.pop(self._names.get(handle, ""), None)
        self._names[handle], self._handles[name] = name, handle
        self.seen = UNREAD

    def name(self, handle: str) -> PersonName:
        """Return the name behind ``handle``; the handle itself where it is nobody's any more."""
        return PersonName(self._names.get(handle, handle))

    def handle(self, name: str) -> str:
        """Return the handle of ``name``.

        Raises:
            UnknownPersonError: It is nobody's name.
        """
        known = self._handles.get(name)
        if known is not None:
            return known
        if name in ("", PROGRAM) or name in self._names or HANDLE.fullmatch(name):
            return name
        raise UnknownPersonError("only people of the register are named in records")


def attach(engine: Engine, directory: Directory) -> None:
    """Let ``engine`` translate by ``directory``."""
    vars(engine.dialect)["labcal_directory"] = directory


def directory_of(dialect: Dialect) -> Directory | None:
    """Return the directory of an engine's dialect; None where people stand as they are, in a migration."""
    found = vars(dialect).get("labcal_directory")
    return found if isinstance(found, Directory) else None
