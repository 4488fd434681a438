"""What a verification consists of, as data: points of examination, reason codes, loads, periods."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labcal.domain.limits.table import Stage, Words
from labcal.domain.verification import PinnedProgramme, WeighingTest


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPoint:
    """One point of the visual examination.

    Attributes:
        reason: Code of the reason of a rejection that it gives.
    """

    code: str
    clause: str
    reason: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode:
    """Why an instrument is rejected.

    Attributes:
        test: The test whose failure it stands for; None where it is chosen by the inspector alone.
    """

    code: str
    test: WeighingTest | None
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme of a verification, by recommendation and edition.

    Attributes:
        id: What authorisations name it by, such as "verification/r76".
        digest: SHA-256 of its file, hexadecimal.
        specification: Such as "OIML R 76-1:2006".
        limits: Name of its table of limits.
        months: Until the next verification, by stage.
        repair_days: Time given for a repair.
        weighings: Of one load for repeatability, by accuracy class.
        loads: Different loads that the errors are found at, going up.
    """

    id: str
    version: int
    digest: str
    specification: str
    limits: str
    source: str
    verified: bool
    words: Words
    months: Mapping[Stage, int]
    repair_days: int
    weighings: Mapping[str, int]
    loads: int
    checks: tuple[CheckPoint, ...]
    reasons: tuple[ReasonCode, ...]

    @property
    def pinned(self) -> PinnedProgramme:
        """What a verification keeps of it."""
        return PinnedProgramme(id=self.id, version=self.version, digest=self.digest)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every reason code."""
        return tuple(reason.code for reason in self.reasons)

    def reason_of(self, test: WeighingTest) -> str:
        """Return the code that a failed test gives."""
        return next(reason.code for reason in self.reasons if reason.test is test)

    def next_due(self, on: date, stage: Stage) -> date:
        """Return the last day before which the instrument is verified again, counted from ``on``."""
        months = on.month - 1 + self.months[stage]
        year, month = on.year + months // 12, months % 12 + 1
        return date(year, month, min(on.day, monthrange(year, month)[1]))


def told(words: Words, language: str) -> str:
    """Return words in a language, in English where there are none."""
    known = dict(words)
    return known.get(language, known["en"])
