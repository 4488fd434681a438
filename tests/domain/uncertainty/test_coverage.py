"""Quantiles of JCGM 100:2008, table G.2 (columns 68.27, 95, 95.45, 99 and 99.73 %)."""

import math

import pytest

from labcal.domain.uncertainty.coverage import Coverage, DofRule, coverage_factor
from labcal.errors.models import CoverageError, DegreesOfFreedomError

TABLE_G2 = [
    (1, 1.84, 12.71, 13.97, 63.66, 235.80),
    (2, 1.32, 4.30, 4.53, 9.92, 19.21),
    (5, 1.11, 2.57, 2.65, 4.03, 5.51),
    (16, 1.03, 2.12, 2.17, 2.92, 3.54),
    (50, 1.01, 2.01, 2.05, 2.68, 3.16),
    (100, 1.005, 1.984, 2.025, 2.626, 3.077),
    (math.inf, 1.000, 1.960, 2.000, 2.576, 3.000),
]
PROBABILITIES = (0.6827, 0.95, 0.9545, 0.99, 0.9973)


@pytest.mark.parametrize("row", TABLE_G2)
def test_table_g2(row: tuple[float, ...]) -> None:
    for probability, printed in zip(PROBABILITIES, row[1:], strict=True):
        digits = 3 if row[0] >= 100 else 2
        assert round(coverage_factor(probability, row[0]), digits) == printed


def test_9973_is_erf_of_3_over_root_2() -> None:
    """Taken as it is printed, 0.9973 gives 235.78; the table's 235.80 is of erf(3/√2)."""
    assert round(coverage_factor(0.9973, 1), 2) == 235.80
    assert round(coverage_factor(0.99730001, 1), 2) != 235.80


def test_k_keeps_its_probability() -> None:
    factor, probability = Coverage(k=2.0).at(5.0)
    assert (factor, round(probability, 4)) == (2.0, 0.9545)


def test_rules_for_broken_degrees_of_freedom() -> None:
    """JCGM 100:2008, H.1.6: ν = 16.7 is cut to 16, and t_0.99(16) = 2.92."""
    cut = Coverage(probability=0.99, dof_rule=DofRule.TRUNCATE)
    assert round(cut.at(16.75)[0], 2) == 2.92
    assert cut.at(0.5) == Coverage(probability=0.99).at(1.0)
    assert cut.at(math.inf)[0] == pytest.approx(2.5758293035489)
    interpolated = Coverage(probability=0.99).at(16.75)[0]
    assert coverage_factor(0.99, 17) < interpolated < coverage_factor(0.99, 16)


def test_refusals() -> None:
    for k, probability in ((None, None), (0.0, None), (None, 1.0), (math.inf, None), (2.0, 1.0)):
        with pytest.raises(CoverageError):
            Coverage(k=k, probability=probability)
    with pytest.raises(DegreesOfFreedomError):
        coverage_factor(0.95, 0)
