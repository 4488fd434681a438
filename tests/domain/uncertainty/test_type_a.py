import math

import pytest

from labcal.domain.uncertainty import type_a
from labcal.errors.models import DegreesOfFreedomError, TooFewReadingsError

TEMPERATURES = [
    96.90, 98.18, 98.25, 98.61, 99.03, 99.49, 99.56, 99.74, 99.89, 100.07,
    100.33, 100.42, 100.68, 100.95, 101.11, 101.20, 101.57, 101.84, 102.36, 102.72,
]  # fmt: skip


def test_twenty_temperatures() -> None:
    """JCGM 100:2008, 4.4.3 and table 1: mean 100.145 °C, s = 1.489 °C, s of the mean 0.333 °C."""
    found = type_a.from_readings(TEMPERATURES)
    assert round(found.mean, 3) == 100.145
    assert round(found.standard_deviation, 3) == 1.489
    assert round(found.standard_uncertainty, 3) == 0.333
    assert found.dof == 19


def test_a_large_common_part_costs_no_digits() -> None:
    """NIST StRD, NumAcc1 and NumAcc4: mean and standard deviation are certified exactly."""
    assert type_a.from_readings([10000001.0, 10000003.0, 10000002.0]).standard_deviation == 1
    readings = [10000000.2] + [10000000.1, 10000000.3] * 500
    assert type_a.mean(readings) == pytest.approx(10000000.2, rel=1e-15)
    assert type_a.standard_deviation(readings) == pytest.approx(0.1, rel=1e-8)


def test_pooled_from_earlier_work() -> None:
    """EA-4/02 M:2022, S2.7: s_p = 25 mg over 3 differences gives 14.4 mg."""
    found = type_a.with_pooled([10.0, 30.0, 20.0], 25.0)
    assert (found.mean, found.dof) == (20, math.inf)
    assert round(found.standard_uncertainty, 1) == 14.4
    assert type_a.with_pooled([1.0], 2.0, 30).dof == 30


def test_pooling() -> None:
    found = type_a.pooled_deviation([[1.0, 3.0], [5.0, 5.0, 5.0], [7.0]])
    assert found == pytest.approx((math.sqrt(2 / 3), 3))


def test_refusals() -> None:
    for wrong in ([], [1.0]):
        with pytest.raises(TooFewReadingsError, match=f"there are {len(wrong)}"):
            type_a.from_readings(wrong)
    with pytest.raises(TooFewReadingsError):
        type_a.with_pooled([], 1.0)
    with pytest.raises(TooFewReadingsError):
        type_a.pooled_deviation([[1.0], [2.0]])
    with pytest.raises(DegreesOfFreedomError):
        type_a.with_pooled([1.0], 1.0, 0)


@pytest.mark.parametrize(("offset", "within"), [(1.2, 1e-12), (1000000.2, 1e-8), (10000000.2, 1e-8)])
def test_a_thousand_and_one_readings(offset: float, within: float) -> None:
    """NIST StRD, NumAcc2, NumAcc3 and NumAcc4: mean as the first datum, standard deviation 0.1, exactly."""
    base = round(offset - 0.2)
    readings = [offset] + [base + 0.1, base + 0.3] * 500
    assert type_a.mean(readings) == pytest.approx(offset, rel=1e-14)
    assert type_a.standard_deviation(readings) == pytest.approx(0.1, rel=within)


def test_covariance_of_means() -> None:
    """JCGM 100:2008, equation (17), on table H.2: r(V, I) = −0.36."""
    voltages = (5.007, 4.994, 5.005, 4.990, 4.999)
    currents = (19.663, 19.639, 19.640, 19.685, 19.678)
    product = math.prod(type_a.from_readings(one).standard_uncertainty for one in (voltages, currents))
    assert round(type_a.covariance_of_means(voltages, currents) / product, 2) == -0.36
    assert type_a.covariance_of_means(voltages, voltages) == pytest.approx(
        type_a.from_readings(voltages).standard_uncertainty ** 2
    )
    with pytest.raises(TooFewReadingsError):
        type_a.covariance_of_means([1.0], [1.0])
