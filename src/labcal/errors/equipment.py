"""What the book refuses about places, equipment, the scope, notes and attachments."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NoIntervalError(LabCalError):
    """An interval is not one."""

    template = mark("An interval of {every} is none: give a whole number from 1 to {most}.")


class NoGraceError(LabCalError):
    """A grace is none."""

    template = mark("A grace of {grace} days is none: give 0 to {most}.")


class DueBeforeDoneError(LabCalError):
    """Something would be due before it was done last."""

    template = mark("It would be due on {due}, before it was done last on {done}.")


class ScheduleEndedError(LabCalError):
    """What is no longer wanted is said to be done."""

    template = mark("This is no longer wanted since {ended}: plan it anew first.")


class SameConditionError(LabCalError):
    """An influence quantity stands there twice, or none does."""

    template = mark("Give each condition of room {room} once, and one at least.")


class EndsCrossedError(LabCalError):
    """The lower end of a range lies above the upper one."""

    template = mark("The lower end, {low}, lies above the upper one, {high}.")


class DaysCrossedError(LabCalError):
    """A period ends before it begins."""

    template = mark("The last day, {until}, lies before the first, {since}.")


class BadPointError(LabCalError):
    """A value of a certificate states no uncertainty, or a negative drift."""

    template = mark("The value at {nominal} needs U and k greater than 0, and a drift of 0 or more.")


class ShortPointLineError(LabCalError):
    """A line of a table of values has not the parts it needs."""

    template = mark(
        "Line {line} has {parts} parts: give nominal value; value; U; k, and the drift if there is one."
    )


class BadPointLineError(LabCalError):
    """A part of a line of a table of values cannot be read."""

    template = mark("Line {line}: {why}")


class NoUncertaintyError(LabCalError):
    """A capability states no uncertainty."""

    template = mark("A capability states an uncertainty: give its constant part, its relative part, or both.")


class OneOfTwoError(LabCalError):
    """Neither of two fields is filled in."""

    template = mark("Fill in one of the two at least: {one}, or {other}.")


class SupersededError(LabCalError):
    """A note was superseded by another one already."""

    template = mark("Another note stands in the place of this one already: supersede that one.")


class NotThatNoteError(LabCalError):
    """A note would supersede one of another record."""

    template = mark("A note supersedes only a note of the same record.")


class EmptyFileError(LabCalError):
    """A file without a byte."""

    template = mark("{name} is empty: there is nothing to keep.")


class BigFileError(LabCalError):
    """A file larger than the archive takes."""

    template = mark("{name} has {size} MB: the archive takes files up to {most} MB.")


class NominalInUseError(LabCalError):
    """The nominal value of an item that is at the bench was to be changed."""

    template = mark("Job {job} is under way with this nominal value: change it when the job is done.")


class StandardOutOfUseError(LabCalError):
    """A standard that is not in use was to be used."""

    template = mark("Standard {standard} is {status}: say first that it is in use again.")
