"""What can be wrong with a book as a file."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.errors.quantities import WordedError
from labcal.text import mark


class NotABookError(LabCalError):
    """The file is something else."""

    template = mark("{path} is not a LabCal book: choose a file that LabCal made.")


class NoSuchBookError(LabCalError):
    """There is no file, or no folder to make it in."""

    template = mark("There is no book {path}: check the name and that its folder is reachable.")


class BookExistsError(LabCalError):
    """A new book would overwrite a file."""

    template = mark("There is already something at {path}: choose another place for the new book.")


class NewerBookError(LabCalError):
    """The book was written by a later release."""

    template = mark(
        "{path} was written by a newer LabCal (schema {schema}): install that release; nothing was changed."
    )


class DamagedBookError(LabCalError):
    """SQLite finds the file damaged."""

    template = mark("{path} is damaged: restore the latest backup; nothing was written.")


class FullDiskError(WordedError):
    """There is no room for the change."""

    template = mark("The disk is full, so nothing of this was kept: free some space and repeat “{command}”.")
    words = frozenset({"command"})


class ReadOnlyBookError(LabCalError):
    """The file or its folder may not be written."""

    template = mark("{path} cannot be written: ask for write permission on the file and its folder.")


class BusyBookError(LabCalError):
    """Another program holds the book for longer than the patience of this one."""

    template = mark("{path} is held by another program: wait until it is done and repeat.")


class UnreadableBookError(LabCalError):
    """The disk does not answer."""

    template = mark(
        "{path} cannot be read or written (disk error): check the disk, then open the book again."
    )


class UnwrittenBookError(WordedError):
    """The disk takes no more: it is full, a quota is used up, or it fails."""

    template = mark(
        "{path} could not be written, so nothing of “{command}” was kept: "
        "check that the disk is not full and not failing, then repeat it."
    )
    words = frozenset({"command"})
