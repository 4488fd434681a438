"""Limits of 41 documents: the vectors of ``limit_vectors.toml``, OIML R 111-1 and R 76-1."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from labcal.catalog.limits import limit_tables, load_limits
from labcal.domain.limits.table import Stage
from labcal.domain.quantity import QuantityValue, parse

HERE = Path(__file__).parent
VECTORS = tomllib.loads((HERE / "limit_vectors.toml").read_text(encoding="utf-8"))["vector"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda told: f"{told['table']}:{told['class']}")
def test_every_document_of_the_library(vector: dict[str, Any]) -> None:
    figures = {symbol: parse(text) for symbol, text in vector["figures"].items()}
    found = load_limits(vector["table"]).limits(figures, vector["class"], Stage(vector["stage"]))
    assert (found.lower, found.upper) == (-Decimal(vector["minus"]), Decimal(vector["plus"]))
    assert found.confidence
    assert not found.verified


def test_no_table_without_a_vector_but_those_that_have_none() -> None:
    """The collected library has no figures to compare with for three of its entries."""
    tested = {vector["table"] for vector in VECTORS} | {"r111-1-2004"}
    assert set(limit_tables()) - tested == {"iso3650-1998", "mid-2014-taximeter", "r129-1-2020"}
    assert len(limit_tables()) == 41


@pytest.mark.parametrize(
    ("table", "figures", "grade", "stage", "upper"),
    [
        ("iso3650-1998", {"L": "100 mm"}, "0", "initial", "0.3"),
        ("mid-2014-taximeter", {}, "distance", "initial", "0.2"),
        ("r129-1-2020", {"d": "5 mm"}, "", "in service", "7.5"),
        ("r51-1-2006-y", {"m": "400 g", "e": "1 g"}, "Y(a)", "in service", "1.5"),
        ("r51-1-2006-x-deviation", {"m": "500 g"}, "X(x)", "in service", "1.0"),
        ("r126-2021", {"C": "0.4 mg/L"}, "", "in service", "0.030"),
        ("r126-2021", {"C": "3 mg/L"}, "", "initial", "0.6"),
        ("r148-2020", {}, "", "in service", "0.5"),
        ("r35-1-2007", {"L": "4.2 m"}, "II", "initial", "1.3"),
        ("r35-1-2007", {"L": "5.0001 m"}, "II", "in service", "3.0"),
    ],
)
def test_stages_and_entries_without_vectors(
    table: str, figures: dict[str, str], grade: str, stage: str, upper: str
) -> None:
    """Worked out by hand from the formulas of the library."""
    keyed = {symbol: parse(text) for symbol, text in figures.items()}
    assert load_limits(table).limits(keyed, grade, Stage(stage)).upper == Decimal(upper)


def test_weights() -> None:
    """OIML R 111-1:2004, table 1: 30 nominal values in nine classes, and nothing where it has nothing."""
    table = load_limits("r111-1-2004")
    count = 0
    with (HERE / "r111_mpe_mg.csv").open(encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            for grade in table.grade_names:
                if line[grade]:
                    limits = table.limit(QuantityValue(line["nominal_g"], "g"), grade)
                    assert limits.upper == Decimal(line[grade])
                    count += 1
    assert count == len(table.rows)


R76 = [
    ("III", "5", "0", "2.5", "5.0"),
    ("III", "5", "2500", "2.5", "5.0"),
    ("III", "5", "2500.5", "5.0", "10.0"),
    ("III", "5", "10000", "5.0", "10.0"),
    ("III", "5", "10001", "7.5", "15.0"),
    ("III", "5", "15000", "7.5", "15.0"),
    ("II", "0.1", "500", "0.05", "0.1"),
    ("II", "0.1", "500.1", "0.1", "0.2"),
    ("II", "0.1", "6200", "0.15", "0.3"),
    ("I", "0.001", "50", "0.0005", "0.001"),
    ("I", "0.001", "200.5", "0.0015", "0.003"),
    ("IIII", "20", "1000", "10.0", "20.0"),
    ("IIII", "20", "4000.5", "30.0", "60.0"),
]
"""Class, e, load, initial error, error in service; all in g."""


@pytest.mark.parametrize("case", R76)
def test_weighing_instruments(case: tuple[str, ...]) -> None:
    """OIML R 76-1:2006, table 6 and 3.5.2; the upper end of each range belongs to it."""
    grade, e, load, initial, in_service = case
    figures = {"m": QuantityValue(load, "g"), "e": QuantityValue(e, "g")}
    table = load_limits("r76-1-2006")
    for stage, limit in ((Stage.INITIAL, initial), (Stage.IN_SERVICE, in_service)):
        found = table.limits(figures, grade, stage)
        assert (found.lower, found.upper, found.unit) == (-Decimal(limit), Decimal(limit), "g")
