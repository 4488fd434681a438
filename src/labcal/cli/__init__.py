"""LabCal from a terminal: the same commands as in the window."""

from __future__ import annotations

import argparse
import json
import sys
from io import TextIOWrapper
from multiprocessing import freeze_support

from labcal import __version__
from labcal.cli import anova, book, fits, keeping, numbers, risk, tables, validate
from labcal.cli.usage import Parser
from labcal.errors import LabCalError
from labcal.text import SOURCE, Text, mark

REFUSED, STOPPED = 1, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 refused, 2 wrong usage, 130 stopped."""
    if getattr(sys, "frozen", False):  # a frozen program is started again as each of its processes
        freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or a file that cannot take every sign
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    text = Text(SOURCE)
    try:
        return int(options.run(options, text))
    except LabCalError as error:
        sentence = error.shown(text)
        print(f"labcal: {sentence}", file=sys.stderr)
        if options.json:
            print(json.dumps({"error": sentence}, ensure_ascii=False))
        return REFUSED
    except KeyboardInterrupt:
        said = text(mark("Stopped: nothing is left half done."))
        print(f"\nlabcal: {said}", file=sys.stderr)
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="labcal", description="LabCal from a terminal.")
    parser.add_argument("--version", action="version", version=f"labcal {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (book, keeping, tables, numbers, fits, anova, risk, validate):
        part.add_to(commands)
    return parser
