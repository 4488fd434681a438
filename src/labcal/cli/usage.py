"""What every command of the terminal has in common."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from labcal.text import Text

DONE, REFUSED = 0, 1
Run = Callable[[argparse.Namespace, Text], int]


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, words: str
) -> argparse.ArgumentParser:
    """Add one command, which takes ``--json`` like all others; return its parser."""
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)
    return parser
