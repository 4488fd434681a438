"""The sentences that every face of a certificate prints alike, and its verdict as a whole."""

from __future__ import annotations

from labcal.domain.certificate import CalibrationCertificate
from labcal.domain.conformity import Outcome
from labcal.text import mark

SEVERITY = (
    Outcome.FAIL,
    Outcome.CONDITIONAL_FAIL,
    Outcome.NO_PASS,
    Outcome.NO_FAIL,
    Outcome.CONDITIONAL_PASS,
    Outcome.PASS,
)
"""Outcomes from the gravest; the whole certificate states the gravest of its results."""

RELATES = mark("The results relate only to the items calibrated.")
"""ISO/IEC 17025:2017, 7.8.2.1 l."""
REPRODUCTION = mark(
    "This certificate shall not be reproduced except in full without the laboratory’s written approval."
)
"""ISO/IEC 17025:2017, 7.8.2.1, note 2."""
TRACEABILITY = mark(
    "The results are traceable to the International System of Units (SI) through the reference standards "
    "named here, whose certificates were in force on the day of the measurement."
)
"""ISO/IEC 17025:2017, 7.8.4.1 c and annex A."""
UNCERTAINTY = mark(
    "The expanded uncertainty U stated is the standard uncertainty of measurement multiplied by the coverage "
    "factor k, such that the coverage probability corresponds to about 95 %. "
    "It was evaluated in accordance with JCGM 100:2008 (GUM)."
)
"""ILAC-P14:09/2020, 5."""
UNVERIFIED = mark(
    "The limits were taken from a data file that has not yet been compared with the text of the standard "
    "(“unverified”)."
)


def overall(certificate: CalibrationCertificate) -> Outcome | None:
    """Return the gravest outcome of all results; None where no statement was asked for."""
    outcomes = {result.verdict.outcome for result in certificate.results if result.verdict is not None}
    return next((outcome for outcome in SEVERITY if outcome in outcomes), None)
