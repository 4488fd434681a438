"""Limits, decision rules and the verdict (ISO/IEC 17025:2017, 7.8.6; JCGM 106; ILAC-G8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """The words of the DCC for a statement of conformity."""

    PASS = "pass"
    FAIL = "fail"
    CONDITIONAL_PASS = "conditionalPass"
    CONDITIONAL_FAIL = "conditionalFail"
    NO_PASS = "noPass"
    NO_FAIL = "noFail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision with its reason.

    Attributes:
        outcome: What was decided.
        rule: Name of the decision rule.
        reason: Sentence template, marked for translation, that ``fields`` fill.
        fields: Figures of the sentence, as text with their units.
        guard: Guard band w, in the unit of the limits.
        source: The document and clause of the rule.
    """

    outcome: Outcome
    rule: str
    reason: str
    fields: tuple[tuple[str, str], ...]
    guard: float
    source: str
