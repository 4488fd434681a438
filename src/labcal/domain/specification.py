"""Limits that a customer or the laboratory wrote, and comparisons of figures with their documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from labcal.domain.instrument import CustomerNumber
from labcal.domain.person import PersonName
from labcal.text import mark


class Library(Enum):
    """What of the library was compared."""

    LIMITS = "limits"
    RULE = "rule"
    PROCEDURE = "procedure"


LIBRARIES = {
    Library.LIMITS: mark("limits"),
    Library.RULE: mark("decision rule"),
    Library.PROCEDURE: mark("procedure"),
}


class SpecificationLine(NamedTuple):
    """One edition of a specification as a list shows it.

    Attributes:
        customer: Number of the customer whose it is; None where the laboratory keeps it for everybody.
        owner: Name of that customer; empty for everybody.
    """

    name: str
    edition: int
    customer: CustomerNumber | None
    owner: str
    title: str
    source: str
    digest: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """One edition of a specification, whole.

    Attributes:
        name: What jobs name it by.
        edition: Counted from 1.
        body: Its file (FORMATS, labcal-limits-2).
        digest: SHA-256 of ``body``, hexadecimal.
    """

    name: str
    edition: int
    customer: CustomerNumber | None
    title: str
    source: str
    body: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """That a person held figures against their document.

    Attributes:
        name: Table of limits, or rule.
        digest: Of the file that was compared: another file is not verified by it.
        row: Which row, counted from 0; None for the whole.
        document: The copy it was compared with, such as "OIML R 76-1:2006 (E), PDF of 2019".
        agrees: Whether everything agreed.
        remark: What did not.
    """

    library: Library
    name: str
    digest: str
    row: int | None
    document: str
    agrees: bool
    remark: str
    on: date
    by: PersonName
    at: datetime
