"""Questions about the design of a budget that cannot be answered."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class DesignError(LabCalError):
    """What is asked about a budget cannot be answered."""

    template = mark("This cannot be worked out for the budget.")


class NoSuchInputError(DesignError):
    """No input bears the symbol."""

    template = mark("The budget has no input “{symbol}”.")


class NoSuchOutputError(DesignError):
    """No output bears the symbol."""

    template = mark("The budget has no output “{symbol}”.")


class NoSuchComponentError(DesignError):
    """An input has fewer components; ``number`` counts from 1."""

    template = mark("“{symbol}” has no component number {number}; it has {count}.")


class FixedEstimateError(DesignError):
    """The estimate follows from a distribution, and cannot be varied alone."""

    template = mark(
        "The value of “{symbol}” follows from its distribution “{distribution}”, and is not varied alone."
    )


class FixedUncertaintyError(DesignError):
    """The standard uncertainty follows from what gives the estimate, and cannot be varied alone."""

    template = mark(
        "The standard uncertainty of the distribution “{distribution}” follows from its other parameters, "
        "and is not varied alone."
    )


class NoSpreadError(DesignError):
    """Samples, or readings that were taken together, are all alike: there is nothing to widen."""

    template = mark("The readings or samples of “{symbol}” are all alike: their spread cannot be varied.")


class SweepValuesError(DesignError):
    """There are no values, or too many."""

    template = mark("Give between 1 and {limit} values to be gone through; there are {count}.")


class SweepNumberError(DesignError):
    """A value to be gone through is not finite, or is a negative uncertainty."""

    template = mark(
        "{value} cannot be gone through: a finite number is wanted, for an uncertainty 0 or more."
    )


class SweepPointError(DesignError):
    """The budget cannot be evaluated at one of the values; ``reason`` is a phrase."""

    template = mark("At {symbol} = {value}: {reason}")


class WantedUncertaintyError(DesignError):
    """The expanded uncertainty that is wanted is not above 0."""

    template = mark("The expanded uncertainty that is wanted has to be a finite number above 0.")


class UndefinedExpandedError(DesignError):
    """The expanded uncertainty is undefined, since k cannot be taken from undefined degrees of freedom."""

    template = mark(
        "The expanded uncertainty of “{symbol}” is undefined: correlated inputs leave the effective degrees "
        "of freedom undefined. Choose a coverage factor k first."
    )


class HandbookRuleError(DesignError):
    """A rule for k holds only while certain contributions dominate, so that nothing is searched with it."""

    template = mark(
        "The rule “{rule}” holds only while certain contributions dominate; "
        "take the rule “t” or “convolved” for this question."
    )
