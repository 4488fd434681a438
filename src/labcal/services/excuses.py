"""Commands that say why a job goes on though something is unfit, and since when its item is in the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from labcal.catalog.fitness import fitness_rules
from labcal.domain.fitness import UNFIT, Unfit
from labcal.domain.job import Excuse, Job, JobNumber, State
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.errors.bench import InTheFutureError, NeverExcusedError, NothingUnfitError
from labcal.errors.jobs import BeforeReceiptError
from labcal.services.jobs import recording, refuse_unless
from labcal.services.missing import refuse_missing
from labcal.services.sheet import sheet
from labcal.store.work import Records, Work
from labcal.text import Text, mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcuseUnfit:
    """Let something unfit pass with a reason; who may is data, and the certificate tells it as a deviation.

    Attributes:
        what: What is unfit.
        about: As its requirement names it, such as the number of a standard; empty where it names nothing.
    """

    title: ClassVar[str] = mark("Let pass with a reason")
    undoable: ClassVar[bool] = True
    job: JobNumber
    what: Unfit
    reason: str
    about: str = ""

    def needs(self, records: Records) -> Need:
        leave = fitness_rules()[self.what].leave
        if isinstance(leave, Right):
            return Need(right=leave, on=records.today)
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        rule, words = fitness_rules()[self.what], phrase(UNFIT[self.what])
        if not rule.is_excusable:
            raise NeverExcusedError(what=words, clause=rule.clause)
        refuse_missing((mark("Why it is let pass"), self.reason))
        found = sheet(work, self.job, who, "en").requirements
        if not any((one.unfit, one.about) == (self.what, self.about) for one in found):
            raise NothingUnfitError(job=self.job, what=words)
        told = Excuse(kind=self.what.value, about=self.about, reason=self.reason.strip(), by=who, at=work.now)
        work.bench.excuse(self.job, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAcclimatisation:
    """Say since when the item stands in the room where it is measured (7.4.1)."""

    title: ClassVar[str] = mark("Note acclimatisation")
    undoable: ClassVar[bool] = True
    job: JobNumber
    since: datetime

    def needs(self, records: Records) -> Need:
        return recording(records, self.job, records.today)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless(work, self.job, State.OPEN)
        here = self.since.astimezone(work.people.zone())
        if self.since > work.now:
            raise InTheFutureError(at=f"{here:%Y-%m-%d %H:%M}")
        received = work.jobs.received_on(self.job)
        if here.date() < received:
            raise BeforeReceiptError(on=here.date(), received=received)
        work.bench.acclimatise(self.job, self.since)


def deviations(job: Job, text: Text) -> str:
    """Return the deviations that a certificate tells: those noted, and what was let pass with its reason."""
    passed = (
        text(
            mark("{what}{about}: {reason}"),
            what=text(UNFIT[Unfit(one.kind)]),
            about=f" ({one.about})" if one.about else "",
            reason=one.reason,
        )
        for one in job.excuses
    )
    return "\n".join(part for part in (job.deviations, *passed) if part.strip())
