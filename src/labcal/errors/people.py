"""Refusals of the gate and of the sign-in."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NotAuthorisedError(LabCalError):
    """The person holds no authorisation in force for the work; the sentence names who does."""

    template = mark("{person} may not {work}{subject} on {on}: {why}. {others}")


class FutureWorkError(LabCalError):
    """Work is dated after today."""

    template = mark("Work cannot be dated {on}: today is {today}.")


class ClockError(LabCalError):
    """The computer's clock stands before the last line of the journal."""

    template = mark("The clock shows {now}, but the journal was last written at {last}. Set the clock.")


class WrongPasswordError(LabCalError):
    """Name and password do not belong together."""

    template = mark("Name and password do not match: check both and try again.")


class WeakPasswordError(LabCalError):
    """The password is too short."""

    template = mark("The password has {length} characters: please use at least {least}.")


class OwnWorkError(LabCalError):
    """A person would check what the same person measured."""

    template = mark(
        "{person} recorded readings of job {job}, so a second, different person has to check it. {others}"
    )


class NotTheMentorError(LabCalError):
    """Someone else is the named mentor."""

    template = mark("Nothing of job {job} was recorded under {person}, so there is nothing to sign for.")


class NoSigningKeyError(LabCalError):
    """The signatory has no key yet."""

    template = mark("{person} has no signing key yet: an administrator makes one on the page People.")


class OwnAuthorisationError(LabCalError):
    """Someone decides on their own authorisation."""

    template = mark("{person} cannot authorise {person}: another administrator decides on that.")


class LastAdministratorError(LabCalError):
    """Nobody would be left who administers the laboratory, and nobody could ever be authorised again."""

    template = mark("Nobody but {person} administers the laboratory: authorise another administrator first.")


class BadPeriodError(LabCalError):
    """An authorisation would end before it begins."""

    template = mark("The authorisation would end on {until}, before it begins on {since}.")


class BadRangeError(LabCalError):
    """The range of an authorisation is empty."""

    template = mark("The range from {low} to {high} is empty: the lower end has to come first.")


class ErasedError(LabCalError):
    """A journal line holds personal details that were erased."""

    template = mark("Entry {entry} cannot be undone: it holds personal details that were erased.")


class NotHeldError(LabCalError):
    """A role is taken back from someone who does not have it."""

    template = mark("{person} does not have that role.")


class UnknownRoleError(LabCalError):
    """There is no such role."""

    template = mark("There is no role {role}.")


class AdministratorRoleError(LabCalError):
    """Someone is to be authorised to administer, as release 0.1 did it."""

    template = mark(
        "To administer the laboratory is a role, not an authorisation: give the role Administrator."
    )


class ReservedNameError(LabCalError):
    """A person would be called what the book calls someone else."""

    template = mark("Nobody can be entered as “{name}”: the book uses such names itself.")


class HeldError(LabCalError):
    """A role is given to someone who has it."""

    template = mark("{person} has that role already.")


class NotLeftError(LabCalError):
    """Someone still in post would be anonymised."""

    template = mark("{person} is still in post: only who has left the laboratory can be anonymised.")


class AnonymousError(LabCalError):
    """Something is asked of a person whose details were erased."""

    template = mark("The details of {person} were erased: there is nothing to keep any more.")


class TellingReasonError(LabCalError):
    """The reason for anonymising someone would keep the name for ever."""

    template = mark("The reason stays in the journal for ever, so it must not name the person.")


class WaitError(LabCalError):
    """Too many wrong passwords in a row."""

    template = mark(
        "Too many wrong passwords here: please wait {seconds} s. The right password works again after that."
    )
