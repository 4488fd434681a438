"""What the document of a verification says, gathered from the book; every figure is the frozen one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from labcal.catalog.verification_programmes import programme
from labcal.domain.certificate import (
    CalibratedItem,
    CalibrationCertificate,
    CertificateNumber,
    DocumentKind,
    MethodUsed,
    Responsible,
)
from labcal.domain.person import PersonName
from labcal.domain.seal import SealUsed
from labcal.domain.verification import STATES, Decided, Decision, Verification, WeighingTest
from labcal.domain.verification_document import DocumentRow, DocumentTest, Examined, VerificationDocument
from labcal.domain.verification_programme import Programme, told
from labcal.errors.verifications import VerificationStageError
from labcal.services.content import standard_used
from labcal.store.certificates import ReservedDocument
from labcal.store.work import Records
from labcal.text import Phrase, Text, mark, phrase


class Basis(NamedTuple):
    """A verification with its decision, and the programme it was taken by."""

    known: Verification
    decided: Decided
    plan: Programme


def document_of(
    records: Records, known: Verification, reserved: ReservedDocument, text: Text
) -> VerificationDocument:
    """Return the whole content of a document.

    Raises:
        VerificationStageError: The verification is not decided.
    """
    decided = known.decided
    if decided is None:
        raise VerificationStageError(number=known.number, state=phrase(STATES[known.state]))
    basis = Basis(known, decided, programme(known.programme.id, known.programme.version))
    body = json.loads(decided.body)
    return VerificationDocument(
        frame=_frame(records, basis, reserved, text),
        kind=kind_of(decided),
        told=known.told,
        specification=body["limits"]["specification"],
        verified=body["limits"]["verified"],
        decision=decided.decision,
        reasons=_reasons(basis, text),
        next_due=decided.next_due,
        repair_until=decided.repair_until,
        adjustment=known.adjustment,
        examined=_examined(basis, text),
        tests=tuple(_test(one) for one in body["tests"]),
        as_found=tuple(_test(one) for one in body["as_found"]),
        seals=tuple(
            SealUsed(kind=seal.kind, number=seal.number, position=seal.position) for seal in known.seals
        ),
    )


def kind_of(decided: Decided) -> DocumentKind:
    """Return which document a decision asks for."""
    if decided.decision is Decision.REJECTED:
        return DocumentKind.REJECTION
    return DocumentKind.VERIFICATION


def draft_number(known: Verification, who: PersonName, records: Records, language: str) -> ReservedDocument:
    """Return what stands in the place of a reserved number in a preview."""
    return ReservedDocument(
        number=CertificateNumber("—"),
        verification=known.number,
        language=language,
        by=who,
        at=records.now,
    )


def _frame(records: Records, basis: Basis, reserved: ReservedDocument, text: Text) -> CalibrationCertificate:
    known, laboratory = basis.known, records.people.laboratory()
    entry, head = records.head()
    return CalibrationCertificate(
        number=reserved.number,
        job=known.number,
        language=text.language,
        laboratory=laboratory.party,
        laboratory_code=laboratory.code,
        zone=laboratory.zone,
        place="customer",
        customer=known.customer.party,
        item=_item(known, text),
        received_on=known.on,
        performed_from=known.on,
        performed_to=max(known.on, basis.decided.at.astimezone(records.people.zone()).date()),
        issued_on=reserved.at.astimezone(records.people.zone()).date(),
        signed_at=reserved.at.replace(microsecond=0),
        method=_method(basis, text),
        standards=tuple(standard_used(standard) for standard in known.kit),
        conditions=(),
        results=(),
        decision=None,
        responsible=_responsible(records, basis, reserved),
        remarks=known.remarks,
        journal_entry=entry,
        journal_head=head.hex(),
    )


def _item(known: Verification, text: Text) -> CalibratedItem:
    item = known.instrument
    return CalibratedItem(
        name=item.name,
        manufacturer=item.manufacturer,
        model=item.model,
        serial=item.serial,
        mark=item.mark,
        specification=text(mark("class {grade}"), grade=known.told.grade),
        condition=known.told.seals_found,
    )


def _method(basis: Basis, text: Text) -> MethodUsed:
    plan = basis.plan
    return MethodUsed(
        id=plan.id,
        version=plan.version,
        digest=plan.digest,
        title=told(plan.words, text.language),
        references=(plan.specification,),
    )


def _responsible(records: Records, basis: Basis, reserved: ReservedDocument) -> Responsible:
    inspectors = {row.by for row in basis.known.rows if row.by} or {basis.known.by}
    return Responsible(
        recorded_by=tuple(sorted(inspectors)),
        mentors=(),
        checked_by="",
        signed_by=reserved.by,
        signatory_role=records.people.get(reserved.by).role,
    )


def _reasons(basis: Basis, text: Text) -> tuple[tuple[str, str], ...]:
    given = set(basis.decided.reasons)
    found = (reason for reason in basis.plan.reasons if reason.code in given)
    return tuple((reason.code, told(reason.words, text.language)) for reason in found)


def _examined(basis: Basis, text: Text) -> tuple[Examined, ...]:
    findings = {finding.code: finding for finding in basis.known.findings}
    return tuple(
        Examined(
            words=told(check.words, text.language),
            clause=check.clause,
            answer=findings[check.code].answer,
            remark=findings[check.code].remark,
        )
        for check in basis.plan.checks
        if check.code in findings
    )


def _test(frozen: Mapping[str, Any]) -> DocumentTest:
    return DocumentTest(
        test=WeighingTest(frozen["test"]),
        clause=frozen["clause"],
        passed=frozen["passed"],
        says=Phrase(frozen["says"], tuple(frozen["fields"].items())),
        rows=tuple(_row(row) for row in frozen["rows"]),
    )


def _row(frozen: Mapping[str, Any]) -> DocumentRow:
    names = ("load", "indication", "added", "after", "limit")
    numbers = {name: None if frozen[name] is None else Decimal(frozen[name]) for name in names}
    error = frozen["corrected"] if frozen["corrected"] is not None else frozen["error"]
    return DocumentRow(**numbers, error=None if error is None else Decimal(error), passed=frozen["passed"])
