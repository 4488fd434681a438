"""Training that a person had (ISO/IEC 17025:2017, 6.2.5 c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from labcal.text import mark


class TrainingResult(Enum):
    """How a training ended."""

    PASSED = "passed"
    FAILED = "failed"
    ATTENDED = "attended"


TRAINING_RESULTS = {
    TrainingResult.PASSED: mark("passed"),
    TrainingResult.FAILED: mark("failed"),
    TrainingResult.ATTENDED: mark("attended"),
}
"""Each result as people say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One course of one person.

    Attributes:
        course: What it was about.
        provider: Who gave it.
        on: Its last day.
        evidence: What shows it, such as the number of a certificate.
    """

    course: str
    provider: str
    on: date
    result: TrainingResult
    evidence: str = ""
