"""One-way analysis of variance."""

import csv
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.domain.anova import Analysis, analyse
from labcal.domain.uncertainty.type_a import from_readings
from labcal.errors.fits import LevelError, NoRepeatsError, TooFewGroupsError
from labcal.resources import path


def groups(name: str) -> list[list[Decimal]]:
    """Return the groups of an example that ships."""
    rows = list(csv.reader(path("examples", f"{name}.csv").read_text(encoding="utf-8").splitlines()))
    found: dict[str, list[Decimal]] = {}
    for group, value in rows[1:]:
        found.setdefault(group, []).append(Decimal(value))
    return list(found.values())


def simon_lesage(offset: str, count: int) -> list[list[Decimal]]:
    """Return the readings of NIST's SmLs sets: nine groups, a first reading and pairs around it."""
    places = [Decimal(one) for one in (".4", ".3", ".5", ".3", ".5", ".3", ".5", ".3", ".5")]
    tenth, zero = Decimal("0.1"), Decimal(offset)
    return [
        [zero + place, *([zero + place - tenth, zero + place + tenth] * ((count - 1) // 2))]
        for place in places
    ]


def test_gum_h5() -> None:
    """JCGM 100:2008, H.5, table H.9: s_a 128 µV, s_b 85 µV, F 2.25, F_0.95 2.12, u 18 µV, s_B 43 µV."""
    found = analyse(groups("GUM-H5"))
    assert round(found.mean, 6) == 10.000097
    assert round(math.sqrt(found.ms_between) * 1e6) == 128
    assert round(found.within_standard_deviation * 1e6) == 85
    assert found.f == pytest.approx(2.25, abs=0.03)  # printed from rounded figures; 2.26 exactly
    assert round(found.f_critical, 2) == 2.12
    assert round(found.between_standard_deviation * 1e6) == 43
    assert round(found.standard_uncertainty * 1e6) == 18
    assert (found.dof_between, found.dof_within, found.dof, found.is_significant) == (9, 40, 9, True)


def test_gum_h5_pooled() -> None:
    """JCGM 100:2008, H.5.2.5 and H.5.3.2: F_0.975 = 2.45, not exceeded; u = 13 µV with 49."""
    found = analyse(groups("GUM-H5"), level=0.025)
    assert round(found.f_critical, 2) == 2.45
    assert round(found.standard_uncertainty * 1e6) == 13
    assert (found.dof, found.is_significant) == (49, False)


def test_day_means_of_gum_h5() -> None:
    """JCGM 100:2008, H.5.2.3: the standard deviation of the day means is 57 µV."""
    means = [float(sum(group) / len(group)) for group in groups("GUM-H5")]
    assert round(from_readings(means).standard_deviation * 1e6) == 57


@pytest.mark.parametrize(
    ("name", "certified"),
    [
        ("SiRstv", (0.0511462616, 0.0127865654, 1.18046237440255, 0.21663656, 0.010831828)),
        (
            "AtmWtAg",
            (3.638341875e-09, 3.638341875e-09, 15.946733567793, 1.04951729166667e-08, 2.28155932971014e-10),
        ),
    ],
)
def test_nist(name: str, certified: tuple[float, ...]) -> None:
    """NIST StRD, analysis of variance: SS_b, MS_b, F, SS_w, MS_w to 13 digits."""
    found = analyse(groups(f"StRD-ANOVA-{name}"))
    figures = (found.ss_between, found.ms_between, found.f, found.ss_within, found.ms_within)
    assert figures == pytest.approx(certified, rel=1e-13)


@pytest.mark.parametrize("offset", ["1", "1000000", "1000000000000"])
@pytest.mark.parametrize(
    ("count", "ss_between", "ss_within", "f"),
    [(21, 1.68, 1.8, 21.0), (201, 16.08, 18.0, 201.0), (2001, 160.08, 180.0, 2001.0)],
)
def test_a_large_offset(offset: str, count: int, ss_between: float, ss_within: float, f: float) -> None:
    """NIST StRD SmLs01 to SmLs09 (Simon and Lesage, 1989): up to 13 constant leading digits cost nothing."""
    found = analyse(simon_lesage(offset, count))
    assert (found.ss_between, found.ss_within, found.f) == pytest.approx(
        (ss_between, ss_within, f), rel=1e-14
    )


@pytest.mark.parametrize(
    ("offset", "mean", "digits"),
    [("1", "1.2", 15), ("1000000", "1000000.2", 9), ("10000000", "10000000.2", 8)],
)
def test_numacc(offset: str, mean: str, digits: int) -> None:
    """NIST StRD NumAcc2, 3, 4: s = 0.1; the sum of squares in one pass fails on NumAcc3 and 4."""
    zero = float(offset)
    readings = [zero + 0.2, *([zero + 0.1, zero + 0.3] * 500)]
    found = from_readings(readings)
    assert found.mean == pytest.approx(float(mean), rel=1e-15)
    assert found.standard_deviation == pytest.approx(0.1, rel=10.0**-digits * 2)
    squares = sum(one * one for one in readings) - sum(readings) ** 2 / len(readings)
    assert (abs(squares / 1000 - 0.01) > 1e-4) is (offset != "1")


def test_a_negative_variance_is_zero_and_said() -> None:
    """JCGM 100:2008, H.5.2.6 leaves it open; here 0, a warning, and the pooled uncertainty."""
    found = analyse([[1.0, 3.0], [1.1, 3.1], [0.9, 2.9]])
    assert found.between_standard_deviation == 0
    assert "taken as 0" in str(found.warnings[0])
    assert found.dof == 5
    assert math.isfinite(found.standard_uncertainty)


def test_no_spread_within_groups() -> None:
    found = analyse([[1.0, 1.0], [2.0, 2.0]])
    assert (found.f, found.p_value, found.is_significant) == (None, None, True)
    assert found.standard_uncertainty == pytest.approx(0.5)
    assert "F has no value" in str(found.warnings[0])
    same = analyse([[1.0, 1.0], [1.0, 1.0]])
    assert (same.f, same.standard_uncertainty) == (None, 0.0)


def test_unbalanced_groups() -> None:
    """n₀ = (N − Σnᵢ²/N)/(g − 1): sizes 2, 3, 5 give 3.1; u² = s_B² Σnᵢ²/N² + s_W²/N."""
    found = analyse([[1.0, 1.2], [5.0, 5.1, 5.3], [9.0, 9.1, 9.3, 8.9, 9.2]])
    variance = (found.ms_between - found.ms_within) / 3.1
    assert found.between_standard_deviation == pytest.approx(math.sqrt(variance))
    wanted = math.sqrt(variance * 38 / 100 + found.ms_within / 10)
    assert found.standard_uncertainty == pytest.approx(wanted)
    assert found.dof == pytest.approx(2, rel=0.01)


readings = st.lists(st.lists(st.integers(-500, 500), min_size=2, max_size=5), min_size=2, max_size=6)


def figures(found: Analysis) -> tuple[float, ...]:
    return (found.between_standard_deviation, found.within_standard_deviation, found.standard_uncertainty)


@settings(max_examples=50)
@given(readings, st.integers(-(10**6), 10**6), st.integers(1, 99), st.randoms(use_true_random=False))
def test_other_units_zeros_and_orders(drawn: list[list[int]], zero: int, scale: int, order: object) -> None:
    one = analyse([[float(value) for value in group] for group in drawn])
    changed = [[float(scale * value + zero) for value in group] for group in drawn]
    order.shuffle(changed)
    for group in changed:
        order.shuffle(group)
    other = analyse(changed)
    assert figures(other) == pytest.approx([scale * figure for figure in figures(one)], rel=1e-7, abs=1e-6)
    assert other.mean == pytest.approx(scale * one.mean + zero, rel=1e-12, abs=1e-9)
    if one.f:
        assert other.f == pytest.approx(one.f, rel=1e-8, abs=1e-12)


def test_what_cannot_be_analysed_is_said() -> None:
    with pytest.raises(TooFewGroupsError, match="there are 1"):
        analyse([[1.0, 2.0], []])
    with pytest.raises(NoRepeatsError, match="2 groups has one reading only"):
        analyse([[1.0], [2.0]])
    for level in (0.0, 1.0, 5.0):
        with pytest.raises(LevelError, match="between 0 and 1"):
            analyse([[1.0, 2.0], [1.0, 2.0]], level=level)
