"""Commands of a verification on site: begun, examined, measured (OIML R 76-1:2006)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from labcal.catalog.verification_programmes import R76, programme
from labcal.domain import units
from labcal.domain.equipment import STATUSES
from labcal.domain.instrument import (
    CustomerNumber,
    Instrument,
    InstrumentNumber,
    StandardInUse,
    StandardNumber,
)
from labcal.domain.party import Party
from labcal.domain.person import Level, Need, PersonName
from labcal.domain.subject import Subject, SubjectKind
from labcal.domain.verification import (
    STATES,
    Answer,
    Finding,
    Identified,
    SheetRow,
    VerificationNumber,
    VerificationState,
)
from labcal.errors.equipment import StandardOutOfUseError
from labcal.errors.jobs import OtherOwnerError, StandardExpiredError, StandardSuspendedError
from labcal.errors.verifications import (
    AnswerRemarkError,
    MarksError,
    NoAdjustmentError,
    UnknownCheckError,
    VerificationStageError,
    WholeNumberRowError,
)
from labcal.errors.weighing import UnknownWeighingClassError
from labcal.services import customers
from labcal.services.jobs import USABLE
from labcal.services.missing import refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

MOST_ROWS = 60
"""Rows of the sheet of one test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginVerification:
    """Begin the verification of an instrument where it stands.

    Attributes:
        customer: The trader's number, or the address of a new one.
        item: The instrument's number, or the plate of a new one.
        told: Where it stands, and what is marked on it.
        on: Civil date of the visit; None for today.
    """

    title: ClassVar[str] = mark("Begin verification")
    undoable: ClassVar[bool] = True
    customer: CustomerNumber | Party
    item: InstrumentNumber | Instrument
    told: Identified
    on: date | None = None

    def needs(self, records: Records) -> Need:
        maximum = self.told.maximum if self.told else None
        weighs = maximum is not None and units.same_dimension(maximum.unit, "kg")
        return Need(
            level=Level.RECORDS,
            on=self.on or records.today,
            procedure=R76,
            quantity=maximum.base if maximum is not None and weighs else None,
        )

    def run(self, work: Work, who: PersonName) -> VerificationNumber:
        on = self.on or work.today
        refuse_future(on, work.today)
        screen(self.told)
        owner = customers.add(work, self.customer) if isinstance(self.customer, Party) else self.customer
        item = self._item(work, owner)
        begun = (on, who, work.now)
        return work.verifications.add(self.told, programme(R76).pinned, (owner, item), begun)

    def _item(self, work: Work, owner: CustomerNumber) -> InstrumentNumber:
        if not isinstance(self.item, Instrument):
            known = work.instruments.owner(self.item)
            if known != owner:
                raise OtherOwnerError(item=self.item, owner=work.customers.get(known).party.name)
            return self.item
        refuse_missing(
            (mark("The item's name"), self.item.name),
            (mark("The item's serial number or mark"), self.item.serial or self.item.mark),
        )
        return work.instruments.add(owner, self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditMarks:
    """Correct what was read from the plate, the premises, or the seals as found."""

    title: ClassVar[str] = mark("Correct marks")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    told: Identified
    seen: int

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        screen(self.told)
        work.verifications.change(self.verification, self.told, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKit:
    """Say which weights of the laboratory are used, each in date and fit for use (R 76-1, 3.7.1)."""

    title: ClassVar[str] = mark("Choose kit")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    standards: tuple[StandardNumber, ...]

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        on = work.verifications.get(self.verification).on
        kit = tuple(fit_weight(work, number, on) for number in dict.fromkeys(self.standards))
        work.verifications.choose_kit(self.verification, kit)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCheck:
    """Say what the visual examination finds of one point."""

    title: ClassVar[str] = mark("Examine")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    code: str
    answer: Answer
    remark: str = ""

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        checks = {check.code: check for check in programme(R76).checks}
        if self.code not in checks:
            raise UnknownCheckError(code=self.code)
        if self.answer is Answer.FAILS and not self.remark.strip():
            raise AnswerRemarkError(check=dict(checks[self.code].words)["en"])
        told = Finding(code=self.code, answer=self.answer, remark=self.remark.strip(), by=who)
        work.verifications.answer(self.verification, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """Write one row of the sheet as keyed, over what stood there; the journal keeps the earlier one."""

    title: ClassVar[str] = mark("Record weighing")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    row: SheetRow

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        if not 0 <= self.row.row < MOST_ROWS:
            raise WholeNumberRowError(most=MOST_ROWS)
        for keyed in (self.row.load, self.row.indication, self.row.added, self.row.after):
            if keyed is not None:
                units.check_same(str(keyed), keyed.unit, "kg")
        adjusted = bool(work.verifications.get(self.verification).adjustment)
        work.verifications.record(
            self.verification, replace(self.row, adjusted=adjusted, by=who, at=work.now)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdjustment:
    """Say what was adjusted or repaired; from now on the sheet takes the tests after it."""

    title: ClassVar[str] = mark("Note adjustment")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    adjustment: str

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        if not self.adjustment.strip():
            raise NoAdjustmentError
        work.verifications.note(self.verification, adjustment=self.adjustment.strip(), remarks=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteVerification:
    """Write remarks for the document."""

    title: ClassVar[str] = mark("Note remarks")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    remarks: str

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        work.verifications.note(self.verification, adjustment=None, remarks=self.remarks)


def need_of(records: Records, number: VerificationNumber, level: Level) -> Need:
    """Return the right of ``level`` that this verification takes today."""
    known = records.verifications.get(number)
    return Need(level=level, on=records.today, procedure=known.programme.id, quantity=known.told.maximum.base)


def refuse_unless_open(records: Records, number: VerificationNumber) -> None:
    """Raise ``VerificationStageError`` once the verification is decided."""
    refuse_unless(records, number, VerificationState.OPEN)


def refuse_unless(records: Records, number: VerificationNumber, wanted: VerificationState) -> None:
    """Raise ``VerificationStageError`` unless the verification stands at ``wanted``."""
    found = records.verifications.state(number)
    if found is not wanted:
        raise VerificationStageError(number=number, state=phrase(STATES[found]))


def fit_weight(records: Records, number: StandardNumber, on: date) -> StandardInUse:
    """Return a standard of the kit with the certificate that holds for the day of the visit.

    Raises:
        StandardSuspendedError, StandardOutOfUseError, StandardExpiredError: It may not be used.
        UnitMismatchError: It is no weight.
    """
    newest = records.standards.newest(number)
    if newest.suspended:
        raise StandardSuspendedError(standard=number)
    status = records.equipment.status(Subject(SubjectKind.STANDARD, number), on)
    if status is not None and status not in USABLE:
        raise StandardOutOfUseError(standard=number, status=phrase(STATUSES[status]))
    found = records.standards.in_force(number, on)
    if found is None:
        told = newest.certificate
        raise StandardExpiredError(standard=number, on=on, certificate=told.number, due=told.due_on)
    value = found.certificate.value
    units.check_same(str(value), value.unit, "kg")
    return found


def screen(told: Identified) -> None:
    """Refuse marks that cannot be: the class unknown, or Max, Min, e and d in no order.

    Raises:
        MarksError: They are in no order.
        MissingFieldError: The premises are not named.
        UnitMismatchError: One of them is no mass.
    """
    refuse_missing((mark("The premises"), told.premises), (mark("The accuracy class"), told.grade))
    marks = (told.maximum, told.minimum, told.interval, told.division)
    for one in (*marks, *((told.additive_tare,) if told.additive_tare else ())):
        units.check_same(str(one), one.unit, "kg")
    maximum, minimum, interval, division = (one.in_unit("g") for one in marks)
    if not (maximum > minimum >= 0 and 0 < division <= interval) or told.supports < 1:
        raise MarksError
    if told.grade not in programme(R76).weighings:
        known = ", ".join(programme(R76).weighings)
        raise UnknownWeighingClassError(grade=told.grade, known=known)
