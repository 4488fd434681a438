"""Refuses words that have no place in the tree. ``python tests/lint/words.py``.

Everywhere: paths of one machine, addresses of package indexes. In the code: drawers named ``utils``, hidden
imports, unfinished work. In the program with a screen: colours and style sheets outside its one theme.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES_NOT_READ = {".ttf", ".png", ".pdf", ".ico", ".icc", ".labcal", ".zip"}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is refused, where, and why."""

    why: str
    pattern: re.Pattern[str]
    where: re.Pattern[str]


RULES = (
    Rule("a path of one machine", re.compile(r"(?<![\w.:/-])/(?:work|root|tmp|home/\w+)/"), re.compile("")),
    Rule(
        "an address of a package index",
        re.compile(r"(?:pypi|pythonhosted|npmjs)\.(?:org|com)|--(?:extra-)?index-(?:url)|file:(?://)/"),
        re.compile(""),
    ),
    Rule("a hidden import", re.compile(r"\bTYPE_CHECKIN[G]\b"), re.compile(r"^(src|app)/")),
    Rule("unfinished work", re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b"), re.compile(r"\.(py|sh|toml)$")),
    Rule("global words", re.compile(r"^\s*global \w", re.MULTILINE), re.compile(r"^(src|app)/.*\.py$")),
    Rule(
        "a look of its own: colours and style sheets belong to the theme",
        re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\"']|setStyleSheet"),
        re.compile(r"^app/(?!labcal_app/theme(/|\.py)).*\.py$"),
    ),
)
DRAWER = re.compile(r"(^|/)(utils?|helpers?|misc|common)(/|\.py$)")


def names(root: Path) -> list[str]:
    """Return the files that are, or are about to be, in the repository, as paths below ``root``."""
    if not (root / ".git").exists():
        return sorted(str(file.relative_to(root)) for file in root.rglob("*") if file.is_file())
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file())


def refusals(name: str, content: str) -> Iterator[str]:
    """Yield ``file:line: why: words`` for everything in ``content`` that is refused there."""
    if DRAWER.search(name):
        yield f"{name}:1: a drawer: name the module after its subject"
    for rule in RULES:
        if rule.where.search(name):
            for found in rule.pattern.finditer(content):
                line = content.count("\n", 0, found.start()) + 1
                yield f"{name}:{line}: {rule.why}: {found.group().strip()}"


def main(root: Path) -> int:
    """Print what is refused below ``root``; return the exit code."""
    files = [name for name in names(root) if Path(name).suffix not in SUFFIXES_NOT_READ]
    found = [
        line
        for name in files
        for line in refusals(name, (root / name).read_text(encoding="utf-8", errors="replace"))
    ]
    for line in found:
        print(line)
    print(f"Words: {len(files)} files, {len(found)} refused.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
