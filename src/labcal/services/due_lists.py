"""Questions on what is due: lists by customer, place, quantity, kind and period; on paper, and as letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from labcal.certificates.due import DuePaper, due_list_pdf, reminder_pdf
from labcal.domain.due import DueLine, DuePage, DueWanted
from labcal.domain.instrument import CustomerNumber
from labcal.errors.due import NoDueDatesAgreedError, NothingDueError
from labcal.store.work import Records
from labcal.text import Text

MOST = 2000
"""So many lines are printed at most."""


class Reminder(NamedTuple):
    """The letter to a customer."""

    customer: str
    pdf: bytes


def due_page(records: Records, wanted: DueWanted) -> DuePage:
    """Return a page of the due list, soonest first."""
    return records.due.page(wanted, records.today)


def due_units(records: Records) -> list[str]:
    """Return the units by which the due list can be narrowed to a quantity."""
    return records.due.units()


def within(records: Records, days: int) -> date:
    """Return the day that lies so many days ahead."""
    return records.today + timedelta(days=days)


def print_due(records: Records, wanted: DueWanted, text: Text) -> bytes:
    """Return the due list as PDF, ``MOST`` lines of it at most.

    Raises:
        NothingDueError: Nothing is.
    """
    lines = due_page(records, replace(wanted, size=MOST, after=None)).lines
    if not lines:
        raise NothingDueError
    return due_list_pdf(lines, _paper(records, text))


def reminders(records: Records, wanted: DueWanted, text: Text) -> tuple[Reminder, ...]:
    """Return a letter to each customer who agreed that due dates are told (7.8.4.3), and to nobody else.

    Raises:
        NothingDueError: Nothing of a customer's is due.
        NoDueDatesAgreedError: No customer of whom something is due agreed.
    """
    lines = due_page(records, replace(wanted, own=False, size=MOST, after=None)).lines
    if not lines:
        raise NothingDueError
    by_customer: dict[str, list[DueLine]] = {}
    for line in lines:
        if line.agreed:
            by_customer.setdefault(line.customer_number, []).append(line)
    if not by_customer:
        raise NoDueDatesAgreedError
    paper = _paper(records, text)
    found = []
    for number, own in by_customer.items():
        party = records.customers.get(CustomerNumber(number)).party
        found.append(Reminder(party.name, reminder_pdf(party, own, paper)))
    return tuple(found)


def _paper(records: Records, text: Text) -> DuePaper:
    return DuePaper(laboratory=records.people.laboratory(), text=text, at=records.now)
