"""Coefficients of a whole job, and standards that have parts: from the bench to certificate and DCC."""

import json
import re
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from lxml import etree

from labcal.catalog.procedures import load_example, load_procedure, parse_procedure, procedure_bytes
from labcal.domain.evaluation import assemble
from labcal.domain.instrument import Instrument, StandardCertificate
from labcal.domain.job import Place
from labcal.domain.job import Stage as At
from labcal.domain.person import Authorisation, Level
from labcal.domain.quantity import parse
from labcal.errors.bench import NoSuchPartError
from labcal.services.certificates import files_of
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard, job
from labcal.services.people import Authorise
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordBlock, RecordRoom
from labcal.services.sheet import sheet
from labcal.services.standards import AddStandard, StatePoints, certificate_versions

BATH, RESISTOR = "temperature/resistance-thermometer", "resistance/substitution"
PARTED, BRIDGE = "resistance/bridge", "bridge"
DCC = {"dcc": "https://ptb.de/dcc", "si": "https://ptb.de/si"}


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    told = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", told)


def opened(lab, procedure, nominal):
    """Let everybody work by a procedure, and open a job by it."""
    name = procedure.id
    for person, level in (("Bo", "records"), ("Cy", "checks"), ("Sol", "signs")):
        days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
        lab.do(
            lab.admin,
            Authorise(person=person, leave=Authorisation(level=Level(level), procedure=name, **days)),
        )
    item = Instrument(name="Item", nominal=parse(nominal), serial="1")
    number = lab.do("Bo", ReceiveItem(customer=lab.customer, item=item, condition="Good")).value
    lab.do("Bo", OpenJob(job=number, procedure=name))
    for limit in procedure.room:
        for moment in ("start", "end"):
            middle = parse(f"{(limit.lowest + limit.highest) / 2} {limit.unit}")
            lab.do("Bo", RecordRoom(job=number, name=limit.name, moment=moment, quantity=middle))
    return number


def standard(lab, identification, certified, points=()):
    """Keep a standard of which value, U and drift are certified."""
    value, expanded, drift = certified
    told = StandardCertificate(
        number=f"MSL-{identification}",
        laboratory="National Laboratory",
        calibrated_on=date(2025, 9, 1),
        due_on=date(2026, 12, 31),
        value=parse(value),
        expanded=parse(expanded),
        coverage_factor=Decimal(2),
        drift=parse(drift),
    )
    added = AddStandard(name="Reference", identification=identification, grade="", certificate=told)
    number = lab.do(lab.admin, added).value
    if points:
        (newest,) = lab.ask(certificate_versions, number)
        lab.do(lab.admin, StatePoints(certificate=newest.key, points=points, seen=newest.version))
    return number


def record(lab, number, name):
    """Record the readings of the worked example."""
    for point, told in enumerate(load_example(name).points):
        cells = tuple(
            (Place(point=point, row=row, column=column), quantity)
            for row, line in enumerate(told.readings)
            for column, quantity in enumerate(line)
            if quantity is not None
        )
        lab.do("Bo", RecordBlock(job=number, cells=cells))


def issued_files(lab, number):
    lab.do("Bo", HandOver(job=number))
    lab.do("Cy", CheckJob(job=number, accepted=True))
    return files_of(lab.book, lab.issue(number))


def test_the_coefficients_of_a_thermometer_reach_certificate_and_dcc(lab):
    lab.do(lab.admin, AdoptProcedure(body=procedure_bytes(BATH).decode()))
    number = opened(lab, load_procedure(BATH), "100 °C")
    told = load_example(BATH).inputs.standard
    tied = standard(lab, "9", (str(told.value), str(told.expanded), str(told.drift)), told.points)
    lab.do("Bo", TieStandard(job=number, standard=tied))
    record(lab, number, BATH)
    assert lab.ask(sheet, number, "Bo", "en").stage is At.EVALUATE
    files = issued_files(lab, number)
    (frozen,) = lab.ask(job, number).coefficients
    kept = {one["symbol"]: one for one in json.loads(frozen.body)["coefficients"]}
    true = {"R_0": 100.012, "A": 3.90815e-3, "B": -5.782e-7}
    assert {name: abs(kept[name]["unrounded"] - value) < 2 * kept[name]["standard_uncertainty"]
            for name, value in true.items()} == dict.fromkeys(true, True)  # fmt: skip
    page = words(files.pdf)
    told = page[page.index("Coefficients of the whole range") :]
    assert "R_0 100.0116 Ω 0.0043 Ω A 0.003 908 1 K⁻¹ 0.000 001 2 K⁻¹ B −0.000 000 577 9 K⁻²" in told
    assert (
        "Correlation of the coefficients: r(R_0, A) = −0.789; r(R_0, B) = +0.558; r(A, B) = −0.934." in told
    )
    root = etree.fromstring(files.xml)
    quantities = root.findall(".//dcc:quantity[@refType='lc_coefficient']", DCC)
    assert len(quantities) == len(true)
    for node, symbol in zip(quantities, true, strict=True):
        one = kept[symbol]
        assert node.findtext("dcc:name/dcc:content", namespaces=DCC) == symbol
        assert Decimal(node.findtext(".//si:value", namespaces=DCC)) == Decimal(one["value"])
        assert Decimal(node.findtext(".//si:valueExpandedMU", namespaces=DCC)) == Decimal(one["expanded"])
    assert lab.findings() == []


@pytest.fixture
def parted():
    """The procedure for resistors, where the ratio of the bridge comes from a certificate of its own."""
    body = procedure_bytes(RESISTOR).decode()
    constant = body[body.index('[[input]]\nsymbol = "r_C"') :]
    constant = constant[: constant.index("[[input]]", 1)]
    own = f'[[input]]\nsymbol = "r_C"\norigin = "standard"\nstandard = "{BRIDGE}"\nunit = "1"\n\n'
    return body.replace(constant, own).replace(f'"{RESISTOR}"', f'"{PARTED}"')


def test_a_standard_with_a_part_of_its_own_reaches_the_result(lab, parted):
    lab.adopt(parted)
    number = opened(lab, parse_procedure(parted.encode()), "10 kohm")
    told = load_example(RESISTOR).inputs.standard
    reference = standard(lab, "9", (str(told.value), str(told.expanded), str(told.drift)))
    bridge = standard(lab, "10", ("1.000 001", "0.000 002", "0"))
    lab.do("Bo", TieStandard(job=number, standard=reference))
    record(lab, number, RESISTOR)
    missing = [str(one) for one in lab.ask(sheet, number, "Bo", "en").progress.missing]
    assert missing == ["A standard has not been chosen for “bridge”."]
    with pytest.raises(NoSuchPartError):
        lab.do("Bo", TieStandard(job=number, standard=bridge, role="balance"))
    lab.do("Bo", TieStandard(job=number, standard=bridge, role=BRIDGE))
    ready = lab.ask(sheet, number, "Bo", "en")
    assert ready.stage is At.EVALUATE
    estimates = {one.symbol: one for one in assemble(ready.procedure, ready.evaluated[0].inputs).inputs}
    assert estimates["r_C"].value == pytest.approx(1.000001, rel=1e-12)
    files = issued_files(lab, number)
    (frozen,) = lab.ask(job, number).results
    share = next(one for one in json.loads(frozen.body)["lines"] if one["input"] == "r_C")
    assert share["standard_uncertainty"] == pytest.approx(1e-6)
    assert (frozen.value, frozen.expanded) == ("10000.188", "0.025")
    page = words(files.pdf)
    assert "Reference 9 MSL-9" in page
    assert "Reference 10 MSL-10 National Laboratory 2025-09-01 1.000 001 ± 0.000 002 (k = 2)" in page
    assert b"10000.188" in files.xml
    assert lab.findings() == []
