"""What of each record is looked for, and what lists are sorted by: which columns, of which tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, FromClause, Table, func, inspect

from labcal.domain.finding import Subject
from labcal.store.base import Row
from labcal.store.rows.certificates import CertificateRow
from labcal.store.rows.items import CustomerRow, InstrumentRow, StandardCertificateRow, StandardRow
from labcal.store.rows.jobs import JobRow
from labcal.store.rows.people import PersonRow
from labcal.store.rows.verifications import VerificationRow


def table_of(row_class: type[Row]) -> Table:
    """Return the table that a row maps."""
    table = inspect(row_class).local_table
    if not isinstance(table, Table):
        raise TypeError(f"{row_class.__name__} maps no table")
    return table


JOBS, CERTIFICATES = table_of(JobRow), table_of(CertificateRow)
INSTRUMENTS, CUSTOMERS = table_of(InstrumentRow), table_of(CustomerRow)
STANDARDS, PROOFS, PEOPLE = table_of(StandardRow), table_of(StandardCertificateRow), table_of(PersonRow)
_JOB, _CERTIFICATE, _INSTRUMENT, _CUSTOMER = JOBS.c, CERTIFICATES.c, INSTRUMENTS.c, CUSTOMERS.c
VERIFICATIONS = table_of(VerificationRow)
_STANDARD, _PROOF, _PERSON = STANDARDS.c, PROOFS.c, PEOPLE.c
_VERIFICATION = VERIFICATIONS.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the index keeps of the records of one kind.

    Attributes:
        source: The record's table with those it is told from.
        key: Of the record.
        title: What the record is called.
        codes: Columns with numbers and serials; the first opens the record, or the title where there is none.
        words: Columns with names and sentences.
        ties: Columns that tie the tables of ``source``; a change of one tells the record anew.
        sorted: Columns that lists are sorted by.
    """

    source: FromClause
    key: Column[Any]
    title: Column[Any]
    codes: tuple[Column[Any], ...]
    words: tuple[Column[Any], ...]
    ties: tuple[Column[Any], ...] = ()
    sorted: tuple[Column[Any], ...] = ()

    @property
    def number(self) -> Column[Any]:
        """What opens the record."""
        return self.codes[0] if self.codes else self.title

    @property
    def reads(self) -> frozenset[tuple[str, str]]:
        """Table and name of every column that the record is told from."""
        columns = (*self.codes, *self.words, *self.ties, *self.sorted)
        return frozenset((column.table.name, column.name) for column in columns)


_ITEM = INSTRUMENTS.join(CUSTOMERS, _CUSTOMER.id == _INSTRUMENT.customer_id)
_OF_VERIFICATION = VERIFICATIONS.join(INSTRUMENTS, _INSTRUMENT.id == _VERIFICATION.instrument_id).join(
    CUSTOMERS, _CUSTOMER.id == _VERIFICATION.customer_id
)
_OF_CERTIFICATE = (
    CERTIFICATES.outerjoin(JOBS, _JOB.id == _CERTIFICATE.job_id)
    .outerjoin(VERIFICATIONS, _VERIFICATION.id == _CERTIFICATE.verification_id)
    .join(INSTRUMENTS, _INSTRUMENT.id == func.coalesce(_JOB.instrument_id, _VERIFICATION.instrument_id))
    .join(CUSTOMERS, _CUSTOMER.id == func.coalesce(_JOB.customer_id, _VERIFICATION.customer_id))
)
_OF_JOB = JOBS.join(INSTRUMENTS, _INSTRUMENT.id == _JOB.instrument_id).join(
    CUSTOMERS, _CUSTOMER.id == _JOB.customer_id
)
_PLATE = (_INSTRUMENT.serial, _INSTRUMENT.mark)

DOCUMENTS: Mapping[Subject, Document] = {
    Subject.JOB: Document(
        source=_OF_JOB,
        key=_JOB.id,
        title=_INSTRUMENT.name,
        codes=(_JOB.number, *_PLATE),
        words=(
            _INSTRUMENT.name,
            _CUSTOMER.name,
            _INSTRUMENT.manufacturer,
            _INSTRUMENT.model,
            _JOB.remarks,
            _JOB.deviations,
        ),
        ties=(_JOB.instrument_id, _JOB.customer_id),
    ),
    Subject.CERTIFICATE: Document(
        source=_OF_CERTIFICATE,
        key=_CERTIFICATE.id,
        title=_INSTRUMENT.name,
        codes=(_CERTIFICATE.number, _JOB.number, _VERIFICATION.number, *_PLATE),
        words=(_INSTRUMENT.name, _CUSTOMER.name, _INSTRUMENT.manufacturer, _INSTRUMENT.model),
        ties=(
            _CERTIFICATE.job_id,
            _CERTIFICATE.verification_id,
            _JOB.instrument_id,
            _JOB.customer_id,
            _VERIFICATION.instrument_id,
            _VERIFICATION.customer_id,
        ),
    ),
    Subject.INSTRUMENT: Document(
        source=_ITEM,
        key=_INSTRUMENT.id,
        title=_INSTRUMENT.name,
        codes=(_INSTRUMENT.number, *_PLATE),
        words=(_INSTRUMENT.name, _INSTRUMENT.manufacturer, _INSTRUMENT.model, _CUSTOMER.name),
        ties=(_INSTRUMENT.customer_id,),
        sorted=(_INSTRUMENT.number, _INSTRUMENT.name, _INSTRUMENT.serial, _INSTRUMENT.manufacturer),
    ),
    Subject.STANDARD: Document(
        source=STANDARDS.outerjoin(PROOFS, _PROOF.standard_id == _STANDARD.id),
        key=_STANDARD.id,
        title=_STANDARD.name,
        codes=(_STANDARD.number, _STANDARD.identification, _PROOF.number),
        words=(_STANDARD.name, _PROOF.laboratory),
        ties=(_PROOF.standard_id,),
        sorted=(_STANDARD.number, _STANDARD.name),
    ),
    Subject.CUSTOMER: Document(
        source=CUSTOMERS,
        key=_CUSTOMER.id,
        title=_CUSTOMER.name,
        codes=(_CUSTOMER.number, _CUSTOMER.phone, _CUSTOMER.email),
        words=(_CUSTOMER.name, _CUSTOMER.street, _CUSTOMER.city),
        sorted=(_CUSTOMER.number, _CUSTOMER.name, _CUSTOMER.city),
    ),
    Subject.PERSON: Document(
        source=PEOPLE,
        key=_PERSON.id,
        title=_PERSON.name,
        codes=(),
        words=(_PERSON.name, _PERSON.role),
        sorted=(_PERSON.name,),
    ),
    Subject.VERIFICATION: Document(
        source=_OF_VERIFICATION,
        key=_VERIFICATION.id,
        title=_INSTRUMENT.name,
        codes=(_VERIFICATION.number, *_PLATE),
        words=(
            _INSTRUMENT.name,
            _CUSTOMER.name,
            _VERIFICATION.premises,
            _INSTRUMENT.manufacturer,
            _INSTRUMENT.model,
            _VERIFICATION.remarks,
        ),
        ties=(_VERIFICATION.instrument_id, _VERIFICATION.customer_id),
    ),
}
"""Who did what is not among a job's words: a person who is forgotten leaves the index by one record."""
