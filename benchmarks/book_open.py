"""Opening the program on large books: its page to sign in, and the book, against an empty window."""

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
PAGE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from labcal_app.threshold import Threshold
application = QApplication(sys.argv[:1])
threshold = Threshold(application, Path(sys.argv[2]), Path(sys.argv[1]))
threshold.window.show()
QTimer.singleShot(0, application.quit)
application.exec()
"""
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from labcal_app.threshold import Threshold
application = QApplication(sys.argv[:1])
settings, book = Path(sys.argv[2]), Path(sys.argv[1])
threshold = Threshold(application, settings, book)
def cross():
    from labcal_app.program import Program
    global program
    program = Program(application, settings, book)
    if program.sign_in is None:
        sys.exit("the book did not open")
    threshold.hand_over(program.window, program.sign_in)
    QTimer.singleShot(0, application.quit)
threshold.ready.connect(cross)
threshold.show()
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
            rows = [
                (started(PAGE, book, settings), started(PROGRAM, book, settings), started(EMPTY))
                for _ in range(TIMES)
            ]
            page, taken, empty = (median(column) for column in zip(*rows, strict=True))
            print(f"an empty window: {1e3 * empty:.0f} ms")
            print(f"opening 1/{share}, a page to type name and password on: {1e3 * page:.0f} ms")
            print(f"ratio: {median(row[0] / row[2] for row in rows):.2f} (to reach: 1.5)")
            print(f"until the book is open and takes them: {1e3 * taken:.0f} ms")
            print(f"ratio: {median(row[1] / row[2] for row in rows):.2f}")


if __name__ == "__main__":
    main()
