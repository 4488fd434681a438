"""Refusals at the bench: adjustment, outliers, what is unfit."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NotAdjustedError(LabCalError):
    """A reading as left comes after an adjustment."""

    template = mark("Job {job} has no adjustment yet, so it has no readings as left.")


class AfterAdjustmentError(LabCalError):
    """What was not read before the adjustment can no longer be read as found."""

    template = mark("The item of job {job} was adjusted: nothing more can be read as found.")


class NothingAsFoundError(LabCalError):
    """An item is measured before it is adjusted (7.8.4.1 d)."""

    template = mark(
        "Job {job} has no complete point as found: measure one before the adjustment, or say why there is "
        "nothing as found (ISO/IEC 17025:2017, 7.8.4.1 d)."
    )


class AdjustedBeforeError(LabCalError):
    """The adjustment is on record already."""

    template = mark("The adjustment of job {job} is on record already, by {person}.")


class HasAsFoundError(LabCalError):
    """There are readings as found."""

    template = mark("Job {job} has readings as found: it cannot be said that there are none.")


class MarkedBeforeError(LabCalError):
    """The reading is left out already."""

    template = mark("The reading {keyed} is left out already: {reason}")


class NotMarkedError(LabCalError):
    """The reading is not left out."""

    template = mark("The reading {keyed} is not left out of the evaluation.")


class OncePerPointError(LabCalError):
    """A figure that all cycles share cannot be an outlier."""

    template = mark("“{column}” counts for every cycle of the point: correct it instead of leaving it out.")


class NotTiedError(LabCalError):
    """A reading names a standard that takes no part in the job."""

    template = mark("Standard {standard} is not tied to job {job}: tie it first.")


class OtherStandardError(LabCalError):
    """A point is read against one standard."""

    template = mark("The readings of point {point} were taken against another standard than {standard}.")


class NoSuchPartError(LabCalError):
    """The procedure names no such part of a standard."""

    template = mark("Procedure {procedure} has no part “{part}” for a standard.")


class TiedBeforeError(LabCalError):
    """The same certificate of a standard is tied once."""

    template = mark("Standard {standard} is tied to job {job} already.")


class NeverExcusedError(LabCalError):
    """A reason does not make it fit."""

    template = mark("“{what}” cannot be let pass with a reason (ISO/IEC 17025:2017, {clause}).")


class NothingUnfitError(LabCalError):
    """There is nothing to give a reason for."""

    template = mark("Nothing of job {job} is unfit in this way: “{what}”.")


class CheckFailedError(LabCalError):
    """The standard did not pass its last intermediate check."""

    template = mark(
        "Standard {standard} did not pass its intermediate check of {on}: choose another, or have it "
        "calibrated (ISO/IEC 17025:2017, 6.4.10)."
    )


class InTheFutureError(LabCalError):
    """Something that was done lies in the future."""

    template = mark("{at} lies in the future.")


class NoEarlierJobError(LabCalError):
    """There is no job to begin as."""

    template = mark("The item of job {job} has no earlier job that was begun.")


class OtherInstrumentError(LabCalError):
    """An earlier job is of another instrument."""

    template = mark("Job {earlier} is of another item than job {job}.")
