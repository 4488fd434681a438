"""What is unfit is refused, or forces a reason that the record and the certificate keep."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from labcal.catalog.fitness import fitness_rules, parse_fitness
from labcal.domain.equipment import Conformity, EventKind, Period, Schedule, ScheduleKind
from labcal.domain.fitness import Unfit
from labcal.domain.job import Place
from labcal.domain.quantity import parse
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.bench import (
    CheckFailedError,
    InTheFutureError,
    NeverExcusedError,
    NothingUnfitError,
)
from labcal.errors.jobs import BeforeReceiptError, NotReadyError
from labcal.errors.people import FutureWorkError, NotAuthorisedError
from labcal.errors.procedures import KeyTypeError
from labcal.errors.records import MissingFieldError
from labcal.services import sheet as sheets
from labcal.services.care import RecordEvent
from labcal.services.certificates import files_of
from labcal.services.checks import CheckJob, HandOver
from labcal.services.excuses import ExcuseUnfit, NoteAcclimatisation
from labcal.services.jobs import TieStandard, job
from labcal.services.readings import RecordReading, RecordRoom
from labcal.services.requirement import Met
from labcal.services.schedules import PlanSchedule
from labcal.services.sheet import sheet
from labcal.services.standards import SuspendStandard, standard_lines

STANDARD = Subject(SubjectKind.STANDARD, "S-0001")


def needs(lab, number, unfit):
    """Return what a job needs of one kind of fitness."""
    return [one for one in lab.ask(sheet, number, "Bo", "en").requirements if one.unfit is unfit]


def refused(lab, number, words):
    with pytest.raises(NotReadyError, match=words):
        lab.do("Bo", HandOver(job=number))


def warm(lab):
    """Return a measured job in whose room it was too warm at the end."""
    number = lab.job("measured")
    lab.do("Bo", RecordRoom(job=number, name="temperature", moment="end", quantity=parse("35.2 °C")))
    return number


def test_a_room_out_of_limits_wants_a_reason_of_someone_who_may_give_it(lab):
    number = warm(lab)
    (need,) = needs(lab, number, Unfit.ROOM)
    assert (need.clause, need.met, need.about, need.excusable) == ("6.3.3", Met.NO, "temperature end", True)
    refused(lab, number, "35.2")
    told = ExcuseUnfit(job=number, what=Unfit.ROOM, about=need.about, reason="The coefficient is 1e-6/K")
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", told)
    with pytest.raises(MissingFieldError):
        lab.do(lab.admin, replace(told, reason=""))
    with pytest.raises(NothingUnfitError):
        lab.do(lab.admin, replace(told, about="temperature start"))
    lab.do(lab.admin, told)
    assert needs(lab, number, Unfit.ROOM)[0].met is Met.WARNING
    lab.do("Bo", HandOver(job=number))
    lab.do("Cy", CheckJob(job=number, accepted=True))
    files = files_of(lab.book, lab.issue(number))
    assert b"Room out of limits (temperature end): The coefficient is 1e-6/K" in files.xml
    assert [(one.kind, one.by) for one in lab.ask(job, number).excuses] == [("room", "Ana")]


def test_another_reason_takes_the_place_of_the_first(lab):
    number = warm(lab)
    for reason in ("First", "Second"):
        lab.do(
            lab.admin,
            ExcuseUnfit(job=number, what=Unfit.ROOM, about="temperature end", reason=reason),
        )
    assert [one.reason for one in lab.ask(job, number).excuses] == ["Second"]
    assert lab.findings() == []


def test_a_standard_suspended_or_out_of_date_is_never_let_pass(lab):
    number = lab.job("measured")
    seen = next(line.version for line in lab.ask(standard_lines) if line.number == lab.standard)
    lab.do(lab.admin, SuspendStandard(standard=lab.standard, suspended=True, seen=seen))
    (need,) = needs(lab, number, Unfit.STANDARD_SUSPENDED)
    assert not need.excusable
    refused(lab, number, "suspended")
    told = ExcuseUnfit(job=number, what=Unfit.STANDARD_SUSPENDED, about="S-0001", reason="Hurry")
    with pytest.raises(NeverExcusedError, match=r"6\.4\.9"):
        lab.do("Bo", told)


def failed(lab, on=None, conformity=Conformity.FAILS):
    event = RecordEvent(
        item=STANDARD,
        kind=EventKind.INTERMEDIATE_CHECK,
        words="Against 119",
        conformity=conformity,
        on=on,
    )
    lab.do(lab.admin, event)


def test_a_standard_whose_intermediate_check_failed_is_neither_tied_nor_used(lab):
    measured, fresh = lab.job("measured"), lab.job("opened", serial="2")
    failed(lab)
    refused(lab, measured, "did not pass its intermediate check of 2026-03-02")
    with pytest.raises(CheckFailedError, match=r"6\.4\.10"):
        lab.do("Bo", TieStandard(job=fresh, standard=lab.standard))
    failed(lab, conformity=Conformity.NOT_STATED)
    assert needs(lab, measured, Unfit.CHECK_FAILED)
    lab.clock.forward(minutes=1)
    failed(lab, conformity=Conformity.MEETS)
    assert not needs(lab, measured, Unfit.CHECK_FAILED)
    lab.do("Bo", TieStandard(job=fresh, standard=lab.standard))


def test_an_intermediate_check_that_is_overdue_wants_a_reason(lab):
    number = lab.job("measured")
    schedule = Schedule(
        kind=ScheduleKind.INTERMEDIATE_CHECK,
        every=3,
        period=Period.MONTHS,
        next_due=date(2026, 2, 20),
        grace=5,
    )
    lab.do(lab.admin, PlanSchedule(item=STANDARD, schedule=schedule))
    refused(lab, number, "wanted its intermediate check by 2026-02-25")
    lab.do(
        lab.admin,
        ExcuseUnfit(job=number, what=Unfit.CHECK_OVERDUE, about="S-0001", reason="Done tomorrow"),
    )
    lab.do("Bo", HandOver(job=number))


def test_u_above_what_the_procedure_allows_wants_a_reason(lab, monkeypatch):
    number = lab.job("measured")
    parsed = sheets.parsed

    def tight(body):
        return replace(parsed(body), digest="tight", greatest=parse("10 mg"))

    monkeypatch.setattr(sheets, "parsed", tight)
    (need,) = needs(lab, number, Unfit.UNCERTAINTY)
    assert (need.about, need.clause) == ("as found 0", "7.2.2.1")
    refused(lab, number, "greater than the 10")
    lab.do(
        lab.admin,
        ExcuseUnfit(job=number, what=Unfit.UNCERTAINTY, about=need.about, reason="The customer agreed"),
    )
    assert needs(lab, number, Unfit.UNCERTAINTY)[0].met is Met.WARNING


def test_an_item_has_to_stand_in_the_room_long_enough(lab, monkeypatch):
    number = lab.job("opened")
    parsed = sheets.parsed

    def slow(body):
        return replace(parsed(body), digest="slow", acclimatisation=parse("4 h"))

    monkeypatch.setattr(sheets, "parsed", slow)
    (need,) = needs(lab, number, Unfit.ACCLIMATISATION)
    assert "0.0 h of 4" in str(need.says)
    with pytest.raises(InTheFutureError):
        lab.do("Bo", NoteAcclimatisation(job=number, since=lab.clock.now + timedelta(minutes=1)))
    with pytest.raises(BeforeReceiptError):
        lab.do("Bo", NoteAcclimatisation(job=number, since=lab.clock.now - timedelta(days=2)))
    lab.do("Bo", NoteAcclimatisation(job=number, since=lab.clock.now - timedelta(hours=3)))
    assert "3.0 h of 4" in str(needs(lab, number, Unfit.ACCLIMATISATION)[0].says)
    lab.do("Bo", ExcuseUnfit(job=number, what=Unfit.ACCLIMATISATION, reason="Stored in the same room"))
    assert needs(lab, number, Unfit.ACCLIMATISATION)[0].met is Met.WARNING
    lab.do("Bo", NoteAcclimatisation(job=number, since=lab.clock.now - timedelta(hours=4)))
    assert needs(lab, number, Unfit.ACCLIMATISATION) == []


def test_nothing_is_read_tomorrow_or_by_anyone(lab):
    number = lab.job("opened")
    with pytest.raises(FutureWorkError):
        lab.do("Bo", lab.reading(number, on=date(2026, 3, 3)))
    with pytest.raises(NotAuthorisedError):
        lab.do("Di", lab.reading(number))


def test_readings_that_repeat_or_have_other_decimals_are_warned_of(lab):
    number = lab.job("opened")
    for row in range(2):
        for column, keyed in enumerate(("0.010", "0.020", "0.021", "0.011")):
            place = Place(point=0, row=row, column=column)
            lab.do("Bo", RecordReading(job=number, place=place, quantity=parse(f"{keyed} g")))
    told = [str(one.says) for one in lab.ask(sheet, number, "Bo", "en").requirements]
    assert "Cycle 2 repeats cycle 1 figure for figure." in told
    place = Place(point=0, row=1, column=3)
    lab.do("Bo", RecordReading(job=number, place=place, quantity=parse("0.01 g"), reason="Misread"))
    told = [re.sub(r"\s", " ", str(one.says)) for one in lab.ask(sheet, number, "Bo", "en").requirements]
    assert "“S2” is read to different decimals: 0.011 g and 0.01 g." in told


def test_every_kind_has_its_rule_and_a_bad_file_is_refused():
    rules = fitness_rules()
    assert set(rules) == set(Unfit)
    assert {kind for kind, rule in rules.items() if not rule.is_excusable} == {
        Unfit.STANDARD_OUT_OF_DATE,
        Unfit.STANDARD_SUSPENDED,
        Unfit.STANDARD_OUT_OF_USE,
        Unfit.CHECK_FAILED,
    }
    body = "\n".join(
        ['format = "labcal-fitness-1"', *(f'[{one.value}]\nclause = "1"\nleave = "x"' for one in Unfit)]
    )
    with pytest.raises(KeyTypeError, match="leave"):
        parse_fitness(body.encode())
