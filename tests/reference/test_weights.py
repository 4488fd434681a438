"""Weights and air: figures collected with OIML R 111-1:2004, recomputed from its formulas."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from labcal.catalog.limits import load_limits
from labcal.domain.air_density import (
    at_altitude,
    cipm_2007,
    compressibility,
    saturation_pressure,
    simplified,
    vapour_fraction,
)
from labcal.domain.conformity import Outcome, decide
from labcal.domain.quantity import parse
from labcal.domain.weight import allowed_densities, buoyancy, conventional_mass

AIR = [
    (20, 101325, 0.5, 1.199314, 1.199294, 0.99961477, 0.01158934, 2339.1632),
    (20, 101325, 0.0, 1.204557, 1.204494, 0.99964314, 0.0, 2339.1632),
    (25, 101325, 0.5, 1.177315, 1.177359, 0.99965084, 0.01570647, 3169.757),
    (15, 95000, 0.4, 1.145878, 1.145782, 0.99960186, 0.00720855, 1705.6691),
    (23, 85000, 0.55, 0.993307, 0.993397, 0.99968309, 0.01825342, 2810.9046),
    (10, 97325.0, 0.4, 1.195691, 1.195464, 0.99954453, 0.00506632, 1228.1149),
    (20, 100000, 0.5, 1.183557, 1.183543, 0.99961931, 0.01174241, 2339.1632),
    (30, 90000, 0.8, 1.0198, 1.019771, 0.99965119, 0.03789843, 4246.799),
]
"""t/°C, p/Pa, h; CIPM-2007 and simplified density, Z, x_v, p_sv."""


@pytest.mark.parametrize("case", AIR)
def test_air(case: tuple[float, ...]) -> None:
    """Picard et al., Metrologia 45 (2008) 149; OIML R 111-1:2004, E.3-1."""
    t, p, h, full, short, z, x_v, p_sv = case
    assert cipm_2007(t, p, h) == pytest.approx(full, abs=5e-7)
    assert simplified(t, p, h) == pytest.approx(short, abs=5e-7)
    assert compressibility(t, p, vapour_fraction(t, p, h)) == pytest.approx(z, abs=5e-9)
    assert vapour_fraction(t, p, h) == pytest.approx(x_v, abs=5e-9)
    assert saturation_pressure(t) == pytest.approx(p_sv, abs=5e-4)


def test_the_simplified_formula_within_its_range() -> None:
    """Greatest relative difference, at 10 °C, 1100 hPa, 80 %: 2.891e-4."""
    differences = {
        (t, p, h): abs(simplified(t, p * 100, h / 100) / cipm_2007(t, p * 100, h / 100) - 1)
        for t in range(10, 31, 2)
        for p in range(900, 1101, 20)
        for h in range(0, 81, 10)
    }
    assert max(differences, key=lambda place: differences[place]) == (10, 1100, 80)
    assert max(differences.values()) == pytest.approx(2.891e-4, abs=1e-7)
    assert at_altitude(0.0) == 1.2


def test_conventional_mass_and_buoyancy() -> None:
    """OIML D 28:2004; OIML R 111-1:2004, C.5.1."""
    assert conventional_mass(1000.0, 7950) == pytest.approx(999.999056462, abs=5e-10)
    assert conventional_mass(100.0, 2700) == pytest.approx(99.9705511, abs=5e-8)
    assert conventional_mass(1.0, 8000) == 1.0
    air = cipm_2007(21.0, 88000, 0.45)
    assert air == pytest.approx(1.03753, abs=5e-6)
    assert buoyancy(air, 8400, 8000) * 1e6 == pytest.approx(0.9671, abs=5e-5)


def test_densities_that_a_class_allows() -> None:
    """OIML R 111-1:2004, 10.2.1 with table 1: every nominal value from 20 mg to 100 g, every class."""
    table = load_limits("r111-1-2004")
    with (Path(__file__).parent / "r111_densities.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            nominal = parse(line["nominal"])
            permissible = table.limit(nominal, line["class"]).upper
            assert permissible is not None
            found = allowed_densities(float(nominal.in_unit("mg")), float(permissible))
            assert found.least == pytest.approx(float(line["least"]), abs=0.051)
            wanted = line["greatest"]
            assert found.greatest == (pytest.approx(float(wanted), abs=0.051) if wanted else None)


def test_u_of_a_third() -> None:
    """OIML R 111-1:2004, 5.2 and 5.3.1, for 1 kg of class F1: ±5 mg."""
    limits = load_limits("r111-1-2004").limit(parse("1 kg"), "F1")
    assert decide("r111", Decimal("3.4"), Decimal("1.6"), limits).outcome is Outcome.PASS
    assert decide("r111", Decimal("3.5"), Decimal("1.6"), limits).outcome is Outcome.FAIL
    assert decide("r111", Decimal("0.0"), Decimal("1.7"), limits).outcome is Outcome.NO_PASS
