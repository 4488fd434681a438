"""``labcal-app [BOOK]``: the window."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import freeze_support
from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtWidgets import QApplication

from labcal import __version__
from labcal_app.garbage import Garbage
from labcal_app.threshold import Threshold, last_book


def main(arguments: list[str] | None = None) -> int:
    """Open the window, on the book named or the one that was open last; return the exit status."""
    if getattr(sys, "frozen", False):  # a frozen program is started again as each of its processes
        freeze_support()
    parser = argparse.ArgumentParser(prog="labcal-app", description="The window of LabCal.")
    parser.add_argument("--version", action="version", version=f"labcal-app {__version__}")
    parser.add_argument("book", nargs="?", type=Path, metavar="BOOK", help="the laboratory's book")
    options = parser.parse_args(arguments)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("LabCal")
    settings = user_config_path("labcal", appauthor=False, ensure_exists=True) / "window.ini"
    Garbage(application).begin()
    book = options.book or last_book(settings)
    if book is None:
        _open(application, settings)
    else:
        threshold = Threshold(application, settings, book)
        threshold.ready.connect(lambda: _open(application, settings, threshold))
        threshold.show()
    return application.exec()


def _open(application: QApplication, settings: Path, threshold: Threshold | None = None) -> None:
    """Open the window of the program, whose modules are many: they are read only now."""
    from labcal_app.program import Program

    program = Program(application, settings, threshold.book if threshold else None)
    program.faults.install()
    if threshold is None:
        program.window.show()
    else:
        threshold.hand_over(program.window, program.sign_in)


if __name__ == "__main__":
    sys.exit(main())
