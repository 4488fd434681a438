"""When backups are made, and which of them are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

MOST_HOURS, MOST_NUMBER, MOST_DAYS = 168, 1000, 36_500


class Moment(Enum):
    """When it is asked whether a backup is due."""

    START = "start"
    """The book is opened."""
    DURING = "during"
    END = "end"
    """The book is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRule:
    """What a laboratory decided about its backups.

    Attributes:
        folder: Where they lie; empty for the folder beside the book.
        at_start: Whether one is made when the book is first opened on a day.
        at_end: Whether one is made when the book is closed.
        hours: One is made while people work, after so many hours; 0 for none.
        keep_number: The newest so many are kept, however old.
        keep_days: Those not older than so many days are kept, however many.
        locked: Whether they are encrypted.
    """

    folder: str = ""
    at_start: bool = False
    at_end: bool = False
    hours: int = 0
    keep_number: int = 10
    keep_days: int = 30
    locked: bool = False

    @property
    def scheduled(self) -> bool:
        """Whether any backup is made without being asked for."""
        return self.at_start or self.at_end or self.hours > 0

    def due(self, moment: Moment, now: datetime, last: datetime | None, written: datetime | None) -> bool:
        """Tell whether a backup is to be made.

        Args:
            moment: Why it is asked.
            now: The instant, in the laboratory's time zone.
            last: When the newest backup was made.
            written: When the book was last written; nothing is due where that was before the last backup.
        """
        if written is None or (last is not None and written <= last):
            return False
        if moment is Moment.END:
            return self.at_end
        today = last is not None and last.astimezone(now.tzinfo).date() == now.date()
        if moment is Moment.START and self.at_start and not today:
            return True
        return self.hours > 0 and (last is None or now - last >= timedelta(hours=self.hours))

    def surplus(self, made: Sequence[datetime], now: datetime) -> list[datetime]:
        """Return the instants of the backups that need no longer be kept, oldest first."""
        older = sorted(made, reverse=True)[self.keep_number :]
        return sorted(one for one in older if now - one > timedelta(days=self.keep_days))
