"""How fast a large book is made, and how many bytes its journal takes a reading."""

from __future__ import annotations

import resource
import sqlite3
import tempfile
from pathlib import Path
from time import perf_counter

from _large import INSTRUMENTS, JOBS, SHARES

from labcal.services.large.make import make_large
from labcal.services.large.plan import Size


def main() -> None:
    """Print the measure at each size, the smallest first."""
    for share in SHARES:
        with tempfile.TemporaryDirectory() as folder:
            size = Size(instruments=INSTRUMENTS // share, jobs=JOBS // share)
            begun = perf_counter()
            made = make_large(Path(folder) / "book", size)
            taken = perf_counter() - begun
            connection = sqlite3.connect(made.book)
            ((readings,),) = connection.execute("select count(*) from reading")
            ((journal,),) = connection.execute("select sum(length(body) + 64) from entry")
            connection.close()
            megabytes = made.book.stat().st_size / 1e6
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"1/{share}: {size.jobs} jobs and {readings} readings in {taken:.1f} s, {megabytes:.0f} MB")
        print(f"ratio: {1e3 * taken / size.jobs:.2f} ms a job; memory {memory:.0f} MiB")
        print(f"journal: {journal / readings:.0f} bytes a reading, with all else that a job has")


if __name__ == "__main__":
    main()
