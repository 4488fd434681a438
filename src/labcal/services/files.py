"""Files that leave the book for a folder of the person's choice."""

from __future__ import annotations

from pathlib import Path

from labcal.errors.files import UnwritableFileError


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        UnwritableFileError: The folder refuses it, or the disk is full.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror) from error
