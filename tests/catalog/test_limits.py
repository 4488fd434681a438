"""OIML R 111-1:2004, table 1, as collected in 01_r111_mpe_mg.csv."""

import csv
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from labcal import resources
from labcal.catalog.limits import load_limits, parse_rows
from labcal.domain.quantity import parse
from labcal.errors.limits import (
    LimitFileError,
    MissingGradeError,
    NoLimitError,
    NominalNotInTableError,
    UnknownGradeError,
    UnknownLimitTableError,
)
from labcal.errors.quantities import UnitMismatchError

TABLE = load_limits("r111-1-2004")
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "standards" / "01_r111_mpe_mg.csv"


@pytest.mark.parametrize(
    ("nominal", "grade", "limit"),
    [("10 kg", "M1", "500"), ("10 000 g", "M1", "500"), ("1 kg", "E1", "0.5"), ("1 mg", "E2", "0.006"),
     ("500 mg", "M2", "2.5"), ("50 kg", "E1", "25"), ("5000 kg", "M3", "2500000"), ("0.100 kg", "F1", "0.5")],
)  # fmt: skip
def test_limits(nominal: str, grade: str, limit: str) -> None:
    limits = TABLE.limit(parse(nominal), grade)
    assert (limits.lower, limits.upper, limits.unit, limits.grade) == (
        -Decimal(limit),
        Decimal(limit),
        "mg",
        grade,
    )


def test_limits_carry_where_they_come_from() -> None:
    limits = TABLE.limit(parse("10 kg"), "M1")
    assert (limits.specification, limits.edition, limits.clause) == (
        "OIML R 111-1:2004",
        "2004",
        "5.1, table 1",
    )
    assert (limits.confidence, limits.verified) == ("two sources", False)
    assert TABLE.limit(parse("100 kg"), "E2").confidence == "general knowledge"
    body = resources.path("oiml", "r111-1-2004", "mpe.csv").read_bytes()
    assert limits.digest == hashlib.sha256(body).hexdigest()


def test_the_table_is_the_collected_one() -> None:
    if not SHARED.is_file():
        pytest.skip("the collected table is not beside this checkout")
    with SHARED.open() as lines:
        collected = {
            (row["label"], grade): Decimal(row[grade])
            for row in csv.DictReader(lines)
            for grade in TABLE.grades
            if row[grade]
        }
    assert collected == {
        (f"{row.nominal.number} {row.nominal.unit}", row.grade): row.limit for row in TABLE.rows
    }


def test_limits_grow_with_the_class_and_with_the_mass() -> None:
    main = ("E1", "E2", "F1", "F2", "M1", "M2", "M3")
    known = {(row.nominal.base, row.grade): row.limit for row in TABLE.rows}
    masses = sorted({mass for mass, _ in known})
    for mass in masses:
        row = [known[mass, grade] for grade in main if (mass, grade) in known]
        assert row == sorted(set(row))
    for grade in main:
        column = [known[mass, grade] for mass in masses if (mass, grade) in known]
        assert column == sorted(column)


def test_refusals() -> None:
    with pytest.raises(
        UnknownGradeError, match="OIML R 111-1:2004 has no class “M7”; its classes are F1, F2"
    ):
        TABLE.limit(parse("10 kg"), "M7")
    with pytest.raises(MissingGradeError):
        TABLE.limit(parse("10 kg"), "")
    with pytest.raises(NominalNotInTableError, match="no limits for a nominal value of 3\u202fkg"):
        TABLE.limit(parse("3 kg"), "M1")
    with pytest.raises(NoLimitError, match="no limit for 1\u202fmg of class M3"):
        TABLE.limit(parse("1 mg"), "M3")
    with pytest.raises(UnitMismatchError):
        TABLE.limit(parse("10 mm"), "M1")
    for name in ("r999", "../oiml/r111-1-2004", ""):
        with pytest.raises(UnknownLimitTableError):
            load_limits(name)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("nominal,limit\n", "≠"),
        ("nominal,class,limit,confidence\n1 kg,M1,-5,x\n", "is negative"),
        ("nominal,class,limit,confidence\none,M1,5,x\n", "“one” is not a number"),
        ("nominal,class,limit,confidence\n1 kg,M1,5,x\n1000 g,M1,5,x\n", "× 2"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(body: str, reason: str) -> None:
    with pytest.raises(LimitFileError, match=reason):
        parse_rows(body.encode(), "mg")
