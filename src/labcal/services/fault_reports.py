"""What is written down of a fault of the program: enough to find it, nothing of anybody's.

No value of a variable, no word of an exception (it may hold what was typed), no folder of the machine: class
names, sentences before anything is filled in, places in the code, titles of commands.
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from labcal import __version__
from labcal.errors import LabCalError

KEPT = 20
"""Reports that are kept."""
ENDING = ".fault.txt"
ROOTS = ("labcal", "labcal_app", "site-packages", "dist-packages")
"""From here on a path says where in the code; what comes before is the machine's."""
QT_WORD = re.compile(r"\bQ[A-Z][A-Za-z]*(?:::[A-Za-z_~]+)*")
FRAME = re.compile(r'^\s*File "(?P<path>.*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When and where a fault happened.

    Attributes:
        titles: The titles of the last commands, oldest first, in the words of the source.
        toolkit: Name and version of what draws the window; empty without one.
    """

    at: datetime
    titles: Sequence[str] = ()
    toolkit: str = ""


def told(error: BaseException, around: Circumstances) -> str:
    """Return the report of a fault."""
    return "\n".join([*_head(around), "", "error:", *_chain(error, set())]) + "\n"


def told_of_crash(dump: str, around: Circumstances) -> str:
    """Return the report of a crash below Python, from what ``faulthandler`` left."""
    lines = []
    for line in dump.splitlines():
        frame = FRAME.match(line)
        if frame:
            lines.append(f"  {_place(frame['path'])}:{frame['line']} in {frame['name']}")
        elif line.startswith(("Fatal Python error", "Windows fatal exception", "Current thread", "Thread ")):
            lines.append(line.split(" (most recent")[0])
    return "\n".join([*_head(around), "", "the program ended at once:", *lines]) + "\n"


def told_of_message(severity: str, message: str, around: Circumstances) -> str:
    """Return the report of a grave message of the toolkit: of its words only the names of its own classes."""
    names = ", ".join(dict.fromkeys(QT_WORD.findall(message))) or "no class named"
    return "\n".join([*_head(around), "", f"{severity} of the toolkit: {names}"]) + "\n"


def keep_report(folder: Path, report: str, at: datetime) -> Path:
    """Write a report into ``folder``, let the oldest go, and return its path.

    Raises:
        OSError: The folder refuses it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark_ = hashlib.sha256(report.encode()).hexdigest()[:6]
    path = folder / f"{at:%Y%m%dT%H%M%S}-{mark_}{ENDING}"
    path.write_text(report, encoding="utf-8")
    for old in reports(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def reports(folder: Path) -> list[Path]:
    """Return the reports in ``folder``, newest first."""
    return sorted(folder.glob(f"*{ENDING}"), reverse=True)


def _head(around: Circumstances) -> Iterator[str]:
    yield "LabCal: report of a fault. It holds no personal data and nothing that was typed."
    yield f"time: {around.at.isoformat(timespec='seconds')}"
    yield f"version: {__version__}"
    yield f"platform: {platform.system()} {platform.release()} {platform.machine()}"
    yield f"python: {platform.python_version()}{' frozen' if hasattr(sys, 'frozen') else ''}"
    if around.toolkit:
        yield f"toolkit: {around.toolkit}"
    yield "last commands:"
    yield from (f"  {title}" for title in around.titles or ("none",))


def _chain(error: BaseException, seen: set[int]) -> Iterator[str]:
    """Yield the error with its places in the code, then each that it came from."""
    seen.add(id(error))
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, LabCalError):
        yield f"  says: {error.template}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield "one of:"
            yield from _chain(one, seen)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        yield "caused by:"
        yield from _chain(cause, seen)


def _place(path: str) -> str:
    """Return where in the code a file lies, without the folders of the machine."""
    parts = PurePath(path.replace("\\", "/")).parts
    starts = [at for at, part in enumerate(parts[:-1]) if part in ROOTS]
    return "/".join(parts[starts[-1] :]) if starts else parts[-1] if parts else "?"
