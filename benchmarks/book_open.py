"""Opening the program on large books, up to the page to sign in, against an empty window; to reach: 1.5."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from _large import SHARES, large

TIMES = 5
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv[:1])
window = QMainWindow()
window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from labcal_app.program import Program
application = QApplication(sys.argv[:1])
program = Program(application, Path(sys.argv[2]), Path(sys.argv[1]))
program.window.show()
if program.sign_in is None:
    sys.exit("the book did not open")
QTimer.singleShot(0, application.quit)
application.exec()
program.close()
"""


def started(script: str, *words: str) -> float:
    """Return how long a program of its own takes from its start to its end, in s."""
    begun = perf_counter()
    subprocess.run([sys.executable, "-c", script, *words], check=True, env=os.environ)
    return perf_counter() - begun


def main() -> None:
    """Print the measure at each size, the smallest first."""
    with tempfile.TemporaryDirectory() as folder:
        settings = str(Path(folder) / "window.ini")
        for share in SHARES:
            book = str(large(share))
            started(EMPTY), started(PROGRAM, book, settings)  # once, so that all files are in memory
            pairs = [(started(PROGRAM, book, settings), started(EMPTY)) for _ in range(TIMES)]
            taken, empty = (median(column) for column in zip(*pairs, strict=True))
            print(f"opening 1/{share} to the sign-in page: {1e3 * taken:.0f} ms")
            print(f"an empty window: {1e3 * empty:.0f} ms")
            print(f"ratio: {median(one / other for one, other in pairs):.2f} (to reach: 1.5)")


if __name__ == "__main__":
    main()
