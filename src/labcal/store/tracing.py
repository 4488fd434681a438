"""Chains of calibrations in the book, level by level: each certificate of a standard is met once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import Session

from labcal.domain.certificate import SHOWN, CertificateNumber
from labcal.domain.instrument import StandardNumber
from labcal.domain.job import JobNumber
from labcal.domain.traceability import Link, Reach, Reached
from labcal.store.find import one
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.jobs import JobRow, JobStandardRow, ReadingRow
from labcal.store.rows.verifications import VerificationRow, VerificationStandardRow

SOME = 500
"""Keys that one statement asks for."""


class Tracing:
    """Forward and backward through the calibrations of one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def forward(self, number: StandardNumber) -> Reach:
        """Return all that stands on any certificate of a standard, whatever lies in between.

        Raises:
            NotFoundError: There is no such standard.
        """
        standard = one(self._session, StandardRow.number, number, "standard").id
        own = StandardCertificateRow.standard_id == standard
        links = {key: (link, job) for key, link, job in self._links(0, own, {})}
        frontier = dict(links)
        while frontier:
            through = {
                job: links[certificate][0].certificate for job, certificate in self._uses(frontier.keys())
            }
            level = next(iter(frontier.values()))[0].level + 1
            frontier = {
                key: (link, job)
                for some in _batches(through)
                for key, link, job in self._links(level, StandardCertificateRow.job_id.in_(some), through)
                if key not in links
            }
            links |= frontier
        found = {key: link for key, (link, _) in links.items()}
        return Reach(
            links=tuple(link for link, _ in links.values()),
            jobs=(*self._reached(found), *self._verified(found)),
        )

    def behind_standard(self, number: StandardNumber) -> list[Link]:
        """Return the chain from the certificates of a standard to those of other laboratories.

        Raises:
            NotFoundError: There is no such standard.
        """
        standard = one(self._session, StandardRow.number, number, "standard").id
        return self._backward(self._links(0, StandardCertificateRow.standard_id == standard, {}))

    def behind_job(self, number: JobNumber) -> list[Link]:
        """Return the chain from the standards of a job to certificates of other laboratories.

        Raises:
            NotFoundError: There is no such job.
        """
        job = one(self._session, JobRow.number, number, "job").id
        return self._backward(self._links(0, StandardCertificateRow.id.in_(_used_in([job])), {}))

    def _backward(self, first: Iterable[tuple[int, Link, int | None]]) -> list[Link]:
        links = {key: (link, job) for key, link, job in first}
        frontier = dict(links)
        while frontier:
            made = {job: link.certificate for link, job in frontier.values() if job is not None}
            level = next(iter(frontier.values()))[0].level + 1
            found: dict[int, tuple[Link, int | None]] = {}
            for job, certificate in made.items():
                where = StandardCertificateRow.id.in_(_used_in([job]))
                for key, link, above in self._links(level, where, {}):
                    if key not in links:
                        found[key] = link._replace(through=certificate), above
            frontier = found
            links |= found
        return [link for link, _ in links.values()]

    def _uses(self, certificates: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield each job in which one of the certificates was used, with that certificate."""
        for some in _batches(certificates):
            tied = select(JobStandardRow.job_id, JobStandardRow.certificate_id).where(
                JobStandardRow.certificate_id.in_(some)
            )
            read = select(ReadingRow.job_id, ReadingRow.certificate_id).where(
                ReadingRow.certificate_id.in_(some)
            )
            found: list[Any] = list(self._session.execute(union(tied, read)))
            yield from ((job, certificate) for job, certificate in found)

    def _links(
        self, level: int, where: ColumnElement[bool], through: dict[int, str]
    ) -> Iterator[tuple[int, Link, int | None]]:
        """Yield key, link and job of certificates of standards; ``through`` names their parent by job."""
        query = (
            select(StandardCertificateRow, StandardRow.number, StandardRow.name, JobRow.number)
            .join(StandardRow, StandardRow.id == StandardCertificateRow.standard_id)
            .outerjoin(JobRow, JobRow.id == StandardCertificateRow.job_id)
            .where(where)
            .order_by(StandardCertificateRow.calibrated_on, StandardCertificateRow.id)
        )
        for told, standard, name, job in self._session.execute(query):
            link = Link(
                level=level,
                standard=StandardNumber(standard),
                name=name,
                certificate=told.number,
                laboratory=told.laboratory,
                calibrated_on=told.calibrated_on,
                job=JobNumber(job) if job else None,
                through=through.get(told.job_id or 0, ""),
            )
            yield told.id, link, told.job_id

    def _verified(self, links: dict[int, Link]) -> Iterator[Reached]:
        """Yield every verification whose kit one of these certificates is of."""
        for some in _batches(links):
            query = _kits(some)
            for certificate, number, item, serial, customer, document, status, on in self._session.execute(
                query
            ):
                link = links[certificate]
                yield Reached(
                    level=link.level,
                    job=JobNumber(number),
                    item=item,
                    serial=serial,
                    customer=customer,
                    certificate=CertificateNumber(document) if document else None,
                    status=status,
                    issued_on=on,
                    standard=link.standard,
                    through=link.certificate,
                )

    def _reached(self, links: dict[int, Link]) -> Iterator[Reached]:
        """Yield every job that used one of these certificates, the first certificate first."""
        used = dict(self._uses(links.keys()))
        for some in _batches(used):
            for key, job, item, serial, customer, certificate, status, on in self._session.execute(
                _told(some)
            ):
                link = links[used[key]]
                yield Reached(
                    level=link.level,
                    job=JobNumber(job),
                    item=item,
                    serial=serial,
                    customer=customer,
                    certificate=CertificateNumber(certificate) if certificate else None,
                    status=status,
                    issued_on=on,
                    standard=link.standard,
                    through=link.certificate,
                )


def _told(jobs: list[int]) -> Any:
    """Return the query of what a trace tells of jobs: key, number, item, serial, customer, certificate."""
    real = CertificateRow.status.in_(SHOWN)
    return (
        select(
            JobRow.id,
            JobRow.number,
            InstrumentRow.name,
            InstrumentRow.serial,
            CustomerRow.name,
            CertificateRow.number,
            CertificateRow.status,
            CertificateRow.issued_on,
        )
        .join(InstrumentRow, InstrumentRow.id == JobRow.instrument_id)
        .join(CustomerRow, CustomerRow.id == JobRow.customer_id)
        .outerjoin(CertificateRow, (CertificateRow.job_id == JobRow.id) & real)
        .where(JobRow.id.in_(jobs))
        .order_by(JobRow.id)
    )


def _kits(certificates: list[int]) -> Any:
    """Return the query of what a trace tells of verifications, with the certificate of the kit first."""
    real = CertificateRow.status.in_(SHOWN)
    return (
        select(
            VerificationStandardRow.certificate_id,
            VerificationRow.number,
            InstrumentRow.name,
            InstrumentRow.serial,
            CustomerRow.name,
            CertificateRow.number,
            CertificateRow.status,
            CertificateRow.issued_on,
        )
        .join(VerificationRow, VerificationRow.id == VerificationStandardRow.verification_id)
        .join(InstrumentRow, InstrumentRow.id == VerificationRow.instrument_id)
        .join(CustomerRow, CustomerRow.id == VerificationRow.customer_id)
        .outerjoin(CertificateRow, (CertificateRow.verification_id == VerificationRow.id) & real)
        .where(VerificationStandardRow.certificate_id.in_(certificates))
        .order_by(VerificationRow.id)
    )


def _used_in(jobs: list[int]) -> Any:
    """Return the query of the certificates of standards that were used in jobs."""
    tied = select(JobStandardRow.certificate_id).where(JobStandardRow.job_id.in_(jobs))
    read = select(ReadingRow.certificate_id).where(
        ReadingRow.job_id.in_(jobs), ReadingRow.certificate_id.is_not(None)
    )
    return tied.union(read)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while some := list(islice(left, SOME)):
        yield some
