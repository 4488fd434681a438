"""What becomes of a certificate after it was issued (ISO/IEC 17025:2017, 7.8.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from labcal.domain.certificate import CertificateNumber, Replaced
from labcal.domain.person import PersonName
from labcal.text import Phrase, mark, phrase


class Standing(Enum):
    """Whether an issued certificate still holds; the values are the words of the program's JSON."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterIssue:
    """What became of an issued certificate.

    Attributes:
        on: Civil day of the withdrawal or of the amendment; None while it holds.
        by: Who decided it; None while it holds.
        why: The reason; empty while it holds.
        replaced_by: The certificate in its place; None without one.
        being_amended: Whether another certificate is being prepared to take its place.
        replaces: What it takes the place of itself; None for a first certificate.
    """

    number: CertificateNumber
    standing: Standing = Standing.ISSUED
    on: date | None = None
    by: PersonName | None = None
    why: str = ""
    replaced_by: CertificateNumber | None = None
    being_amended: bool = False
    replaces: Replaced | None = None

    @property
    def sentence(self) -> Phrase:
        """What a reader of the certificate has to know."""
        day = self.on.isoformat() if self.on else ""
        if self.standing is Standing.WITHDRAWN:
            return phrase(mark("The laboratory withdrew it on {day}: {why}"), day=day, why=self.why)
        if self.standing is Standing.SUPERSEDED:
            reason = mark("Certificate {later} has taken its place since {day}: {why}")
            return phrase(reason, later=self.replaced_by, day=day, why=self.why)
        return phrase(mark("It is neither withdrawn nor replaced, as the laboratory’s own book says."))
