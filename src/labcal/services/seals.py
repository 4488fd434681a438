"""The stock of numbered seals and stickers: received, issued to an inspector, used or void, never lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.seal import (
    SEAL_KINDS,
    SEAL_STATUSES,
    Reconciled,
    SealKind,
    SealLine,
    SealStatus,
    numbers_between,
)
from labcal.errors.verifications import SealOfAnotherError, SealStatusError
from labcal.services.missing import refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveSeals:
    """Take a range of numbers into the stock."""

    title: ClassVar[str] = mark("Receive seals")
    undoable: ClassVar[bool] = True
    kind: SealKind
    first: str
    last: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("The first number"), self.first))
        numbers = numbers_between(self.first, self.last)
        return work.seals.receive(self.kind, numbers, work.today, who)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSeals:
    """Hand a range of numbers of the stock to an inspector."""

    title: ClassVar[str] = mark("Issue seals")
    undoable: ClassVar[bool] = True
    kind: SealKind
    inspector: PersonName
    first: str
    last: str = ""

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_STANDARDS, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("The first number"), self.first), (mark("The inspector"), self.inspector))
        work.people.get(self.inspector)
        lines = work.seals.of(self.kind, numbers_between(self.first, self.last))
        for line in lines:
            if line.status is not SealStatus.IN_STOCK:
                told = phrase(SEAL_STATUSES[line.status])
                raise SealStatusError(kind=phrase(SEAL_KINDS[line.kind]), number=line.number, status=told)
        work.seals.hand_out([line.key for line in lines], self.inspector, work.today)
        return len(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidSeal:
    """Note that one's own number is spoilt or cannot be found, and why; it stays on record."""

    title: ClassVar[str] = mark("Void seal")
    undoable: ClassVar[bool] = True
    kind: SealKind
    number: str
    why: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.INSPECT, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_missing((mark("Why the number is void"), self.why))
        (line,) = work.seals.of(self.kind, [self.number])
        named = {"kind": phrase(SEAL_KINDS[line.kind]), "number": line.number}
        if line.status in (SealStatus.USED, SealStatus.VOID):
            raise SealStatusError(**named, status=phrase(SEAL_STATUSES[line.status]))
        if line.holder not in (None, who):
            raise SealOfAnotherError(**named, holder=line.holder, person=who)
        work.seals.void(line.key, self.why.strip(), who, seen=line.version)


class Stock(NamedTuple):
    """The stock as its page shows it.

    Attributes:
        lines: Every number.
        sums: By kind, how many stand where.
        inspectors: Who may be handed numbers.
        keeps: Whether the person asking keeps the stock.
    """

    lines: list[SealLine]
    sums: list[Reconciled]
    inspectors: list[PersonName]
    keeps: bool


def stock(records: Records, who: PersonName) -> Stock:
    """Return the stock of seals as ``who`` sees it."""
    today = records.today
    inspectors = [
        person.name
        for person in records.people.all()
        if person.in_post(today) and person.has(Right.INSPECT, today)
    ]
    keeps = records.people.get(who).has(Right.KEEP_STANDARDS, today)
    return Stock(records.seals.lines(), records.seals.reconciled(), inspectors, keeps)
