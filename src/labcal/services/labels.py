"""Questions on labels: what stands on them, and the sheets ready for the printer (6.4.8, 7.8.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from labcal.catalog.label_layouts import label_layouts
from labcal.certificates.labels import printed_labels, refuse_unprintable_label
from labcal.domain.after_issue import Standing
from labcal.domain.conformity import Outcome
from labcal.domain.equipment import ItemStatus
from labcal.domain.instrument import InstrumentNumber, StandardNumber
from labcal.domain.job import JobNumber, Phase
from labcal.domain.label import Label, LabelLayout, LabelStatus
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors import LabCalError
from labcal.store.lives import PastResult
from labcal.store.work import Records
from labcal.text import Phrase, Text, mark, phrase

STOPPED = (ItemStatus.OUT_OF_SERVICE, ItemStatus.IN_REPAIR, ItemStatus.LOST, ItemStatus.RETIRED)
"""What has to be before an item is labelled as out of service."""
GOOD = ("", Outcome.PASS.value, Outcome.CONDITIONAL_PASS.value, Outcome.NO_FAIL.value)
"""Statements of conformity under which an item is used without a limit."""

NO_CERTIFICATE = mark("{item} has no certificate yet, so it gets no label.")
UNPRINTABLE = mark("{item} is left out: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of what was chosen, and of what there is none, a sentence each."""

    labels: tuple[Label, ...]
    left_out: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOrder:
    """What is to be printed.

    Attributes:
        items: Instruments and standards, or jobs for their items.
        layout: Name of the layout.
        start: The first place of the sheet to be used, from 1.
        status: In the place of what the book says; None to leave it.
    """

    items: tuple[Subject, ...]
    layout: str
    start: int = 1
    status: LabelStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLabels:
    """Sheets of labels as PDF, how many labels, and what was left out, a sentence each."""

    pdf: bytes
    count: int
    left_out: tuple[Phrase, ...]


def layouts() -> tuple[LabelLayout, ...]:
    """Return the layouts that labels can be printed on, sheets first."""
    return label_layouts()


def labels_of(records: Records, items: Sequence[Subject]) -> Labels:
    """Return the label of each item, in the order given."""
    labels, left_out = [], []
    for item in items:
        known = _instrument_of(records, item)
        label = _label(records, known)
        if label is None:
            left_out.append(phrase(NO_CERTIFICATE, item=known.number))
        else:
            labels.append(label)
    return Labels(labels=tuple(labels), left_out=tuple(left_out))


def print_labels(records: Records, order: LabelOrder, text: Text) -> PrintedLabels:
    """Return the labels as PDF; one that cannot be drawn is left out, and it is said which and why.

    Raises:
        NoLabelError: There is none.
        NoSuchPlaceError: The sheet has no such place.
    """
    layout = next(one for one in layouts() if one.name == order.layout)
    found, labels = labels_of(records, order.items), []
    left_out = list(found.left_out)
    for label in found.labels:
        chosen = label if order.status is None else replace(label, status=order.status)
        try:
            refuse_unprintable_label(chosen, text)
        except LabCalError as error:
            why = Phrase(error.template, tuple(error.fields.items()))
            left_out.append(phrase(UNPRINTABLE, item=chosen.identity or chosen.number, why=why))
            continue
        labels.append(chosen)
    pdf = printed_labels(labels, layout, text, order.start)
    return PrintedLabels(pdf=pdf, count=len(labels), left_out=tuple(left_out))


def due_may_be_told(records: Records, instrument: InstrumentNumber) -> bool:
    """Tell whether the due date of an instrument may be told: its owner agreed, or is the laboratory."""
    owner = records.instruments.owner(instrument)
    return owner == records.customers.in_house() or records.customers.agreed(owner).value is not None


def _instrument_of(records: Records, item: Subject) -> Subject:
    if item.kind is not SubjectKind.JOB:
        return item
    return Subject(SubjectKind.INSTRUMENT, records.jobs.get(JobNumber(item.number)).instrument_number)


def _label(records: Records, item: Subject) -> Label | None:
    laboratory = records.people.laboratory().party.name
    since = _stopped_since(records, item)
    if item.kind is SubjectKind.STANDARD:
        return _label_of_standard(records, StandardNumber(item.number), laboratory, since)
    number = InstrumentNumber(item.number)
    plate, results = records.instruments.get(number), _newest(_holding(records, number))
    if since is None and not results:
        return None
    due = records.lives.calibration_due(item) if due_may_be_told(records, number) else None
    fails = any(one.result.outcome not in GOOD for one in results)
    status = LabelStatus.LIMITED if fails else LabelStatus.CALIBRATED
    return Label(
        status=status if since is None else LabelStatus.OUT_OF_SERVICE,
        laboratory=laboratory,
        number=results[0].source if results else "",
        item=plate.name,
        identity=plate.serial or plate.mark,
        on=results[0].on if since is None else since,
        due=due if since is None else None,
    )


def _holding(records: Records, number: InstrumentNumber) -> list[PastResult]:
    """Return the results of an item but those of certificates that were withdrawn."""
    results = records.lives.results(number)
    told = records.after_issue.standings(sorted({one.source for one in results}))
    return [one for one in results if told.get(one.source) is not Standing.WITHDRAWN]


def _label_of_standard(
    records: Records, number: StandardNumber, laboratory: str, since: date | None
) -> Label | None:
    kept, _ = records.standards.kept(number)
    versions = records.standards.versions(number)
    if not versions:
        return None
    told = versions[-1].certificate
    return Label(
        status=LabelStatus.CALIBRATED if since is None else LabelStatus.OUT_OF_SERVICE,
        laboratory=laboratory,
        number=told.number,
        item=kept.value.name,
        identity=kept.value.serial or kept.value.identification,
        on=told.calibrated_on if since is None else since,
        due=told.due_on if since is None else None,
    )


def _stopped_since(records: Records, item: Subject) -> date | None:
    """Return the day since which an item is not to be used; None where it may be."""
    told = [one.value for one in records.equipment.statuses(item) if one.value.since <= records.today]
    return told[-1].since if told and told[-1].status in STOPPED else None


def _newest(results: list[PastResult]) -> list[PastResult]:
    """Return the results of the newest certificate: as left, where the item was adjusted."""
    last = [one for one in results if one.source == results[-1].source]
    left = [one for one in last if one.result.phase is Phase.AS_LEFT]
    return left or last
