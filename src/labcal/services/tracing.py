"""What stands on a standard, and on what a standard or a job stands itself (6.5, and 7.10 when one fails)."""

from __future__ import annotations

from typing import NamedTuple

from labcal.domain.instrument import StandardNumber
from labcal.domain.job import JobNumber
from labcal.domain.traceability import Link, Reach
from labcal.store.work import Records


class Trace(NamedTuple):
    """Both directions from a standard: what its values rest on, and what rests on them."""

    behind: list[Link]
    ahead: Reach


def trace(records: Records, standard: StandardNumber) -> Trace:
    """Return the chain behind a standard and all that stands on it.

    Raises:
        NotFoundError: There is no such standard.
    """
    return Trace(chain_of_standard(records, standard), stands_on(records, standard))


def stands_on(records: Records, standard: StandardNumber) -> Reach:
    """Return every job, and every certificate of a lower standard, that stands on a standard.

    Raises:
        NotFoundError: There is no such standard.
    """
    return records.tracing.forward(standard)


def chain_of_standard(records: Records, standard: StandardNumber) -> list[Link]:
    """Return the chain from a standard to the certificates of other laboratories, and so to the SI.

    Raises:
        NotFoundError: There is no such standard.
    """
    return records.tracing.behind_standard(standard)


def chain_of_job(records: Records, job: JobNumber) -> list[Link]:
    """Return the chain from a job to the certificates of other laboratories, and so to the SI.

    Raises:
        NotFoundError: There is no such job.
    """
    return records.tracing.behind_job(job)
