"""What a second look found: each was wrong once."""

from datetime import date
from decimal import Decimal

import pytest

from labcal.domain.quantity import parse
from labcal.domain.scope import Cmc, Combination
from labcal.services.after_issue import WithdrawCertificate
from labcal.services.bench import MarkOutlier, TakeBackOutlier
from labcal.services.checks import recorders
from labcal.services.sheet import sheet


def line(**told):
    plain = {
        "quantity": "Temperature",
        "procedure": "temperature/block-calibrator",
        "low": parse("0 °C"),
        "high": parse("200 °C"),
        "constant": None,
        "relative": "",
        "combination": Combination.SUM,
        "body": "IANZ",
        "number": "1",
        "edition": "1",
        "valid_from": date(2025, 1, 1),
    }
    return Cmc(**{**plain, **told})


def test_a_capability_in_degrees_is_a_difference():
    assert line(constant=parse("0.05 °C")).expanded(parse("100 °C")) == pytest.approx(0.05)
    assert line(relative="1e-4").expanded(parse("100 °C")) == pytest.approx(0.01)


def test_a_capability_of_another_kind_than_u_is_told_apart():
    kelvin = line(constant=parse("0.5 K"))
    assert kelvin.is_of("mK", parse("100 °C"))
    assert not kelvin.is_of("uV", parse("100 °C"))


def place_of(cell):
    from labcal.domain.job import Place

    return Place(point=0, row=cell // 4, column=cell % 4)


def test_whoever_leaves_a_reading_out_does_not_check_the_job(lab):
    job = lab.job("measured")
    lab.do("Cy", MarkOutlier(job=job, place=place_of(4), reason="A knock"))
    found = lab.ask(lambda records: records.jobs.get(job))
    assert {"Bo", "Cy"} <= recorders(found)


def test_a_cycle_more_stays_when_an_outlier_is_taken_back(lab):
    from labcal.services.readings import RecordReading

    job = lab.job("measured")
    lab.do("Bo", MarkOutlier(job=job, place=place_of(4), reason="A knock"))
    for column, keyed in enumerate(("0.010 g", "0.020 g", "0.025 g", "0.015 g")):
        from labcal.domain.job import Place

        place = Place(point=0, row=3, column=column)
        lab.do("Bo", RecordReading(job=job, place=place, quantity=parse(keyed)))
    lab.do("Bo", TakeBackOutlier(job=job, place=place_of(4)))
    found = lab.ask(sheet, job, "Bo", "en")
    (point,) = found.evaluated
    assert sum(all(cell is not None for cell in row) for row in point.inputs.readings) == 4
    assert len([one for one in point.progress.differences if one is not None]) == 4


def test_no_label_tells_of_a_certificate_that_was_withdrawn(issued):
    from labcal.domain.subject import Subject, SubjectKind
    from labcal.services.labels import _label

    item = Subject(SubjectKind.INSTRUMENT, "I-0001")
    assert issued.ask(_label, item).number == "CAL-2026-0001"
    issued.do("Ana", WithdrawCertificate(certificate="CAL-2026-0001", why="Defect", notice="Letter"))
    assert issued.ask(_label, item) is None


def test_the_band_of_a_drift_is_in_the_unit_of_its_values(issued):
    from labcal.domain.subject import Subject, SubjectKind
    from labcal.services.drift import _of_instrument

    ((_, seen),) = issued.ask(
        lambda records: list(_of_instrument(records, Subject(SubjectKind.INSTRUMENT, "I-0001")))
    )
    assert seen.unit == "mg"
    assert Decimal(repr(seen.standard)) == pytest.approx(Decimal(repr(seen.expanded)) / 2)
