"""Import and export from the terminal: exit statuses, JSON, remembered columns."""

import io
import json
from pathlib import Path

import pytest
from tests.conftest import PASSWORD

from labcal.cli import asking, main

ROWS = "Owner no;Item;Serial number;Capacity (kg)\nC-0001;Scale;B-1;10,0\nC-0001;Scale;;5\n"


@pytest.fixture
def rows(tmp_path: Path, lab, monkeypatch) -> Path:
    """A file with a good row and a bad one; the book is named by the environment."""
    monkeypatch.setenv("LABCAL_BOOK", str(lab.path))
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    return tmp_path / "rows.csv"


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_dry_run_tells_every_bad_row_and_writes_nothing(rows, lab, capsys) -> None:
    with lab.book.read() as records:
        before = records.head()
    mapped = ["--map", "customer_number=Owner no", "--columns", str(rows.with_name("columns.toml"))]
    assert main(["import", "instruments", str(rows), "--dry-run", "--json", *mapped]) == 1
    found = told(capsys)
    assert (found["rows"], found["good"], found["written"], found["entry"]) == (2, 1, 0, None)
    assert [bad["row"] for bad in found["bad"]] == [3]
    assert found["columns"]["nominal"] == "Capacity (kg)"
    with lab.book.read() as records:
        assert records.head() == before
    assert main(["import", "instruments", str(rows), "--dry-run", "--json", *mapped[2:]]) == 1
    assert told(capsys)["columns"]["customer_number"] == "Owner no"


def test_good_rows_are_written_in_the_name_of_a_person(rows, lab, capsys) -> None:
    who = ["--person", "Ana", "--password-file", str(rows.with_name("password"))]
    mapped = ["--map", "customer_number=Owner no"]
    assert main(["import", "instruments", str(rows), "--json", *who, *mapped]) == 1
    assert told(capsys)["written"] == 0
    assert main(["import", "instruments", str(rows), "--good-rows", "--json", *who, *mapped]) == 0
    found = told(capsys)
    assert found["written"] == 1
    with lab.book.read() as records:
        assert records.head()[0] == found["entry"]
    assert main(["export", "instruments", str(rows.with_name("out.xlsx")), "--json"]) == 0
    assert told(capsys)["rows"] == 1
    assert main(["import", "instruments", str(rows.with_name("out.xlsx")), "--dry-run"]) == 1
    assert "The book has it already: instrument" in capsys.readouterr().out


def test_where_nobody_answers_the_option_is_told(rows, monkeypatch, capsys) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(asking, "getpass", nobody)
    mapped = ["import", "instruments", str(rows), "--good-rows", "--map", "customer_number=Owner no"]
    for more, option in (([], "--person"), (["--person", "Ana"], "--password-file")):
        assert main([*mapped, *more]) == 1
        told = capsys.readouterr()
        assert option in told.err
        assert told.out == ""


def test_without_a_book_it_says_how_to_name_one(rows, monkeypatch, capsys) -> None:
    monkeypatch.delenv("LABCAL_BOOK")
    assert main(["export", "customers", str(rows.with_name("out.csv"))]) == 1
    assert "--book" in (told := capsys.readouterr().err)
    assert "no file" not in told


def test_refusals_are_one_sentence(rows, capsys) -> None:
    for arguments, sentence in (
        (["import", "instruments", str(rows), "--map", "colour=Item"], "There is no column “colour”"),
        (["import", "instruments", str(rows), "--map", "mark=None"], "There is no column “None”"),
        (["import", "instruments", str(rows.with_name("none.csv"))], "There is no file"),
        (["import", "customers", str(rows), "--dry-run"], "No column of rows.csv holds “Name”"),
        (["export", "customers", str(rows.with_name("x.pdf"))], "neither CSV nor XLSX"),
        (["export", "customers", str(rows.with_name("x.csv")), "--book", "none.labcal"], "none.labcal"),
    ):
        assert main(arguments) == 1
        assert sentence in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["import", "ghosts", str(rows)])
    assert wrong.value.code == 2


def test_everything_goes_into_a_zip(rows, capsys) -> None:
    assert main(["export", "all", str(rows.with_name("all.zip")), "--json"]) == 0
    found = told(capsys)
    assert found["entries"] > 0
    assert found["tables"]["customer"] >= 1
