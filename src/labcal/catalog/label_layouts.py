"""Layouts of sheets and rolls of labels, as data."""

from __future__ import annotations

from pathlib import Path

from labcal import resources
from labcal.catalog.reader import read
from labcal.domain.label import LabelLayout
from labcal.errors.labels import LabelLayoutError
from labcal.errors.procedures import MissingKeyError

FORMAT = "labcal-labels-1"
LENGTHS = ("page_width", "page_height", "width", "height", "left", "top", "across", "down")


def label_layouts() -> tuple[LabelLayout, ...]:
    """Return the layouts that ship with the program: sheets first, largest labels first."""
    found = [read_layout(path) for path in resources.path("labels").glob("*.toml")]
    return tuple(sorted(found, key=lambda one: (not one.is_sheet, -one.width * one.height, one.name)))


def read_layout(path: Path) -> LabelLayout:
    """Return the layout of a file.

    Raises:
        ProcedureError: It is no such file.
        LabelLayoutError: Its labels do not fit the page.
    """
    table = read(path.read_bytes(), FORMAT, path.name)
    lengths: dict[str, float] = {}
    for name in LENGTHS:
        length = table.number(name)
        if length is None:
            raise MissingKeyError(key=name, place=path.name)
        lengths[name] = length
    layout = LabelLayout(name=path.stem, columns=table.whole("columns"), rows=table.whole("rows"), **lengths)
    table.end()
    if not layout.fits:
        raise LabelLayoutError(name=layout.name)
    return layout
