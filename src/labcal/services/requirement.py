"""One line of what a job lacks on its way to a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from labcal.domain.fitness import Unfit
from labcal.domain.job import Stage
from labcal.text import Phrase


class Met(Enum):
    """Whether a requirement is met."""

    YES = "met"
    NO = "missing"
    WARNING = "warning"
    LATER = "later"
    """Not yet: it belongs to a later stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One line of "Ready to issue?".

    Attributes:
        where: The part of the worksheet to jump to.
        clause: Of ISO/IEC 17025:2017.
        unfit: What is unfit; None for what is merely to be done.
        about: What it is, such as the number of a standard.
        excusable: Whether a reason lets it pass.
    """

    where: str
    says: Phrase
    clause: str
    met: Met
    stage: Stage
    unfit: Unfit | None = None
    about: str = ""
    excusable: bool = False
