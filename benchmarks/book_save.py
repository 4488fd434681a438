"""Saving a job of fifty points with its journal line in a large book, against the rows alone."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import ClassVar

from _large import SHARES, large
from _measure import least, tell
from journalled_reading import bare_insert

from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.services.perform import perform
from labcal.store.book import open_book
from labcal.store.rows.jobs import ReadingRow
from labcal.store.work import Records, Work

POINTS = 50
WHO = PersonName("Halima Yusuf")


@dataclass(frozen=True, slots=True)
class SavePoints:
    """Write one reading at each of fifty points of the first job, row by row, as a form does."""

    title: ClassVar[str] = "Save points"
    undoable: ClassVar[bool] = False
    turn: int

    def needs(self, records: Records) -> Need:
        return Need(right=Right.ADMINISTER, on=records.today)

    def run(self, work: Work, who: PersonName) -> None:
        today = work.today
        for point in range(POINTS):
            work._session.add(  # noqa: SLF001  a measure, not a command of the program
                ReadingRow(
                    job_id=1,
                    point=1 + point + POINTS * self.turn,
                    row=0,
                    column=0,
                    revision=0,
                    keyed="+0.010",
                    unit="g",
                    base=1e-5,
                    by=who,
                    at=work.now,
                    on=today,
                    mentor=None,
                    countersigned=None,
                    reason="",
                )
            )


def main() -> None:
    """Print the measure at each size, the smallest first."""
    for share in SHARES:
        print(f"1/{share}:")
        measure(large(share))


def measure(path: Path) -> None:
    """Print the measure of one book, on a copy of it."""
    copy, plain = path.with_name("saved.labcal"), path.with_name("bare.sqlite")
    shutil.copy(path, copy)
    book, turn = open_book(copy), count()
    taken = least(5, lambda: perform(book, WHO, SavePoints(next(turn))))
    book.close()
    bare = bare_insert(plain)
    for left in (*path.parent.glob("saved*"), *path.parent.glob("bare*")):
        left.unlink()
    tell(f"{POINTS} points saved with their journal line", taken, "one bare insert", bare)


if __name__ == "__main__":
    main()
