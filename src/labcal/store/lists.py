"""Every list of the book: its orders, its filters, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from labcal.domain.certificate import CertificateLine, Status
from labcal.domain.finding import Subject
from labcal.domain.instrument import CustomerLine, InstrumentLine, StandardLine
from labcal.domain.job import JobLine, State
from labcal.domain.listing import Page, Wanted
from labcal.domain.verification import Decision, VerificationLine, VerificationState
from labcal.store import lines
from labcal.store.documents import (
    CERTIFICATES,
    CUSTOMERS,
    INSTRUMENTS,
    JOBS,
    PROOFS,
    STANDARDS,
    VERIFICATIONS,
    table_of,
)
from labcal.store.job_filters import JOB_FILTERS
from labcal.store.listing import Filter, Listing, Order, cut
from labcal.store.rows.equipment import ScheduleRow
from labcal.store.rows.finding import SortKeyRow
from labcal.store.rows.items import InstrumentTypeRow, ProcedureRow
from labcal.store.verifications import lines_by_key as verification_lines

L = TypeVar("L")
PATH = (State.RECEIVED, State.OPEN, State.CHECKING, State.SIGNING, State.ISSUED)
"""The states of a job in the order in which it passes them."""
WAITING = PATH[:-1]
PROCEDURES, SCHEDULES, TYPES = table_of(ProcedureRow), table_of(ScheduleRow), table_of(InstrumentTypeRow)


def _ranked(
    subject: Subject,
    field: str,
    key: ColumnElement[int],
    through: tuple[FromClause, ColumnElement[int], ColumnElement[int]] | None = None,
) -> Order:
    """Return the order by a ranked ``field`` of the record that ``key`` points at.

    Args:
        subject: The kind of that record.
        field: Its column.
        key: What points at it.
        through: A table that stands between, with its own key and what in the list points at that.
    """
    ranks, single = table_of(SortKeyRow).alias(), table_of(SortKeyRow).alias()
    tie = and_(ranks.c.subject == subject.value, ranks.c.field == field, key == ranks.c.record)
    keys: tuple[ColumnElement[int], ...] = (ranks.c.value, ranks.c.record)
    ranked = and_(single.c.subject == subject.value, single.c.field == field)
    if through is None:
        value = select(single.c.value).where(ranked, single.c.record == key).correlate_except(single)
        return Order(keys=keys, told=(value.scalar_subquery(), key), joins=((ranks, tie),))
    between, own, pointing = through
    record = select(key).where(pointing == own).correlate_except(between).scalar_subquery()
    value = select(single.c.value).where(ranked, single.c.record == record).correlate_except(single)
    return Order(
        keys=(*keys, own),
        told=(value.scalar_subquery(), record, pointing),
        joins=((ranks, tie), (between, pointing == own)),
    )


def _dated(column: ColumnElement[date]) -> Order:
    """Return the order by a date; what has none comes last, whichever way it runs."""
    return Order(keys=(column,), parts=(column.is_not(None), column.is_(None)))


def _customers(told: str) -> Select[int]:
    """Return the query of the customers of a number or a name."""
    known = or_(CUSTOMERS.c.number == told, CUSTOMERS.c.name == told)
    return select(CUSTOMERS.c.id).where(known).correlate(None)


def _of_customer(column: ColumnElement[int]) -> Callable[[str], ColumnElement[bool]]:
    return lambda told: column.in_(_customers(told))


def _of_procedure(name: str) -> ColumnElement[bool]:
    editions = select(PROCEDURES.c.id).where(PROCEDURES.c.name == name)
    return JOBS.c.procedure_id.in_(editions.correlate(None))


def _certified_for(told: str) -> ColumnElement[bool]:
    jobs = select(JOBS.c.id).where(JOBS.c.customer_id.in_(_customers(told)))
    verified = select(VERIFICATIONS.c.id).where(VERIFICATIONS.c.customer_id.in_(_customers(told)))
    return or_(
        CERTIFICATES.c.job_id.in_(jobs.correlate(None)),
        CERTIFICATES.c.verification_id.in_(verified.correlate(None)),
    )


def _items() -> FromClause:
    """Return a table of every certificate with the instrument of its job or of its verification."""
    known = CERTIFICATES.alias()
    instrument = func.coalesce(JOBS.c.instrument_id, VERIFICATIONS.c.instrument_id)
    return (
        select(known.c.id.label("certificate_id"), instrument.label("instrument_id"))
        .select_from(
            known.outerjoin(JOBS, JOBS.c.id == known.c.job_id).outerjoin(
                VERIFICATIONS, VERIFICATIONS.c.id == known.c.verification_id
            )
        )
        .subquery("items")
    )


def _of_type(number: str) -> ColumnElement[bool]:
    known = select(TYPES.c.id).where(TYPES.c.number == number)
    return INSTRUMENTS.c.type_id == known.scalar_subquery()


def _scheduled(day: str) -> ColumnElement[bool]:
    due = select(SCHEDULES.c.instrument_id).where(
        SCHEDULES.c.ended.is_(None),
        SCHEDULES.c.next_due <= date.fromisoformat(day),
        SCHEDULES.c.instrument_id.is_not(None),
    )
    return INSTRUMENTS.c.id.in_(due)


_DUE = select(PROOFS.c.due_on).where(PROOFS.c.id == lines.newest_certificate().scalar_subquery())
_DUE_ON = _DUE.correlate(STANDARDS).scalar_subquery()

JOB_LIST = Listing(
    subject=Subject.JOB,
    key=JOBS.c.id,
    number=JOBS.c.number,
    orders={
        "item": _ranked(Subject.INSTRUMENT, "name", JOBS.c.instrument_id),
        "serial": _ranked(Subject.INSTRUMENT, "serial", JOBS.c.instrument_id),
        "customer": _ranked(Subject.CUSTOMER, "name", JOBS.c.customer_id),
        "stage": Order(parts=tuple(JOBS.c.state == state for state in PATH), turned=True),
        "due": _dated(JOBS.c.due_on),
    },
    filters={
        "state": Filter(holds=lambda told: JOBS.c.state == State(told), walked=frozenset({"due", "stage"})),
        "customer": Filter(holds=_of_customer(JOBS.c.customer_id), walked=frozenset({"due"})),
        "procedure": Filter(holds=_of_procedure),
        "due_until": Filter(
            holds=lambda day: and_(JOBS.c.state.in_(WAITING), JOBS.c.due_on <= date.fromisoformat(day)),
            walked=frozenset({"due"}),
        ),
        **JOB_FILTERS,
    },
)
INSTRUMENT_LIST = Listing(
    subject=Subject.INSTRUMENT,
    key=INSTRUMENTS.c.id,
    number=INSTRUMENTS.c.number,
    orders={
        "item": _ranked(Subject.INSTRUMENT, "name", INSTRUMENTS.c.id),
        "serial": _ranked(Subject.INSTRUMENT, "serial", INSTRUMENTS.c.id),
        "manufacturer": _ranked(Subject.INSTRUMENT, "manufacturer", INSTRUMENTS.c.id),
        "customer": _ranked(Subject.CUSTOMER, "name", INSTRUMENTS.c.customer_id),
        "class": Order(keys=(INSTRUMENTS.c.grade,)),
    },
    filters={
        "customer": Filter(holds=_of_customer(INSTRUMENTS.c.customer_id)),
        "class": Filter(holds=lambda grade: INSTRUMENTS.c.grade == grade, walked=frozenset({"class"})),
        "type": Filter(holds=_of_type),
        "due_until": Filter(holds=_scheduled),
    },
)
CERTIFICATE_LIST = Listing(
    subject=Subject.CERTIFICATE,
    key=CERTIFICATES.c.id,
    number=CERTIFICATES.c.number,
    orders={
        "item": _ranked(
            Subject.INSTRUMENT, "name", JOBS.c.instrument_id, (JOBS, JOBS.c.id, CERTIFICATES.c.job_id)
        ),
        "issued": _dated(CERTIFICATES.c.issued_on),
    },
    filters={
        "status": Filter(holds=lambda told: CERTIFICATES.c.status == Status(told)),
        "year": Filter(holds=lambda year: CERTIFICATES.c.year == int(year)),
        "customer": Filter(holds=_certified_for),
    },
)
_ITEMS = _items()
DOCUMENT_LIST = replace(
    CERTIFICATE_LIST,
    orders={
        **CERTIFICATE_LIST.orders,
        "item": _ranked(
            Subject.INSTRUMENT,
            "name",
            _ITEMS.c.instrument_id,
            (_ITEMS, _ITEMS.c.certificate_id, CERTIFICATES.c.id),
        ),
    },
)
"""The certificates of a book with verifications: sorted by their items too, though no index helps."""
VERIFICATION_LIST = Listing(
    subject=Subject.VERIFICATION,
    key=VERIFICATIONS.c.id,
    number=VERIFICATIONS.c.number,
    orders={
        "item": _ranked(Subject.INSTRUMENT, "name", VERIFICATIONS.c.instrument_id),
        "customer": _ranked(Subject.CUSTOMER, "name", VERIFICATIONS.c.customer_id),
        "due": _dated(VERIFICATIONS.c.next_due),
    },
    filters={
        "state": Filter(holds=lambda told: VERIFICATIONS.c.state == VerificationState(told)),
        "decision": Filter(holds=lambda told: VERIFICATIONS.c.decision == Decision(told)),
        "customer": Filter(holds=_of_customer(VERIFICATIONS.c.customer_id)),
    },
)
STANDARD_LIST = Listing(
    subject=Subject.STANDARD,
    key=STANDARDS.c.id,
    number=STANDARDS.c.number,
    orders={"item": _ranked(Subject.STANDARD, "name", STANDARDS.c.id), "due": _dated(_DUE_ON)},
    filters={
        "suspended": Filter(holds=lambda told: STANDARDS.c.suspended.is_(told == "yes")),
        "due_from": Filter(holds=lambda day: date.fromisoformat(day) <= _DUE_ON),
        "due_until": Filter(holds=lambda day: date.fromisoformat(day) >= _DUE_ON),
        "certified": Filter(holds=lambda told: _DUE_ON.is_not(None) if told == "yes" else _DUE_ON.is_(None)),
    },
    newest=False,
)
CUSTOMER_LIST = Listing(
    subject=Subject.CUSTOMER,
    key=CUSTOMERS.c.id,
    number=CUSTOMERS.c.number,
    orders={
        "name": _ranked(Subject.CUSTOMER, "name", CUSTOMERS.c.id),
        "city": _ranked(Subject.CUSTOMER, "city", CUSTOMERS.c.id),
    },
    newest=False,
)


class Lists:
    """The pages of one session's lists."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def jobs(self, wanted: Wanted) -> Page[JobLine]:
        """Return a page of the jobs."""
        return self._page(JOB_LIST, wanted, lines.jobs_by_key)

    def instruments(self, wanted: Wanted) -> Page[InstrumentLine]:
        """Return a page of the instruments."""
        return self._page(INSTRUMENT_LIST, wanted, lines.instruments_by_key)

    def certificates(self, wanted: Wanted) -> Page[CertificateLine]:
        """Return a page of the certificates."""
        verified = select(CERTIFICATES.c.id).where(CERTIFICATES.c.verification_id.is_not(None)).limit(1)
        listing = CERTIFICATE_LIST if self._session.scalar(verified) is None else DOCUMENT_LIST
        return self._page(listing, wanted, lines.certificates_by_key)

    def verifications(self, wanted: Wanted) -> Page[VerificationLine]:
        """Return a page of the verifications."""
        return self._page(VERIFICATION_LIST, wanted, verification_lines)

    def standards(self, wanted: Wanted) -> Page[StandardLine]:
        """Return a page of the reference standards."""
        return self._page(STANDARD_LIST, wanted, lines.standards_by_key)

    def customers(self, wanted: Wanted) -> Page[CustomerLine]:
        """Return a page of the customers."""
        return self._page(CUSTOMER_LIST, wanted, lines.customers_by_key)

    def years(self) -> range:
        """Return the years in which certificates were numbered, from the first to the last."""
        year = CERTIFICATES.c.year
        first = self._session.scalar(select(year).order_by(year).limit(1))
        last = self._session.scalar(select(year).order_by(year.desc()).limit(1))
        return range(0) if first is None or last is None else range(first, last + 1)

    def _page(
        self,
        listing: Listing,
        wanted: Wanted,
        read: Callable[[Session, Sequence[int]], dict[int, L]],
    ) -> Page[L]:
        found = cut(self._session.connection(), listing, wanted)
        shown = read(self._session, found.keys)
        return Page(
            lines=tuple(shown[key] for key in found.keys),
            places=found.places,
            earlier=found.earlier,
            later=found.later,
            total=found.total,
            all=found.all,
            bounded=found.bounded,
            all_bounded=found.all_bounded,
        )
