"""``python -m labcal`` and the command ``labcal``: stopped at any moment, as it starts too, it says so."""

from __future__ import annotations

import sys

STOPPED = 130


def main() -> int:
    """Run one command of the terminal; return its exit status."""
    try:
        from labcal.cli import main as run

        return run()
    except KeyboardInterrupt:  # while the program was still starting, with nothing begun
        from labcal.text import SOURCE, Text, mark

        said = Text(SOURCE)(mark("Stopped: nothing is left half done."))
        sys.stderr.write(f"\nlabcal: {said}\n")
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
