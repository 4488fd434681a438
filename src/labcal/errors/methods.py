"""Procedures that cannot be written, approved, withdrawn or followed."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class ProcedureWithdrawnError(LabCalError):
    """No version of the procedure is in force any more."""

    template = mark("Procedure {procedure} was withdrawn on {since}: {why}")


class UnapprovedProcedureError(LabCalError):
    """A text that does not ship was to be put in force by one person alone."""

    template = mark(
        "Version {version} of {procedure} is not the text that comes with LabCal: it has to be written, and "
        "approved by a second person."
    )


class KnownProcedureError(LabCalError):
    """A new procedure was to bear the name of another."""

    template = mark("There is a procedure “{procedure}” already: revise it, or choose another name.")


class NewProcedureError(LabCalError):
    """A procedure that nobody knows was to be revised."""

    template = mark("There is no procedure “{procedure}” that could be revised.")


class ProcedureNameWantedError(LabCalError):
    """A procedure has no name that files and authorisations can bear."""

    template = mark(
        "“{procedure}” is no name of a procedure: write it as mass/substitution, in small letters."
    )


class NextVersionError(LabCalError):
    """A version was to be written out of its turn."""

    template = mark("Version {version} of {procedure} is not the next one, which is {next}.")


class SameProcedureError(LabCalError):
    """A revision says what the version before says."""

    template = mark("Nothing differs from version {version} of {procedure}.")


class WaitingProcedureError(LabCalError):
    """Somebody else's version waits for approval."""

    template = mark("Version {version} of {procedure}, written by {by}, waits for approval already.")


class NotWaitingError(LabCalError):
    """There is no such version to be approved."""

    template = mark("No version {version} of {procedure} waits for approval.")


class OwnProcedureError(LabCalError):
    """A person was to approve what he or she wrote."""

    template = mark("{by} wrote this version of {procedure}: a second person has to approve it.")


class EarlierForceError(LabCalError):
    """A version was to be in force before it was approved."""

    template = mark("A version cannot be in force before it is approved: {since} lies before {today}.")


class ExampleDiffersError(LabCalError):
    """The worked example does not give what it is expected to give."""

    template = mark("The worked example of {procedure} does not give its figures: {figures}.")


class NothingToWithdrawError(LabCalError):
    """No version of the procedure is there to be withdrawn."""

    template = mark("No version of {procedure} is in the book that is not withdrawn already.")


class NotTheWriterError(LabCalError):
    """A version was to be dropped by somebody else than its writer, who may not keep procedures either."""

    template = mark("Only {by}, who wrote it, and who keeps procedures may drop this version of {procedure}.")
