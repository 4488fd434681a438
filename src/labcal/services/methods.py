"""Commands on the laboratory's own procedures: written, approved by somebody else, withdrawn (7.2.1, 8.3)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from labcal.catalog.procedure_file import parse_procedure, parse_with_example
from labcal.catalog.procedures import all_procedures
from labcal.domain.method import ProcedureVersion, WrittenProcedure
from labcal.domain.person import Need, PersonName
from labcal.domain.procedure import Procedure
from labcal.domain.role import Right
from labcal.errors.methods import (
    EarlierForceError,
    ExampleDiffersError,
    KnownProcedureError,
    NewProcedureError,
    NextVersionError,
    NothingToWithdrawError,
    NotTheWriterError,
    NotWaitingError,
    OwnProcedureError,
    ProcedureNameWantedError,
    SameProcedureError,
    WaitingProcedureError,
)
from labcal.services.missing import refuse_missing
from labcal.services.validation import worked
from labcal.store.work import Records, Work
from labcal.text import SOURCE, Text, mark

NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteProcedure:
    """Keep a procedure that is new to the laboratory, for somebody else to approve.

    Attributes:
        body: The whole file of the procedure.
        reason: Why it is written.
        seen: The version of what waits that was changed; 0 for one that is new.
    """

    title: ClassVar[str] = mark("Write procedure")
    undoable: ClassVar[bool] = True
    body: str
    reason: str
    seen: int = 0

    def needs(self, records: Records) -> Need:
        return Need(right=Right.WRITE_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        procedure = parse_procedure(self.body.encode())
        if not NAME.fullmatch(procedure.id):
            raise ProcedureNameWantedError(procedure=procedure.id)
        if last_version(work, procedure.id):
            raise KnownProcedureError(procedure=procedure.id)
        return _write(work, who, self, procedure)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseProcedure:
    """Keep the next version of a procedure that is known, for somebody else to approve.

    Attributes:
        body: The whole file of that version.
        reason: Why it is revised.
        seen: The version of what waits that was changed; 0 for one that is new.
    """

    title: ClassVar[str] = mark("Revise procedure")
    undoable: ClassVar[bool] = True
    body: str
    reason: str
    seen: int = 0

    def needs(self, records: Records) -> Need:
        return Need(right=Right.WRITE_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        procedure = parse_procedure(self.body.encode())
        if not last_version(work, procedure.id):
            raise NewProcedureError(procedure=procedure.id)
        _refuse_same(work, procedure)
        return _write(work, who, self, procedure)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropProcedure:
    """Let a version that waits for approval go; by who wrote it, or by who keeps procedures."""

    title: ClassVar[str] = mark("Drop written procedure")
    undoable: ClassVar[bool] = True
    procedure: str
    seen: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.WRITE_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        kept = work.procedures.waiting(self.procedure)
        if kept is None:
            raise NotWaitingError(procedure=self.procedure, version="–")
        if who != kept.value.by and not work.people.get(who).has(Right.KEEP_PROCEDURES, work.today):
            raise NotTheWriterError(procedure=self.procedure, by=kept.value.by)
        work.procedures.drop(kept.key, seen=self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveProcedure:
    """Put a version that somebody else wrote in force.

    Attributes:
        edition: The version that was looked at.
        seen: The journal line that last wrote it: another text is not approved unseen.
        since: First civil date on which jobs may be opened under it; None for today.
    """

    title: ClassVar[str] = mark("Approve procedure")
    undoable: ClassVar[bool] = True
    procedure: str
    edition: int
    seen: int
    since: date | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> str:
        kept, since = work.procedures.waiting(self.procedure), self.since or work.today
        if kept is None or kept.value.edition != self.edition:
            raise NotWaitingError(procedure=self.procedure, version=self.edition)
        told = kept.value
        if who == told.by and work.people.laboratory().second_person:
            raise OwnProcedureError(procedure=self.procedure, by=who)
        if since < work.today:
            raise EarlierForceError(since=since, today=work.today)
        _refuse_wrong(told.body)
        work.procedures.drop(kept.key, seen=self.seen)
        work.procedures.add(
            ProcedureVersion(
                name=told.name,
                edition=told.edition,
                digest=told.digest,
                body=told.body,
                since=since,
                approved_by=who,
                written_by=told.by,
                reason=told.reason,
            )
        )
        return told.name


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawProcedure:
    """Let no further job be opened under a procedure; the jobs that have begun keep theirs."""

    title: ClassVar[str] = mark("Withdraw procedure")
    undoable: ClassVar[bool] = True
    procedure: str
    reason: str

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_missing((mark("The reason"), self.reason))
        if not work.procedures.withdraw(self.procedure, work.today, who, self.reason.strip()):
            raise NothingToWithdrawError(procedure=self.procedure)


def last_version(records: Records, name: str) -> int:
    """Return the highest version of a procedure, in the book or shipped; 0 for one that is new."""
    shipped = [one.version for one in all_procedures() if one.id == name]
    return max([*shipped, *(kept.value.edition for kept in records.procedures.versions(name))], default=0)


def _write(
    work: Work, who: PersonName, command: WriteProcedure | ReviseProcedure, procedure: Procedure
) -> str:
    refuse_missing((mark("The reason"), command.reason))
    following = last_version(work, procedure.id) + 1
    if procedure.version != following:
        raise NextVersionError(procedure=procedure.id, version=procedure.version, next=following)
    told = WrittenProcedure(
        name=procedure.id,
        edition=procedure.version,
        digest=hashlib.sha256(command.body.encode()).hexdigest(),
        body=command.body,
        reason=command.reason.strip(),
        by=who,
        at=work.now,
    )
    kept = work.procedures.waiting(procedure.id)
    if kept is None:
        work.procedures.write(told)
    elif kept.value.by != who or not command.seen:
        raise WaitingProcedureError(procedure=procedure.id, version=kept.value.edition, by=kept.value.by)
    else:
        work.procedures.rewrite(kept.key, told, seen=command.seen)
    return procedure.id


def _refuse_same(work: Work, procedure: Procedure) -> None:
    """Refuse a revision that says what the last version in the book says."""
    versions = work.procedures.versions(procedure.id)
    if versions:
        last = versions[-1].value
        before = parse_procedure(last.body.encode())
        if replace(procedure, version=0, digest="") == replace(before, version=0, digest=""):
            raise SameProcedureError(procedure=procedure.id, version=last.edition)


def _refuse_wrong(body: str) -> None:
    """Refuse a procedure whose worked example does not give the figures that it is expected to give."""
    procedure, example = parse_with_example(body.encode())
    if example is None:
        return
    found = worked(procedure, example, Text(SOURCE))
    if not found.passed:
        wrong = [finding.figure.name for finding in found.findings if not finding.passed]
        raise ExampleDiffersError(procedure=procedure.id, figures=found.failure or ", ".join(wrong))
