"""What makes a job unfit to go on, and who may let it go on with a reason (ISO/IEC 17025, 6.3, 6.4, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from labcal.domain.role import Right
from labcal.text import mark


class Unfit(Enum):
    """What is unfit."""

    STANDARD_OUT_OF_DATE = "standard-out-of-date"
    STANDARD_SUSPENDED = "standard-suspended"
    STANDARD_OUT_OF_USE = "standard-out-of-use"
    CHECK_FAILED = "check-failed"
    """The last intermediate check of a standard was not passed."""
    CHECK_OVERDUE = "check-overdue"
    PROCEDURE_WITHDRAWN = "procedure-withdrawn"
    ROOM = "room"
    """An influence quantity lies outside its limits."""
    ACCLIMATISATION = "acclimatisation"
    UNCERTAINTY = "uncertainty"
    """U is greater than the procedure allows."""


UNFIT = {
    Unfit.STANDARD_OUT_OF_DATE: mark("Standard out of date"),
    Unfit.STANDARD_SUSPENDED: mark("Standard suspended"),
    Unfit.STANDARD_OUT_OF_USE: mark("Standard out of use"),
    Unfit.CHECK_FAILED: mark("Intermediate check not passed"),
    Unfit.CHECK_OVERDUE: mark("Intermediate check overdue"),
    Unfit.PROCEDURE_WITHDRAWN: mark("Procedure withdrawn"),
    Unfit.ROOM: mark("Room out of limits"),
    Unfit.ACCLIMATISATION: mark("Item not acclimatised"),
    Unfit.UNCERTAINTY: mark("U above what the procedure allows"),
}
"""Each as people say it."""


class Leave(Enum):
    """Who may let it pass with a reason, where it is no right of a role."""

    NEVER = "never"
    RECORDS = "records"
    """Whoever may record on the job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitnessRule:
    """What is done about one kind of unfitness; ``clause`` is that of ISO/IEC 17025:2017."""

    kind: Unfit
    clause: str
    leave: Leave | Right

    @property
    def is_excusable(self) -> bool:
        """Whether a reason lets it pass."""
        return self.leave is not Leave.NEVER
