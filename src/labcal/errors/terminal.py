"""What can go wrong between a command and the person at its terminal."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NoAnswerError(LabCalError):
    """A command asked, and what it reads from came to its end."""

    template = mark("Nobody answered “{question}”: tell it by {option}.")


class NoBookNamedError(LabCalError):
    """A command needs a book, and nothing says which."""

    template = mark("No book is named: name it by {option}, or by {variable} in the environment.")
