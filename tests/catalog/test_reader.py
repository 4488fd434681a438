import pytest

from labcal.catalog import reader
from labcal.domain.quantity import parse
from labcal.errors.procedures import (
    KeyTypeError,
    KeyValueError,
    MissingKeyError,
    ProcedureFormatError,
    ProcedureSyntaxError,
    UnknownKeyError,
)

BODY = b"""
format = "x-1"
name = "a"
count = 3
share = 0.5
exact = "0.50"
mass = "10 g"
list = ["a", "b"]
grid = [["1", "2"], ["3"]]

[one]
inner = "b"

[[many]]
inner = "c"
[[many.part]]
inner = "d"
"""


def table() -> reader.Table:
    return reader.read(BODY, "x-1", "x.toml")


def small(line: bytes) -> reader.Table:
    return reader.read(b'format = "x-1"\n' + line, "x-1", "y.toml")


def test_all_that_is_there() -> None:
    top = table()
    assert (top.text("name"), top.whole("count"), top.number("share")) == ("a", 3, 0.5)
    assert str(top.decimal("exact")) == "0.50"
    assert top.quantity("mass", parse, "kg").unit == "g"
    assert (top.texts("list"), top.rows("grid")) == (("a", "b"), (("1", "2"), ("3",)))
    assert top.table("one").text("inner") == "b"
    (many,) = top.tables("many")
    (part,) = many.tables("part")
    assert (many.place, part.place) == ("[[many]] 1", "[[many]] 1 [[part]] 1")
    assert (top.text("absent", "z"), top.number("absent"), top.texts("absent")) == ("z", None, ())
    assert top.optional_table("absent") is None
    top.end()


def test_what_nobody_asked_for_is_refused_with_its_place() -> None:
    with pytest.raises(UnknownKeyError, match=r"“inner” in \[\[many\]\] 1 is not a key"):
        table().tables("many")[0].end()
    with pytest.raises(UnknownKeyError, match=r"“name” in x.toml"):
        table().end()


def test_what_is_missing_or_of_another_type() -> None:
    top = table()
    with pytest.raises(MissingKeyError, match=r"“absent” is missing in x.toml"):
        top.text("absent")
    for take, key in (
        (top.text, "count"), (top.whole, "share"), (top.number, "name"), (top.decimal, "one"),
        (top.texts, "grid"),
        (top.table, "list"), (top.tables, "mass"), (top.rows, "exact"),
    ):  # fmt: skip
        with pytest.raises(KeyTypeError, match=f"“{key}” in x.toml has to be"):
            take(key)
    with pytest.raises(KeyTypeError):
        small(b'a = "ten"').decimal("a")
    with pytest.raises(KeyTypeError):
        small(b'a = "NaN"').decimal("a")
    with pytest.raises(KeyTypeError):
        small(b'a = [["1"], "2"]').rows("a")
    with pytest.raises(KeyTypeError):
        small(b"a = [1]").tables("a")


def test_a_refused_value_keeps_its_own_sentence() -> None:
    with pytest.raises(KeyValueError, match=r"“mass” in x.toml: “10 g” is a mass; a length is wanted here"):
        table().quantity("mass", parse, "mm")


@pytest.mark.parametrize("body", [b"= 3", b"\xff", b"a = " + b"[" * 5000, b"#" * 1_000_001])
def test_what_is_no_toml(body: bytes) -> None:
    with pytest.raises(ProcedureSyntaxError):
        reader.read(body, "x-1", "x.toml")


def test_another_format() -> None:
    with pytest.raises(ProcedureFormatError, match="“x-1” is not the one that is read here, “x-2”"):
        reader.read(BODY, "x-2", "x.toml")
    with pytest.raises(ProcedureFormatError):
        reader.read(b"", "x-2", "x.toml")
