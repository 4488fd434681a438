"""Finds what ships beside the code: in a checkout, in a wheel and in a frozen program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Return the folder ``resources/``.

    Raises:
        FileNotFoundError: The program was installed without it, which is a fault of the build.
    """
    here = Path(__file__).resolve()
    frozen = Path(getattr(sys, "_MEIPASS", here.parent))
    for folder in (here.parent / "_resources", frozen / "resources", here.parents[2] / "resources"):
        if (folder / "units.txt").is_file():
            return folder
    raise FileNotFoundError("resources/ is missing beside labcal")


def path(*parts: str) -> Path:
    """Return the path of one resource, such as ``path("fonts", "Inter-Regular.ttf")``."""
    return root().joinpath(*parts)
