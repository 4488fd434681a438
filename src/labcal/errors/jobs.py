"""Refusals on the way from receipt to certificate."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.errors.quantities import WordedError
from labcal.text import mark

STATUSES = (mark("reserved"), mark("issued"), mark("void"))
"""Where a certificate number may stand, as a sentence below says it."""


class WrongStageError(LabCalError):
    """The job stands elsewhere on its way."""

    template = mark("Job {job} is {state}, so this cannot be done now: {needed}")


class BeforeReceiptError(LabCalError):
    """A reading would be older than the item's stay in the laboratory."""

    template = mark("A reading dated {on} cannot belong to an item received on {received}.")


class NoSuchCellError(LabCalError):
    """The procedure has no such reading."""

    template = mark("Procedure {procedure} has no reading at cycle {row}, column {column}.")


class ReasonNeededError(LabCalError):
    """A correction says why."""

    template = mark("A correction needs its reason: say why {keyed} is replaced.")


class SameReadingError(LabCalError):
    """A correction would change nothing."""

    template = mark("The reading is {keyed} already.")


class StandardExpiredError(LabCalError):
    """The certificate of the standard is out of date."""

    template = mark(
        "Standard {standard} may not be used on {on}: its certificate {certificate} was good until {due}. "
        "Have it calibrated, or choose another."
    )


class StandardSuspendedError(LabCalError):
    """The standard was taken out of use."""

    template = mark("Standard {standard} is suspended: choose another.")


class StandardUnsuitableError(LabCalError):
    """The standard measures something else."""

    template = mark(
        "Standard {standard} has the value {value}, the item the nominal value {nominal}: "
        "choose a standard of the same nominal value."
    )


class ProcedureNotInForceError(LabCalError):
    """The procedure is not in force on the day."""

    template = mark("Procedure {procedure} is in force only from {since}; the work is of {on}.")


class OutsideProcedureError(LabCalError):
    """The item is outside the range of the procedure."""

    template = mark("Procedure {procedure} covers {low} to {high}; this item has {nominal}.")


class NotReadyError(LabCalError):
    """Something is still missing before the next stage."""

    template = mark("Job {job} is not ready: {missing}")


class IssueFailedError(LabCalError):
    """The files could not be made; the number is void."""

    template = mark("Certificate {number} could not be issued and its number is void: {why}")


class BadCertificateError(LabCalError):
    """A certificate of a standard says what none can say."""

    template = mark(
        "Certificate {number}: U and k have to be positive, and the date due not before the calibration. "
        "Please check what was typed."
    )


class ResultDiffersError(LabCalError):
    """The second, independent computation disagrees with the first."""

    template = mark(
        "The second computation gives {recomputed}, the frozen result is {frozen}: return the job, "
        "and report this as a fault of the program."
    )


class NothingRecordedError(LabCalError):
    """There is nothing to undo or replace at a place."""

    template = mark("There is no reading at {place} of job {job}.")


class NoSuchConditionError(LabCalError):
    """The procedure asks for no such condition."""

    template = mark("Procedure {procedure} does not ask for the condition {name}.")


class ReasonNeededToReturnError(LabCalError):
    """A returned job says why."""

    template = mark("Say what has to be mended, so that job {job} can be returned.")


class EmptiedReadingError(LabCalError):
    """A recorded reading is not erased."""

    template = mark("The reading {keyed} stays on record: to correct it, type the right value in its place.")


class PastedShapeError(LabCalError):
    """A pasted block does not fit the sheet."""

    template = mark(
        "The pasted block has {rows} × {columns} cells; from cycle {cycle} on there is room for "
        "{cycles} × {room}. Nothing was pasted."
    )


class PastedRowsError(LabCalError):
    """A pasted block does not fit a sheet whose rows are points."""

    template = mark(
        "The pasted block has {rows} × {columns} cells; from row {row} on there is room for "
        "{free} × {room}. Nothing was pasted."
    )


class ClosedCellError(LabCalError):
    """Something was pasted where nothing is filled in."""

    template = mark(
        "“{typed}” cannot stand in row {row}: “{column}” is filled in only in the first row of a point. "
        "Nothing was pasted."
    )


class NumberGoneError(WordedError):
    """A certificate number is no longer free to be issued or made void."""

    template = mark("Certificate number {number} is {status} already: look at the job again.")
    words = frozenset({"status"})


class NumberTakenOverError(LabCalError):
    """Another signatory began to issue the same job."""

    template = mark("{person} is issuing job {job} as well, so this certificate was not issued.")


class NotVerifiedError(LabCalError):
    """The finished files do not verify as a customer would verify them."""

    template = mark("the finished file {name} does not verify: {check}")


class ExcusedError(LabCalError):
    """The job has its exception already."""

    template = mark("Job {job} may go without a second person already, by leave of {person}.")


class OtherOwnerError(LabCalError):
    """The item stands in the book as another customer's."""

    template = mark(
        "Item {item} belongs to {owner}: choose that customer, or enter the item anew if it changed hands."
    )


class TypedBeforeError(LabCalError):
    """A cell holds what was typed before the program ended, and nobody confirmed it."""

    template = mark("This was typed before the program ended: press Enter in the cell to record it.")
