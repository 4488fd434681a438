"""Holds the ceilings: 400 lines a file, 40 lines a function. Run as ``python tests/lint/ceilings.py``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE, FUNCTION = 400, 40
FOLDERS = ("src", "app", "tests", "benchmarks", "docs")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def excesses(file: Path) -> Iterator[str]:
    """Yield one line of the form ``file:line: what is too long`` for each ceiling broken in ``file``."""
    source = file.read_text(encoding="utf-8")
    if (lines := len(source.splitlines())) > FILE:
        yield f"{file}:{FILE + 1}: the file has {lines} lines, the ceiling is {FILE}"
    for function in functions(ast.parse(source, str(file))):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION:
            yield f"{file}:{function.lineno}: {function.name} has {lines} lines, the ceiling is {FUNCTION}"


def main(root: Path) -> int:
    """Print what is too long below ``root``; return the exit code."""
    files = sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.py"))
    found = [line for file in files for line in excesses(file)]
    for line in found:
        print(line)
    print(f"Ceilings: {len(files)} files, {len(found)} too long.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
