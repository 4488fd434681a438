"""What the person at the window can do next with a job: one step at most, with what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from labcal.domain.job import State
from labcal.domain.person import Level, PersonName
from labcal.services.readiness import missing_for_check
from labcal.services.worksheet import Worksheet
from labcal.text import Phrase, mark, phrase


class Move(Enum):
    """The steps of a job that a person takes."""

    OPEN = "open"
    COUNTERSIGN = "countersign"
    HAND_OVER = "hand over"
    ACCEPT = "accept"
    SIGN = "sign"
    READ = "read"


TITLES = {
    Move.OPEN: (mark("Open job"), "arrow-right"),
    Move.COUNTERSIGN: (mark("Sign for the supervised readings"), "sign"),
    Move.HAND_OVER: (mark("Hand over for check"), "arrow-right"),
    Move.ACCEPT: (mark("Accept"), "check"),
    Move.SIGN: (mark("Sign and issue…"), "sign"),
    Move.READ: (mark("Open certificate"), "certificates"),
}
"""The marked words and the icon of each step's button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The step that is next for a person.

    Attributes:
        move: None where the job waits for somebody else.
        why: What stands in its way, or whom the job waits for; None where it can be taken.
    """

    move: Move | None
    why: Phrase | None = None

    @property
    def possible(self) -> bool:
        """Whether it can be taken now."""
        return self.move is not None and self.why is None


def next_step(shown: Worksheet, who: PersonName, bad_cells: int) -> Step:
    """Return what ``who`` can do next; ``bad_cells`` counts what was typed and cannot be taken."""
    sheet = shown.sheet
    match sheet.job.state:
        case State.RECEIVED:
            return Step(move=Move.OPEN)
        case State.OPEN:
            return _at_the_bench(shown, who, bad_cells)
        case State.CHECKING:
            return _checking(shown, who)
        case State.SIGNING:
            if Level.SIGNS in sheet.rights:
                return Step(move=Move.SIGN)
            return Step(move=None, why=phrase(mark("Waits for the signature of an authorised signatory.")))
    return Step(move=Move.READ)


def _at_the_bench(shown: Worksheet, who: PersonName, bad_cells: int) -> Step:
    sheet = shown.sheet
    job = sheet.job
    waiting = [reading for reading in job.readings if reading.mentor and not reading.countersigned]
    if any(reading.mentor == who for reading in waiting):
        return Step(move=Move.COUNTERSIGN)
    supervised = Level.SUPERVISED in sheet.rights and job.mentor is not None
    if Level.RECORDS not in sheet.rights and not supervised:
        return Step(move=None, why=phrase(mark("Waits for the readings of someone authorised to record.")))
    missing = missing_for_check(sheet.requirements)
    if bad_cells:
        return Step(move=Move.HAND_OVER, why=phrase(mark("A cell cannot be taken yet")))
    if missing:
        return Step(move=Move.HAND_OVER, why=_summed(len(missing), missing[0].says))
    return Step(move=Move.HAND_OVER)


def _summed(count: int, first: Phrase) -> Phrase:
    if count == 1:
        return first
    return phrase(mark("{count} requirements are missing"), count=count)


def _checking(shown: Worksheet, who: PersonName) -> Step:
    if Level.CHECKS not in shown.sheet.rights:
        return Step(move=None, why=phrase(mark("Waits for the check by a second person.")))
    if shown.second_person and who in shown.recorders:
        return Step(move=Move.ACCEPT, why=phrase(mark("You worked on this job: a second person checks it")))
    return Step(move=Move.ACCEPT)
