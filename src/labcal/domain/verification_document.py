"""What a verification certificate or a rejection notice says, before it is drawn or written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labcal.domain.certificate import CalibrationCertificate, DocumentKind
from labcal.domain.seal import SealUsed
from labcal.domain.verification import Answer, Decision, Identified, WeighingTest
from labcal.text import Phrase, mark

TITLES = {
    DocumentKind.VERIFICATION: mark("Verification certificate"),
    DocumentKind.REJECTION: mark("Rejection notice"),
}
RELATES = mark(
    "This document relates only to the instrument named, as it was on the day of the verification."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One row of a test as it is printed, in the unit of e; None where the test has no such number."""

    load: Decimal | None
    indication: Decimal | None
    added: Decimal | None
    after: Decimal | None
    error: Decimal | None
    limit: Decimal | None
    passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTest:
    """One test with its verdict as it was frozen with the decision."""

    test: WeighingTest
    clause: str
    passed: bool | None
    says: Phrase
    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One point of the visual examination, in the language of the document."""

    words: str
    clause: str
    answer: Answer
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDocument:
    """The whole content of one document: a legal record, drawn once and never again.

    Attributes:
        frame: What it has in common with every certificate: number, parties, instrument, kit, signatory.
        specification: Such as "OIML R 76-1:2006".
        verified: Whether a named person has compared the limits with their source.
        reasons: Code and words of each reason of a rejection.
        next_due: Last day before which the instrument is verified again; None where rejected.
        repair_until: The day by which a rejected instrument is repaired.
        as_found: The tests before an adjustment; empty where nothing was adjusted.
    """

    frame: CalibrationCertificate
    kind: DocumentKind
    told: Identified
    specification: str
    verified: bool
    decision: Decision
    reasons: tuple[tuple[str, str], ...]
    next_due: date | None
    repair_until: date | None
    adjustment: str
    examined: tuple[Examined, ...]
    tests: tuple[DocumentTest, ...]
    as_found: tuple[DocumentTest, ...]
    seals: tuple[SealUsed, ...]

    @property
    def unit(self) -> str:
        """The unit of every number of the sheet."""
        return self.told.unit
