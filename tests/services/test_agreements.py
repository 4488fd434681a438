"""What is agreed before work decides the verdict; later only with a reason; nothing decided changes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.services.record_cases import AGREED, DRAFT

from labcal.catalog.limit_writer import DraftRow
from labcal.domain.agreement import Agreed, DelayReason, Priority, figures_of
from labcal.domain.instrument import Instrument
from labcal.domain.limits.table import Stage
from labcal.domain.quantity import parse
from labcal.domain.specification import Library
from labcal.errors import LabCalError
from labcal.errors.equipment import DaysCrossedError
from labcal.errors.limits import (
    AgreedLateError,
    AgreedSameError,
    FigureWantedError,
    MissingGradeError,
    NameWantedError,
    OtherCustomerError,
    ProcessWantedError,
    RatioOutOfRangeError,
    ReasonToAgreeError,
    RuleWantedError,
    SameLimitsError,
    ShippedNameError,
    UnknownGradeError,
    UnknownRuleError,
)
from labcal.errors.people import FutureWorkError
from labcal.errors.quantities import UnitMismatchError
from labcal.errors.records import LaterWorkError, MissingFieldError
from labcal.services.agreed import limits_at, shipped_table
from labcal.services.agreements import Agree, DelayJob, EndDelay, Promise
from labcal.services.checks import CheckJob, HandOver
from labcal.services.customers import AddCustomer
from labcal.services.evaluation import decision_of
from labcal.services.jobs import OpenJob, ReceiveItem, job
from labcal.services.sheet import sheet
from labcal.services.specifications import (
    CompareWithDocument,
    WriteSpecification,
    specification_draft,
    specification_lines,
)
from labcal.text import Text

MASS = "mass/substitution"
WIDE = replace(DRAFT, rows=(DraftRow(high="20 kg", limit="0.01 % + 50 mg"),))
OWN = Agreed(
    limits="port-office-scales", edition=1, rule="guard-u", agreed_with="Jo", agreed_on=date(2026, 3, 2)
)


def frozen(lab, number):
    return [json.loads(one.body) for one in lab.ask(job, number).results]


def own(lab, draft=WIDE):
    return lab.do("Ana", WriteSpecification(name="port-office-scales", customer="C-0001", draft=draft)).value


def handed_over(lab, agreed, **rest):
    number = lab.receive()
    lab.do("Bo", Agree(job=number, agreed=agreed, **rest))
    lab.do("Bo", OpenJob(job=number, procedure=MASS))
    lab.measure("Bo", number)
    lab.do("Bo", HandOver(job=number))
    return number


def test_the_verdict_falls_by_what_was_agreed_and_says_so(lab):
    number = handed_over(lab, replace(AGREED, rule="r-u", ratio="0,5"))
    (body,) = frozen(lab, number)
    verdict, limits = body["verdict"], body["limits"]
    assert (verdict["rule"], verdict["version"], verdict["share"]) == ("r-u", "1", "0.5")
    assert (limits["specification"], limits["grade"], limits["upper"]) == ("OIML R 111-1:2004", "M1", "500")
    expanded = float(lab.ask(job, number).results[0].expanded)
    assert verdict["guard"] == pytest.approx(expanded / 2)
    assert 0 <= verdict["specific_risk"] < 1e-6
    assert (verdict["false_accept"], verdict["false_reject"]) == (None, None)


def test_global_risks_are_stated_where_such_items_are_known(lab):
    told = replace(AGREED, process_mean="0 mg", process_deviation="0.2 g")
    (body,) = frozen(lab, handed_over(lab, told))
    assert 0 < body["verdict"]["false_accept"] < body["verdict"]["false_reject"] < 0.05


def test_a_customers_own_specification_leads_to_a_verdict_and_onto_the_certificate(lab):
    own(lab)
    number = handed_over(lab, OWN)
    (body,) = frozen(lab, number)
    assert (body["limits"]["specification"], body["limits"]["upper"]) == (WIDE.title, "1.05")
    assert body["verdict"]["outcome"] == "pass"
    lab.do("Cy", CheckJob(job=number, accepted=True))
    assert lab.issue(number) == "CAL-2026-0001"
    (result,) = lab.ask(job, number).results
    told = decision_of(result, Text("en"))
    assert told.specification == "Port Office, drawing 12-4, limits of note 3"
    french = decision_of(result, Text("fr")).statement
    assert french == "Accepté si le résultat est dans les limites réduites de U."


def test_another_edition_does_not_touch_what_was_decided(lab):
    own(lab)
    number = handed_over(lab, OWN)
    before = lab.ask(job, number).results
    assert own(lab, replace(WIDE, rows=(DraftRow(limit="1 mg"),))) == 2
    assert lab.ask(job, number).results == before
    lab.do("Cy", CheckJob(job=number, accepted=True))  # the second computation goes by edition 1 too
    assert [one.edition for one in lab.ask(specification_lines)] == [2, 1]
    later = lab.receive(serial="9")
    lab.do("Bo", Agree(job=later, agreed=replace(OWN, edition=2)))
    assert lab.ask(sheet, later, "Bo", "en").job.agreement.agreed.edition == 2


def test_what_was_agreed_is_changed_only_with_a_reason_and_all_versions_stay(lab):
    number = lab.receive()
    lab.do("Bo", Agree(job=number, agreed=AGREED))
    with pytest.raises(AgreedSameError):
        lab.do("Bo", Agree(job=number, agreed=AGREED, reason="Slip"))
    other = replace(AGREED, grade="F2")
    with pytest.raises(ReasonToAgreeError):
        lab.do("Bo", Agree(job=number, agreed=other))
    lab.do("Bo", Agree(job=number, agreed=other, reason="The customer wrote on 2 March"))
    found = lab.ask(job, number)
    assert [(one.agreed.grade, one.reason, one.by) for one in found.agreements] == [
        ("M1", "", "Bo"),
        ("F2", "The customer wrote on 2 March", "Bo"),
    ]
    assert found.grade == "F2"


def test_an_agreement_after_the_first_reading_takes_a_reason_and_none_comes_after_the_handing_over(lab):
    number = lab.job("measured")
    with pytest.raises(ReasonToAgreeError):
        lab.do("Bo", Agree(job=number, agreed=AGREED))
    lab.do("Bo", HandOver(job=number))
    with pytest.raises(AgreedLateError):
        lab.do("Bo", Agree(job=number, agreed=AGREED, reason="Forgotten"))


def test_no_statement_can_be_agreed_too(lab):
    number = handed_over(lab, Agreed(agreed_with="Jo"))
    assert [(one["limits"], one["verdict"]) for one in frozen(lab, number)] == [(None, None)]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (replace(AGREED, rule=""), RuleWantedError),
        (replace(AGREED, rule="fair"), UnknownRuleError),
        (replace(AGREED, grade=""), MissingGradeError),
        (replace(AGREED, grade="Z"), UnknownGradeError),
        (replace(AGREED, rule="r-u"), RatioOutOfRangeError),
        (replace(AGREED, rule="r-u", ratio="half"), RatioOutOfRangeError),
        (replace(AGREED, rule="r-u", ratio="-1"), RatioOutOfRangeError),
        (replace(AGREED, process_mean="1 mg"), ProcessWantedError),
        (replace(AGREED, process_deviation="0 mg"), ProcessWantedError),
        (replace(AGREED, process_deviation="1 V"), UnitMismatchError),
        (replace(AGREED, figures="e 5 g"), FigureWantedError),
        (replace(AGREED, agreed_on=date(2026, 4, 1)), FutureWorkError),
    ],
)
def test_what_cannot_be_agreed_is_a_sentence(lab, told, error):
    number = lab.receive()
    with pytest.raises(error):
        lab.do("Bo", Agree(job=number, agreed=told))
    assert lab.ask(job, number).agreements == ()


def test_a_specification_is_used_for_its_own_customer_alone(lab):
    own(lab)
    lab.do("Bo", AddCustomer(party=replace(lab.ask(job, lab.receive()).customer.party, name="Mill")))
    item = Instrument(name="Weight", nominal=parse("10 kg"), serial="77")
    with pytest.raises(OtherCustomerError, match="is the specification of Port Office, not of Mill"):
        lab.do("Bo", ReceiveItem(customer="C-0002", item=item, condition="Good", agreed=OWN))


@pytest.mark.parametrize(
    ("name", "draft", "error"),
    [
        ("Port Office", WIDE, NameWantedError),
        ("r111-1-2004", WIDE, ShippedNameError),
        ("own", replace(WIDE, title=" "), MissingFieldError),
        ("own", replace(WIDE, rows=()), LabCalError),
        ("own", replace(WIDE, rows=(DraftRow(limit="5 V"),)), LabCalError),
        ("own", replace(WIDE, rows=(DraftRow(limit="about 5 g"),)), LabCalError),
        ("own", replace(WIDE, rows=(DraftRow(low="1 m", limit="5 g"),)), LabCalError),
        ("own", replace(WIDE, rows=(DraftRow(limit="sqrt(x)*1 g"),)), LabCalError),
    ],
)
def test_a_specification_that_cannot_be_used_is_refused(lab, name, draft, error):
    with pytest.raises(error):
        lab.do("Ana", WriteSpecification(name=name, draft=draft))
    assert lab.ask(specification_lines) == []


def test_a_specification_is_written_anew_from_what_was_keyed(lab):
    own(lab)
    draft, customer = lab.ask(specification_draft, "port-office-scales", 1)
    assert (draft, customer) == (WIDE, "C-0001")
    with pytest.raises(SameLimitsError):
        own(lab, draft)


def test_limits_by_more_figures_than_the_nominal_value_take_them_from_the_items_record():
    """OIML R 76-1:2006, table 6: class III to 500 e has 0.5 e, to 2000 e has 1 e; twice that in service."""
    scale, told = shipped_table("r76-1-2006"), Agreed(limits="r76-1-2006", grade="III", rule="simple")
    figures = figures_of("e = 5 g; Max = 15 kg")
    assert limits_at(scale, told, parse("2.5 kg"), figures).upper == Decimal("0.0025")
    assert limits_at(scale, told, parse("2500.1 g"), figures).upper == 5
    assert limits_at(scale, replace(told, stage=Stage.IN_SERVICE), parse("2500 g"), figures).upper == 5
    with pytest.raises(LabCalError, match="e"):
        limits_at(scale, told, parse("2.5 kg"), {})


def test_a_table_that_somebody_compared_with_its_document_is_verified_from_then_on(lab):
    number = lab.receive()
    lab.do("Bo", Agree(job=number, agreed=AGREED))
    lab.do("Bo", OpenJob(job=number, procedure=MASS))
    lab.measure("Bo", number)
    limits = lab.ask(sheet, number, "Bo", "en").limits
    assert not limits.verified
    told = {"library": Library.LIMITS, "name": "r111-1-2004", "digest": limits.digest, "document": "PDF"}
    with pytest.raises(MissingFieldError):
        lab.do("Ana", CompareWithDocument(**told, agrees=False))
    lab.do("Ana", CompareWithDocument(**told))
    assert lab.ask(sheet, number, "Bo", "en").limits.verified
    lab.do("Ana", CompareWithDocument(**told, agrees=False, remark="M1, 10 kg: misprint"))
    assert not lab.ask(sheet, number, "Bo", "en").limits.verified


def test_urgent_says_why_and_delays_have_an_end(lab):
    number = lab.receive()
    with pytest.raises(MissingFieldError):
        lab.do("Bo", Promise(job=number, due_on=None, priority=Priority.URGENT))
    lab.do("Bo", Promise(job=number, due_on=date(2026, 3, 9), priority=Priority.URGENT, because="Ship"))
    found = lab.ask(job, number)
    assert (found.due_on, found.priority, found.urgent_because) == (date(2026, 3, 9), Priority.URGENT, "Ship")
    with pytest.raises(DaysCrossedError):
        lab.do("Bo", DelayJob(job=number, reason=DelayReason.PART, words="Pan", since=date(2026, 2, 1)))
    with pytest.raises(MissingFieldError):
        lab.do("Bo", DelayJob(job=number, reason=DelayReason.PART, words=" "))
    lab.do("Bo", DelayJob(job=number, reason=DelayReason.PART, words="Pan"))
    (line,) = [one for one in lab.ask(lambda records: records.jobs.lines()) if one.number == number]
    assert (line.priority, line.delay) == (Priority.URGENT, DelayReason.PART)
    (kept,) = lab.ask(job, number).delays
    lab.do("Bo", EndDelay(job=number, key=kept.key, seen=kept.version))
    (line,) = [one for one in lab.ask(lambda records: records.jobs.lines()) if one.number == number]
    assert line.delay is None
    assert lab.findings() == []


def test_an_agreement_is_not_taken_back_under_readings_but_a_delay_is(lab):
    number = lab.receive()
    agreed = lab.do("Bo", Agree(job=number, agreed=AGREED)).entry
    lab.do("Bo", OpenJob(job=number, procedure=MASS))
    held = lab.do("Bo", DelayJob(job=number, reason=DelayReason.ROOM, words="Too warm")).entry
    lab.do("Bo", lab.reading(number))
    with pytest.raises(LaterWorkError):
        lab.undo("Bo", agreed)
    lab.undo("Bo", held)
    assert lab.ask(job, number).delays == ()
