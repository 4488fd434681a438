"""What every command of the terminal has in common."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from labcal.domain.numeral import decimal_from
from labcal.errors.quantities import NotANumberError
from labcal.text import Phrase, Text, mark

DONE, REFUSED = 0, 1
Run = Callable[[argparse.Namespace, Text], int]


class Parser(argparse.ArgumentParser):
    """Takes "-1e-5" and "-5 mg" for numbers, where the standard library sees an option."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._negative_number_matcher = re.compile(r"-(\d|\.\d)")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, words: str
) -> argparse.ArgumentParser:
    """Add one command, which takes ``--json`` like all others; return its parser."""
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)
    return parser


def number(keyed: str) -> Decimal:
    """Return the number of an option, exactly as keyed; anything else is wrong usage."""
    try:
        return decimal_from(keyed)
    except NotANumberError as error:
        raise argparse.ArgumentTypeError(str(error).replace("%", "%%")) from error


def whole(keyed: str) -> int:
    """Return a whole number above zero of an option; anything else is wrong usage."""
    if not (keyed.isascii() and keyed.isdecimal() and int(keyed)):
        raise argparse.ArgumentTypeError(f"{keyed!r} is no whole number above zero")
    return int(keyed)


def warn(warnings: Iterable[Phrase], text: Text) -> None:
    """Print warnings on standard error."""
    for warning in warnings:
        print(text(mark("Warning: {warning}"), warning=warning), file=sys.stderr)
