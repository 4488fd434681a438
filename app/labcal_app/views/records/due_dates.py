"""The tab of a customer on due dates: whether they may be told, since when, and who agreed (7.8.4.3)."""

from __future__ import annotations

from typing import Any

from labcal.domain.instrument import CustomerNumber
from labcal.domain.kept import Kept
from labcal.domain.party import DueAgreement
from labcal.services.customers import AgreeDueDates, due_agreement
from labcal.text import Text, mark
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.models.table import Column
from labcal_app.views.records.care import column, day_column
from labcal_app.views.records.shelf import Shelf, kept_key, kept_values, kept_version

CLAUSE = "ISO/IEC 17025:2017, 7.8.4.3"


def _columns(text: Text) -> tuple[Column[Any], ...]:
    return (
        day_column(mark("Agreed on"), lambda one: one.on, text),
        column(mark("Agreed by"), lambda one: one.by, 240, grows=True),
    )


def _told(told: dict[str, Any]) -> DueAgreement | None:
    """Return what was filled in; None where both fields were emptied: it is not agreed any more."""
    if told["on"] is None and not told["by"].strip():
        return None
    return DueAgreement(**told)


DUE_DATES_SHELF = Shelf[Kept[DueAgreement]](
    title=mark("Due dates"),
    icon="calendar",
    empty=mark("No agreement: due dates are told neither on labels nor in reminders."),
    columns=_columns,
    question=lambda records, subject: due_agreement(records, CustomerNumber(subject.number)),
    shows=frozenset({"customer"}),
    key=kept_key,
    version=kept_version,
    entries=(
        Entry(name="on", label=mark("Agreed on"), kind=EntryKind.DAY, clause=CLAUSE),
        Entry(
            name="by",
            label=mark("Agreed by"),
            help=mark("Who agreed on the customer's side; empty both fields to withdraw it."),
        ),
    ),
    add=mark("Agree due dates"),
    value=kept_values,
    made=lambda subject, told: AgreeDueDates(customer=CustomerNumber(subject.number), agreed=_told(told)),
    edited=lambda subject, _kept, seen, told: AgreeDueDates(
        customer=CustomerNumber(subject.number), agreed=_told(told), seen=seen
    ),
)
