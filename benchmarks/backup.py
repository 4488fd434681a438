"""A backup beside a plain copy of the same files, down to the disk; to reach: at most 3 times as long."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from labcal.services.backups import back_up, locked_with
from labcal.services.demo import make_demo
from labcal.store.archive import Archive
from labcal.store.book import archive_of

ROUNDS = 3
FILES, SIZE = 300, 1_000_000
"""What the archive is made to hold, in bytes a file."""


def copied(sources: list[Path], folder: Path) -> None:
    """Copy files as a person would, and wait until they lie on the disk."""
    for source in sources:
        target = folder / source.name
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())


def took(function: Callable[[], object]) -> float:
    """Return how long ``function`` takes, in s."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        place = Path(folder)
        book = make_demo(place / "lab").book
        archive = Archive(archive_of(book))
        for number in range(FILES):
            archive.keep(2026, f"{number}.pdf", os.urandom(SIZE))
        for path in (book, *archive.folder.glob("*.sqlite")):
            connection = sqlite3.connect(path)
            connection.execute("pragma wal_checkpoint(truncate)")
            connection.close()
        sources = [book, *archive.folder.glob("*.sqlite")]
        size = sum(path.stat().st_size for path in sources) / 1e6
        (place / "copies").mkdir()
        key = locked_with("a passphrase to measure with")
        plain, open_, locked = [], [], []
        for _ in range(ROUNDS):
            plain.append(took(lambda: copied(sources, place / "copies")))
            open_.append(took(lambda: back_up(book, place / "lab.labcal-backup")))
            locked.append(took(lambda: back_up(book, place / "locked.labcal-backup", key)))
        print(f"{size:.0f} MB: a copy takes {median(plain):.2f} s")
        for name, times in (("backup", open_), ("locked backup", locked)):
            ratio = median(one / other for one, other in zip(times, plain, strict=True))
            print(f"{name}: {median(times):.2f} s, {ratio:.2f} times the copy (to reach: 3)")


if __name__ == "__main__":
    main()
