"""How long one waits after passwords typed in vain: ever longer, never for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from labcal.domain.person import PersonName

FREE = 3
"""Attempts without a wait."""
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
"""After which attempts count no more."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """What was typed in vain for a person's account at one workstation."""

    person: PersonName
    workstation: str = ""
    failures: int = 0
    last: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """Return how long the next attempt has to wait; nothing where it may be made now.

        A clock that was set back makes nobody wait longer than for the whole delay.
        """
        if self.last is None or self.failures < FREE or now - self.last > FORGOTTEN:
            return timedelta(0)
        delay = min(timedelta(seconds=2.0 ** min(self.failures - FREE, 20)), LONGEST_WAIT)
        return min(max(self.last + delay - now, timedelta(0)), delay)
