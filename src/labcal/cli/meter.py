"""How far long work is, on standard error."""

from __future__ import annotations

import argparse
import sys


class Meter:
    """Shows on a terminal how far the work is."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        """Tell how much of the work is done; of unknown work nothing."""
        percent = 100 * done // max(total, 1)
        if total and percent != self._shown:
            self._shown = percent
            print(f"\r{percent} %", end="" if percent < 100 else "\n", file=sys.stderr, flush=True)


def meter(options: argparse.Namespace) -> Meter | None:
    """Return a meter where a person watches."""
    return Meter() if sys.stderr.isatty() and not options.json else None
