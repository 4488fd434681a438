"""The chain from a certificate to the SI, and from a standard to all that was calibrated with it (6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from labcal.domain.certificate import CertificateNumber, Status
from labcal.domain.instrument import StandardNumber
from labcal.domain.job import JobNumber


class Link(NamedTuple):
    """A certificate of a reference standard in the chain.

    Attributes:
        level: How many calibrations away; 0 for that of the standard or job that was asked for.
        laboratory: Who issued it: this laboratory itself where ``job`` is given.
        job: The job in which this laboratory calibrated the standard; None where it was done elsewhere.
        through: The certificate of the standard next to it in the chain; empty at its beginning.
    """

    level: int
    standard: StandardNumber
    name: str
    certificate: str
    laboratory: str
    calibrated_on: date
    job: JobNumber | None
    through: str


class Reached(NamedTuple):
    """A job or a verification that stands on a standard, with its certificate where it has one.

    Attributes:
        job: Number of the job, or of the verification.
        level: How many standards lie in between; 0 where the standard itself was used.
        standard: The standard that was used in the job.
        through: The certificate of that standard.
    """

    level: int
    job: JobNumber
    item: str
    serial: str
    customer: str
    certificate: CertificateNumber | None
    status: Status | None
    issued_on: date | None
    standard: StandardNumber
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All that stands on a standard: the certificates of standards under it, and every job."""

    links: tuple[Link, ...]
    jobs: tuple[Reached, ...]
