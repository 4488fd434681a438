"""What a job still lacks on its way to a certificate, each item with its clause."""

from __future__ import annotations

from collections.abc import Iterator

from labcal.domain import units
from labcal.domain.agreement import DELAYS
from labcal.domain.conformity import OUTCOMES
from labcal.domain.evaluation import Progress
from labcal.domain.job import Job, Stage, State
from labcal.domain.person import Level, Need
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.services.agreed import title_of
from labcal.services.perform import able
from labcal.services.personal import told_name
from labcal.services.requirement import Met, Requirement
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase

__all__ = ["Met", "Requirement", "missing_for_check", "requirements", "stage_of"]


def requirements(
    records: Records,
    job: Job,
    procedure: Procedure | None,
    words: ProcedureWords | None,
    progress: Progress | None,
) -> tuple[Requirement, ...]:
    """Return what the job needs before it can be issued, in the order of its stages."""
    if procedure is None or words is None or progress is None:
        says = phrase(mark("Choose the procedure"))
        return (Requirement(where="procedure", says=says, clause="7.2.1", met=Met.NO, stage=Stage.PREPARE),)
    return (
        Requirement(
            where="procedure",
            says=phrase(
                mark("Procedure {id}, version {version}"), id=procedure.id, version=procedure.version
            ),
            clause="7.2.1",
            met=Met.YES,
            stage=Stage.PREPARE,
        ),
        *_standard(job, procedure),
        *_room(job, procedure, words),
        *_measured(progress),
        *_supervised(job),
        *_agreed(job),
        *_decided(job, procedure, progress),
        _checked(records, job),
        _signed(records, job),
    )


def stage_of(job: Job, needed: tuple[Requirement, ...]) -> Stage:
    """Return where the job stands as people say it."""
    if job.state is not State.OPEN:
        return {
            State.RECEIVED: Stage.RECEIVED,
            State.CHECKING: Stage.CHECK,
            State.SIGNING: Stage.ISSUE,
            State.ISSUED: Stage.DONE,
        }[job.state]
    missing = {need.stage for need in needed if need.met is Met.NO}
    if Stage.MEASURE in missing and not job.taken:
        return Stage.PREPARE if Stage.PREPARE in missing else Stage.MEASURE
    return Stage.MEASURE if Stage.MEASURE in missing else Stage.EVALUATE


def missing_for_check(needed: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Return what stands in the way of handing the job over for the check."""
    return tuple(
        need for need in needed if need.met is Met.NO and need.stage not in (Stage.CHECK, Stage.ISSUE)
    )


def _standard(job: Job, procedure: Procedure) -> Iterator[Requirement]:
    """Yield each part that still wants its standard."""
    given = {one.role for one in job.standards}
    if procedure.needs_standard and "" not in given:
        yield _to_tie(phrase(mark("Tie the reference standard")))
    for part in procedure.parts:
        if part not in given:
            yield _to_tie(phrase(mark("Tie the standard for “{part}”"), part=part))


def _to_tie(says: Phrase) -> Requirement:
    return Requirement(where="standard", says=says, clause="6.5.1", met=Met.NO, stage=Stage.PREPARE)


def _room(job: Job, procedure: Procedure, words: ProcedureWords) -> Iterator[Requirement]:
    """Yield what was not read in the room yet, and what was; whether it suits is a matter of fitness."""
    read = {(room.name, room.moment): room.quantity for room in job.room}
    recorded = {one.name: one for one in job.room_records}
    for limit in procedure.room:
        name, record = words.room_name(limit.name), recorded.get(limit.name)
        if record is not None:
            says = phrase(
                mark("{name}: {lowest} … {highest} {unit}, from the record of a sensor"),
                name=name,
                lowest=record.lowest,
                highest=record.highest,
                unit=units.pretty(record.unit),
            )
            yield _in_room(says, Met.YES)
            continue
        for moment, at in (("start", mark("at the start")), ("end", mark("at the end"))):
            quantity = read.get((limit.name, moment))
            fields = {"name": name, "moment": phrase(at)}
            if quantity is None:
                yield _in_room(phrase(mark("{name} {moment}"), **fields), Met.NO)
            elif limit.contains(quantity):
                says = phrase(mark("{name} {moment}: {value}"), value=quantity, **fields)
                yield _in_room(says, Met.YES)


def _in_room(says: Phrase, met: Met) -> Requirement:
    return Requirement(where="room", says=says, clause="6.3.3", met=met, stage=Stage.MEASURE)


def _measured(progress: Progress) -> Iterator[Requirement]:
    for sentence in progress.missing:
        yield Requirement(where="readings", says=sentence, clause="7.5.1", met=Met.NO, stage=Stage.MEASURE)
    if progress.ready:
        says = phrase(mark("All readings are in"))
        yield Requirement(where="readings", says=says, clause="7.5.1", met=Met.YES, stage=Stage.MEASURE)


def _supervised(job: Job) -> Iterator[Requirement]:
    waiting = sorted(
        {reading.mentor for reading in job.taken if reading.mentor and not reading.countersigned}
    )
    signed = sorted({reading.mentor for reading in job.taken if reading.mentor and reading.countersigned})
    for mentor in waiting:
        yield Requirement(
            where="mentor",
            says=phrase(mark("{mentor} signs for the supervised readings"), mentor=told_name(mentor)),
            clause="6.2.5 d",
            met=Met.NO,
            stage=Stage.EVALUATE,
        )
    for mentor in signed:
        if mentor not in waiting:
            yield Requirement(
                where="mentor",
                says=phrase(mark("{mentor} signed for the supervised readings"), mentor=told_name(mentor)),
                clause="6.2.5 d",
                met=Met.YES,
                stage=Stage.EVALUATE,
            )


def _agreed(job: Job) -> Iterator[Requirement]:
    """Yield what was agreed with the customer, and what holds the job up."""
    told = job.agreement.agreed if job.agreement else None
    if job.agreement is not None and told is not None and told.limits:
        limits = title_of(job.agreement)
        says = phrase(mark("Agreed: {limits}, rule {rule}"), limits=limits, rule=told.rule)
        if told.agreed_with:
            says = phrase(mark("{agreed}, with {name}"), agreed=says, name=told.agreed_with)
        yield Requirement(where="agreed", says=says, clause="7.1.3", met=Met.YES, stage=Stage.PREPARE)
    for kept in job.delays:
        if kept.value.until is None:
            fields = {"reason": phrase(DELAYS[kept.value.reason]), "words": kept.value.words}
            says = phrase(mark("Held up, {reason}: {words}"), **fields)
            yield Requirement(
                where="promise", says=says, clause="7.1.1", met=Met.WARNING, stage=Stage.PREPARE
            )


def _decided(job: Job, procedure: Procedure, progress: Progress) -> Iterator[Requirement]:
    if procedure.conformity is None:
        return
    if job.agreement is None and not job.grade:
        says, met = phrase(mark("No class agreed: the certificate will state no conformity")), Met.WARNING
    elif progress.result is None or progress.result.verdict is None:
        says, met = phrase(mark("Decision by rule {rule}"), rule=procedure.conformity.rule), Met.LATER
    else:
        says = phrase(
            mark("Decision by rule {rule}: {outcome}"),
            rule=procedure.conformity.rule,
            outcome=phrase(OUTCOMES[progress.result.verdict.outcome]),
        )
        met = Met.YES
    yield Requirement(where="conformity", says=says, clause="7.8.6", met=met, stage=Stage.EVALUATE)


def _checked(records: Records, job: Job) -> Requirement:
    says, met = phrase(mark("Check by a second person")), Met.LATER
    if job.state is State.CHECKING:
        met = Met.NO
        if not _able(records, job, Level.CHECKS):
            says = phrase(mark("Nobody is authorised to check this job"))
    elif job.state in (State.SIGNING, State.ISSUED) and job.reviews:
        says, met = phrase(mark("Checked by {name}"), name=told_name(job.reviews[-1].by)), Met.YES
    return Requirement(where="check", says=says, clause="7.7.1", met=met, stage=Stage.CHECK)


def _signed(records: Records, job: Job) -> Requirement:
    says, met = phrase(mark("Signature of an authorised signatory")), Met.LATER
    if job.state is State.ISSUED:
        says, met = phrase(mark("Certificate {number} is issued"), number=job.certificate), Met.YES
    elif job.state is State.SIGNING:
        met = Met.NO
        if not _able(records, job, Level.SIGNS):
            says = phrase(mark("Nobody is authorised to sign this job"))
    return Requirement(where="issue", says=says, clause="7.8.2.1 o", met=met, stage=Stage.ISSUE)


def _able(records: Records, job: Job, level: Level) -> bool:
    need = Need(
        level=level,
        on=records.today,
        procedure=job.procedure.id if job.procedure else None,
        quantity=job.instrument.nominal.base,
    )
    return bool(able(records.people.all(), need))
