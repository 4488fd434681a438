"""Every vector of 06_reporting.json as it was collected: rounding, coverage factors, GUM H.1 to H.3."""

import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from labcal import resources
from labcal.catalog.budgets import load_budget
from labcal.domain.rounding import RoundingPolicy, report
from labcal.domain.uncertainty.coverage import coverage_factor
from labcal.domain.uncertainty.first_order import evaluate
from labcal.domain.uncertainty.multivariate import evaluate_all

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "standards" / "06_reporting.json"
POLICIES = {"ea5": "ea"}


@pytest.fixture(scope="module")
def collected() -> dict[str, Any]:
    if not FILE.is_file():
        pytest.skip("The collected standards are not beside this checkout.")
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def test_every_rounding_vector(collected: dict[str, Any]) -> None:
    vectors = collected["rounding_test_vectors"]
    assert len(vectors) == 14
    for vector in vectors:
        floor = None if vector["cmc"] is None else Decimal(vector["cmc"])
        policy = RoundingPolicy(POLICIES.get(vector["policy"], vector["policy"]))
        figures = Decimal(vector["y"]), Decimal(vector["U"])
        found = report(*figures, digits=vector["nsig"], policy=policy, floor=floor)
        assert (f"{found.value:f}", f"{found.expanded:f}") == (vector["reported_y"], vector["reported_U"])


def test_every_coverage_factor(collected: dict[str, Any]) -> None:
    """Table G.2 as collected; a level such as 95.45 is taken as it stands."""
    rows = collected["coverage_factors"]
    assert len(rows) == 28
    for row in rows:
        dof = math.inf if row["nu"] is None else float(row["nu"])
        for name, k in row.items():
            if name.startswith("k_"):
                level = math.nextafter(float(name[2:]) / 100, 1.0)
                assert coverage_factor(level, dof) == pytest.approx(float(k), abs=6e-4), (row["nu"], name)


def test_the_end_gauge(collected: dict[str, Any]) -> None:
    """GUM H.1: l, u_c and each contribution as collected, which differ from the print in the third digit."""
    told = collected["gum_H1"]
    found = evaluate(load_budget(resources.path("examples", "GUM-H1-lpu.toml")))
    assert found.value == pytest.approx(told["l_nm"], abs=0.5)
    assert found.standard_uncertainty == pytest.approx(told["uc_nm"], abs=0.1)
    assert found.effective_dof == pytest.approx(told["veff"], abs=0.2)


def test_resistance_reactance_and_impedance(collected: dict[str, Any]) -> None:
    """GUM H.2: values, u and correlation of R, X and Z as collected."""
    told = collected["gum_H2"]
    found = evaluate_all(load_budget(resources.path("examples", "GUM-H2-approach1.toml")))
    for one, value, spread in zip(found.outputs, ("R", "X", "Z"), ("uR", "uX", "uZ"), strict=True):
        assert one.value == pytest.approx(told[value], abs=6e-3)
        assert one.standard_uncertainty == pytest.approx(told[spread], abs=1.1e-3)
