"""Limits and decision rules that cannot be applied."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class LimitError(LabCalError):
    """A limit or a rule cannot be applied."""

    template = mark("The limits cannot be applied.")


class UnknownRuleError(LimitError):
    """The decision rule is not known."""

    template = mark("“{rule}” is not a decision rule that is known here; known are {known}.")


class LimitlessError(LimitError):
    """A rule lacks the limit it decides by."""

    template = mark("The rule “{rule}” needs limits, and there are none.")


class UnknownLimitTableError(LimitError):
    """No table of limits bears that name."""

    template = mark("There is no table of limits “{name}”.")


class UnknownGradeError(LimitError):
    """The table has no such accuracy class."""

    template = mark("{table} has no class “{grade}”; its classes are {grades}.")


class MissingGradeError(LimitError):
    """The item has no accuracy class, and the limits go by class."""

    template = mark("{table} gives limits by class, and the item has none; its classes are {grades}.")


class NominalNotInTableError(LimitError):
    """The table has no such nominal value."""

    template = mark("{table} gives no limits for a nominal value of {nominal}.")


class NoLimitError(LimitError):
    """The table leaves the place of this nominal value and class empty."""

    template = mark("{table} gives no limit for {nominal} of class {grade}.")


class LimitFileError(LimitError):
    """A file of limits cannot be used."""

    template = mark("The file of limits {file} cannot be used: {reason}.")
