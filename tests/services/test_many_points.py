"""Jobs of several points, from the bench to the certificate, by procedures of the second format."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labcal.catalog.procedures import load_example, load_procedure, procedure_bytes
from labcal.domain.instrument import Instrument, StandardCertificate
from labcal.domain.job import Place, Stage
from labcal.domain.person import Authorisation, Level
from labcal.domain.quantity import parse
from labcal.errors.jobs import NoSuchCellError
from labcal.errors.quantities import UnitMismatchError
from labcal.services.certificates import preview
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard, job
from labcal.services.people import Authorise
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordBlock, RecordReading, RecordRoom
from labcal.services.sheet import sheet
from labcal.services.standards import AddStandard, StatePoints, certificate_versions
from labcal.text import Text

GAUGE, METER = "pressure/gauge", "voltage/multimeter"


def certificate(value: str, expanded: str) -> StandardCertificate:
    return StandardCertificate(
        number="MSL-7",
        laboratory="National Laboratory",
        calibrated_on=date(2025, 9, 1),
        due_on=date(2026, 12, 31),
        value=parse(value),
        expanded=parse(expanded),
        coverage_factor=Decimal(2),
        drift=parse(expanded),
    )


@pytest.fixture
def opened(lab: Any) -> Callable[[str, str, StandardCertificate], tuple[str, str]]:
    """Return what adopts a procedure, authorises everybody, ties a standard and opens a job."""

    def begin(name: str, nominal: str, told: StandardCertificate) -> tuple[str, str]:
        lab.do(lab.admin, AdoptProcedure(body=procedure_bytes(name).decode()))
        for person, level in (("Bo", "records"), ("Cy", "checks"), ("Sol", "signs")):
            leave = Authorisation(
                level=Level(level), since=date(2026, 1, 1), until=date(2026, 12, 31), procedure=name
            )
            lab.do(lab.admin, Authorise(person=person, leave=leave))
        standard = lab.do(
            lab.admin, AddStandard(name="Reference", identification="7", grade="", certificate=told)
        ).value
        item = Instrument(name="Item", nominal=parse(nominal), serial="1")
        number = lab.do("Bo", ReceiveItem(customer=lab.customer, item=item, condition="Good")).value
        lab.do("Bo", OpenJob(job=number, procedure=name))
        return number, standard

    return begin


def read_room(lab: Any, number: str, name: str) -> None:
    for limit in load_procedure(name).room:
        middle = (limit.lowest + limit.highest) / 2
        for moment in ("start", "end"):
            quantity = parse(f"{middle} {limit.unit}")
            lab.do("Bo", RecordRoom(job=number, name=limit.name, moment=moment, quantity=quantity))


def test_a_gauge_at_nine_points_up_to_its_certificate(lab: Any, opened: Any) -> None:
    number, standard = opened(GAUGE, "10 bar", certificate("10 bar", "0.003 bar"))
    (newest,) = lab.ask(certificate_versions, standard)
    points = load_example(GAUGE).inputs.standard.points
    lab.do(lab.admin, StatePoints(certificate=newest.key, points=points, seen=newest.version))
    lab.do("Bo", TieStandard(job=number, standard=standard))
    read_room(lab, number, GAUGE)
    begun = lab.ask(sheet, number, "Bo", "en")
    assert len(begun.points) == 9
    assert len([one for one in begun.progress.missing if "cycles are complete" in str(one)]) == 9
    for point in range(9):
        at = f"{Decimal(10) * Decimal(point) / 8:.3f}"
        cells = [("0.02", "0.005", "0", at, at, f"{Decimal(at) + Decimal('0.02')}"), ("", "", "", at, at, at)]
        block = tuple(
            (Place(point=point, row=row, column=column), parse(cell, "bar"))
            for row, line in enumerate(cells)
            for column, cell in enumerate(line)
            if cell
        )
        lab.do("Bo", RecordBlock(job=number, cells=block))
    ready = lab.ask(sheet, number, "Bo", "en")
    assert ready.stage is Stage.EVALUATE
    assert all(one.ready and one.result for one in ready.points)
    lab.do("Bo", HandOver(job=number))
    lab.do("Cy", CheckJob(job=number, accepted=True))
    frozen = lab.ask(job, number).results
    assert [one.point for one in frozen] == list(range(9))
    assert json.loads(frozen[4].body)["nominal"] == ["5.0", "bar"]
    assert (frozen[0].value, frozen[8].value) == ("0.005", "0.004")
    assert lab.ask(preview, number, "Sol", Text("en"))
    assert lab.issue(number)
    assert lab.findings() == []


def test_points_that_the_job_asks_for(lab: Any, opened: Any) -> None:
    number, standard = opened(METER, "100 V", certificate("100 V", "2 mV"))
    lab.do("Bo", TieStandard(job=number, standard=standard))

    def key(point: int, column: int, keyed: str, row: int = 0) -> None:
        place = Place(point=point, row=row, column=column)
        lab.do("Bo", RecordReading(job=number, place=place, quantity=parse(keyed, "V")))

    for column, keyed in enumerate(("100", "0.1", "100.1")):
        key(0, column, keyed)
    key(3, 2, "99.98")
    now = lab.ask(sheet, number, "Bo", "en")
    assert len(now.points) == 2
    assert str(now.points[0].result.value) == "0.10"
    assert {str(one) for one in now.points[1].missing} >= {
        "“V_n” has no value yet.",
        "“digit” has no value yet.",
    }
    for column, row, point in ((0, 1, 0), (2, 1, 0), (3, 0, 0), (0, 0, 30), (0, 0, -1)):
        with pytest.raises(NoSuchCellError):
            key(point, column, "5", row)
    with pytest.raises(UnitMismatchError):
        key(1, 2, "5 mm")
