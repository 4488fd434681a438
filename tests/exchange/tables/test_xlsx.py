"""XLSX in and out: values as shown, what cannot be taken, and workbooks made to do harm."""

import io
import zipfile
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.errors.imports import (
    BombError,
    BrokenWorkbookError,
    CellFailureError,
    DisguisedTextError,
    EmptyFileError,
    EntityError,
    FormulaError,
    FormulaHeadingError,
    LockedWorkbookError,
    MergedCellsError,
    NoSuchSheetError,
    NoVisibleSheetError,
    OldWorkbookError,
    OtherWorkbookError,
    RepeatedHeadingError,
    WideTableError,
)
from labcal.errors.tables import EmptyTableError
from labcal.exchange.tables.csv_read import Source
from labcal.exchange.tables.opening import open_table
from labcal.exchange.tables.sheet import Reading
from labcal.exchange.tables.xlsx_read import xlsx_table
from labcal.exchange.tables.xlsx_write import write_xlsx

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A workbook of another program; ``save`` gives its path."""
    made = openpyxl.Workbook()
    made.target = tmp_path / "rows.xlsx"
    made.active.append(["name", "value", "day"])
    return made


def saved(book: Any) -> Path:
    book.save(book.target)
    return Path(book.target)


def cells(path: Path, **reading: str) -> list[tuple]:
    return [row.cells for row in open_table(path, Reading(**reading)).rows()]


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in {**parts, **changes}.items():
            new.writestr(name, body)
    return path


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        ("10.000 05", "@", "10.000 05"),
        (10, "0.000", "10.000"),
        (10.25, "0.0", "10.25"),
        (1.1, "General", "1.1"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (0.125, "0.0%", "12.5 %"),
        (1e-9, "General", "0.000000001"),
        (True, "General", "TRUE"),
        (date(2026, 3, 2), "dd.mm.yyyy", "2026-03-02"),
        (datetime(2026, 3, 2, 14, 5), "yyyy-mm-dd hh:mm", "2026-03-02 14:05:00"),  # noqa: DTZ001
        (5, '0" days"', "5"),
        (None, "General", ""),
    ],
)
def test_cells_are_read_as_shown_and_lose_no_digit(book: Any, value: Any, shown_as: str, text: str) -> None:
    book.active.append(["x", value])
    book.active["B2"].number_format = shown_as
    assert cells(saved(book)) == [("x", text, "")]


def test_a_workbook_of_1904(book: Any) -> None:
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["x", None, date(2026, 3, 2)])
    assert cells(saved(book)) == [("x", "", "2026-03-02")]


def test_formulas_and_errors_are_faults_of_their_cells(book: Any) -> None:
    book.active.append(["x", "=1+1", "#N/A"])
    (row,) = cells(saved(book))
    assert isinstance(row[1], FormulaError)
    assert row[1].fields == {"cell": "B2"}
    assert isinstance(row[2], CellFailureError)
    assert row[2].fields == {"cell": "C2", "error": "#N/A"}


def test_rows_keep_the_numbers_of_the_sheet(book: Any) -> None:
    book.active["A5"] = "five"
    assert [(row.number, row.cells) for row in open_table(saved(book)).rows()] == [(5, ("five", "", ""))]


def test_sheets_are_chosen_by_name_and_hidden_ones_told(book: Any) -> None:
    book.active.append(["first"])
    other = book.create_sheet("Other")
    other.append(["a"])
    other.append(["second"])
    book.create_sheet("Hidden").sheet_state = "hidden"
    path = saved(book)
    table = open_table(path)
    assert table.sheets == ("Sheet", "Other")
    assert len(table.notices) == 2
    assert cells(path, sheet="Other") == [("second",)]
    with pytest.raises(NoSuchSheetError):
        open_table(path, Reading(sheet="Third"))


def test_hidden_rows_are_told(book: Any) -> None:
    book.active.append(["x"])
    book.active.row_dimensions[2].hidden = True
    (notice,) = open_table(saved(book)).notices
    assert "hidden rows" in str(notice)


def test_nothing_shown(book: Any) -> None:
    path = saved(book)
    with zipfile.ZipFile(path) as archive:
        words = archive.read("xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
    with pytest.raises(NoVisibleSheetError):
        open_table(repacked(path, {"xl/workbook.xml": words}))


def test_merged_cells_are_refused_with_their_place(book: Any) -> None:
    book.active.append(["x", "y"])
    book.active.merge_cells("B2:B4")
    with pytest.raises(MergedCellsError) as refused:
        open_table(saved(book))
    assert refused.value.fields == {"file": "rows.xlsx", "sheet": "Sheet", "cells": "B2:B4"}


def test_headings_that_name_nothing(book: Any, tmp_path: Path) -> None:
    with pytest.raises(EmptyTableError):
        open_table(saved(book))
    book.active.append(["x"])
    book.active["B1"] = "=A1"
    with pytest.raises(FormulaHeadingError):
        open_table(saved(book))
    book.active["B1"] = "NAME"
    with pytest.raises(RepeatedHeadingError):
        open_table(saved(book))
    book.active["XFD2"] = "far"
    with pytest.raises(WideTableError):
        open_table(saved(book))


def test_an_empty_sheet(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "rows.xlsx")
    with pytest.raises(EmptyFileError):
        open_table(tmp_path / "rows.xlsx")


@pytest.mark.parametrize(
    ("body", "name", "refusal"),
    [
        (b"", "a.xlsx", EmptyFileError),
        (b"name,serial\n1,2\n", "a.xlsx", DisguisedTextError),
        (b"PK\x03\x04 and then nothing", "a.xlsx", BrokenWorkbookError),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.xls", OldWorkbookError),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            LockedWorkbookError,
        ),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, body: bytes, name: str, refusal: type) -> None:
    (tmp_path / name).write_bytes(body)
    with pytest.raises(refusal):
        open_table(tmp_path / name)


def test_another_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(OtherWorkbookError):
        open_table(tmp_path / "a.xlsx")


def test_a_bomb_is_not_opened(book: Any) -> None:
    with pytest.raises(BombError):
        open_table(repacked(saved(book), {"xl/worksheets/sheet1.xml": bytes(64 << 20)}))


def test_a_part_larger_than_it_says_is_cut_off(book: Any) -> None:
    book.active.append(["x"])
    body = bytearray(saved(book).read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = (size // 2).to_bytes(4, "little")
    book.target.write_bytes(bytes(body).replace(size.to_bytes(4, "little"), lie))
    with pytest.raises(BrokenWorkbookError):
        open_table(book.target)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused(book: Any, part: str) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(EntityError) as refused:
        open_table(repacked(saved(book), {part: bomb}))
    assert refused.value.fields["part"] == part


@pytest.mark.parametrize(
    "sheet",
    [
        b"not xml",
        b'<worksheet><sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>one</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData>'
        b"</worksheet>",
    ],
)
def test_damage_gets_a_sentence(book: Any, sheet: bytes) -> None:
    with pytest.raises(BrokenWorkbookError):
        open_table(repacked(saved(book), {"xl/worksheets/sheet1.xml": sheet}))


def test_cells_without_a_reference_follow_each_other(book: Any) -> None:
    words = b'<c t="inlineStr"><is><r><t>a</t></r><rPh><t>no</t></rPh><r><t>b</t></r></is></c>'
    sheet = (
        b"<worksheet><sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row>"
        + words
        + b"</row></sheetData></worksheet>"
    )
    table = open_table(repacked(saved(book), {"xl/worksheets/sheet1.xml": sheet}))
    assert table.headings == ("1", "", "3")
    assert [row.cells for row in table.rows()] == [("ab", "", "")]


def test_another_program_reads_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with path.open("wb") as target:
        assert (
            write_xlsx(target, ("a", "b"), [("=1+1", date(2026, 3, 2)), ("010", None)], "In/struments") == 2
        )
    sheet = openpyxl.load_workbook(path)["In struments"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == datetime(2026, 3, 2)  # noqa: DTZ001
    assert sheet["A3"].value == "010"


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_what_is_written_is_read_back_the_same(rows: list[tuple[str, str]]) -> None:
    target = io.BytesIO()
    wanted = [("row", *row) for row in rows] + [("last", "", "")]
    write_xlsx(target, ("a", "b", "c"), wanted)
    body = target.getvalue()
    table = xlsx_table(Source("rows", len(body), partial(io.BytesIO, body)), Reading())
    assert [row.cells for row in table.rows()] == wanted
    again = io.BytesIO()
    write_xlsx(again, ("a", "b", "c"), wanted)
    assert again.getvalue() == body
