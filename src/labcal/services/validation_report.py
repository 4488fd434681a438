"""Writes the report of a validation as a file."""

from __future__ import annotations

from pathlib import Path

from labcal.domain.validation import Validation
from labcal.services.files import write
from labcal.text import Text


def write_report(path: Path, validation: Validation, text: Text) -> None:
    """Write the report as PDF.

    Raises:
        UnwritableFileError: The file may not be written.
    """
    from labcal.certificates.validation import render

    write(path, render(validation, text))
