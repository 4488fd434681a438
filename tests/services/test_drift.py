"""The results of an item over the years, from issued jobs and from a standard's certificates."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import MASS

from labcal.domain.equipment import Period, Schedule, ScheduleKind
from labcal.domain.instrument import InstrumentNumber, StandardCertificate
from labcal.domain.quantity import parse
from labcal.domain.subject import Subject, SubjectKind
from labcal.services.checks import CheckJob, HandOver
from labcal.services.drift import courses
from labcal.services.jobs import OpenJob, ReceiveItem
from labcal.services.schedules import PlanSchedule
from labcal.services.standards import CertifyStandard

ITEM = Subject(SubjectKind.INSTRUMENT, "I-0001")
STANDARD = Subject(SubjectKind.STANDARD, "S-0001")


def certificate(lab, year, value):
    told = StandardCertificate(
        number=f"MSL-{year}",
        laboratory="National Laboratory",
        calibrated_on=date(year, 3, 1),
        due_on=date(year + 2, 3, 1),
        value=parse(value),
        expanded=parse("45 mg"),
        coverage_factor=Decimal(2),
    )
    lab.do(lab.admin, CertifyStandard(standard="S-0001", certificate=told))


def test_the_courses_of_an_item_that_was_never_here_are_none(lab):
    lab.receive()
    assert lab.ask(courses, ITEM) == ()


def test_issued_results_of_three_months_make_a_course(lab):
    due = date(2027, 3, 1)
    lab.job("issued")
    yearly = Schedule(kind=ScheduleKind.CALIBRATION, every=12, period=Period.MONTHS, next_due=due)
    lab.do(lab.admin, PlanSchedule(item=ITEM, schedule=yearly))
    for _ in range(2):
        lab.clock.forward(days=60)
        again(lab)
    (found,) = lab.ask(courses, ITEM)
    assert (found.title, found.unit, len(found.observations)) == ("10\u202fkg", "mg", 3)
    assert [str(one.on) for one in found.observations] == ["2026-03-02", "2026-05-01", "2026-06-30"]
    assert found.observations[0].source == "CAL-2026-0001"
    assert found.limits == (-500.0, 500.0)
    assert found.drift.slope == pytest.approx(0.0, abs=1e-9)
    assert found.due.on == due
    assert found.due.value == pytest.approx(found.observations[0].value)


def again(lab):
    received = ReceiveItem(customer="C-0001", item=InstrumentNumber("I-0001"), condition="Good", grade="M1")
    job = lab.do("Bo", received).value
    lab.do("Bo", OpenJob(job=job, procedure=MASS))
    lab.measure("Bo", job)
    lab.do("Bo", HandOver(job=job))
    lab.do("Cy", CheckJob(job=job, accepted=True))
    lab.issue(job)


def test_a_job_under_way_is_no_result_yet(lab):
    lab.job("signing")
    assert lab.ask(courses, ITEM) == ()


def test_the_certificates_of_a_standard_are_its_course(lab):
    for year, value in ((2022, "10 000.000 g"), (2023, "10 000.006 g"), (2024, "10 000.012 g")):
        certificate(lab, year, value)
    (found,) = lab.ask(courses, STANDARD)
    assert [one.value for one in found.observations[:3]] == [0.0, pytest.approx(6.0), pytest.approx(12.0)]
    assert found.unit == "mg"
    assert found.drift.count == 4
    assert found.due.on == lab.ask(lambda records: records.standards.newest("S-0001")).certificate.due_on
