"""Roles, and the rights that they give: what a person may do at all, before any procedure is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from labcal.text import mark


class Right(Enum):
    """What a role gives leave for."""

    READ = "read"
    """Ask questions and change one's own password: everyone in post."""
    RECEIVE = "receive"
    KEEP_CUSTOMERS = "keep-customers"
    RECORD = "record"
    CHECK = "check"
    SIGN = "sign"
    MENTOR = "mentor"
    INSPECT = "inspect"
    TRAIN = "train"
    KEEP_STANDARDS = "keep-standards"
    WRITE_PROCEDURES = "write-procedures"
    """Write a version, which somebody with ``KEEP_PROCEDURES`` has to approve."""
    KEEP_PROCEDURES = "keep-procedures"
    AUTHORISE = "authorise"
    MANAGE_QUALITY = "manage-quality"
    MANAGE_PEOPLE = "manage-people"
    ADMINISTER = "administer"


TASKS = {
    Right.READ: mark("work here"),
    Right.RECEIVE: mark("receive items"),
    Right.KEEP_CUSTOMERS: mark("keep customers"),
    Right.RECORD: mark("record"),
    Right.CHECK: mark("check"),
    Right.SIGN: mark("sign"),
    Right.MENTOR: mark("mentor"),
    Right.INSPECT: mark("inspect"),
    Right.TRAIN: mark("keep training"),
    Right.KEEP_STANDARDS: mark("keep standards"),
    Right.WRITE_PROCEDURES: mark("write procedures"),
    Right.KEEP_PROCEDURES: mark("keep procedures"),
    Right.AUTHORISE: mark("authorise people"),
    Right.MANAGE_QUALITY: mark("manage quality"),
    Right.MANAGE_PEOPLE: mark("keep the register of people"),
    Right.ADMINISTER: mark("administer the laboratory"),
}
"""Each right as the verb of a sentence."""

TITLES = (
    mark("Reader"),
    mark("Technician"),
    mark("Reviewer"),
    mark("Signatory"),
    mark("Inspector"),
    mark("Trainer"),
    mark("Quality manager"),
    mark("Administrator"),
)
"""The titles of the roles that come with LabCal, for the catalogues of words."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role as ``resources/roles`` tells it.

    Attributes:
        id: Such as "quality-manager".
        title: Marked words.
    """

    id: str
    title: str
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """That a person has a role from ``since`` to ``until`` inclusive.

    Attributes:
        until: Last civil date; None leaves the end open.
        ended: The day it was taken back; it gives nothing from then on, for any day.
    """

    role: Role
    since: date
    until: date | None = None
    ended: date | None = None

    def in_force(self, on: date) -> bool:
        """Tell whether it gives its rights for work on the day ``on``."""
        if self.ended is not None or on < self.since:
            return False
        return self.until is None or on <= self.until
