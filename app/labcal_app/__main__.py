"""``labcal-app [BOOK]``: the window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtWidgets import QApplication

from labcal import __version__
from labcal_app.garbage import Garbage
from labcal_app.program import Program


def main(arguments: list[str] | None = None) -> int:
    """Open the window, on the book named or the one that was open last; return the exit status."""
    parser = argparse.ArgumentParser(prog="labcal-app", description="The window of LabCal.")
    parser.add_argument("--version", action="version", version=f"labcal-app {__version__}")
    parser.add_argument("book", nargs="?", type=Path, metavar="BOOK", help="the laboratory's book")
    options = parser.parse_args(arguments)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("LabCal")
    settings = user_config_path("labcal", appauthor=False, ensure_exists=True) / "window.ini"
    program = Program(application, settings, options.book)
    program.faults.install()
    Garbage(application).begin()
    program.window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
