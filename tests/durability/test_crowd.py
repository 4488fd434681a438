"""Four programs write into one book at once: no update lost, the chain whole, no error but the polite one."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from labcal.domain.person import Level, Need
from labcal.errors.book import BusyBookError
from labcal.services.perform import perform
from labcal.store.book import open_book

PROGRAMS = 4


@dataclass(frozen=True, slots=True)
class Increment:
    """Read a number, write it back one higher: the update that a careless book loses."""

    title: ClassVar[str] = "Increment"
    undoable: ClassVar[bool] = True
    job: str

    def needs(self, records) -> Need:
        return Need(level=Level.RECORDS, on=records.today, procedure="mass/substitution")

    def run(self, work, who) -> None:
        work.jobs.note(self.job, remarks=str(int(work.jobs.get(self.job).remarks or 0) + 1), deviations="")


def increment(path: Path, job: str, times: int) -> None:
    """Do it ``times`` times, and say how often the book was held by another for too long."""
    book, polite = open_book(path, lambda: datetime(2026, 3, 2, 9, tzinfo=UTC)), 0
    for _ in range(times):
        while True:
            try:
                perform(book, "Bo", Increment(job))
            except BusyBookError:
                polite += 1
            else:
                break
    book.close()
    sys.stdout.write(f"{polite}\n")


def crowd(lab, times: int) -> tuple[int, float]:
    """Let four programs work at once; return how often one was politely refused, and how long it took."""
    job, before = lab.job(), lab.ask(lambda records: records.head())[0]
    command = [sys.executable, __file__, str(lab.path), job, str(times)]
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    start = time.monotonic()
    programs = [
        subprocess.Popen(command, env=search, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(PROGRAMS)
    ]
    told = [program.communicate() for program in programs]
    took = time.monotonic() - start
    assert [program.returncode for program in programs] == [0] * PROGRAMS, told
    assert [said for _, said in told] == [""] * PROGRAMS
    assert lab.ask(lambda records: records.jobs.get(job).remarks) == str(PROGRAMS * times)
    assert lab.ask(lambda records: records.head())[0] == before + PROGRAMS * times
    assert lab.findings() == []
    return sum(int(polite) for polite, _ in told), took


def test_four_programs_lose_no_update(lab):
    crowd(lab, 25)


@pytest.mark.prove
def test_four_programs_write_twenty_thousand_commands(lab, capsys):
    polite, took = crowd(lab, 5000)
    with capsys.disabled():
        sys.stdout.write(f"four programs, 20 000 commands: {polite} polite refusals, {took:.0f} s\n")


if __name__ == "__main__":
    increment(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
