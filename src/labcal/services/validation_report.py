"""Writes the report of a validation as a file."""

from __future__ import annotations

from pathlib import Path

from labcal.domain.validation import Validation
from labcal.errors.files import UnwritableFileError
from labcal.text import Text


def write_report(path: Path, validation: Validation, text: Text) -> None:
    """Write the report as PDF.

    Raises:
        UnwritableFileError: The file may not be written.
    """
    from labcal.certificates.validation import render

    body = render(validation, text)
    try:
        path.write_bytes(body)
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror) from error
