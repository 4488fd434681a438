"""What a job's certificate says, gathered from the book; every figure is the frozen one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from labcal.catalog.procedures import words_of
from labcal.domain.certificate import (
    AsFound,
    CalibratedItem,
    CalibrationCertificate,
    Condition,
    Decision,
    MethodUsed,
    Responsible,
    StandardUsed,
)
from labcal.domain.instrument import StandardInUse
from labcal.domain.job import Job, Phase
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.quantity import QuantityValue
from labcal.errors.jobs import NotReadyError
from labcal.errors.records import NotFoundError
from labcal.services.checks import recorders
from labcal.services.coefficients import coefficients_of
from labcal.services.evaluation import decision_of, thaw
from labcal.services.excuses import deviations
from labcal.services.scope_told import is_accredited, statements
from labcal.services.sheet import parsed
from labcal.store.certificates import Reserved
from labcal.store.work import Records
from labcal.text import Text, mark, phrase


def content_of(records: Records, job: Job, reserved: Reserved, text: Text) -> CalibrationCertificate:
    """Return the whole content of a certificate.

    Raises:
        NotReadyError: The result was not frozen yet.
        NotFoundError: The job has no procedure.
    """
    procedure, laboratory = _procedure(job), records.people.laboratory()
    words = words_of(procedure, text.language)
    days = [reading.on for reading in job.taken]
    entry, head = records.head()
    return CalibrationCertificate(
        number=reserved.number,
        job=job.number,
        language=text.language,
        laboratory=laboratory.party,
        laboratory_code=laboratory.code if is_accredited(job.results) else "",
        zone=laboratory.zone,
        place=job.place,
        customer=job.customer.party,
        item=_item(job, text),
        received_on=job.received_on,
        performed_from=min(days),
        performed_to=max(days),
        issued_on=_civil(records, reserved),
        signed_at=reserved.at.replace(microsecond=0),
        method=_method(job, procedure, words.title, deviations(job, text)),
        standards=tuple(standard_used(standard) for standard in job.standards),
        conditions=_conditions(job, procedure, words),
        results=tuple(thaw(one, words.result) for one in job.final),
        decision=_decision(job, text),
        responsible=_responsible(records, job, reserved),
        remarks=job.remarks,
        journal_entry=entry,
        journal_head=head.hex(),
        as_found=_as_found(job, words),
        coefficients=coefficients_of(job, text),
        scope=tuple(statements(job.results, text)),
        replaces=records.after_issue.open_for(job.number),
    )


def _decision(job: Job, text: Text) -> Decision | None:
    """Return specification and rule of the verdict; None where none was given."""
    frozen = job.final[0]
    return decision_of(frozen, text) if json.loads(frozen.body)["verdict"] else None


def _as_found(job: Job, words: ProcedureWords) -> AsFound | None:
    """Return what was before the results that stand; None where nothing was."""
    if job.adjustment is None and not job.no_as_found:
        return None
    found = (one for one in job.results if one.phase is Phase.AS_FOUND)
    return AsFound(
        results=tuple(thaw(one, words.result) for one in found) if job.adjustment else (),
        adjusted=job.adjustment.what if job.adjustment else "",
        nothing_because=job.no_as_found,
    )


def _procedure(job: Job) -> Procedure:
    """Return the procedure of a job whose result is frozen."""
    if job.procedure is None:
        raise NotFoundError(kind="procedure of job", number=job.number)
    if not job.results:
        raise NotReadyError(job=job.number, missing=phrase(mark("the result is not handed over yet.")))
    return parsed(job.procedure.body)


def _civil(records: Records, reserved: Reserved) -> date:
    return reserved.at.astimezone(records.people.zone()).date()


def _item(job: Job, text: Text) -> CalibratedItem:
    item = job.instrument
    return CalibratedItem(
        name=item.name,
        manufacturer=item.manufacturer,
        model=item.model,
        serial=item.serial,
        mark=item.mark,
        specification=text(mark("class {grade}"), grade=job.grade) if job.grade else "",
        condition=job.condition,
    )


def _method(job: Job, procedure: Procedure, title: str, deviating: str) -> MethodUsed:
    return MethodUsed(
        id=procedure.id,
        version=procedure.version,
        digest=procedure.digest,
        title=title,
        references=procedure.references,
        deviations=deviating,
    )


def standard_used(standard: StandardInUse) -> StandardUsed:
    """Return a standard as a certificate names it."""
    told = standard.certificate
    return StandardUsed(
        name=standard.name,
        identification=standard.identification,
        certificate=told.number,
        laboratory=told.laboratory,
        calibrated_on=told.calibrated_on,
        value=f"{told.value} ± {told.expanded} (k = {told.coverage_factor})",
    )


def _conditions(job: Job, procedure: Procedure, words: ProcedureWords) -> tuple[Condition, ...]:
    conditions = []
    for limit in procedure.room:
        read: list[Decimal] = [
            room.quantity.in_unit(limit.unit) for room in job.room if room.name == limit.name
        ]
        recorded = [one for one in job.room_records if one.name == limit.name]
        if recorded:  # over the whole time: it takes the place of what was read at its ends
            ends = ((one, number) for one in recorded for number in (one.lowest, one.highest))
            read = [QuantityValue(number, one.unit).in_unit(limit.unit) for one, number in ends]
        if read:
            conditions.append(
                Condition(
                    name=words.room_name(limit.name), lowest=min(read), highest=max(read), unit=limit.unit
                )
            )
    return tuple(conditions)


def _responsible(records: Records, job: Job, reserved: Reserved) -> Responsible:
    review = job.reviews[-1].by if job.reviews and job.reviews[-1].accepted else ""
    mentors = sorted({reading.mentor for reading in job.taken if reading.mentor})
    return Responsible(
        recorded_by=tuple(sorted(recorders(job) - set(mentors))),
        mentors=tuple(mentors),
        checked_by=review,
        signed_by=reserved.by,
        signatory_role=records.people.get(reserved.by).role,
        exception=job.exception.reason if job.exception else "",
    )
