"""Files that leave the book for a folder of the person's choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from labcal.errors.files import NoSuchFileError, NotEmptyError, UnreadableFileError, UnwritableFileError


def write(path: Path, content: bytes) -> None:
    """Write a file, which takes the place of an earlier one only once it is whole.

    Raises:
        UnwritableFileError: The folder refuses it, or the disk is full.
    """
    with replacing(path) as target:
        target.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` once it is whole, and is gone otherwise.

    Raises:
        UnwritableFileError: The folder refuses it, or the disk is full.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as target:
            yield target
        part.replace(path)
    except OSError as error:
        raise UnwritableFileError(path=path, why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)


def read_words(path: Path) -> str:
    """Return the words in a file.

    Raises:
        NoSuchFileError, UnreadableFileError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NoSuchFileError(path=path) from error
    except (OSError, ValueError) as error:
        raise UnreadableFileError(path=path, why=str(getattr(error, "strerror", "") or "UTF-8")) from error


def new_folder(folder: Path) -> None:
    """Make ``folder``, or take it as it is where it is empty.

    Raises:
        NotEmptyError, UnwritableFileError: The folder will not do.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotEmptyError(path=folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFileError(path=folder, why=error.strerror) from error
