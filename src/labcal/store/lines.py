"""The lines of lists: one statement for the records of a page, counting only what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from labcal.domain.certificate import SHOWN, CertificateLine, CertificateNumber, DocumentKind
from labcal.domain.instrument import (
    CustomerLine,
    InstrumentLine,
    StandardLine,
)
from labcal.domain.job import JobLine, JobNumber, State
from labcal.store.prepared import Prepared
from labcal.store.rows.agreements import DelayRow
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import (
    CustomerRow,
    InstrumentRow,
    ProcedureRow,
    StandardCertificateRow,
    StandardRow,
)
from labcal.store.rows.jobs import JobRow, ReadingRow, ResultRow
from labcal.store.rows.verifications import VerificationRow

SERIAL = func.coalesce(func.nullif(InstrumentRow.serial, ""), InstrumentRow.mark)


def job_lines(session: Session, *wanted: ColumnElement[bool]) -> list[JobLine]:
    """Return the jobs for which all of ``wanted`` holds, newest first."""
    query = _jobs().where(*wanted).order_by(JobRow.id.desc())
    return [_job(*row) for row in session.execute(query)]


def jobs_by_key(session: Session, keys: Sequence[int]) -> dict[int, JobLine]:
    """Return the lines of the jobs ``keys``, by key."""
    return {key: JobLine(*line) for *line, key in _jobs_prepared().rows(session.connection(), keys)}


def instruments_by_key(session: Session, keys: Sequence[int]) -> dict[int, InstrumentLine]:
    """Return the lines of the instruments ``keys``, by key."""
    return {key: InstrumentLine(*line) for *line, key in _instruments().rows(session.connection(), keys)}


def certificate_lines(session: Session) -> list[CertificateLine]:
    """Return every certificate, newest first."""
    return [_certificate(*row) for row in session.execute(_certificates().order_by(CertificateRow.id.desc()))]


def certificates_by_key(session: Session, keys: Sequence[int]) -> dict[int, CertificateLine]:
    """Return the lines of the certificates ``keys``, by key."""
    rows = _certificates_prepared().rows(session.connection(), keys)
    return {key: CertificateLine(*line) for *line, key in rows}


def customers_by_key(session: Session, keys: Sequence[int]) -> dict[int, CustomerLine]:
    """Return the lines of the customers ``keys``, by key."""
    return {key: CustomerLine(*line) for *line, key in _customers().rows(session.connection(), keys)}


def standards_by_key(session: Session, keys: Sequence[int]) -> dict[int, StandardLine]:
    """Return the lines of the standards ``keys``, each with its newest certificate, by key."""
    return {key: StandardLine(*line) for *line, key in _standards().rows(session.connection(), keys)}


@cache
def _jobs_prepared() -> Prepared:
    return Prepared(_jobs(), JobRow.id)


@cache
def _certificates_prepared() -> Prepared:
    return Prepared(_certificates(), CertificateRow.id)


@cache
def _instruments() -> Prepared:
    jobs = _counted(JobRow.id, JobRow.instrument_id == InstrumentRow.id).correlate(InstrumentRow)
    query = select(
        InstrumentRow.number,
        InstrumentRow.name,
        InstrumentRow.serial,
        InstrumentRow.mark,
        InstrumentRow.manufacturer,
        InstrumentRow.model,
        InstrumentRow.nominal + " " + InstrumentRow.nominal_unit,
        InstrumentRow.grade,
        CustomerRow.name,
        jobs.scalar_subquery(),
        InstrumentRow.version,
    ).join(CustomerRow, CustomerRow.id == InstrumentRow.customer_id)
    return Prepared(query, InstrumentRow.id)


@cache
def _customers() -> Prepared:
    query = select(CustomerRow.number, CustomerRow.name, CustomerRow.city, CustomerRow.version)
    return Prepared(query, CustomerRow.id)


@cache
def _standards() -> Prepared:
    proof = StandardCertificateRow
    query = select(
        StandardRow.number,
        StandardRow.name,
        StandardRow.identification,
        StandardRow.grade,
        StandardRow.suspended,
        func.coalesce(proof.number, ""),
        func.coalesce(proof.laboratory, ""),
        proof.calibrated_on,
        proof.due_on,
        func.coalesce(proof.value + " " + proof.value_unit, ""),
        func.coalesce(proof.expanded + " " + proof.expanded_unit, ""),
        StandardRow.version,
    ).outerjoin(proof, proof.id == newest_certificate().scalar_subquery())
    return Prepared(query, StandardRow.id)


def newest_certificate() -> Select[int]:
    """Return the query of the key of a standard's newest certificate, within a query over standards."""
    return (
        select(StandardCertificateRow.id)
        .where(StandardCertificateRow.standard_id == StandardRow.id)
        .order_by(StandardCertificateRow.calibrated_on.desc(), StandardCertificateRow.id.desc())
        .limit(1)
        .correlate(StandardRow)
    )


def _certificates() -> Select[Any]:
    """Return the query of the lines of certificates: of jobs, and of verifications."""
    outcome = (
        select(ResultRow.outcome)
        .where(ResultRow.job_id == JobRow.id, ResultRow.point == 0)
        .order_by(ResultRow.id.desc())
        .limit(1)
        .correlate(JobRow)
        .scalar_subquery()
    )
    told = case((CertificateRow.kind == DocumentKind.VERIFICATION, "pass"), else_="fail")
    verified = case((CertificateRow.verification_id.is_not(None), told), else_=func.coalesce(outcome, ""))
    item = func.coalesce(JobRow.instrument_id, VerificationRow.instrument_id)
    owner = func.coalesce(JobRow.customer_id, VerificationRow.customer_id)
    return (
        select(
            CertificateRow.number,
            func.coalesce(JobRow.number, VerificationRow.number),
            InstrumentRow.name,
            SERIAL,
            CustomerRow.name,
            CertificateRow.status,
            verified,
            CertificateRow.issued_on,
            func.coalesce(CertificateRow.signed_by, CertificateRow.reserved_by),
            CertificateRow.language,
            CertificateRow.why,
            CertificateRow.version,
            CertificateRow.kind,
        )
        .outerjoin(JobRow, JobRow.id == CertificateRow.job_id)
        .outerjoin(VerificationRow, VerificationRow.id == CertificateRow.verification_id)
        .join(InstrumentRow, InstrumentRow.id == item)
        .join(CustomerRow, CustomerRow.id == owner)
    )


def _certificate(number: str, job: str, *rest: Any) -> CertificateLine:
    return CertificateLine(CertificateNumber(number), job, *rest)


def _jobs() -> Select[Any]:
    readings = _counted(ReadingRow.id, ReadingRow.job_id == JobRow.id, ReadingRow.revision == 0)
    certificate = (
        select(CertificateRow.number)
        .where(CertificateRow.job_id == JobRow.id, CertificateRow.status.in_(SHOWN))
        .order_by(CertificateRow.id.desc())
        .limit(1)
    )
    delay = (
        select(DelayRow.reason)
        .where(DelayRow.job_id == JobRow.id, DelayRow.until.is_(None))
        .order_by(DelayRow.id.desc())
        .limit(1)
    )
    return (
        select(
            JobRow.number,
            InstrumentRow.name,
            SERIAL,
            CustomerRow.name,
            JobRow.state,
            ProcedureRow.name,
            readings.correlate(JobRow).scalar_subquery(),
            JobRow.due_on,
            JobRow.received_by,
            certificate.correlate(JobRow).scalar_subquery(),
            JobRow.version,
            JobRow.priority,
            delay.correlate(JobRow).scalar_subquery(),
        )
        .join(InstrumentRow, InstrumentRow.id == JobRow.instrument_id)
        .join(CustomerRow, CustomerRow.id == JobRow.customer_id)
        .outerjoin(ProcedureRow, ProcedureRow.id == JobRow.procedure_id)
    )


def _job(number: str, item: str, serial: str, customer: str, state: State, *rest: Any) -> JobLine:
    return JobLine(JobNumber(number), item, serial, customer, State(state), *rest)


def _counted(key: Any, *wanted: ColumnElement[bool]) -> Select[int]:
    return select(func.count(key)).where(*wanted)
