"""The decision of a verification: frozen with its tests and limits, and marked with numbers of the stock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from labcal.domain.person import Level, Need, PersonName
from labcal.domain.seal import SEAL_KINDS, SEAL_STATUSES, SealKind, SealLine, SealStatus, SealUsed
from labcal.domain.verification import Decided, Decision, VerificationNumber
from labcal.domain.verification_tests import Measure, RowResult, TestResult
from labcal.errors.verifications import (
    AcceptedThoughFailedError,
    DueBeforeVisitError,
    NoKitError,
    NoMarkError,
    NoReasonError,
    NotReadyToDecideError,
    SealOfAnotherError,
    SealStatusError,
    UnknownReasonError,
)
from labcal.services.verification_sheet import VerificationSheet, measure_of, verification_sheet
from labcal.services.verifications import fit_weight, need_of, refuse_unless_open
from labcal.store.work import Records, Work
from labcal.text import Phrase, mark, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideVerification:
    """Accept or reject the instrument, and mark it with numbers of one's own stock.

    Attributes:
        reasons: Codes of a rejection, beside those that follow from what failed.
        seals: Seals and stickers that go on it.
        next_due: None for the period of the programme; a rejected instrument has none.
        repair_until: None for the period of the programme; an accepted instrument has none.
    """

    title: ClassVar[str] = mark("Decide verification")
    undoable: ClassVar[bool] = True
    verification: VerificationNumber
    decision: Decision
    reasons: tuple[str, ...] = ()
    seals: tuple[SealUsed, ...] = ()
    next_due: date | None = None
    repair_until: date | None = None

    def needs(self, records: Records) -> Need:
        return need_of(records, self.verification, Level.RECORDS)

    def run(self, work: Work, who: PersonName) -> None:
        refuse_unless_open(work, self.verification)
        now = verification_sheet(work, self.verification, who)
        rejected = self.decision is Decision.REJECTED
        reasons = self._reasons(now) if rejected else ()
        if rejected:
            self._refuse_unfounded(now)
        else:
            self._refuse_accepting(work, now)
        decided = Decided(
            decision=self._decision(now),
            reasons=reasons,
            next_due=None if rejected else self._day(now, self.next_due or now.next_due),
            repair_until=self._day(now, self.repair_until or now.repair_until) if rejected else None,
            body=json.dumps(frozen(now), ensure_ascii=False, sort_keys=True),
            by=who,
            at=work.now,
        )
        self._mark(work, who)
        work.verifications.decide(self.verification, decided)

    def _decision(self, now: VerificationSheet) -> Decision:
        """Return the decision; what was adjusted is accepted as adjusted."""
        if self.decision is Decision.REJECTED:
            return self.decision
        return Decision.ADJUSTED if now.verification.adjustment else Decision.ACCEPTED

    def _reasons(self, now: VerificationSheet) -> tuple[str, ...]:
        known = now.programme.codes
        for code in self.reasons:
            if code not in known:
                raise UnknownReasonError(code=code, known=", ".join(known))
        given = {*self.reasons, *now.failed}
        if not given:
            raise NoReasonError(known=", ".join(known))
        return tuple(code for code in known if code in given)

    def _refuse_unfounded(self, now: VerificationSheet) -> None:
        if now.verification.rows and not now.verification.kit:
            raise NoKitError

    def _refuse_accepting(self, work: Work, now: VerificationSheet) -> None:
        for weight in now.verification.kit:
            fit_weight(work, weight.standard, now.verification.on)
        if now.failed:
            failed = listed([_failure(now, code) for code in now.failed])
            raise AcceptedThoughFailedError(number=self.verification, failed=failed)
        if now.missing:
            missing = listed([one.says for one in now.missing])
            raise NotReadyToDecideError(number=self.verification, missing=missing)
        if not any(seal.kind is SealKind.STICKER for seal in self.seals):
            raise NoMarkError

    def _day(self, now: VerificationSheet, day: date) -> date:
        if day <= now.verification.on:
            raise DueBeforeVisitError(on=now.verification.on, due=day)
        return day

    def _mark(self, work: Work, who: PersonName) -> None:
        """Take each number from the person's stock; a number is used once."""
        key, taken = work.verifications.key(self.verification), set[tuple[SealKind, str]]()
        for seal in self.seals:
            (line,) = work.seals.of(seal.kind, [seal.number])
            if (seal.kind, seal.number) in taken:
                raise SealStatusError(**_named(line), status=phrase(SEAL_STATUSES[SealStatus.USED]))
            if line.status is not SealStatus.HELD:
                raise SealStatusError(**_named(line), status=phrase(SEAL_STATUSES[line.status]))
            if line.holder != who:
                raise SealOfAnotherError(**_named(line), holder=line.holder, person=who)
            taken.add((seal.kind, seal.number))
            work.seals.use(line.key, key, seal.position.strip())


def frozen(now: VerificationSheet) -> dict[str, Any]:
    """Return the tests as they stand, with limits and programme, as the decision keeps them."""
    known, plan = now.verification, now.programme
    measure = measure_of(known)
    table = measure.table
    return {
        "format": "labcal-verified-1",
        "programme": {"id": plan.id, "version": plan.version, "sha256": plan.digest},
        "limits": {
            "specification": table.specification,
            "edition": table.told.edition,
            "clause": table.told.clause,
            "sha256": table.digest,
            "verified": bool(table.told.verified_by),
            "stage": known.told.stage.value,
            "grade": known.told.grade,
        },
        "unit": known.told.unit,
        "changeover": measure.by_changeover,
        "tests": [_test(measure, test) for test in now.tests],
        "as_found": [_test(measure, test) for test in now.as_found],
    }


def listed(sentences: list[Phrase]) -> Phrase:
    """Return sentences one after another, as one."""
    template = " ".join(f"{{s{place}}}" for place in range(len(sentences)))
    return phrase(template, **{f"s{place}": one for place, one in enumerate(sentences)})


def _failure(now: VerificationSheet, code: str) -> Phrase:
    words = next(dict(reason.words)["en"] for reason in now.programme.reasons if reason.code == code)
    return phrase("{code} {words}.", code=code, words=words)


def _named(line: SealLine) -> dict[str, Any]:
    return {"kind": phrase(SEAL_KINDS[line.kind]), "number": line.number}


def _test(measure: Measure, test: TestResult) -> dict[str, Any]:
    return {
        "test": test.test.value,
        "clause": test.clause,
        "passed": test.passed,
        "says": test.says.template,
        "fields": {name: str(value) for name, value in test.says.fields},
        "rows": [_row(measure, row) for row in test.rows],
    }


def _row(measure: Measure, row: RowResult) -> dict[str, Any]:
    keyed, unit = row.row, measure.told.unit
    return {
        **{
            name: None if value is None else f"{value.in_unit(unit):f}"
            for name, value in (
                ("load", keyed.load),
                ("indication", keyed.indication),
                ("added", keyed.added),
                ("after", keyed.after),
            )
        },
        **{
            name: None if value is None else f"{value:f}"
            for name, value in (
                ("error", row.error), ("corrected", row.corrected), ("limit", row.limit),
            )
        },
        "passed": row.passed,
    }  # fmt: skip
