"""Bytes that the journal takes for one reading, against plain deflate and against nothing."""

from __future__ import annotations

import sqlite3
import zlib
from itertools import count

from _measure import TECHNICIAN, demonstration, open_job, reading

from labcal.services.perform import perform
from labcal.store.body import COMMON

TIMES = 12
CHAIN = 64
"""Bytes of the two digests of a line."""


def main() -> None:
    """Print the measure."""
    with demonstration() as (path, book):
        job, number = open_job(book), count()
        lines = [perform(book, TECHNICIAN, reading(job, next(number))).entry for _ in range(TIMES)]
        connection = sqlite3.connect(path)
        marks = ", ".join("?" for _ in lines)
        bodies = [
            row[0] for row in connection.execute(f"select body from entry where id in ({marks})", lines)
        ]
        connection.close()
    told = [zlib.decompressobj(-15, zdict=COMMON).decompress(body[1:]) for body in bodies]
    kept = sum(map(len, bodies)) / TIMES
    plain = sum(len(zlib.compress(one, 9)) for one in told) / TIMES
    raw = sum(map(len, told)) / TIMES
    print(f"a reading in the journal: {kept:.0f} bytes, and {CHAIN} for the chain")
    print(f"without the preset dictionary: {plain:.0f} bytes; as plain JSON: {raw:.0f} bytes")
    print(f"ratio: {kept / plain:.2f} of deflate, {kept / raw:.2f} of JSON")


if __name__ == "__main__":
    main()
