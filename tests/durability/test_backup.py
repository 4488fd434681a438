"""Backups while another program writes: each is a sound book with everything that was acknowledged before."""

import subprocess
import sys
import time

import pytest

from labcal.services.backups import back_up, restore, verify_backup
from labcal.services.checking import check_book
from labcal.store.book import open_book

LIMITED = """
import resource, sys
from pathlib import Path
from labcal.errors import LabCalError
from labcal.services.backups import back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]))
except LabCalError as error:
    print(type(error).__name__)
"""


def backed_up(lab, at_work, tmp_path, times: int) -> list[tuple[int, int]]:
    """Back up and restore while readings are recorded; return what was acknowledged before, and is there."""
    job, found = lab.job(), []
    lab.book.close()
    with at_work("readings", lab.path, job) as acknowledged:
        while not acknowledged:
            time.sleep(0.01)
        for number in range(times):
            before = len(acknowledged)
            path, book = tmp_path / f"{number}.labcal-backup", tmp_path / f"{number}.labcal"
            made = back_up(lab.path, path)
            restore(path, book)
            opened = open_book(book, lab.clock)
            with opened.read() as records:
                read = records.jobs.get(job)
                assert records.head() == (made.entry, bytes.fromhex(made.head))
            assert check_book(opened).findings == ()
            opened.close()
            found.append((before, len(read.readings) + len(read.replaced)))
            for one in (path, book):
                one.unlink()
        assert len(acknowledged) > before
    assert all(there >= before for before, there in found)
    lab.reopen()
    return found


def test_a_backup_while_another_program_writes_is_whole(lab, at_work, tmp_path):
    assert len(backed_up(lab, at_work, tmp_path, 2)) == 2
    assert lab.findings() == []


@pytest.mark.prove
def test_fifty_backups_while_another_program_writes(lab, at_work, tmp_path, capsys):
    start = time.monotonic()
    found = backed_up(lab, at_work, tmp_path, 50)
    assert lab.findings() == []
    with capsys.disabled():
        took = time.monotonic() - start
        sys.stdout.write(
            f"backup while writing and restore, 50 times: {found[0]} to {found[-1]}, {took:.0f} s\n"
        )


@pytest.mark.parametrize("limit", [4096, 100_000, 400_000])
def test_a_disk_that_is_full_leaves_the_earlier_backup(lab, tmp_path, limit):
    """No file may grow beyond ``limit`` bytes: neither the copy nor the backup."""
    path = tmp_path / "safe.labcal-backup"
    back_up(lab.path, path)
    kept = path.read_bytes()
    lab.job("measured")
    command = [sys.executable, "-c", LIMITED, str(lab.path), str(path), str(limit)]
    search = {"PYTHONPATH": ":".join(sys.path)}
    told = subprocess.run(command, env=search, capture_output=True, text=True, check=True)
    assert told.stdout.strip() in ("UnwritableFileError", "UnwrittenBookError", "FullDiskError")
    assert path.read_bytes() == kept
    assert [one.name for one in tmp_path.iterdir() if "safe" in one.name] == [path.name]
    verify_backup(path)
