"""``labcal demo``, ``labcal verify`` and ``labcal check``: exit codes, one sentence, one JSON object."""

import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from labcal.cli import main
from labcal.services import verification

DONE, REFUSED, USAGE = 0, 1, 2


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple[Path, str]:
    """The folder that ``labcal demo`` made, and what it printed."""
    folder = tmp_path_factory.mktemp("cli") / "new" / "demo"
    with redirect_stdout(StringIO()) as out:
        assert main(["demo", str(folder)]) == DONE
    return folder, out.getvalue()


@pytest.fixture
def demo(told) -> Path:
    """The folder that ``labcal demo`` made."""
    return told[0]


@pytest.fixture(autouse=True)
def no_trust_of_ones_own(monkeypatch, tmp_path):
    """Keep the trust list of whoever runs the tests out of them."""
    monkeypatch.setattr(verification, "own_trust", lambda: tmp_path / "none" / "trust.lct")


@pytest.fixture
def run(capsys):
    """Run a command; return exit code, what was printed, and what was said on the side."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def terminal(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a program of its own."""
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "labcal", *map(str, arguments)]
    return subprocess.run(command, env=search, capture_output=True, text=True, check=False, **options)


def certificate(demo: Path, suffix: str = ".pdf") -> Path:
    return next(demo.glob(f"CAL-*{suffix}"))


def test_the_demonstration_as_one_json_object(tmp_path):
    done = terminal("demo", "--json", tmp_path / "demo")
    assert done.returncode == DONE
    told = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert told["valid"] is True
    assert all(Path(path).is_file() for path in (told["book"], told["trust"], *told["certificates"]))
    assert done.stderr == "Making the demonstration laboratory …\n"


def test_the_demonstration_in_words(told):
    out = told[1]
    assert "valid and trusted" in out
    assert "10.000 025" in out.replace("\u202f", " ")
    assert "labcal-demo" in out


def test_the_demonstration_overwrites_nothing(run, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear customer", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "letter.txt"):
        code, out, err = run("demo", folder)
        assert (code, out) == (REFUSED, "")
        assert err.splitlines()[-1].startswith(f"labcal: {folder} is not empty")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_demonstration_in_a_folder_that_cannot_be_made(run, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = run("demo", tmp_path / "file" / "demo")
    assert code == REFUSED
    assert err.splitlines()[-1].startswith("labcal: ")
    assert "cannot be written" in err


@pytest.mark.parametrize("suffix", [".pdf", ".xml"])
def test_a_certificate_is_valid_and_trusted(run, demo, suffix):
    file = certificate(demo, suffix)
    code, out, err = run("verify", file)
    assert (code, err) == (DONE, "")
    assert out.count("✗") == 0
    code, out, _ = run("verify", "--json", "--trust", demo / "trust.lct", file)
    answer = json.loads(out)
    assert (code, out.count("\n")) == (DONE, 1)
    assert (answer["valid"], answer["trusted"]) == (True, True)


def test_without_its_trust_list_the_issuer_is_unknown(run, demo, tmp_path):
    alone = shutil.copy(certificate(demo), tmp_path)
    code, out, _ = run("verify", "--json", alone)
    told = json.loads(out)
    assert (code, told["valid"], told["trusted"]) == (REFUSED, True, False)


@pytest.mark.parametrize("suffix", [".pdf", ".xml"])
def test_one_changed_byte_is_said(run, demo, tmp_path, suffix):
    content = bytearray(certificate(demo, suffix).read_bytes())
    place = content.index(b"4471") if suffix == ".xml" else len(content) // 2
    content[place] ^= 1
    changed = tmp_path / f"changed{suffix}"
    changed.write_bytes(content)
    code, out, _ = run("verify", "--trust", demo / "trust.lct", changed)
    assert code == REFUSED
    assert "✗" in out
    code, out, _ = run("verify", "--json", "--trust", demo / "trust.lct", changed)
    assert (code, json.loads(out)["valid"]) == (REFUSED, False)


def test_a_book_is_proved(run, demo):
    code, out, err = run("check", demo / "demo.labcal")
    assert (code, err) == (DONE, "")
    assert out.endswith("The book is sound.\n")
    code, out, err = run("check", "--json", demo / "demo.labcal")
    told = json.loads(out)
    assert (code, err, out.count("\n")) == (DONE, "", 1)
    assert (told["sound"], told["findings"], told["certificates"]) == (True, [], 3)


def test_an_altered_book_is_said(run, demo, tmp_path):
    import sqlite3

    book = Path(shutil.copytree(demo, tmp_path / "demo")) / "demo.labcal"
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("update reading set keyed = '+0.099' where id = 3")
    connection.close()
    code, out, err = run("check", book)
    assert (code, err) == (REFUSED, "")
    assert "✗ reading 3: the row differs from what the journal last wrote of it" in out
    code, out, _ = run("check", "--json", book)
    assert (code, json.loads(out)["findings"][0]["place"]) == (REFUSED, "reading 3")


@pytest.mark.parametrize("command", ["verify", "check"])
@pytest.mark.parametrize("thing", ["missing", "folder", "text", "empty", "noise"])
def test_what_is_something_else_is_said_in_one_sentence(run, tmp_path, command, thing):
    path = tmp_path / "thing.pdf"
    contents = {"text": b"Dear customer,\n" * 99, "empty": b"", "noise": b"%PDF-1.7\n" + bytes(2000)}
    if thing == "folder":
        path.mkdir()
    elif thing in contents:
        path.write_bytes(contents[thing])
    code, out, err = run(command, path)
    assert code == REFUSED
    assert "Traceback" not in out + err
    if command == "check" or thing in ("missing", "folder"):
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith("labcal: ")
        assert "thing.pdf" in err
    code, out, _ = run(command, "--json", path)
    told = json.loads(out)
    assert code == REFUSED
    assert told.get("error") or told["valid"] is False


@pytest.mark.parametrize("command", ["verify", "check", "demo"])
def test_a_name_that_is_too_long_is_said(run, tmp_path, command):
    code, out, err = run(command, str(tmp_path / ("n" * 300)))
    assert (code, out) == (REFUSED, "")
    assert "n" * 300 in err.splitlines()[-1]
    assert "Traceback" not in err


def test_of_a_file_larger_than_any_certificate_no_more_is_read(run, tmp_path):
    """Ten terabytes, none of them on the disk."""
    with (tmp_path / "huge.pdf").open("wb") as file:
        file.truncate(10 << 40)
    code, out, _err = run("verify", str(tmp_path / "huge.pdf"))
    assert code == REFUSED
    assert "is larger than 100 MB" in out


def test_a_terminal_without_the_signs_gets_their_numbers(demo, monkeypatch):
    """Neither the mark of a check nor an accent may end the program."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    told = terminal("verify", certificate(demo))
    assert (told.returncode, told.stderr) == (DONE, "")
    assert r"\u2713 pdf signature" in told.stdout


def test_a_trust_list_that_is_none_is_said(run, demo, tmp_path):
    false = tmp_path / "trust.lct"
    false.write_bytes(b"trust me")
    for trust in (false, tmp_path / "missing.lct"):
        code, out, err = run("verify", "--trust", trust, certificate(demo))
        assert (code, out, err.count("\n")) == (REFUSED, "", 1)


@pytest.mark.parametrize("arguments", [[], ["dance"], ["verify"], ["check", "a", "b"], ["verify", "--trust"]])
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: labcal" in said.err


def test_the_version(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == DONE
    assert capsys.readouterr().out.startswith("labcal 0.")


@pytest.mark.parametrize("room", [40_000, pytest.param(330_000, marks=pytest.mark.prove)])
def test_a_demonstration_without_room_is_one_sentence(tmp_path, room):
    """Files may not grow beyond ``room`` bytes: while the book is made, and later in it."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = terminal("demo", tmp_path / "demo", preexec_fn=limit)
    assert (done.returncode, done.stdout) == (REFUSED, "")
    *_, sentence = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert sentence.startswith("labcal: ")
    assert "could not be written" in sentence or "cannot be written" in sentence
