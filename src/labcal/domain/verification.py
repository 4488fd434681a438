"""The legal verification of a weighing instrument on site, from the plate to the mark (OIML R 76-1:2006)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple, NewType

from labcal.domain.instrument import Customer, Instrument, InstrumentNumber, StandardInUse
from labcal.domain.limits.table import Stage
from labcal.domain.person import PersonName
from labcal.domain.quantity import QuantityValue
from labcal.domain.seal import SealLine
from labcal.domain.weighing import Receptor
from labcal.domain.weighing_class import Plate
from labcal.text import mark

VerificationNumber = NewType("VerificationNumber", str)
PREFIX = "V-"


def is_verification(number: str) -> bool:
    """Tell whether a number is one of a verification; a job's begins with its year."""
    return number.startswith(PREFIX)


class VerificationState(Enum):
    """Where a verification stands."""

    OPEN = "open"
    DECIDED = "decided"
    ISSUED = "issued"


STATES = {
    VerificationState.OPEN: mark("under test"),
    VerificationState.DECIDED: mark("decided"),
    VerificationState.ISSUED: mark("documented"),
}


class Decision(Enum):
    """What becomes of the instrument."""

    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"
    """Adjusted, tested again, and accepted."""
    REJECTED = "rejected"


DECISIONS = {
    Decision.ACCEPTED: mark("accepted"),
    Decision.ADJUSTED: mark("adjusted and accepted"),
    Decision.REJECTED: mark("rejected"),
}


class Indicating(Enum):
    """How the instrument shows what it weighs (R 76-1, T.1.2)."""

    DIGITAL = "digital"
    ANALOGUE = "analogue"
    NONE = "non-self-indicating"


INDICATING = {
    Indicating.DIGITAL: mark("digital"),
    Indicating.ANALOGUE: mark("analogue"),
    Indicating.NONE: mark("non-self-indicating"),
}
RECEPTORS = {
    Receptor.USUAL: mark("platform"),
    Receptor.TANK: mark("tank or hopper"),
    Receptor.ROLLING: mark("for rolling loads"),
}


class WeighingTest(Enum):
    """The tests of a verification, in the order in which they are made."""

    ZERO = "zero"
    REPEATABILITY = "repeatability"
    ECCENTRICITY = "eccentricity"
    WEIGHING = "weighing"
    DISCRIMINATION = "discrimination"


TESTS = {
    WeighingTest.ZERO: mark("Zero"),
    WeighingTest.REPEATABILITY: mark("Repeatability"),
    WeighingTest.ECCENTRICITY: mark("Eccentric loading"),
    WeighingTest.WEIGHING: mark("Errors, up and down"),
    WeighingTest.DISCRIMINATION: mark("Discrimination"),
}
CLAUSES = {
    WeighingTest.ZERO: "4.5.2; A.4.2.3",
    WeighingTest.REPEATABILITY: "3.6.1; A.4.10",
    WeighingTest.ECCENTRICITY: "3.6.2; A.4.7",
    WeighingTest.WEIGHING: "3.5; A.4.4",
    WeighingTest.DISCRIMINATION: "3.8; A.4.8",
}
"""Clauses of OIML R 76-1:2006."""


class Answer(Enum):
    """What the visual examination finds of one point."""

    MEETS = "meets"
    FAILS = "fails"
    NOT_APPLICABLE = "not applicable"


ANSWERS = {
    Answer.MEETS: mark("meets"),
    Answer.FAILS: mark("does not meet"),
    Answer.NOT_APPLICABLE: mark("not applicable"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Where the instrument stands, and what is marked on it.

    Attributes:
        premises: Stall, shop, weighbridge: where it is used.
        stage: Which limits hold: those of initial verification, or in service.
        grade: Accuracy class: I, II, III, IIII.
        maximum: Max.
        minimum: Min.
        interval: e, the verification scale interval.
        division: d, the actual scale interval.
        additive_tare: T+; None where there is none.
        approval: Type approval, as marked.
        indicating: How it shows what it weighs.
        receptor: What bears the load.
        supports: Points of support of the load receptor.
        seals_found: Seals and marks as found.
    """

    premises: str
    stage: Stage
    grade: str
    maximum: QuantityValue
    minimum: QuantityValue
    interval: QuantityValue
    division: QuantityValue
    additive_tare: QuantityValue | None = None
    approval: str = ""
    indicating: Indicating = Indicating.DIGITAL
    receptor: Receptor = Receptor.USUAL
    supports: int = 4
    seals_found: str = ""

    @property
    def unit(self) -> str:
        """The unit of e, in which everything is computed."""
        return self.interval.unit

    @property
    def plate(self) -> Plate:
        """What accuracy class and marks are held against each other by."""
        return Plate(grade=self.grade, maximum=self.maximum, interval=self.interval, minimum=self.minimum)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of the sheet of a test, as it was keyed.

    Attributes:
        test: Which test.
        row: From 0, in the order in which they were taken.
        adjusted: Whether it was taken after the instrument was adjusted.
        load: L.
        indication: I.
        added: ΔL up to the changeover point; in the test of discrimination the extra load.
        after: The indication with the extra load; in the test of discrimination alone.
    """

    test: WeighingTest
    row: int
    adjusted: bool = False
    load: QuantityValue | None = None
    indication: QuantityValue | None = None
    added: QuantityValue | None = None
    after: QuantityValue | None = None
    by: PersonName | None = None
    at: datetime | None = None

    @property
    def place(self) -> tuple[WeighingTest, int, bool]:
        """Where it stands."""
        return self.test, self.row, self.adjusted

    @property
    def is_empty(self) -> bool:
        """Whether nothing is keyed in it."""
        return (self.load, self.indication, self.added, self.after) == (None, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one point of the visual examination."""

    code: str
    answer: Answer
    remark: str = ""
    by: PersonName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision as it was taken; nothing recomputes it later.

    Attributes:
        reasons: Codes of the reasons of a rejection.
        next_due: Last day before which the instrument is verified again; None where rejected.
        repair_until: The day by which a rejected instrument is repaired; None where it is not given.
        body: The frozen tests, limits and verdicts, as JSON.
    """

    decision: Decision
    reasons: tuple[str, ...]
    next_due: date | None
    repair_until: date | None
    body: str
    by: PersonName
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedProgramme:
    """The programme of tests that a verification was begun under, by id, version and hash."""

    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One verification with everything recorded for it.

    Attributes:
        on: The civil date of the visit.
        adjustment: What was adjusted; empty where nothing was.
        kit: Weights of the inspector, each with the certificate then in force.
        seals: Numbers of the stock that were put on it.
        document: Number of the certificate or notice that was issued; None before.
    """

    number: VerificationNumber
    state: VerificationState
    customer: Customer
    instrument_number: InstrumentNumber
    instrument: Instrument
    told: Identified
    programme: PinnedProgramme
    on: date
    by: PersonName
    adjustment: str
    remarks: str
    kit: tuple[StandardInUse, ...]
    findings: tuple[Finding, ...]
    rows: tuple[SheetRow, ...]
    decided: Decided | None
    seals: tuple[SealLine, ...]
    document: str | None
    version: int

    @property
    def standing(self) -> tuple[SheetRow, ...]:
        """The rows that decide: those after an adjustment, where there was one."""
        return tuple(row for row in self.rows if row.adjusted is bool(self.adjustment))


class VerificationLine(NamedTuple):
    """A verification as a list shows it."""

    number: VerificationNumber
    item: str
    serial: str
    grade: str
    customer: str
    premises: str
    state: VerificationState
    decision: Decision | None
    on: date
    by: str
    next_due: date | None
    document: str | None
    version: int
