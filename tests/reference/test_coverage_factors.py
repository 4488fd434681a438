"""Coverage factors of JCGM 100:2008, table G.2."""

import csv
import math
from pathlib import Path

import pytest

from labcal.domain.uncertainty.coverage import coverage_factor


def test_table_g2() -> None:
    """k = t_p(ν) for 28 degrees of freedom and six levels, to three decimals; 0.9973 as it stands."""
    with (Path(__file__).parent / "coverage_factors.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 28
    for row in rows:
        dof = float(row.pop("dof") or "inf")
        for level, k in row.items():
            as_it_stands = math.nextafter(float(level), 1.0)
            assert coverage_factor(as_it_stands, dof) == pytest.approx(float(k), abs=5.1e-4)


def test_three_standard_deviations() -> None:
    """Table G.2 prints 235.80 and 13.97 for ν = 1: its levels 99.73 % and 95.45 % stand for 3σ and 2σ."""
    assert round(coverage_factor(0.9973, 1), 2) == 235.80
    assert round(coverage_factor(0.9545, 1), 2) == 13.97
