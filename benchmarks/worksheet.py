"""A worksheet of many points in the window: opening it, and a keystroke to the updated verdict.

The baseline is the bare engine: one point evaluated from its readings.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from time import perf_counter, sleep

from _measure import TECHNICIAN, demonstration, least, tell
from _points import CYCLES, many_points
from PySide6.QtWidgets import QApplication

from labcal import resources
from labcal.domain.evaluation import evaluate_point
from labcal.domain.job import JobNumber
from labcal.services.evaluation import points_of
from labcal.services.sheet import procedure_of
from labcal.store.book import Book
from labcal.text import Text
from labcal_app.desk import Desk
from labcal_app.models.sheet_layout import Spot
from labcal_app.theme.look import Look
from labcal_app.views.worksheet.page import WorksheetPage

POINTS = tuple(map(int, os.environ.get("LABCAL_POINTS", "50,1000").split(",")))
TIMES = 12
PATIENCE = 60.0


class Hand:
    """A person at the worksheet of one job."""

    def __init__(self, book: Book, job: JobNumber, application: QApplication) -> None:
        self._application = application
        self.desk = Desk(book, TECHNICIAN)
        self.page = WorksheetPage(Look(application, resources.path()), Text("en"), self.desk)
        self.page.setFixedSize(1224, 692)
        self.page.show()
        self._drawn = 0
        self.page.shown.connect(self._count)
        self.page.live.evaluated.connect(self._count)
        self._job = job

    def _count(self, _job: str) -> None:
        self._drawn += 1

    def _drawn_after(self, deed: Callable[[], object]) -> float:
        """Return the time from a deed to the sheet that is drawn again."""
        self._wait(lambda: not self.page.points.keying.drafts.keyed)
        before, begun = self._drawn, perf_counter()
        deed()
        self._wait(lambda: self._drawn > before)
        return perf_counter() - begun

    def _wait(self, holds: Callable[[], bool]) -> None:
        end = perf_counter() + PATIENCE
        while not holds():
            self._application.processEvents()
            if perf_counter() > end:
                raise TimeoutError([one.error for one in self.page.points.keying.drafts.refused.values()])
            sleep(0.0002)
        self._application.processEvents()

    def open(self) -> float:
        """Open the job."""
        return self._drawn_after(lambda: self.page.show_job(self._job))

    def press(self, point: int) -> float:
        """Key the last reading of a point, then take it back; return the time of the first."""
        keying = self.page.points.keying
        row, slot = keying.layout.where(Spot(point, CYCLES - 1, 2)) if keying.layout else (0, 0)
        taken = self._drawn_after(lambda: keying.type_in(row, 0, slot, "1.001"))
        self._drawn_after(self.desk.undo)
        return taken


def measure(points: int, application: QApplication) -> None:
    """Print the measures of a job of so many points."""
    with demonstration() as (_, book):
        job = many_points(book, points)
        with book.read() as records:
            procedure, told = procedure_of(records, job), records.jobs.get(job)
        whole = points_of(told, procedure)[0]
        bare = least(TIMES, lambda: evaluate_point(procedure, whole))
        hand = Hand(book, job, application)
        first = hand.open()
        again = min(hand.open() for _ in range(3))
        pressed = sorted(hand.press(points - 1) for _ in range(TIMES))
        hand.desk.close()
    name = f"{points} points of {CYCLES} readings"
    tell(f"{name}: opened for the first time, every point evaluated", first, "one point evaluated", bare)
    tell(f"{name}: opened again", again, "one point evaluated", bare)
    tell(f"{name}: a keystroke to the verdict, least", pressed[0], "one point evaluated", bare)
    tell(f"{name}: the same, median", pressed[len(pressed) // 2], "one point evaluated", bare)


def main() -> None:
    """Print the measures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv)
    gc.disable()
    for points in POINTS:
        measure(points, application)


if __name__ == "__main__":
    main()
