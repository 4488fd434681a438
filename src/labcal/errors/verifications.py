"""Refusals on the way of a legal verification."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class VerificationError(LabCalError):
    """A verification cannot go on."""

    template = mark("The verification cannot go on.")


class VerificationStageError(VerificationError):
    """It stands elsewhere on its way."""

    template = mark("Verification {number} is {state}, so this cannot be done now.")


class NotReadyToDecideError(VerificationError):
    """Something is missing that a decision stands on."""

    template = mark("Verification {number} cannot be decided yet: {missing}")


class AcceptedThoughFailedError(VerificationError):
    """What failed a test is not accepted."""

    template = mark("Verification {number} cannot be accepted: {failed} Reject it, or adjust and test again.")


class NoReasonError(VerificationError):
    """A rejection says why."""

    template = mark("A rejection needs a reason code; known are {known}.")


class UnknownReasonError(VerificationError):
    """There is no such reason code."""

    template = mark("“{code}” is no reason code; known are {known}.")


class UnknownCheckError(VerificationError):
    """The programme has no such point of examination."""

    template = mark("“{code}” is no point of the visual examination.")


class AnswerRemarkError(VerificationError):
    """A finding that fails is described."""

    template = mark("Say in a few words what is wrong: {check}")


class NoMarkError(VerificationError):
    """An accepted instrument gets its mark."""

    template = mark("An accepted instrument bears a numbered sticker: choose one from your stock.")


class NoKitError(VerificationError):
    """Nothing was weighed without weights."""

    template = mark("No weights of the kit are named: choose those that were used.")


class DueBeforeVisitError(VerificationError):
    """The next verification lies after this one."""

    template = mark("The next verification is due after {on}, not on {due}.")


class MarksError(VerificationError):
    """What is marked on the plate cannot be."""

    template = mark("Max has to be above Min, e and d above 0, and d not above e.")


class NoAdjustmentError(VerificationError):
    """An adjustment says what was done."""

    template = mark("Say what was adjusted or repaired.")


class WholeNumberRowError(VerificationError):
    """The row lies outside the sheet."""

    template = mark("The sheet of a test has {most} rows, counted from 1.")


class UnknownProgrammeError(VerificationError):
    """The programme is not part of this program."""

    template = mark("There is no programme of verification {name}; known are {known}.")


class SealError(LabCalError):
    """A numbered seal or sticker cannot be used so."""

    template = mark("The number cannot be used so.")


class SealRangeError(SealError):
    """The ends of a range do not belong together."""

    template = mark(
        "“{first}” to “{last}” is no range of numbers: write both with the same letters and as many figures, "
        "at most {most} numbers."
    )


class SealTakenError(SealError):
    """A number comes once."""

    template = mark("The {kind} {number} was received before; every number comes once.")


class NoSuchSealError(SealError):
    """The stock has no such number."""

    template = mark("There is no {kind} {number} in the stock.")


class SealStatusError(SealError):
    """A number is used once."""

    template = mark("The {kind} {number} is {status}, so it cannot be taken: a number is used once.")


class SealOfAnotherError(SealError):
    """A number is used by who holds it."""

    template = mark("The {kind} {number} was issued to {holder}, not to {person}.")
