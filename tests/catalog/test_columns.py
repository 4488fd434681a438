"""Tables of numbers from CSV, as spreadsheets write them."""

from decimal import Decimal
from pathlib import Path

import pytest

from labcal.catalog.columns import LARGEST, grouped_by, parse_table, read_table
from labcal.errors.files import NoSuchFileError
from labcal.errors.tables import (
    CellError,
    EmptyTableError,
    LongRowError,
    MissingColumnError,
    RepeatedColumnError,
    TableEncodingError,
    TableSyntaxError,
    TableTooLargeError,
)
from labcal.text import Text


@pytest.mark.parametrize(
    "body",
    [
        b"x,y\n1.5,2\n-3e0,4\n",
        b"\xef\xbb\xbfx;y\r\n1,5;2\r\n-3;4\r\n",
        b"x\ty\n1.50\t2\n-3\t4",
        b'"x","y"\n"1.5","2"\n\n , \n-3.,4,\n',
        "\n x ,y\n1.5,2\n−3,4\n".encode(),
    ],
)
def test_ways_of_writing(body: bytes) -> None:
    table = parse_table(body, "data.csv")
    assert table.numbers("x") == (Decimal("1.5"), Decimal(-3))
    assert table.numbers("y") == (2, 4)


def test_a_comma_in_a_name_is_no_delimiter() -> None:
    table = parse_table(b'"a, b, c";y\n1;2\n', "data.csv")
    assert table.names == ("a, b, c", "y")


def test_digits_stay_as_they_were_keyed() -> None:
    (number,) = parse_table(b"x\n107.8681568000000001\n", "data.csv").numbers("x")
    assert str(number) == "107.8681568000000001"


def test_groups_in_order() -> None:
    assert grouped_by(("b", "a", "b"), (Decimal(1), Decimal(2), Decimal(3))) == {"b": [1, 3], "a": [2]}


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("abc", "“abc” is not a number."),
        ("", "A number is missing."),
        ("2 mg", "“2 mg” is not a number."),
        ("1O", "“1O” has the letter O. Did you mean 10?"),
        ("nan", "“nan” is not a number."),
        ("1e400", "“1e400” is too long, too large or too small for a measured value."),
    ],
)
def test_a_cell_that_is_no_number(cell: str, why: str) -> None:
    table = parse_table(f"x,y\n1,2\n\n3,{cell}\n".encode(), "data.csv")
    with pytest.raises(CellError) as caught:
        table.numbers("y")
    assert str(caught.value) == f"data.csv, row 4, column “y”: {why}"
    assert caught.value.shown(Text("en")) == str(caught.value)


def test_a_group_without_a_name() -> None:
    with pytest.raises(CellError, match="row 3, column “g”: The cell is empty"):
        parse_table(b"g,y\na,2\n,3\n", "data.csv").words("g")


def test_what_is_no_table() -> None:
    with pytest.raises(TableEncodingError, match="not UTF-8 text \\(byte 3\\)"):
        parse_table("a,é\n1,2\n".encode("latin-1"), "data.csv")
    with pytest.raises(TableEncodingError):
        parse_table("x,y\n1,2\n".encode("utf-16"), "data.csv")
    with pytest.raises(TableEncodingError):
        parse_table(b"x,y\n1,\0\n", "data.csv")
    with pytest.raises(TableSyntaxError, match="in row 2"):
        parse_table(b'x,y\n"1,2\n', "data.csv")
    for empty in (b"", b"x,y\n", b"\n\n"):
        with pytest.raises(EmptyTableError, match="no rows of data"):
            parse_table(empty, "data.csv")
    with pytest.raises(LongRowError, match="row 2 has 4 cells, and 2 columns"):
        parse_table(b"x,y\n1,5,2,5\n", "data.csv")


def test_columns_that_are_not_there() -> None:
    table = parse_table(b"x,x,z\n1,2,3\n", "data.csv")
    with pytest.raises(MissingColumnError, match="no column “t”; its columns are x, x, z"):
        table.numbers("t")
    with pytest.raises(RepeatedColumnError, match="2 columns named “x”"):
        table.numbers("x")


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    with pytest.raises(NoSuchFileError):
        read_table(file)
    with pytest.raises(NoSuchFileError):
        read_table(tmp_path)
    file.write_text("x\n1\n")
    assert read_table(file).numbers("x") == (1,)
    with file.open("wb") as sparse:
        sparse.truncate(LARGEST + 1)
    with pytest.raises(TableTooLargeError):
        read_table(file)
