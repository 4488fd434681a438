"""The tests of OIML R 76-1:2006 computed from a sheet: errors, limits, verdicts, what is missing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.verification_cases import HEAVY, SOUND, TOLD, row, rows

from labcal.catalog.limits import load_limits
from labcal.catalog.verification_programmes import R76, programme
from labcal.domain.limits.table import Stage
from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.verification import Indicating, WeighingTest
from labcal.domain.verification_plan import planned
from labcal.domain.verification_tests import Measure, evaluate, extra_load, places_of, wanted_loads
from labcal.domain.weighing import Receptor
from labcal.text import Text

LIMITS = load_limits("r76-1-2006")
PLAN = programme(R76)


def measure(**other) -> Measure:
    return Measure(replace(TOLD, **other), PLAN, LIMITS)


def by_test(told, **other):
    return {one.test: one for one in evaluate(measure(**other), tuple(rows(told)))}


LIMIT_VECTORS = (
    ("III", "5 g", "0", "2.5", "5"),
    ("III", "5 g", "2500", "2.5", "5"),
    ("III", "5 g", "2500.5", "5", "10"),
    ("III", "5 g", "10000", "5", "10"),
    ("III", "5 g", "10001", "7.5", "15"),
    ("III", "5 g", "15000", "7.5", "15"),
    ("II", "0.1 g", "500", "0.05", "0.1"),
    ("II", "0.1 g", "500.1", "0.1", "0.2"),
    ("II", "0.1 g", "6200", "0.15", "0.3"),
    ("I", "0.001 g", "50", "0.0005", "0.001"),
    ("I", "0.001 g", "200.5", "0.0015", "0.003"),
    ("IIII", "20 g", "1000", "10", "20"),
    ("IIII", "20 g", "4000.5", "30", "60"),
)
"""OIML R 76-1:2006, table 6 and 3.5.2: class, e, load, limit at initial verification and in service."""


@pytest.mark.parametrize(("grade", "interval", "load", "initial", "service"), LIMIT_VECTORS)
def test_the_limit_of_a_row_is_that_of_class_stage_and_load(grade, interval, load, initial, service):
    for stage, limit in ((Stage.INITIAL, initial), (Stage.IN_SERVICE, service)):
        told = measure(grade=grade, interval=parse(interval), division=parse(interval), stage=stage)
        assert told.limit(Decimal(load)) == Decimal(limit)


TURNING_POINTS = (
    ("10000", "10005", "4.0", "0.5", "3.5", "3.0", "5.0"),
    ("2500", "2500", "1.0", "0.5", "1.5", "1.0", "2.5"),
    ("15000", "15005", "0.5", "0.5", "7.0", "6.5", "7.5"),
    ("100", "100", "2.5", "0.0", "0.0", "0.0", "2.5"),
)
"""A.4.4.3: load, indication, ΔL, error at zero, error, corrected error, limit; class III, e = 5 g."""


@pytest.mark.parametrize("point", TURNING_POINTS)
def test_errors_by_changeover_points(point):
    load, shown, added, zero, error, corrected, limit = point
    at_zero = ("0", "0", str(Decimal("2.5") - Decimal(zero)))
    told = ((WeighingTest.ZERO, at_zero), (WeighingTest.WEIGHING, (load, shown, added)))
    found = by_test(told, stage=Stage.INITIAL)[WeighingTest.WEIGHING].rows[0]
    assert (found.error, found.corrected, found.limit) == (Decimal(error), Decimal(corrected), Decimal(limit))
    assert found.passed is True


whole = st.integers(min_value=0, max_value=3000)
tenths = st.integers(min_value=0, max_value=50)


@given(load=whole, shown=whole, added=tenths, zero=tenths)
def test_the_error_is_linear_in_what_is_keyed(load, shown, added, zero):
    """E = I + e/2 − ΔL − L, exactly, and Ec = E − E0, whatever is keyed."""
    cells = (str(load * 5), str(shown * 5), str(Decimal(added) / 10))
    told = ((WeighingTest.ZERO, ("0", "0", str(Decimal(zero) / 10))), (WeighingTest.WEIGHING, cells))
    found = by_test(told)
    error = Decimal(shown * 5) + Decimal("2.5") - Decimal(added) / 10 - Decimal(load * 5)
    one = found[WeighingTest.WEIGHING].rows[0]
    assert one.error == error
    assert one.corrected == error - (Decimal("2.5") - Decimal(zero) / 10)
    if one.limit is not None:
        assert one.passed is (abs(one.corrected) <= one.limit)


@given(load=whole, shown=whole, added=tenths)
def test_the_unit_that_is_keyed_changes_nothing(load, shown, added):
    cells = (str(load * 5), str(shown * 5), str(Decimal(added) / 10))
    (grams,) = by_test(((WeighingTest.ZERO, cells),))[WeighingTest.ZERO].rows
    kilograms = row(WeighingTest.ZERO, 0, cells)
    kilograms = replace(kilograms, load=QuantityValue(f"{Decimal(load * 5).scaleb(-3):f}", "kg"))
    (other,) = evaluate(measure(), (kilograms,))[0].rows
    assert (other.error, other.passed) == (grams.error, grams.passed)


def test_a_sound_instrument_passes_every_test():
    assert {one.passed for one in by_test(SOUND).values()} == {True}


def test_errors_at_max_fail_the_test_of_errors_alone():
    found = by_test(HEAVY)
    assert [test for test, one in found.items() if one.passed is False] == [WeighingTest.WEIGHING]
    assert found[WeighingTest.WEIGHING].says.fields[0][1] == QuantityValue("25.0", "g")


@pytest.mark.parametrize(
    ("without", "says"),
    [
        (("15000",), "The load 15000\u202fg is missing, going up."),
        (("100",), "The load 100\u202fg is missing, going up."),
        (("5000",), "4 of 5 different loads, going up."),
    ],
)
def test_a_load_that_may_not_lack_is_named(without, says):
    told = [one for one in SOUND if one[0] is not WeighingTest.WEIGHING or one[1][0] not in without]
    found = by_test(told)[WeighingTest.WEIGHING]
    assert (found.passed, Text("en")(found.says)) == (None, says)


def test_the_loads_come_down_again():
    told = [*SOUND[:8], *SOUND[8:13], *SOUND[17:]]
    found = by_test(told)[WeighingTest.WEIGHING]
    assert (found.passed, Text("en")(found.says)) == (None, "The load 10000\u202fg is missing, going down.")


def test_repeatability_takes_as_many_weighings_as_the_class_asks():
    assert by_test(SOUND[:3])[WeighingTest.REPEATABILITY].passed is None
    assert by_test(SOUND[:4])[WeighingTest.REPEATABILITY].passed is True
    fine = {"grade": "II", "interval": parse("1 g"), "division": parse("1 g"), "maximum": parse("15 kg")}
    zero = [(WeighingTest.ZERO, ("0", "0", "0.5"))]
    three = [(WeighingTest.REPEATABILITY, ("12000", "12000", "0.5"))] * 3
    assert by_test(zero + three, **fine)[WeighingTest.REPEATABILITY].passed is None
    assert by_test(zero + three * 2, **fine)[WeighingTest.REPEATABILITY].passed is True
    assert by_test(three * 2, **fine)[WeighingTest.REPEATABILITY].passed is None
    light = [(WeighingTest.REPEATABILITY, ("100", "100", "0.5"))] * 6
    assert by_test(zero + light, **fine)[WeighingTest.REPEATABILITY].passed is None


def test_repeatability_spreads_no_more_than_the_limit():
    weighed = [(WeighingTest.REPEATABILITY, ("12000", shown, "2.5")) for shown in ("11990", "12010", "11995")]
    told = [(WeighingTest.ZERO, ("0", "0", "2.5")), *weighed]
    found = by_test(told)[WeighingTest.REPEATABILITY]
    assert (found.passed, found.figure, found.limit) == (False, Decimal("20.0"), Decimal(15))


def test_zero_is_accurate_to_a_quarter_of_e_at_every_stage():
    for stage in Stage:
        found = by_test(((WeighingTest.ZERO, ("0", "0", "1.0")),), stage=stage)[WeighingTest.ZERO]
        assert (found.passed, found.figure, found.limit) == (False, Decimal("1.5"), Decimal("1.25"))


def test_a_fine_display_needs_no_changeover_points():
    told = ((WeighingTest.WEIGHING, ("10000", "10004")),)
    found = by_test(told, division=parse("1 g"))[WeighingTest.WEIGHING].rows[0]
    assert (found.error, found.passed) == (Decimal(4), True)
    coarse = by_test(told)[WeighingTest.WEIGHING].rows[0]
    assert coarse.passed is None
    assert "ΔL" in str(coarse.trouble)


def test_a_load_above_the_class_has_no_limit_and_says_so():
    found = by_test(((WeighingTest.WEIGHING, ("60000", "60000", "2.5")),))[WeighingTest.WEIGHING].rows[0]
    assert found.passed is None
    assert "60000" in str(found.trouble)


def test_discrimination_moves_by_one_interval_with_no_more_than_its_extra_load():
    def judged(*cells, **other):
        return by_test(((WeighingTest.DISCRIMINATION, cells),), **other)[WeighingTest.DISCRIMINATION]

    assert judged("7500", "7500", "7", "7505").passed is True
    assert judged("7500", "7500", "7", "7500").passed is False
    assert judged("7500", "7500", "8", "7505").passed is None
    assert "7.0" in str(judged("7500", "7500", "8", "7505").says)
    analogue = {"indicating": Indicating.ANALOGUE}
    assert judged("7500", "7500", "10", "7507", **analogue).passed is True
    assert judged("7500", "7500", "10", "7506", **analogue).passed is False
    assert judged("7500", "7500", "4", "7500.1", indicating=Indicating.NONE).passed is True
    assert judged("7500", "7500", "4", "7500", indicating=Indicating.NONE).passed is False
    fine = {"interval": parse("10 mg"), "division": parse("1 mg"), "grade": "I", "maximum": parse("1 kg")}
    assert by_test((), **fine)[WeighingTest.DISCRIMINATION].passed is True


def test_where_a_receptor_is_loaded():
    assert places_of(measure(supports=4).told) == 4
    assert places_of(measure(supports=6).told) == 6
    assert places_of(measure(receptor=Receptor.ROLLING).told) == 3


def test_the_loads_that_no_test_leaves_out():
    assert wanted_loads(measure()) == (100, 2500, 10000, 15000)
    small = measure(minimum=parse("20 mg"), interval=parse("1 mg"), division=parse("1 mg"), grade="II",
                    maximum=parse("100 g"))  # fmt: skip
    assert small.told.minimum.in_unit("mg") not in wanted_loads(small)
    assert extra_load(measure(), Decimal(15000)) == 7


@given(
    grade=st.sampled_from(["II", "III", "IIII"]),
    count=st.integers(min_value=100, max_value=10000),
    power=st.integers(min_value=-1, max_value=3),
    digit=st.sampled_from([1, 2, 5]),
)
def test_what_the_sheet_offers_is_enough(grade, count, power, digit):
    """A sheet keyed with the loads proposed, each shown as it is, lacks nothing and passes."""
    interval = Decimal(digit).scaleb(power)
    most = {"II": 10000, "III": 10000, "IIII": 1000}[grade]
    maximum = interval * min(count, most)
    told = measure(
        grade=grade,
        interval=QuantityValue(f"{interval:f}", "g"),
        division=QuantityValue(f"{interval:f}", "g"),
        maximum=QuantityValue(f"{maximum:f}", "g"),
        minimum=QuantityValue(f"{interval * 20:f}", "g"),
    )
    half = f"{interval / 2:f}"
    sheet = []
    for one in planned(told):
        if one.load is not None:
            shown = f"{one.load:f}"
            moved = one.test is WeighingTest.DISCRIMINATION
            cells = (
                (shown, shown, f"{one.added:f}", f"{one.load + interval:f}")
                if moved
                else (shown, shown, half)
            )
            sheet.append(row(one.test, one.row, cells))
    found = evaluate(told, tuple(sheet))
    assert [(one.test, one.passed, str(one.says)) for one in found if one.passed is not True] == []
