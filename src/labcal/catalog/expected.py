"""The worked examples that ship in ``resources/examples``: what was published, beside the data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain.validation import Figure, PublishedExample

ENDING = ".expected.toml"


def examples_folder() -> Path:
    """Return the folder that the commands of examples take their files from."""
    return resources.path("examples")


def published_examples(folder: Path | None = None) -> tuple[PublishedExample, ...]:
    """Return every example that ships, by name.

    Raises:
        ProcedureError: A file of expected figures cannot be used (a subclass says why and where).
    """
    files = sorted((folder or examples_folder()).glob(f"*{ENDING}"))
    return tuple(parse_expected(file.read_bytes(), file.name) for file in files)


def parse_expected(body: bytes, place: str) -> PublishedExample:
    """Read one file of expected figures, ``labcal-expected-1``; errors as above."""
    top = reader.read(body, "labcal-expected-1", place)
    example = PublishedExample(
        id=top.text("id"),
        title=top.text("title"),
        source=top.text("source"),
        confidence=top.text("confidence"),
        note=top.text("note", ""),
        command=top.texts("command"),
        figures=tuple(_figure(table) for table in top.tables("expected")),
    )
    top.end()
    return example


def _figure(table: Table) -> Figure:
    tolerance: Decimal | None = table.decimal("tolerance") if table.has("tolerance") else None
    figure = Figure(
        name=table.text("name"),
        path=table.text("path"),
        printed=table.text("printed"),
        tolerance=tolerance,
        differs=table.text("differs", ""),
    )
    table.end()
    return figure
