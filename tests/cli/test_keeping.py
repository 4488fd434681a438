"""``labcal backup``, ``restore`` and ``salvage``."""

import json

import pytest

from labcal.cli import main


@pytest.fixture
def told(capsys):
    def told(*arguments: object) -> tuple[int, dict]:
        status = main([*map(str, arguments), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return told


def test_a_book_goes_out_and_comes_back(issued, tmp_path, told):
    secret = tmp_path / "secret"
    secret.write_text("a good passphrase\n", encoding="utf-8")
    lock = ("--passphrase-file", secret)
    status, made = told("backup", issued.path, tmp_path, "--prove", *lock)
    assert (status, made["proved"], made["certificates"]) == (0, True, 1)
    issued.job("issued", serial="2")
    restore = ("restore", made["backup"], tmp_path / "new.labcal")
    status, found = told(*restore, "--dry-run", "--compare", issued.path, *lock)
    assert (status, found["compared"]["certificates"]) == (0, ["CAL-2026-0002"])
    assert not (tmp_path / "new.labcal").exists()
    assert told(*restore, *lock)[0] == 0
    assert told("check", tmp_path / "new.labcal")[1]["head"] == made["head"]
    status, refused = told(*restore, *lock)
    assert (status, "choose another place" in refused["error"]) == (1, True)


def test_a_terminal_is_told_in_sentences(issued, tmp_path, capsys):
    path = tmp_path / "x.labcal-backup"
    assert main(["backup", str(issued.path), str(path)]) == 0
    assert "read back and sound" in capsys.readouterr().out
    issued.receive(serial="2")
    assert main(["restore", str(path), str(tmp_path / "y"), "--compare", str(issued.path)]) == 0
    said = capsys.readouterr().out
    assert "holds 1 journal entries and 0 certificates beyond it" in said
    assert "Bo: Receive item" in said
    assert main(["salvage", str(issued.path), str(tmp_path / "saved")]) == 0
    assert "person: 8 rows" in capsys.readouterr().out
