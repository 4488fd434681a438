"""Import of instruments with dry run and journal: 10 000 and 100 000 rows, against reading the file alone."""

from __future__ import annotations

import resource
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from _measure import demonstration

from labcal.domain.person import PersonName
from labcal.exchange.tables.opening import open_table
from labcal.exchange.tables.writing import write_csv
from labcal.exchange.tables.xlsx_write import write_xlsx
from labcal.services.importing.dry_run import dry_run
from labcal.services.importing.kinds import KINDS
from labcal.services.importing.mapping import guess
from labcal.services.importing.writing import COMMANDS
from labcal.services.perform import perform

SIZES = (10_000, 100_000)
ADMINISTRATOR = PersonName("Halima Yusuf")
HEADINGS = (
    "Customer number",
    "Item",
    "Manufacturer",
    "Model",
    "Serial number",
    "Nominal value",
    "Accuracy class",
)
MEGABYTE = 1024 if sys.platform != "darwin" else 1 << 20


def _rows(count: int) -> list[tuple[str, ...]]:
    return [
        (f"C-000{1 + place % 2}", "Scale", f"Maker {place % 40}", "M", f"B-{place:07d}", "10.000 kg", "III")
        for place in range(count)
    ]


def _measure(path: str) -> tuple[float, float, float, int]:
    """Return the seconds of reading alone, of the dry run and of writing, and the peak of memory in MB."""
    with demonstration() as (_path, book):
        table = open_table(Path(path))
        begun = perf_counter()
        sum(1 for _ in table.rows())
        read = perf_counter()
        table = open_table(Path(path))
        kind = KINDS["instruments"]
        with dry_run(book, kind, table, guess(kind, table.headings)) as rows:
            checked = perf_counter()
            perform(book, ADMINISTRATOR, COMMANDS[kind.name](rows=rows))
            written = perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
    return read - begun, checked - read, written - checked, peak


def main() -> None:
    """Print the measure."""
    with tempfile.TemporaryDirectory() as folder:
        for ending, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            for size in SIZES:
                path = Path(folder) / f"{size}{ending}"
                with path.open("wb") as target:
                    write(target, HEADINGS, _rows(size))
                with get_context("spawn").Pool(1) as alone:
                    read, dry, wrote, peak = alone.apply(_measure, (str(path),))
                print(
                    f"{size} rows of {ending[1:]}: read {read:.2f} s, dry run {dry:.1f} s, "
                    f"write with journal {wrote:.1f} s, peak {peak} MB"
                )
                print(f"ratio: {(dry + wrote) / read:.0f} of reading alone")


if __name__ == "__main__":
    main()
