"""As found and as left, outliers, standards tied to readings, the scope: from the bench to both faces."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.services.record_cases import CMC

from labcal.domain.job import Phase, Place
from labcal.domain.quantity import parse
from labcal.errors.bench import (
    AdjustedBeforeError,
    AfterAdjustmentError,
    HasAsFoundError,
    MarkedBeforeError,
    NotAdjustedError,
    NothingAsFoundError,
    NotMarkedError,
    NotTiedError,
    OtherStandardError,
    TiedBeforeError,
)
from labcal.errors.jobs import NoSuchCellError, NothingRecordedError, NotReadyError
from labcal.errors.records import MissingFieldError
from labcal.exchange.dcc import check_dcc, facts
from labcal.services.bench import (
    DeclareNoAsFound,
    MarkOutlier,
    RecordAdjustment,
    TakeBackOutlier,
)
from labcal.services.certificates import files_of
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import TieStandard, job
from labcal.services.scope import AddCmc
from labcal.services.sheet import sheet
from labcal.services.standards import AddStandard

CELLS = 12
FIRST = Place(point=0, row=0, column=0)


def pages(data: bytes) -> str:
    """Return the words of a PDF, spaces made plain."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    told = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", told)


def sheet_of(lab, number):
    return lab.ask(sheet, number, "Bo", "en")


def left(lab, number, shift="0.001"):
    """Record the worksheet's readings again, the item's a little higher."""
    for cell in range(lab.cells()):
        command = lab.reading(number, cell)
        if command.place.column in (1, 2):
            moved = command.quantity.value + Decimal(shift)
            command = replace(command, quantity=parse(f"{moved} g"))
        lab.do("Bo", command)


def adjusted(lab):
    """Return a job that was adjusted and read again."""
    number = lab.job("measured")
    lab.do("Bo", RecordAdjustment(job=number, what="Material removed from the cavity"))
    left(lab, number)
    return number


def issued(lab, number):
    """Take a job from the bench to its certificate; return both files."""
    lab.do("Bo", HandOver(job=number))
    lab.do("Cy", CheckJob(job=number, accepted=True))
    return files_of(lab.book, lab.issue(number))


def test_readings_after_the_adjustment_are_as_left_and_both_are_evaluated(lab):
    number = adjusted(lab)
    now = sheet_of(lab, number)
    assert (now.job.phase, len(now.job.as_found), len(now.job.readings)) == (Phase.AS_LEFT, CELLS, CELLS)
    found, stands = now.as_found[0], now.evaluated[0]
    assert (found.phase, stands.phase) == (Phase.AS_FOUND, Phase.AS_LEFT)
    assert found.progress.ready
    assert stands.progress.ready
    assert stands.result.value - found.result.value == Decimal("0.000001")
    assert found.second is not None
    assert stands.second is not None
    assert now.job.adjustment.what == "Material removed from the cavity"


def test_both_phases_are_frozen_checked_and_told_alike_by_both_faces(lab):
    number = adjusted(lab)
    files = issued(lab, number)
    frozen = lab.ask(job, number).results
    assert [one.phase for one in frozen] == [Phase.AS_FOUND, Phase.AS_LEFT]
    assert check_dcc(files.xml) == ()
    told = [one for one in facts(files.xml).results if one.ref_type == "basic_measuredValue"]
    printed = pages(files.pdf)
    assert [one.value for one in told] == [Decimal(one.value) for one in frozen]
    for one in frozen:
        whole, _, parts = one.value.partition(".")
        grouped = f"{whole}.{parts[:3]} {parts[3:]}".strip()
        assert f"{grouped} kg" in printed
    headings = ("As found, before the adjustment", "Adjusted: Material removed", "As left, after the adjust")
    places = [printed.index(words) for words in headings]
    assert places == sorted(places)
    assert files.xml.index(b"basic_beforeAdjustment") < files.xml.index(b"basic_afterAdjustment")
    assert b"Material removed from the cavity" in files.xml
    assert printed.count("Pass") >= 2
    assert lab.findings() == []


def test_an_item_is_not_adjusted_before_it_was_read(lab):
    number = lab.job("opened")
    with pytest.raises(NothingAsFoundError, match=r"7\.8\.4\.1 d"):
        lab.do("Bo", RecordAdjustment(job=number, what="Trimmed"))
    lab.do("Bo", lab.reading(number))
    with pytest.raises(NothingAsFoundError):
        lab.do("Bo", RecordAdjustment(job=number, what="Trimmed"))
    with pytest.raises(HasAsFoundError):
        lab.do("Bo", DeclareNoAsFound(job=number, reason="New"))


def test_an_initial_calibration_says_why_there_is_nothing_as_found(lab):
    number = lab.job("opened")
    with pytest.raises(MissingFieldError):
        lab.do("Bo", DeclareNoAsFound(job=number, reason=" "))
    lab.do("Bo", DeclareNoAsFound(job=number, reason="Initial calibration of a new weight"))
    lab.do("Bo", RecordAdjustment(job=number, what="Trimmed to its nominal value"))
    with pytest.raises(AdjustedBeforeError):
        lab.do("Bo", RecordAdjustment(job=number, what="Again"))
    lab.measure("Bo", number)
    files = issued(lab, number)
    assert [one.phase for one in lab.ask(job, number).results] == [Phase.AS_LEFT]
    for words in ("As found: not applicable. Initial calibration of a new weight", "Adjusted: Trimmed"):
        assert words in pages(files.pdf)
    assert b"lc_nothingAsFound" in files.xml
    assert b"basic_beforeAdjustment" not in files.xml


def test_a_phase_takes_only_its_own_readings(lab):
    number = lab.job("measured")
    with pytest.raises(NotAdjustedError):
        lab.do("Bo", lab.reading(number, phase=Phase.AS_LEFT))
    lab.do("Bo", RecordAdjustment(job=number, what="Trimmed"))
    lab.do("Bo", lab.reading(number, keyed="0.013", phase=Phase.AS_FOUND, reason="Misread"))
    assert lab.ask(job, number).as_found[0].quantity == parse("0.013 g")
    with pytest.raises(NotReadyError, match="0 of 3 cycles"):
        lab.do("Bo", HandOver(job=number))
    fresh = lab.job("opened", serial="9")
    lab.do("Bo", DeclareNoAsFound(job=fresh, reason="New"))
    with pytest.raises(AfterAdjustmentError):
        lab.do("Bo", lab.reading(fresh, phase=Phase.AS_FOUND))


def test_an_outlier_stays_on_record_and_counts_in_neither_computation(lab):
    number = lab.job("measured")
    before = sheet_of(lab, number).evaluated[0]
    place = Place(point=0, row=2, column=1)
    with pytest.raises(MissingFieldError):
        lab.do("Bo", MarkOutlier(job=number, place=place, reason=""))
    lab.do("Bo", MarkOutlier(job=number, place=place, reason="The table was knocked"))
    now = sheet_of(lab, number)
    point = now.evaluated[0]
    marked = [one for one in now.job.readings if one.outlier]
    assert [one.place for one in marked] == [place]
    assert (marked[0].outlier.reason, marked[0].outlier.by) == ("The table was knocked", "Bo")
    assert point.progress.differences[:2] == before.progress.differences[:2]
    assert point.progress.differences[2] is None
    assert len(point.inputs.readings) == 4
    assert [str(one) for one in point.progress.missing] == ["2 of 3 cycles are complete."]
    with pytest.raises(MarkedBeforeError, match="The table was knocked"):
        lab.do("Bo", MarkOutlier(job=number, place=place, reason="Again"))
    for column, cell in enumerate(range(8, 12)):
        command = replace(lab.reading(number, cell), place=Place(point=0, row=3, column=column))
        lab.do("Bo", command)
    again = sheet_of(lab, number).evaluated[0]
    assert again.progress.ready
    assert again.result.evaluation.value == pytest.approx(before.result.evaluation.value, rel=1e-15)
    assert again.second.value == pytest.approx(before.second.value, rel=1e-15)
    assert len(again.result.differences) == 3
    with pytest.raises(NoSuchCellError):
        lab.do("Bo", replace(lab.reading(number), place=Place(point=0, row=4, column=0)))
    lab.do("Bo", TakeBackOutlier(job=number, place=place))
    with pytest.raises(NotMarkedError):
        lab.do("Bo", TakeBackOutlier(job=number, place=place))
    assert not any(one.outlier for one in lab.ask(job, number).readings)


def test_what_was_never_read_is_no_outlier(lab):
    number = lab.job("opened")
    with pytest.raises(NothingRecordedError, match="cycle 1, column 1"):
        lab.do("Bo", MarkOutlier(job=number, place=FIRST, reason="Odd"))


def test_a_point_keeps_to_the_standard_that_it_was_read_against(lab):
    number = lab.job("opened")
    with pytest.raises(NotTiedError):
        lab.do("Bo", lab.reading(number, standard="S-0001"))
    lab.do("Bo", TieStandard(job=number, standard="S-0001"))
    told = lab.ask(lambda records: records.standards.newest("S-0001")).certificate
    second = replace(told, number="MSL-2", value=parse("10 000.105 g"))
    other = lab.do(
        lab.admin, AddStandard(name="Weight", identification="119", grade="F2", certificate=second)
    ).value
    lab.do("Bo", TieStandard(job=number, standard=other, beside=True))
    with pytest.raises(TiedBeforeError):
        lab.do("Bo", TieStandard(job=number, standard="S-0001", beside=True))
    assert [one.standard for one in lab.ask(job, number).standards] == ["S-0001", other]
    lab.do("Bo", lab.reading(number, 0, standard=other))
    with pytest.raises(OtherStandardError):
        lab.do("Bo", lab.reading(number, 1, standard="S-0001"))
    lab.do("Bo", lab.reading(number, 1))
    inputs = sheet_of(lab, number).evaluated[0].inputs
    assert inputs.standard.value == parse("10 000.105 g")
    lab.do("Bo", TieStandard(job=number, standard="S-0001"))
    now = lab.ask(job, number)
    assert [one.standard for one in now.standards] == ["S-0001"]
    assert {one.standard for one in now.readings} == {now.standards[0].key}


@pytest.mark.parametrize("constant", ["80 mg", "20 mg"])
def test_u_is_never_below_the_accredited_capability(lab, constant):
    """ILAC-P14:09/2020, 5.4: 59 mg is raised to 80 mg, and stays above 20 mg."""
    lab.do(lab.admin, AddCmc(cmc=replace(CMC, constant=parse(constant), relative="")))
    number = lab.job("measured")
    point = sheet_of(lab, number).evaluated[0]
    is_raised = constant == "80 mg"
    wanted = "80" if is_raised else "59"
    assert (str(point.result.expanded), point.is_raised) == (wanted, is_raised)
    assert any("raised to" in str(one) for one in point.result.warnings) is is_raised
    assert point.second.expanded * 1e3 == pytest.approx(float(wanted), rel=0.02)
    files = issued(lab, number)
    printed = pages(files.pdf)
    assert f"{wanted} mg" in printed
    assert "within the scope of accreditation CAL 017 by IANZ" in printed
    assert ("came out smaller" in printed) is is_raised
    assert files.xml.count(b"lc_scope") == (2 if is_raised else 1)


def test_outside_the_scope_the_certificate_says_so_and_bears_no_accreditation(lab):
    lab.do(lab.admin, AddCmc(cmc=replace(CMC, high=parse("5 kg"))))
    lab.do(lab.admin, AddCmc(cmc=replace(CMC, valid_until=date(2026, 3, 1))))
    number = lab.job("measured")
    assert sheet_of(lab, number).evaluated[0].inputs.cmc is None
    files = issued(lab, number)
    assert "These calibrations are outside the accredited scope." in pages(files.pdf)
    assert b"calibrationLaboratoryCode" not in files.xml
