"""Tables of limits as files: what they give, and how faulty ones are refused."""

import hashlib
from decimal import Decimal

import pytest

from labcal import resources
from labcal.catalog.limits import load_heading, load_limits, parse_limits, parse_rows
from labcal.domain.quantity import parse
from labcal.errors import LabCalError
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
SMALL = """
format = "labcal-limits-2"
specification = "Own"
edition = "1"
clause = "1"
quantity = "length"
unit = "mm"
source = "invented"
confidence = "own"
verified_by = ""
verified_on = ""
words = { en = "Rods", fr = "Tiges" }
[[variable]]
symbol = "L"
unit = "m"
en = "length"
fr = "longueur"
[[class]]
name = "A"
figure = { a = "1 mm/m" }
[[row]]
when = "L <= 2 m"
limit = "a*L"
"""


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


def test_limits_grow_with_the_class_and_with_the_mass() -> None:
    main = ("E1", "E2", "F1", "F2", "M1", "M2", "M3")
    known = {(row.when.text, row.grades[0]): row.plus.value({}) for row in TABLE.rows if row.plus}
    nominals = [row.when.text for row in TABLE.rows]
    masses = sorted(set(nominals), key=lambda text: parse(text.removeprefix("m_0 = ")).base)
    assert len(masses) == 30
    for mass in masses:
        row = [known[mass, grade] for grade in main if (mass, grade) in known]
        assert row == sorted(set(row))
    for grade in main:
        column = [known[mass, grade] for mass in masses if (mass, grade) in known]
        assert column == sorted(column)


def test_refusals() -> None:
    with pytest.raises(
        UnknownGradeError, match="OIML R 111-1:2004 has no class “M7”; its classes are E1, E2"
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
        parse_rows(body.encode(), TABLE)


def test_a_small_table() -> None:
    table = parse_limits(SMALL.encode(), "own-1")
    assert table.limit(parse("1500 mm"), "A").upper == Decimal("1.5")
    assert table.digest == hashlib.sha256(SMALL.encode()).hexdigest()
    assert load_heading("r76-1-2006").rows == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('limit = "a*L"', 'limit = "a*L"\nlimits = "1 mm"', "“limits” in [[row]] 1 is not a key"),
        ('limit = "a*L"', 'limit = "a"', "“limit” in [[row]] 1: The model gives a plain number"),
        (
            'limit = "a*L"',
            'limit = "a*L + 1 s"',
            "“limit” in [[row]] 1: “a*L + 1 s”: metre cannot be added to second",
        ),
        ('limit = "a*L"', 'limit = "sqrt(L*L)*a"', "“sqrt(L*L)” has no exact value"),
        ('limit = "a*L"', 'limit = "b*L"', "“b” at character 1 of the model is not the symbol"),
        ('limit = "a*L"', "", "[[row]] 1: a row has either “limit”"),
        ('limit = "a*L"', 'limit = "a*L"\nplus = "a*L"', "[[row]] 1: a row has either “limit”"),
        ('limit = "a*L"', 'limit = "a*L"\nclass = ["B"]', "[[row]] 1: there is no class “B”"),
        (
            'limit = "a*L"',
            'limit = "a*L"\nstage = "old"',
            "“old” is not a stage; stages are initial, in service",
        ),
        ('when = "L <= 2 m"', 'when = "L"', "“when” in [[row]] 1: “L” is not a condition"),
        ('when = "L <= 2 m"', 'when = "L <= 2 s"', "metre cannot be compared with second"),
        ('unit = "mm"', 'unit = "mmm"', "“unit” in own-1"),
        ('unit = "mm"', 'unit_of = "x"', "“x” in “unit_of” is none of its variables"),
        ('unit = "mm"', "", "own-1: either “unit” or “unit_of”"),
        ('verified_by = ""', 'verified_by = "A. Reader"', "“verified_by” and “verified_on” go together"),
        (
            'verified_by = ""\nverified_on = ""',
            'verified_by = "A"\nverified_on = "May"',
            "“May” is not a date",
        ),
        ('symbol = "L"', 'symbol = "a"', "“a” is there twice"),
        (', fr = "Tiges"', "", "“fr” is missing in [words]"),
        ("labcal-limits-2", "labcal-limits-9", "is not the one that is read here"),
        ('figure = { a = "1 mm/m" }', 'figure = { a = "1 mm/m" }\n[[class]]\nname = "B"', "the same figures"),
    ],
)
def test_a_faulty_table_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    assert old in SMALL
    with pytest.raises(LabCalError) as refused:
        parse_limits(SMALL.replace(old, new).encode(), "own-1")
    assert said in str(refused.value)
