"""What was agreed with a customer before work, and what was promised (ISO/IEC 17025:2017, 7.1.1, 7.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from labcal.domain.limits.table import Stage
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.limits import FigureWantedError
from labcal.text import mark


class Priority(Enum):
    """How soon a job is wanted."""

    NORMAL = "normal"
    URGENT = "urgent"


PRIORITIES = {Priority.NORMAL: mark("normal"), Priority.URGENT: mark("urgent")}


class DelayReason(Enum):
    """What a job waits for when nobody in the laboratory can go on with it."""

    CUSTOMER = "customer"
    PART = "part"
    STANDARD = "standard"
    ROOM = "room"
    PERSON = "person"
    PAYMENT = "payment"
    OTHER = "other"


DELAYS = {
    DelayReason.CUSTOMER: mark("awaiting the customer"),
    DelayReason.PART: mark("awaiting a part"),
    DelayReason.STANDARD: mark("awaiting a standard"),
    DelayReason.ROOM: mark("awaiting the room"),
    DelayReason.PERSON: mark("awaiting a person"),
    DelayReason.PAYMENT: mark("awaiting payment"),
    DelayReason.OTHER: mark("awaiting something else"),
}
"""Each reason as a list says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Specification, class and decision rule that a customer agreed to.

    Attributes:
        limits: Name of the table of limits; empty where no statement of conformity is wanted.
        edition: Edition of a specification that is kept in the book; 0 for a table that ships.
        grade: Accuracy class; empty where the table has none.
        stage: Limits of initial verification, or in service.
        rule: Name of the decision rule; empty without a statement.
        rule_version: Its version.
        ratio: r of a rule whose guard band is agreed, as keyed.
        figures: What the limits depend on beside the nominal value, such as "e = 5 g; Max = 15 kg".
        process_mean: Mean error of such items before they are measured, with its unit; empty where unknown.
        process_deviation: Their standard deviation, with its unit; empty where unknown.
        agreed_with: Who agreed for the customer.
        agreed_on: The civil date of that.
    """

    limits: str = ""
    edition: int = 0
    grade: str = ""
    stage: Stage = Stage.INITIAL
    rule: str = ""
    rule_version: str = ""
    ratio: str = ""
    figures: str = ""
    process_mean: str = ""
    process_deviation: str = ""
    agreed_with: str = ""
    agreed_on: date | None = None

    @property
    def share(self) -> Decimal:
        """R of a rule whose guard band is agreed; 1 where nothing was said."""
        return Decimal(self.ratio.replace(",", ".")) if self.ratio else Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of what was agreed for a job; the last one holds, the others stay.

    Attributes:
        reason: Why it differs from the one before; empty for the first.
        body: Text of the specification, where it is one that is kept in the book.
    """

    agreed: Agreed
    reason: str
    by: PersonName
    at: datetime
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A time in which a job could not go on.

    Attributes:
        words: What exactly is awaited.
        since: First day of it.
        until: Last day of it; None while it goes on.
    """

    reason: DelayReason
    words: str
    since: date
    until: date | None
    by: PersonName
    at: datetime


def figures_of(text: str) -> dict[str, QuantityValue]:
    """Read figures as they are written in a record: "e = 5 g; Max = 15 kg".

    Raises:
        FigureWantedError: A part is no symbol with a quantity.
        NotANumberError, UnknownUnitError: A quantity cannot be read.
    """
    found: dict[str, QuantityValue] = {}
    for part in filter(None, (one.strip() for one in text.replace("\n", ";").split(";"))):
        symbol, sign, told = (one.strip() for one in part.partition("="))
        if not (symbol and sign and told) or symbol in found:
            raise FigureWantedError(text=part)
        found[symbol] = parse(told)
    return found
