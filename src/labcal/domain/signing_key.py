"""The life of a signing key: why it is revoked, and where it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from labcal.text import mark

SOON = timedelta(days=90)
"""How long ahead the end of a key is announced."""


class RevocationReason(Enum):
    """Why a key is revoked (RFC 5280, 5.3.1)."""

    COMPROMISED = "keyCompromise"
    """Somebody else may have it: nothing that it ever signed is believed any more."""
    AFFILIATION = "affiliationChanged"
    SUPERSEDED = "superseded"
    CESSATION = "cessationOfOperation"


REASONS = {
    RevocationReason.COMPROMISED: mark("Somebody else may have the key: nothing it ever signed is believed"),
    RevocationReason.AFFILIATION: mark("The person no longer signs for the laboratory"),
    RevocationReason.SUPERSEDED: mark("Another key has taken its place"),
    RevocationReason.CESSATION: mark("The key is no longer needed"),
}


class Condition(Enum):
    """Where a key stands on a given day."""

    GOOD = "good"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"


CONDITIONS = {
    Condition.GOOD: mark("Good"),
    Condition.ENDING: mark("Ends soon"),
    Condition.ENDED: mark("Ended"),
    Condition.REVOKED: mark("Revoked"),
}


class KeyLine(NamedTuple):
    """A key as a list shows it.

    Attributes:
        holder: The signatory, or the laboratory of the authority.
        is_authority: Whether it is the laboratory's own authority.
        why: Reason of the revocation; empty without one.
    """

    key_id: str
    holder: str
    is_authority: bool
    valid_from: datetime
    valid_until: datetime
    revoked: datetime | None
    why: str

    def condition(self, now: datetime) -> Condition:
        """Return where the key stands at the instant ``now``."""
        if self.revoked is not None:
            return Condition.REVOKED
        if self.valid_until <= now:
            return Condition.ENDED
        return Condition.ENDING if self.valid_until - now <= SOON else Condition.GOOD


class HeldKey(NamedTuple):
    """A key of ours, or the authority of another laboratory that is trusted, as one list shows them.

    Attributes:
        condition: Where a key of ours stands now; None for another laboratory.
        until: Last instant of validity of a key of ours; None for another laboratory.
    """

    key_id: str
    holder: str
    is_authority: bool
    condition: Condition | None
    until: datetime | None
