"""What is refused about due lists and reminders."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NothingDueError(LabCalError):
    """The list is empty."""

    template = mark("Nothing is due in this period.")


class NoDueDatesAgreedError(LabCalError):
    """Nobody may be reminded."""

    template = mark(
        "No customer of whom something is due agreed that due dates are told (ISO/IEC 17025:2017, 7.8.4.3): "
        "note the agreement in the customer's record first."
    )
