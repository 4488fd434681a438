"""Large books for the measures: one a size, made once, in the folder that LABCAL_LARGE names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from labcal.services.large.make import NAME, make_large
from labcal.services.large.plan import Size

INSTRUMENTS, JOBS = 100_000, 1_000_000
"""The design load."""
SHARES = tuple(int(one) for one in os.environ.get("LABCAL_SHARES", "1000,100").split(","))
"""Of which parts of the design load a measure is taken; 1 is all of it."""


def folder() -> Path:
    """Return where the books lie."""
    return Path(os.environ.get("LABCAL_LARGE", str(Path(tempfile.gettempdir()) / "labcal-large")))


def large(share: int) -> Path:
    """Return the book of one part of the design load, made now where it is not there yet."""
    place = folder() / f"of-{share}"
    if not (place / NAME).is_file():
        make_large(place, Size(instruments=INSTRUMENTS // share, jobs=JOBS // share))
    return place / NAME
