"""Handing over, the second person, its exception (ISO/IEC 17025:2017, 7.5.1, 7.7.1, 7.11.6)."""

import json
import sqlite3

import pytest

from labcal.domain.job import State
from labcal.errors.jobs import (
    ExcusedError,
    NotReadyError,
    ReasonNeededToReturnError,
    ResultDiffersError,
    WrongStageError,
)
from labcal.errors.people import NotAuthorisedError, OwnWorkError
from labcal.errors.records import MissingFieldError, NotUndoableError
from labcal.services import evaluation
from labcal.services.checks import CheckJob, ExcuseSecondPerson, HandOver, ReturnFromSigning, recorders
from labcal.services.jobs import OpenJob
from labcal.services.people import Authorise
from labcal.services.readings import Countersign, RecordRoom
from labcal.services.standards import SuspendStandard, standard_lines

MASS = "mass/substitution"


def job_of(lab, number):
    with lab.book.read() as records:
        return records.jobs.get(number)


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("standard", "Tie the reference standard"),
        ("temperature", "at the end"),
        ("reading", "cycle 3 has 3 of 4 readings"),
    ],
)
def test_what_is_missing_is_named(lab, left_out, sentence):
    from labcal.domain.quantity import parse
    from labcal.services.jobs import TieStandard

    job = lab.job()
    if left_out != "standard":
        lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    for name, keyed in (("temperature", "20 °C"), ("relative humidity", "47 %"), ("pressure", "1013 hPa")):
        for moment in ("start", "end"):
            if (name, moment) != (left_out, "end"):
                lab.do("Bo", RecordRoom(job=job, name=name, moment=moment, quantity=parse(keyed)))
    for cell in range(lab.cells() - (left_out == "reading")):
        lab.do("Bo", lab.reading(job, cell))
    with pytest.raises(NotReadyError) as refused:
        lab.do("Bo", HandOver(job=job))
    assert str(refused.value).startswith("Job 2026-0001 is not ready: ")
    assert sentence.lower() in str(refused.value).lower()
    assert str(refused.value).count(" · ") <= 1
    assert job_of(lab, job).results == ()


def test_a_room_outside_its_limits_is_missing_too(lab):
    from labcal.domain.quantity import parse

    job = lab.job("measured")
    lab.do("Bo", RecordRoom(job=job, name="temperature", moment="end", quantity=parse("35 °C")))
    with pytest.raises(NotReadyError, match=r"35.°C, is outside"):
        lab.do("Bo", HandOver(job=job))


def test_a_standard_suspended_meanwhile_is_missing_too(lab):
    job = lab.job("measured")
    seen = next(line.version for line in lab.ask(standard_lines) if line.number == lab.standard)
    lab.do(lab.admin, SuspendStandard(standard=lab.standard, suspended=True, seen=seen))
    with pytest.raises(NotReadyError, match="Standard S-0001 is suspended"):
        lab.do("Bo", HandOver(job=job))


def test_supervised_readings_wait_for_their_mentor(lab):
    job = lab.receive()
    lab.do("Tia", OpenJob(job=job, procedure=MASS, mentor="Max"))
    lab.measure("Tia", job)
    with pytest.raises(NotReadyError, match="Max signs for the supervised readings"):
        lab.do("Tia", HandOver(job=job))
    lab.do("Max", Countersign(job=job))
    lab.do("Tia", HandOver(job=job))
    assert recorders(job_of(lab, job)) == {"Tia", "Max"}
    with pytest.raises(OwnWorkError, match=r"Max recorded.*Authorised for it: Cy, Di\."):
        lab.do("Max", CheckJob(job=job, accepted=True))
    lab.do("Di", CheckJob(job=job, accepted=True))


def test_the_published_result_is_frozen(lab):
    """EA-4/02 M:2022, example S2: 10.000 025 kg ± 59 mg, k = 2."""
    (result,) = job_of(lab, lab.job("checking")).results
    assert (result.value, result.unit, result.expanded, result.uncertainty_unit) == (
        "10.000025",
        "kg",
        "59",
        "mg",
    )
    assert json.loads(result.body)["coverage_factor"] == "2"


def test_nobody_checks_their_own_work(lab):
    """Cy recorded one reading, later corrected by Bo: it stays Cy's work as well."""
    job = lab.job()
    lab.do("Cy", lab.reading(job, keyed="0.9"))
    from labcal.services.jobs import TieStandard

    lab.do("Bo", lab.reading(job, reason="Misread"))
    assert "Cy" in recorders(job_of(lab, job))
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    room(lab, job, "Bo")
    for cell in range(1, lab.cells()):
        lab.do("Bo", lab.reading(job, cell))
    lab.do("Bo", HandOver(job=job))
    with pytest.raises(OwnWorkError) as refused:
        lab.do("Cy", CheckJob(job=job, accepted=True))
    assert str(refused.value) == (
        "Cy recorded readings of job 2026-0001, so a second, different person has to check it. "
        "Authorised for it: Di, Max."
    )
    lab.do("Di", CheckJob(job=job, accepted=True))
    assert job_of(lab, job).state.value == "signing"


def room(lab, job, who):
    from labcal.domain.quantity import parse

    for name, keyed in (("temperature", "20 °C"), ("relative humidity", "47 %"), ("pressure", "1013 hPa")):
        for moment in ("start", "end"):
            lab.do(who, RecordRoom(job=job, name=name, moment=moment, quantity=parse(keyed)))


def test_who_read_the_room_or_handed_over_does_not_check_either(lab):
    from labcal.services.jobs import TieStandard

    job = lab.job()
    room(lab, job, "Cy")
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    for cell in range(lab.cells()):
        lab.do("Bo", lab.reading(job, cell))
    lab.do("Max", HandOver(job=job))
    for own in ("Cy", "Max"):
        with pytest.raises(OwnWorkError):
            lab.do(own, CheckJob(job=job, accepted=True))


def test_a_check_takes_its_authorisation(lab):
    job = lab.job("checking")
    lab.suspend("Di", "checks")
    for who in ("Bo", "Di", "Sol"):
        with pytest.raises(NotAuthorisedError, match=f"{who} may not check"):
            lab.do(who, CheckJob(job=job, accepted=True))


def test_a_returned_job_is_mended_and_handed_over_again(lab):
    job = lab.job("checking")
    with pytest.raises(ReasonNeededToReturnError, match="Say what has to be mended"):
        lab.do("Di", CheckJob(job=job, accepted=False, remark=" "))
    lab.do("Di", CheckJob(job=job, accepted=False, remark="Reading 1 looks wrong"))
    lab.clock.forward(minutes=9)
    lab.do("Bo", lab.reading(job, keyed="0.020", reason="Di saw it"))
    lab.do("Bo", HandOver(job=job))
    lab.do("Di", CheckJob(job=job, accepted=True, remark="Now well"))
    found = job_of(lab, job)
    assert [(one.by, one.accepted, one.remark) for one in found.reviews] == [
        ("Di", False, "Reading 1 looks wrong"),
        ("Di", True, "Now well"),
    ]
    assert found.replaced[0].by == "Bo"
    assert found.results[0].value != "10.000025"
    assert [one.reason for one in (*found.replaced, found.readings[0])] == ["", "Di saw it"]


def test_a_check_is_never_undone_but_the_signatory_may_return_the_job(lab):
    job = lab.job("checking")
    entry = lab.do("Di", CheckJob(job=job, accepted=True)).entry
    with pytest.raises(NotUndoableError):
        lab.undo("Di", entry)
    with pytest.raises(ReasonNeededToReturnError):
        lab.do("Sol", ReturnFromSigning(job=job, remark=" "))
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", ReturnFromSigning(job=job, remark="Wrong serial"))
    lab.do("Sol", ReturnFromSigning(job=job, remark="Wrong serial"))
    with lab.book.read() as records:
        found = records.jobs.get(job)
    assert (found.state, found.reviews[-1].remark) == (State.OPEN, "Wrong serial")
    with pytest.raises(WrongStageError):
        lab.do("Sol", ReturnFromSigning(job=job, remark="Again"))


def test_an_exception_lets_pass_with_reason_and_name(lab):
    from datetime import date

    from labcal.domain.person import Authorisation, Level

    leave = Authorisation(
        level=Level.CHECKS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure=MASS
    )
    lab.do(lab.admin, Authorise(person="Bo", leave=leave))
    job = lab.job("checking")
    with pytest.raises(OwnWorkError):
        lab.do("Bo", CheckJob(job=job, accepted=True))
    with pytest.raises(MissingFieldError, match="reason of the exception"):
        lab.do(lab.admin, ExcuseSecondPerson(job=job, reason=" "))
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", ExcuseSecondPerson(job=job, reason="Alone this week"))
    lab.do(lab.admin, ExcuseSecondPerson(job=job, reason="Alone this week"))
    with pytest.raises(ExcusedError, match="by leave of Ana"):
        lab.do(lab.admin, ExcuseSecondPerson(job=job, reason="Twice"))
    lab.do("Bo", CheckJob(job=job, accepted=True))
    leave = job_of(lab, job).exception
    assert (leave.reason, leave.granted_by, leave.at) == ("Alone this week", "Ana", lab.clock.now)
    assert lab.issue(job) == "CAL-2026-0001"


def test_each_step_has_its_place(lab):
    job = lab.job("measured")
    with pytest.raises(WrongStageError, match="it has to be handed over for the check"):
        lab.do("Cy", CheckJob(job=job, accepted=True))
    lab.do("Bo", HandOver(job=job))
    with pytest.raises(WrongStageError, match="it has to be at the bench"):
        lab.do("Bo", HandOver(job=job))
    lab.do("Di", CheckJob(job=job, accepted=True))
    with pytest.raises(WrongStageError, match="waiting for its signature"):
        lab.do("Di", CheckJob(job=job, accepted=False, remark="Too late"))
    with pytest.raises(WrongStageError):
        lab.do(lab.admin, ExcuseSecondPerson(job=job, reason="Too late"))


def test_the_check_computes_again_and_refuses_what_differs(lab):
    """A frozen result altered in the table is not accepted, even where nobody ran ``labcal check``."""
    job = lab.job("checking")
    connection = sqlite3.connect(lab.path, isolation_level=None)
    connection.execute("update result set value = '10.000026'")
    connection.close()
    with pytest.raises(ResultDiffersError, match=r"10.000026 kg"):
        lab.do("Di", CheckJob(job=job, accepted=True))


def test_a_frozen_result_does_not_change_with_the_files(lab, monkeypatch):
    """Limits and procedure files change; the frozen verdict and the certificate's figures do not."""
    job = lab.job("signing")
    before = job_of(lab, job).results

    def gone(*_arguments):
        raise AssertionError("the limits of an issued result are not read again")

    monkeypatch.setattr(evaluation, "shipped_table", gone)
    number = lab.issue(job)
    assert job_of(lab, job).results == before
    with lab.book.read() as records:
        kept = records.certificates.kept(number)
    from labcal.exchange.dcc import facts

    told = facts(lab.book.archive.get(kept.year, kept.xml))
    assert any(str(result.value) == "10.000025" for result in told.results)
