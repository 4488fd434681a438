"""Each contract of ``make lint`` bites: one deliberate fault for each, in a copy of the tree."""

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG = "def long() -> int:\n" + "    _ = 0\n" * 40 + "    return 0\n"


@dataclass(frozen=True)
class Fault:
    """Lines that break one contract: ``lines`` appended to each of ``files``."""

    contract: str
    files: dict[str, str]


FAULTS = (
    Fault("Layers: an import points down", {"src/labcal/domain/__init__.py": "import labcal.services"}),
    Fault("Layers: an import points down", {"src/labcal/resources.py": "import labcal.text"}),
    Fault("Layers: an import points down", {"src/labcal/exchange/__init__.py": "import labcal.certificates"}),
    Fault(
        "Inside the program: views over the kit over the desk",
        {"app/labcal_app/models/__init__.py": "import labcal_app.views"},
    ),
    Fault("The library knows no screen", {"src/labcal/services/__init__.py": "import PySide6.QtCore"}),
    Fault("Only the store knows SQL", {"src/labcal/services/__init__.py": "import sqlalchemy"}),
    Fault("Only certificates draw PDF", {"src/labcal/services/__init__.py": "import reportlab"}),
    Fault("One module holds the unit registry", {"src/labcal/domain/__init__.py": "import pint"}),
    Fault(
        "No circles",
        {
            "src/labcal/domain/first.py": "import labcal.domain.second",
            "src/labcal/domain/second.py": "import labcal.domain.first",
        },
    ),
    Fault(
        "Only services open the store; the two entrances may make a book",
        {"app/labcal_app/views/__init__.py": "import labcal.store"},
    ),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code and its settings."""
    for folder in ("src", "app"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in ``tree``, on its code and no other's."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(tree / "src"), str(tree / "app"))),
        "COLUMNS": "200",
        "NO_COLOR": "1",
    }
    program, *rest = command
    return subprocess.run(
        [str(Path(sys.executable).with_name(program)), *rest],
        cwd=tree,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def append(tree: Path, files: dict[str, str]) -> None:
    for name, lines in files.items():
        with (tree / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{lines}\n")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: next(iter(fault.files.values())))
def test_a_wrong_import_breaks_its_contract(tree: Path, fault: Fault) -> None:
    append(tree, fault.files)
    answer = run(tree, "lint-imports", "--no-cache")
    assert answer.returncode == 1
    assert f"{fault.contract} BROKEN" in answer.stdout


def test_every_contract_has_a_fault_that_breaks_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert contracts == {fault.contract for fault in FAULTS}


def test_untyped_code_is_refused(tree: Path) -> None:
    (tree / "untyped.py").write_text("def double(value):\n    return value + value\n")
    answer = run(tree, "mypy", "--no-incremental", "untyped.py")
    assert answer.returncode == 1
    assert "Function is missing a type annotation" in answer.stdout


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("BLE001", "try:\n    value = 1\nexcept Exception:\n    value = 2\n"),
        ("DTZ005", "import datetime\n\nnow = datetime.datetime.now()\n"),
        ("PLR0913", "def many(a, b, c, d, e, f):\n    return a\n"),
        ("D103", "def undocumented() -> None:\n    return None\n"),
        ("T201", "print(1)\n"),
    ],
)
def test_a_fault_of_style_is_refused(tree: Path, rule: str, lines: str) -> None:
    (tree / "src" / "labcal" / "fault.py").write_text(lines)
    answer = run(tree, "ruff", "check", "--no-cache", "src/labcal/fault.py")
    assert answer.returncode == 1
    assert rule in answer.stdout


def lint(tree: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts beside this file on ``tree``."""
    (tree / "tests" / "lint").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "lint" / script, tree / "tests" / "lint")
    return run(tree, "python", f"tests/lint/{script}")


@pytest.mark.parametrize(
    ("lines", "why"), [(LONG, "long has 42 lines"), ("\n" * 401, "the file has 401 lines")]
)
def test_a_ceiling_holds(tree: Path, lines: str, why: str) -> None:
    (tree / "src" / "labcal" / "long.py").write_text(lines)
    answer = lint(tree, "ceilings.py")
    assert answer.returncode == 1
    assert why in answer.stdout


# The tilde keeps this file itself free of the words; it is taken out before they are written.
@pytest.mark.parametrize(
    ("file", "words", "why"),
    [
        ("src/labcal/one.py", "open('/~root/book')", "a path of one machine"),
        ("notes.md", "see https://py~pi.org/simple", "an address of a package index"),
        ("src/labcal/one.py", "from typing import TYPE_~CHECKING", "a hidden import"),
        ("src/labcal/one.py", "# TO~DO later", "unfinished work"),
        ("src/labcal/utils.py", "", "a drawer"),
        ("app/labcal_app/views/one.py", "ink = '#1B57~A4'", "colours and style sheets belong to the theme"),
        (
            "app/labcal_app/views/one.py",
            "widget.setStyleSheet('')",
            "colours and style sheets belong to the theme",
        ),
        ("app/labcal_app/views/one.py", "QColor('red')", "colours and style sheets belong to the theme"),
    ],
)
def test_a_word_out_of_place_is_refused(tree: Path, file: str, words: str, why: str) -> None:
    (tree / file).write_text(words.replace("~", ""), encoding="utf-8")
    answer = lint(tree, "words.py")
    assert answer.returncode == 1
    assert f"{file}:1: " in answer.stdout
    assert why in answer.stdout


def test_the_theme_may_name_colours(tree: Path) -> None:
    (tree / "app" / "labcal_app" / "theme").mkdir(exist_ok=True)
    (tree / "app" / "labcal_app" / "theme" / "one.py").write_text("ink = '#1B57~A4'".replace("~", ""))
    assert "theme/one.py" not in lint(tree, "words.py").stdout
