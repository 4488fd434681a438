"""Files that a person names."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NoSuchFileError(LabCalError):
    """There is no such file."""

    template = mark("There is no file {path}: check the name.")


class UnreadableFileError(LabCalError):
    """The file may not be read."""

    template = mark("{path} cannot be read ({why}): ask for permission to read it.")


class UnwritableFileError(LabCalError):
    """The file may not be written."""

    template = mark("{path} cannot be written ({why}): choose another place, or ask for permission.")


class NotEmptyError(LabCalError):
    """A folder that has to be new or empty is not."""

    template = mark("{path} is not empty: name a new folder, so that nothing is overwritten.")
