"""Versions of a procedure: written, approved, in force, withdrawn (ISO/IEC 17025:2017, 7.2.1, 8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from labcal.domain.person import PersonName


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenProcedure:
    """A version that waits for somebody else's approval.

    Attributes:
        edition: The version that it is to be.
        digest: SHA-256 of ``body``, hexadecimal.
        body: Its whole text.
        reason: Why it was written.
        by: Who wrote it, and so may not approve it.
    """

    name: str
    edition: int
    digest: str
    body: str
    reason: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureVersion:
    """A version that was approved.

    Attributes:
        since: First civil date on which jobs may be opened under it.
        written_by: Who wrote it; None for one that came with the program.
        reason: Why it was written.
        withdrawn_on: First civil date on which it is no longer in force; None while it is not withdrawn.
    """

    name: str
    edition: int
    digest: str
    body: str
    since: date
    approved_by: PersonName
    written_by: PersonName | None = None
    reason: str = ""
    withdrawn_on: date | None = None
    withdrawn_by: PersonName | None = None
    withdrawn_why: str = ""

    def is_withdrawn(self, on: date) -> bool:
        """Tell whether it was withdrawn by a day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= on


def in_force(versions: list[ProcedureVersion], on: date) -> ProcedureVersion | None:
    """Return which version of one procedure a job is opened under on a day; None where none is in force.

    The newest that has begun counts: where it is withdrawn, no earlier one comes back.
    """
    begun = [one for one in versions if one.since <= on]
    newest = max(begun, key=lambda one: one.edition, default=None)
    return None if newest is None or newest.is_withdrawn(on) else newest
