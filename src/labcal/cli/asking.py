"""What a command asks the person at its terminal, unless an option says it."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from labcal.errors.terminal import NoAnswerError


def asked(question: str, option: str) -> str:
    """Return what is typed; the question goes where no results go.

    Raises:
        NoAnswerError: Nobody is there; the sentence names ``option``.
    """
    print(f"{question}: ", end="", file=sys.stderr, flush=True)
    try:
        return input()
    except EOFError as error:
        raise NoAnswerError(question=question, option=option) from error


def secret(path: Path | None, question: str, option: str) -> str:
    """Return the first line of the file at ``path``; without one, what is typed unseen.

    Raises:
        NoAnswerError: Nobody is there; the sentence names ``option``.
        NoSuchFileError, UnreadableFileError: The file cannot be read.
    """
    if path is not None:
        from labcal.services.files import read_words

        return next(iter(read_words(path).splitlines()), "")
    try:
        return getpass(f"{question}: ")
    except EOFError as error:
        raise NoAnswerError(question=question, option=option) from error
