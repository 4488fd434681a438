"""A verification from the plate to its document: the gate, what is refused, what is frozen."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.services.verification_cases import (
    HEAVY,
    IRA,
    SCALE,
    SEAL,
    SOUND,
    STICKER,
    TOLD,
    TRADER,
    accepted,
    begun,
    examine,
    inspector,
    measure,
    ready,
    row,
    stock,
)

from labcal.domain.certificate import DocumentKind, Status
from labcal.domain.job import JobNumber
from labcal.domain.listing import Wanted
from labcal.domain.quantity import parse
from labcal.domain.seal import SealKind, SealStatus, SealUsed, numbers_between
from labcal.domain.verification import Answer, Decision, VerificationState, WeighingTest
from labcal.errors.jobs import StandardExpiredError, StandardSuspendedError
from labcal.errors.people import NotAuthorisedError, WrongPasswordError
from labcal.errors.quantities import UnitMismatchError
from labcal.errors.records import LaterWorkError, NotFoundError
from labcal.errors.verifications import (
    AcceptedThoughFailedError,
    AnswerRemarkError,
    DueBeforeVisitError,
    MarksError,
    NoMarkError,
    NoReasonError,
    NoSuchSealError,
    NotReadyToDecideError,
    SealOfAnotherError,
    SealRangeError,
    SealStatusError,
    SealTakenError,
    UnknownReasonError,
    VerificationStageError,
)
from labcal.exchange import trust
from labcal.exchange.verify import verify
from labcal.services.certificates import files_of
from labcal.services.perform import Undo
from labcal.services.seals import IssueSeals, ReceiveSeals, VoidSeal
from labcal.services.standards import SuspendStandard
from labcal.services.verification_decisions import DecideVerification
from labcal.services.verification_documents import issue_document, preview_document
from labcal.services.verification_sheet import known_of, verification_sheet
from labcal.services.verifications import (
    AnswerCheck,
    BeginVerification,
    ChooseKit,
    NoteAdjustment,
    RecordRow,
)
from labcal.text import Text


def decide(number, decision=Decision.ACCEPTED, **other):
    seals = () if decision is Decision.REJECTED else (STICKER, SEAL)
    return DecideVerification(verification=number, decision=decision, **{"seals": seals, **other})


def known(lab, number="V-2026-0001"):
    return lab.ask(lambda records: records.verifications.get(number))


def sheet(lab, number="V-2026-0001"):
    return lab.ask(verification_sheet, number, IRA)


def issued(lab, number, language="en"):
    return issue_document(lab.book, IRA, number, lab.password, Text(language))


def verified(lab, document):
    found = [
        verify(data, name, [trust.read_trust(lab.ask(lambda records: records.keys.trust()))], lab.clock.now)
        for name, data in zip(("x.xml", "x.pdf"), files_of(lab.book, document), strict=True)
    ]
    assert [(one.valid, one.trusted, one.number) for one in found] == [(True, True, document)] * 2
    return found[0].facts


def test_an_accepted_instrument_gets_a_certificate_that_verifies(lab):
    number = accepted(lab)
    document = issued(lab, number)
    facts = verified(lab, document)
    assert (document, facts.verdict, facts.serial, facts.job) == ("VER-2026-0001", "pass", "W-4471", number)
    assert known(lab).state is VerificationState.ISSUED
    assert known(lab).decided.next_due == date(2027, 3, 2)
    (line,) = lab.ask(lambda records: records.certificates.lines())
    assert (line.kind, line.outcome, line.job) == (DocumentKind.VERIFICATION, "pass", number)
    assert lab.findings() == []


def test_a_rejected_instrument_gets_a_notice_with_its_reasons(lab):
    number = ready(lab, HEAVY)
    lab.do(IRA, AnswerCheck(verification=number, code="level", answer=Answer.FAILS, remark="Slants"))
    lab.do(IRA, decide(number, Decision.REJECTED, reasons=("X2",)))
    decided = known(lab).decided
    assert (decided.reasons, decided.next_due) == (("V5", "T4", "X2"), None)
    assert decided.repair_until == date(2026, 4, 1)
    document = issued(lab, number, "fr")
    assert (document, verified(lab, document).verdict) == ("REJ-2026-0001", "fail")
    assert lab.findings() == []


def test_an_instrument_that_cannot_be_tested_is_rejected_without_a_weighing(lab):
    inspector(lab)
    number = begun(lab)
    with pytest.raises(NoReasonError, match="needs a reason code"):
        lab.do(IRA, decide(number, Decision.REJECTED))
    with pytest.raises(UnknownReasonError, match="“Z9” is no reason code"):
        lab.do(IRA, decide(number, Decision.REJECTED, reasons=("Z9",)))
    lab.do(IRA, decide(number, Decision.REJECTED, reasons=("X1",)))
    assert verified(lab, issued(lab, number)).verdict == "fail"


def test_an_instrument_that_is_adjusted_is_tested_anew_and_accepted_as_adjusted(lab):
    number = ready(lab, HEAVY)
    lab.do(IRA, NoteAdjustment(verification=number, adjustment="Span set anew"))
    with pytest.raises(NotReadyToDecideError, match="The error at zero"):
        lab.do(IRA, decide(number))
    measure(lab, number)
    lab.do(IRA, decide(number))
    decided = known(lab).decided
    assert decided.decision is Decision.ADJUSTED
    body = json.loads(decided.body)
    assert [one["passed"] for one in body["tests"]] == [True] * 5
    assert [one["test"] for one in body["as_found"] if one["passed"] is False] == ["weighing"]
    verified(lab, issued(lab, number))


def test_what_failed_is_not_accepted(lab):
    number = ready(lab, HEAVY)
    with pytest.raises(AcceptedThoughFailedError, match="T4 Errors of indication beyond the limits"):
        lab.do(IRA, decide(number))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ((), "The error at zero, or near it, is missing"),
        (SOUND[:-1], "The test of discrimination is missing"),
        ([one for one in SOUND if one[1][0] != "15000"], "The load 15000\u202fg is missing"),
    ],
)
def test_loads_that_are_missing_are_named(lab, told, says):
    with pytest.raises(NotReadyToDecideError, match=says):
        lab.do(IRA, decide(ready(lab, told)))


def test_a_point_that_is_not_examined_is_missing(lab):
    inspector(lab)
    stock(lab)
    number = begun(lab)
    lab.do(IRA, ChooseKit(verification=number, standards=(lab.standard,)))
    measure(lab, number)
    with pytest.raises(NotReadyToDecideError, match="6 points are not answered"):
        lab.do(IRA, decide(number))


def test_a_finding_that_fails_is_described(lab):
    inspector(lab)
    number = begun(lab)
    with pytest.raises(AnswerRemarkError, match="Say in a few words what is wrong"):
        lab.do(IRA, AnswerCheck(verification=number, code="level", answer=Answer.FAILS))


def test_a_kit_out_of_date_or_suspended_is_refused(lab):
    inspector(lab)
    number = begun(lab)
    with pytest.raises(StandardExpiredError, match="was good until 2026-03-01"):
        lab.do(IRA, ChooseKit(verification=number, standards=(lab.standard, lab.expired)))
    seen = lab.ask(lambda records: records.standards.lines()[0]).version
    lab.do("Ana", SuspendStandard(standard=lab.standard, suspended=True, seen=seen))
    with pytest.raises(StandardSuspendedError):
        lab.do(IRA, ChooseKit(verification=number, standards=(lab.standard,)))
    assert known(lab).kit == ()


def test_the_gate_stands_before_every_step(lab):
    inspector(lab)
    number = begun(lab)
    recorded = RecordRow(verification=number, row=row(WeighingTest.ZERO, 0, ("0", "0", "2.5")))
    for person in ("Bo", "Sol", "Eve"):
        with pytest.raises(NotAuthorisedError, match="under verification/r76"):
            lab.do(person, recorded)
    told = replace(TOLD, maximum=parse("1000 kg"))
    with pytest.raises(NotAuthorisedError, match="authorised only from … to 100 kg"):
        lab.do(IRA, BeginVerification(customer=TRADER, item=SCALE, told=told))
    lab.clock.forward(days=400)
    with pytest.raises(NotAuthorisedError, match="lapsed on 2026-12-31"):
        lab.do(IRA, recorded)


def test_who_may_only_record_does_not_sign(lab):
    accepted(lab)
    inspector(lab, "Kofi", levels=("records",))
    with pytest.raises(NotAuthorisedError, match="may not sign"):
        issue_document(lab.book, "Kofi", "V-2026-0001", lab.password, Text("en"))
    with pytest.raises(WrongPasswordError):
        issue_document(lab.book, IRA, "V-2026-0001", "another password", Text("en"))
    assert lab.ask(lambda records: records.certificates.lines()) == []


def test_a_suspension_bites_at_once(lab):
    number = accepted(lab)
    lab.suspend(IRA, "signs")
    with pytest.raises(NotAuthorisedError, match="suspended since"):
        issued(lab, number)


def test_a_number_is_used_once_by_who_holds_it(lab):
    accepted(lab)
    inspector(lab, "Kofi")
    second = begun(lab, "Kofi", on=None)
    examine(lab, second, "Kofi")
    measure(lab, second, name="Kofi")
    with pytest.raises(SealStatusError, match="The sticker S0001 is used"):
        lab.do("Kofi", decide(second))
    other = SealUsed(kind=SealKind.STICKER, number="S0002")
    with pytest.raises(SealOfAnotherError, match="was issued to Ira, not to Kofi"):
        lab.do("Kofi", decide(second, seals=(other,)))
    with pytest.raises(NoSuchSealError, match="no sticker S9999"):
        lab.do("Kofi", decide(second, seals=(replace(other, number="S9999"),)))
    lab.do("Ana", ReceiveSeals(kind=SealKind.STICKER, first="K01"))
    with pytest.raises(SealStatusError, match="is in stock"):
        lab.do("Kofi", decide(second, seals=(replace(other, number="K01"),)))
    with pytest.raises(NoMarkError):
        lab.do("Kofi", decide(second, seals=()))
    lab.do("Ana", IssueSeals(inspector="Kofi", kind=SealKind.STICKER, first="K01"))
    once = replace(other, number="K01")
    with pytest.raises(SealStatusError, match="is used"):
        lab.do("Kofi", decide(second, seals=(once, once)))
    assert known(lab, second).state is VerificationState.OPEN
    lab.do("Kofi", decide(second, seals=(once,)))


def test_seals_are_received_once_and_never_lost(lab):
    inspector(lab)
    stock(lab)
    with pytest.raises(SealTakenError, match="S0003 was received before"):
        lab.do("Ana", ReceiveSeals(kind=SealKind.STICKER, first="S0003", last="S0009"))
    with pytest.raises(SealRangeError):
        lab.do("Ana", ReceiveSeals(kind=SealKind.STICKER, first="T1", last="T10"))
    with pytest.raises(SealStatusError, match="held by an inspector"):
        lab.do("Ana", IssueSeals(inspector=IRA, kind=SealKind.STICKER, first="S0001"))
    lab.do(IRA, VoidSeal(kind=SealKind.STICKER, number="S0002", why="Torn"))
    with pytest.raises(SealStatusError, match="is void"):
        lab.do(IRA, VoidSeal(kind=SealKind.STICKER, number="S0002", why="Torn"))
    for one in lab.ask(lambda records: records.seals.reconciled()):
        assert one.received == one.in_stock + one.held + one.used + one.void


def test_a_range_keeps_its_leading_zeros():
    assert numbers_between("A0098", "A0101") == ("A0098", "A0099", "A0100", "A0101")
    assert numbers_between("7", "") == ("7",)


def test_marks_that_cannot_be_are_refused(lab):
    inspector(lab)
    for wrong in (
        {"minimum": parse("20 kg")},
        {"division": parse("10 g")},
        {"interval": parse("0 g"), "division": parse("0 g")},
        {"supports": 0},
    ):
        with pytest.raises(MarksError):
            lab.do(IRA, BeginVerification(customer=TRADER, item=SCALE, told=replace(TOLD, **wrong)))
    told = replace(TOLD, maximum=parse("15 °C"))
    with pytest.raises(UnitMismatchError):
        lab.do(IRA, BeginVerification(customer=TRADER, item=SCALE, told=told))


def test_nothing_changes_once_it_is_decided(lab):
    number = accepted(lab)
    with pytest.raises(VerificationStageError, match="is decided"):
        lab.do(IRA, RecordRow(verification=number, row=row(WeighingTest.ZERO, 0, ("0", "5", "1"))))
    issued(lab, number)
    with pytest.raises(VerificationStageError, match="is documented"):
        issued(lab, number)


def test_the_next_verification_lies_after_this_one(lab):
    with pytest.raises(DueBeforeVisitError):
        lab.do(IRA, decide(ready(lab), next_due=date(2026, 3, 2)))


def test_a_decision_is_undone_until_its_document_is_issued_and_gives_the_seals_back(lab):
    number = ready(lab)
    entry = lab.do(IRA, decide(number)).entry
    lab.undo(IRA, entry)
    (sticker, *_) = lab.ask(lambda records: records.seals.of(SealKind.STICKER, ["S0001"]))
    assert (sticker.status, known(lab).state) == (SealStatus.HELD, VerificationState.OPEN)
    entry = lab.do(IRA, decide(number)).entry
    issued(lab, number)
    with pytest.raises(LaterWorkError):
        lab.do(IRA, Undo(entry))


def test_a_row_recorded_is_not_undone_once_it_is_decided(lab):
    number = ready(lab)
    entry = lab.do(
        IRA, RecordRow(verification=number, row=row(WeighingTest.ZERO, 0, ("0", "0", "2.0")))
    ).entry
    lab.do(IRA, decide(number))
    with pytest.raises(LaterWorkError):
        lab.do(IRA, Undo(entry))


def test_the_history_holds_what_stood_in_a_row_before(lab):
    number = ready(lab)
    lab.do(IRA, RecordRow(verification=number, row=row(WeighingTest.ZERO, 0, ("0", "5", "2.0"))))
    told = lab.ask(lambda records: records.verification_history(number))
    changed = {one.name: (one.earlier, one.later) for one in told[0].columns}
    assert changed["indication"] == ("0 g", "5 g")


def test_a_trace_from_a_weight_reaches_the_verifications_made_with_it(lab):
    number = accepted(lab)
    document = issued(lab, number)
    reached = lab.ask(lambda records: records.tracing.forward(lab.standard)).jobs
    assert [(one.job, one.certificate) for one in reached] == [(JobNumber(number), document)]


def test_search_and_lists_know_it(lab):
    lab.job("issued")
    number = accepted(lab)
    document = issued(lab, number)
    found = {
        hit.number
        for group in lab.ask(lambda records: records.findings.find("W-4471", 5))
        for hit in group.hits
    }
    assert {number, document} <= found
    for order in ("", "item", "issued"):
        page = lab.ask(lambda records, order=order: records.lists.certificates(Wanted(order=order)))
        assert {line.number for line in page.lines} == {"CAL-2026-0001", document}
    for name, value in (("customer", TRADER.name), ("status", Status.ISSUED.value)):
        wanted = Wanted(filters=((name, value),))
        lines = lab.ask(lambda records, wanted=wanted: records.lists.certificates(wanted)).lines
        assert document in {line.number for line in lines}
    listed = lab.ask(lambda records: records.lists.verifications(Wanted(order="due"))).lines
    assert [line.number for line in listed] == [number]


def test_the_book_knows_an_instrument_that_comes_again(lab):
    inspector(lab)
    begun(lab)
    found = lab.ask(known_of, TRADER.name, SCALE.serial)
    assert (found.instrument, found.last.told) == ("I-0001", TOLD)
    assert lab.ask(known_of, TRADER.name, "").instrument is None
    lab.do(IRA, BeginVerification(customer=found.customer, item=found.instrument, told=TOLD))
    assert known(lab, "V-2026-0002").instrument_number == "I-0001"


def test_a_draft_says_so_and_takes_no_number(lab):
    number = accepted(lab)
    assert lab.ask(preview_document, number, IRA, Text("fr")).startswith(b"%PDF-")
    assert lab.ask(lambda records: records.certificates.lines()) == []
    with pytest.raises(NotFoundError):
        lab.ask(lambda records: records.certificates.verification("VER-2026-0001"))


def test_what_was_decided_is_printed_as_it_was_frozen(lab):
    accepted(lab)
    body = json.loads(known(lab).decided.body)
    assert body["limits"]["specification"] == "OIML R 76-1:2006"
    assert body["programme"]["sha256"] == known(lab).programme.digest
    assert sheet(lab).tests[0].passed is True


def test_a_visit_of_another_day_takes_the_kit_of_that_day(lab):
    inspector(lab)
    number = begun(lab, on=lab.clock.now.date() - timedelta(days=2))
    lab.do(IRA, ChooseKit(verification=number, standards=(lab.expired,)))
    assert len(known(lab).kit) == 1
