"""Validation of the program that cannot be run."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class UnknownCommandError(LabCalError):
    """An example names a command that the program does not have."""

    template = mark("This program has no command “{command}”.")
