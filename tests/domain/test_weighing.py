"""Tests of OIML R 76-1:2006 on paper: turning points, eccentricity, discrimination, classes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.limits import load_limits
from labcal.catalog.weighing_classes import weighing_classes
from labcal.domain.limits.table import Stage
from labcal.domain.quantity import QuantityValue, parse
from labcal.domain.weighing import (
    ChangeoverPoint,
    PartialRange,
    Receptor,
    analogue_displacement,
    balance_extra_load,
    digital_extra_load,
    eccentric_load,
    greatest_indication,
    interval_at,
    is_zero_accurate,
    loads_to_test,
    needs_changeover,
    repeatability,
)
from labcal.domain.weighing_class import Plate, classify
from labcal.errors.weighing import (
    EmptySeriesError,
    SupportsError,
    UnknownWeighingClassError,
    UnsortedRangesError,
)

R76 = load_limits("r76-1-2006")
D = Decimal

TURNING_POINTS = [
    ("10000", "10005", "4.0", "0.5", "10003.5", "3.5", "3.0", "5.0"),
    ("2500", "2500", "1.0", "0.5", "2501.5", "1.5", "1.0", "2.5"),
    ("15000", "15005", "0.5", "0.5", "15007.0", "7.0", "6.5", "7.5"),
    ("100", "100", "2.5", "0.0", "100.0", "0.0", "0.0", "2.5"),
]
"""L, I, ΔL, E0; P, E, Ec, MPE: class III, e = 5, in g (OIML R 76-1:2006, A.4.4.3)."""


@pytest.mark.parametrize("case", TURNING_POINTS)
def test_turning_points(case: tuple[str, ...]) -> None:
    load, indication, added, at_zero, before, error, corrected, permissible = map(D, case)
    point = ChangeoverPoint(load=load, indication=indication, added=added, interval=D(5))
    assert (point.before_rounding, point.error, point.corrected(at_zero)) == (before, error, corrected)
    limits = R76.limits({"m": QuantityValue(case[0], "g"), "e": parse("5 g")}, "III")
    assert limits.upper == permissible
    assert abs(point.corrected(at_zero)) <= limits.upper


@given(st.integers(0, 15000), st.integers(0, 49))
def test_changeover_points_find_the_error_of_an_instrument_that_rounds(load: int, offset: int) -> None:
    """An instrument with a true error of δ, rounding half up to e = 5 g; weights of 0.1 e are added."""
    delta = D(offset) / 10
    before = load + delta
    shown = (before / 5 + D("0.5")).to_integral_value(rounding="ROUND_FLOOR") * 5
    added = next(D(n) / 2 for n in range(12) if before + D(n) / 2 >= shown + D("2.5"))
    point = ChangeoverPoint(load=D(load), indication=shown, added=added, interval=D(5))
    assert abs(point.error - delta) <= D("0.5")


def test_zero_and_display() -> None:
    """4.5.2: 0.25 e; A.4.4.3: no changeover points where d ≤ e/5."""
    assert is_zero_accurate(D("-1.25"), D(5))
    assert not is_zero_accurate(D("1.26"), D(5))
    assert needs_changeover(D(5), D(5))
    assert not needs_changeover(D(1), D(5))
    assert greatest_indication(D(15000), D(5)) == 15045


def test_repeatability() -> None:
    """3.6.1: greatest less smallest."""
    assert repeatability([D("1.5"), D("-0.5"), D("1.0")]) == 2
    with pytest.raises(EmptySeriesError, match="there are 1"):
        repeatability([D(1)])


@pytest.mark.parametrize(
    ("told", "load"),
    [
        ({}, "5000"),
        ({"tare": D(3000)}, "6000"),
        ({"supports": 3}, "5000"),
        ({"supports": 6}, "3000"),
        ({"receptor": Receptor.TANK}, "1500"),
        ({"receptor": Receptor.ROLLING}, "12000"),
    ],
)
def test_eccentric_loading(told: dict[str, object], load: str) -> None:
    """3.6.2: a third of Max + T+; (Max + T+)/(n − 1) of n > 4; a tenth of tanks; 0.8 of rolling loads."""
    assert eccentric_load(D(15000), **told) == D(load)
    with pytest.raises(SupportsError):
        eccentric_load(D(15000), supports=0)


def test_discrimination() -> None:
    """3.8: 1.4 d from d = 5 mg on; 0.7 of the extra load; 0.4 of the error, 1 mg at least."""
    assert digital_extra_load(parse("5 g")) == 7
    assert digital_extra_load(parse("5 mg")) == 7
    assert digital_extra_load(parse("2 mg")) is None
    assert analogue_displacement(D("-2.5")) == D("1.75")
    assert balance_extra_load(parse("5 g")) == 2
    assert balance_extra_load(parse("1 mg")) == 1


def test_in_service_the_errors_are_twice_as_large() -> None:
    """3.5.2, at every load."""
    e = parse("5 g")
    for load in ("0 g", "2500 g", "2505 g", "15 kg", "30 kg"):
        initial = R76.limits({"m": parse(load), "e": e}, "III").upper
        in_service = R76.limits({"m": parse(load), "e": parse("5 g")}, "III", Stage.IN_SERVICE).upper
        assert initial is not None
        assert in_service == 2 * initial


def test_multi_interval() -> None:
    """3.3: each load with e of its partial range."""
    ranges = [PartialRange(D(3000), D(1)), PartialRange(D(6000), D(2)), PartialRange(D(15000), D(5))]
    found = [interval_at(D(load), ranges) for load in (0, 3000, 3001, 6000, 15000, 16000)]
    assert found == [1, 1, 2, 2, 5, 5]
    for wrong in ([], ranges[::-1]):
        with pytest.raises(UnsortedRangesError):
            interval_at(D(1), wrong)


def test_loads_that_are_never_left_out() -> None:
    """A.4.4.1: Min, Max, and where the error changes: 500 e and 2000 e of class III."""
    loads = loads_to_test(R76, "III", parse("5 g"), (D(100), D(15000)))
    assert loads == (100, 2500, 10000, 15000)
    assert loads_to_test(R76, "I", parse("1 mg"), (D(100), D(220000))) == (100, 50000, 200000, 220000)


@pytest.mark.parametrize(
    ("grade", "maximum", "interval", "minimum", "said"),
    [
        ("III", "15 kg", "5 g", "100 g", []),
        ("III", "15 kg", "1 g", "20 g", ["n = 15000 is above 10000"]),
        ("III", "2 kg", "5 g", "100 g", ["n = 400 is below 500"]),
        ("III", "15 kg", "5 g", "99 g", ["Min = 99\u202fg is below 100\u202fg"]),
        ("III", "15 kg", "3 g", "60 g", ["e = 3\u202fg is not 1, 2 or 5", "has no e = 3\u202fg"]),
        ("II", "6200 g", "0.1 g", "5 g", []),
        ("II", "200 g", "0.01 g", "0.2 g", []),
        ("II", "200 g", "0.001 g", "0.02 g", ["n = 200000 is above 100000"]),
        ("II", "400 g", "0.1 g", "5 g", ["n = 4000 is below 5000"]),
        ("I", "220 g", "1 mg", "100 mg", []),
        ("I", "20 g", "1 mg", "10 mg", ["n = 20000 is below 50000", "Min = 10\u202fmg is below 100\u202fmg"]),
        ("IIII", "20 kg", "20 g", "200 g", []),
        ("IIII", "20 kg", "2 g", "200 g", ["Class IIII has no e = 2\u202fg"]),
    ],
)
def test_classification(grade: str, maximum: str, interval: str, minimum: str, said: list[str]) -> None:
    """OIML R 76-1:2006, table 3."""
    plate = Plate(grade=grade, maximum=parse(maximum), interval=parse(interval), minimum=parse(minimum))
    found = classify(plate, weighing_classes())
    assert len(found) == len(said)
    assert all(words in str(one) for words, one in zip(said, found, strict=True))


def test_grading_instruments() -> None:
    """Table 3: Min of a postal scale of class III may be 5 e."""
    plate = Plate(
        grade="III", maximum=parse("15 kg"), interval=parse("5 g"), minimum=parse("25 g"), is_grading=True
    )
    assert classify(plate, weighing_classes()) == ()
    with pytest.raises(UnknownWeighingClassError, match="classes are I, II, III, IIII"):
        classify(Plate(grade="V", maximum=parse("1 kg"), interval=parse("1 g")), weighing_classes())
