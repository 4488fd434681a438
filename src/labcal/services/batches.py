"""Commands and questions on items that come together: fifty thermometers in one step (7.4)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from labcal.domain.batch import Batch, BatchLine, BatchNumber, Known
from labcal.domain.instrument import CustomerNumber, Instrument, InstrumentNumber
from labcal.domain.job import JobNumber
from labcal.domain.party import Party
from labcal.domain.person import Need, PersonName
from labcal.domain.quantity import parse
from labcal.domain.role import Right
from labcal.errors import LabCalError
from labcal.errors.batches import BatchRowError, EmptyBatchError, TwiceInBatchError, UnderWayError
from labcal.services import customers
from labcal.services.instruments import screen
from labcal.services.jobs import ReceiveItem
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark

ANYONE = CustomerNumber("")
"""In the place of a customer who is not in the book yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One row of the form, as typed; what is empty is as for all.

    Attributes:
        nominal: Nominal value, where it differs from that of the others.
        remarks: On this item alone, such as a scratch.
    """

    serial: str = ""
    mark: str = ""
    name: str = ""
    nominal: str = ""
    remarks: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(getattr(self, one.name).strip() for one in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What is told once of all items, as typed."""

    name: str
    nominal: str
    manufacturer: str = ""
    model: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """A row of the form held against the book.

    Attributes:
        item: What is received: a known instrument or a new one; None where the row cannot be taken.
        known: Under which number, name and nominal value the book knows it; None where it is new.
        trouble: Why it cannot be taken.
        column: The field of the row that the trouble is about.
    """

    item: InstrumentNumber | Instrument | None = None
    known: Known | None = None
    trouble: LabCalError | None = None
    column: str = "serial"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """One item of a batch: a known instrument or a new one, and what is remarked on it alone."""

    item: InstrumentNumber | Instrument
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveBatch:
    """Take several items of one customer in, all or none; each gets its job.

    Attributes:
        shared: What was agreed for all of them; its ``item`` stands for each.
        items: In the order in which they are to be worked on.
        remarks: On the batch.
    """

    title: ClassVar[str] = mark("Receive batch")
    undoable: ClassVar[bool] = True
    shared: ReceiveItem
    items: tuple[BatchItem, ...]
    remarks: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.RECEIVE, on=records.today)

    def run(self, work: Work, who: PersonName) -> BatchNumber:
        if not self.items:
            raise EmptyBatchError
        told = self.shared.customer
        customer = customers.add(work, told) if isinstance(told, Party) else told
        on = self.shared.on or work.today
        batch = work.batches.add(customer, on, who, self.remarks)
        jobs = [self._receive(work, who, customer, place) for place in range(len(self.items))]
        work.batches.put(batch, jobs)
        return batch

    def _receive(self, work: Work, who: PersonName, customer: CustomerNumber, place: int) -> JobNumber:
        one = self.items[place]
        remarks = " ".join(words for words in (self.shared.remarks.strip(), one.remarks.strip()) if words)
        command = replace(self.shared, customer=customer, item=one.item, remarks=remarks)
        try:
            return command.run(work, who)
        except LabCalError as error:
            why = Phrase(error.template, tuple(error.fields.items()))
            raise BatchRowError(row=place + 1, why=why) from error


def sighted(
    records: Records, customer: CustomerNumber, common: Common, rows: tuple[BatchRow, ...]
) -> tuple[Sighted | None, ...]:
    """Return what each row of the form means; None for a row in which nothing was typed.

    Args:
        records: Of the book.
        customer: Whose items they are; ``ANYONE`` where the customer is new.
        common: What is told once of all of them.
        rows: As typed.
    """
    identities = {told for row in rows for told in _identity(row) if told}
    known = records.batches.known(customer, identities) if customer and identities else []
    found: list[Sighted | None] = []
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=1):
        if row.is_blank:
            found.append(None)
            continue
        identity = _identity(row)
        if identity in first and any(identity):
            told = identity[0] or identity[1]
            found.append(Sighted(trouble=TwiceInBatchError(identity=told, row=first[identity])))
            continue
        first[identity] = number
        found.append(_sighted(row, common, known))
    return tuple(found)


def batch_lines(records: Records) -> list[BatchLine]:
    """Return the newest batches for a list."""
    return records.batches.lines()


def batch(records: Records, number: BatchNumber) -> Batch:
    """Return a batch."""
    return records.batches.get(number)


def jobs_of_batch(records: Records, number: BatchNumber) -> list[JobNumber]:
    """Return the jobs of a batch, in the order in which the items were received."""
    return records.batches.jobs(number)


def batch_of(records: Records, job: JobNumber) -> BatchNumber | None:
    """Return the batch that a job belongs to; None where its item came alone."""
    return records.batches.of(job)


def _sighted(row: BatchRow, common: Common, known: list[Known]) -> Sighted:
    serial, told_mark = _identity(row)
    again = [
        one for one in known if (serial and one.serial == serial) or (told_mark and one.mark == told_mark)
    ]
    if again:
        # of several with this serial number, the one that is called as typed
        name = (row.name or common.name).strip().casefold()
        one = next((one for one in again if one.name.casefold() == name), again[0])
        if one.job:
            return Sighted(known=one, trouble=UnderWayError(item=one.number, job=one.job))
        return Sighted(item=one.number, known=one)
    column = "nominal" if row.nominal.strip() else "name" if row.name.strip() else "serial"
    try:
        item = _made(row, common)
        column = "serial"
        screen(item)
    except LabCalError as error:
        return Sighted(trouble=error, column=column)
    return Sighted(item=item)


def _made(row: BatchRow, common: Common) -> Instrument:
    serial, told_mark = _identity(row)
    fixed: dict[str, Any] = {
        name: getattr(common, name).strip() for name in ("manufacturer", "model", "grade")
    }
    nominal = parse(row.nominal if row.nominal.strip() else common.nominal)
    name = (row.name or common.name).strip()
    return Instrument(name=name, nominal=nominal, serial=serial, mark=told_mark, **fixed)


def _identity(row: BatchRow) -> tuple[str, str]:
    return row.serial.strip(), row.mark.strip()
