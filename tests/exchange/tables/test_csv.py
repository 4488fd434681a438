"""CSV in and out: encodings, delimiters, and what must not be run by a spreadsheet."""

import io
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.errors.files import NoSuchFileError
from labcal.errors.imports import (
    DisguisedWorkbookError,
    EmptyFileError,
    HugeTableError,
    LongLineError,
    NoTextError,
    RepeatedHeadingError,
    UncertainEncodingError,
    UnknownTableKindError,
    WideRowError,
    WideTableError,
    WrongEncodingError,
)
from labcal.errors.keeping import CancelledError
from labcal.errors.tables import EmptyTableError, TableSyntaxError
from labcal.exchange.tables.csv_read import Source, csv_table
from labcal.exchange.tables.opening import LARGEST, open_table, pasted_table
from labcal.exchange.tables.sheet import Reading
from labcal.exchange.tables.writing import write_csv

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


def file(tmp_path: Path, body: bytes | str, name: str = "rows.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def cells(path: Path, **reading: str) -> list[tuple]:
    return [row.cells for row in open_table(path, Reading(**reading)).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_tell_themselves(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, "name;city\r\nCafé;Zürich\r\n".encode(encoding))
    assert cells(path) == [("Café", "Zürich")]


def test_a_western_text_is_told_and_taken_once_confirmed(tmp_path: Path) -> None:
    path = file(tmp_path, "name;city\nCafé;Zürich\n".encode("cp1252"))
    with pytest.raises(UncertainEncodingError) as refused:
        open_table(path)
    assert refused.value.fields == {"file": "rows.csv", "byte": 14, "guess": "cp1252"}
    assert cells(path, encoding="cp1252") == [("Café", "Zürich")]


def test_a_wrong_choice_of_encoding_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, b"name\n\x81\x8d\n")
    with pytest.raises(WrongEncodingError):
        open_table(path, Reading(encoding="cp1252"))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_first_row(tmp_path: Path, sign: str) -> None:
    path = file(tmp_path, f'"a, b; c"{sign}d\n10,5 kg{sign}x\n' if sign != "," else '"a; b",d\n"10,5 kg",x\n')
    assert cells(path) == [("10,5 kg", "x")]


def test_rows_are_numbered_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    path = file(tmp_path, '\na,b\n\n"two\nlines",1\n , \n3,4\n')
    assert [(row.number, row.cells) for row in open_table(path).rows()] == [
        (4, ("two\nlines", "1")),
        (6, ("3", "4")),
    ]


def test_a_row_too_wide_is_a_fault_of_that_row_alone(tmp_path: Path) -> None:
    rows = list(open_table(file(tmp_path, "a,b\n1,5,2\n3\n4,5,,\n")).rows())
    assert isinstance(rows[0].fault, WideRowError)
    assert rows[0].fault.fields == {"count": 3, "wanted": 2}
    assert [(row.cells, row.fault) for row in rows[1:]] == [(("3", ""), None), (("4", "5"), None)]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", EmptyFileError),
        (b"\n ,\n\n", EmptyFileError),
        (b"a,b\n", EmptyTableError),
        (b"a,b\n1\x00,2\n", NoTextError),
        (b"a,A\n1,2\n", RepeatedHeadingError),
        (b'a,b\n"open,2\n', TableSyntaxError),
        (b'a,b\n"x"y,2\n', TableSyntaxError),
        (b"a,b\n" + b"x" * 2_000_000, LongLineError),
        (b",".join(b"%d" % place for place in range(3000)) + b"\n1\n", WideTableError),
        (b"PK\x03\x04rest", DisguisedWorkbookError),
    ],
)
def test_bad_files_get_a_sentence_each(tmp_path: Path, body: bytes, refusal: type) -> None:
    with pytest.raises(refusal):
        list(open_table(file(tmp_path, body)).rows())


def test_other_endings_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(UnknownTableKindError):
        open_table(file(tmp_path, "a\n1\n", "rows.pdf"))
    with pytest.raises(NoSuchFileError):
        open_table(tmp_path / "none.csv")


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)  # a hole: it takes no room on the disk
    with pytest.raises(HugeTableError):
        open_table(path)


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = file(tmp_path, "a,b\n" + "1,2\n" * 1_000_000)
    told: list[int] = []

    def progress(done: int, total: int) -> None:
        told.append(done)
        assert total == path.stat().st_size
        if done > total // 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        open_table(path, progress=progress)
    assert told == sorted(told)


def test_pasted_rows(tmp_path: Path) -> None:
    table = pasted_table("name\tserial\nScale\t=1\n")
    assert [row.cells for row in table.rows()] == [("Scale", "=1")]
    with pytest.raises(EmptyFileError):
        pasted_table(" \n")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2 mg", "@SUM(A1)", "\tx", "'already", "=", "-"])
def test_no_spreadsheet_runs_what_was_written(text: str) -> None:
    target = io.BytesIO()
    write_csv(target, ("a", "b"), [("x", text)])
    line = target.getvalue().decode("utf-8-sig").splitlines()[1]
    assert line.removeprefix("x,").strip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    target = io.BytesIO()
    write_csv(target, ("a",), [("-5",), ("+1.50",), ("-1,5e-3",)])
    assert target.getvalue().decode("utf-8-sig").splitlines()[1:] == ["-5", "+1.50", '"-1,5e-3"']


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_what_is_written_is_read_back_the_same(rows: list[tuple[str, str, str]], sign: str) -> None:
    target = io.BytesIO()
    write_csv(target, ("a", "b", "c"), [("row", *row[1:]) for row in rows], sign)
    body = target.getvalue()
    table = csv_table(Source("rows", len(body), partial(io.BytesIO, body)), Reading())
    assert [row.cells for row in table.rows()] == [("row", *row[1:]) for row in rows]
