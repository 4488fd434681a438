"""Models and budgets that cannot be read or evaluated."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.errors.quantities import WordedError
from labcal.text import mark


class ModelError(LabCalError):
    """The model of a measurement is at fault."""

    template = mark("The model cannot be used.")


class ModelSyntaxError(ModelError):
    """The model does not follow the grammar; ``position`` counts characters from 1."""

    template = mark("“{sign}” is not expected at character {position} of the model.")


class ModelEndError(ModelSyntaxError):
    """The model ends where something is still wanted."""

    template = mark("The model ends where a number, a symbol or a bracket is still wanted.")


class MissingOperatorError(ModelSyntaxError):
    """Two operands stand side by side."""

    template = mark("Between “{left}” and “{right}” at character {position} of the model, a sign is missing.")


class UnknownSymbolError(ModelSyntaxError):
    """A name in the model is no input."""

    template = mark("“{symbol}” at character {position} of the model is not the symbol of an input.")


class UnknownFunctionError(ModelSyntaxError):
    """A name that is called is no function of models."""

    template = mark("“{function}” at character {position} is not a function that a model can call.")


class ArgumentCountError(ModelSyntaxError):
    """A function has too few or too many arguments."""

    template = mark("“{place}” has {count} arguments; {function} takes {wanted}.")


class ModelTooDeepError(ModelSyntaxError):
    """Brackets are nested beyond what is read."""

    template = mark("At character {position}, the model is nested more than {limit} deep.")


class ModelTooLongError(ModelSyntaxError):
    """The model is longer than what is read."""

    template = mark("The model has {length} characters; at most {limit} are read.")


class ModelDimensionError(ModelError, WordedError):
    """Quantities of different kinds meet where they cannot."""

    template = mark("“{place}”: {left} cannot be added to {right}.")
    words = frozenset({"left", "right", "given", "wanted"})


class SubtractionDimensionError(ModelDimensionError):
    """As above, in a difference."""

    template = mark("“{place}”: {left} cannot be subtracted from {right}.")


class ComparisonDimensionError(ModelDimensionError):
    """Arguments of a function that compares are of different kinds."""

    template = mark("“{place}”: {left} cannot be compared with {right}.")


class NumberWantedError(ModelDimensionError):
    """A function or an exponent wants a plain number and has a quantity."""

    template = mark("“{place}”: a plain number is wanted here, not {given}.")


class ExponentError(ModelDimensionError):
    """A quantity with a unit is raised to something that is no simple constant."""

    template = mark(
        "“{place}”: a quantity in {given} can only be raised to a simple constant, such as 2 or 1/2."
    )


class ResultDimensionError(ModelDimensionError):
    """The model gives another kind of quantity than the unit of the result says."""

    template = mark("The model gives {given}, but its result is to be in {unit}, which is {wanted}.")


class ModelValueError(ModelError):
    """The model has no value at the estimates."""

    template = mark("“{place}” has no value at the estimates.")


class DivisionByZeroError(ModelValueError):
    """A denominator is zero at the estimates."""

    template = mark("“{place}” divides by zero at the estimates.")


class NoDerivativeError(ModelValueError):
    """The model has no derivative at the estimates, so that first order says nothing."""

    template = mark("“{place}” has no derivative at the estimates.")


class BudgetError(LabCalError):
    """An uncertainty budget is at fault."""

    template = mark("The budget cannot be used.")


class UnknownDistributionError(BudgetError):
    """The name of a distribution is not known."""

    template = mark("“{distribution}” is not a distribution that is known here.")


class DistributionParameterError(BudgetError):
    """A distribution lacks a parameter, or has one it does not take."""

    template = mark("The distribution “{distribution}” takes {wanted}; given: {given}.")


class ParameterRangeError(BudgetError):
    """A parameter of a distribution lies outside its range."""

    template = mark("{parameter} of a distribution is {value}; it has to be {wanted}.")


class DegreesOfFreedomError(BudgetError):
    """Degrees of freedom are not above zero."""

    template = mark("{dof} degrees of freedom are not possible; the number has to be above 0.")


class TooFewReadingsError(BudgetError):
    """One reading alone has no standard deviation."""

    template = mark("A standard deviation needs at least 2 readings; there are {count}.")


class DuplicateSymbolError(BudgetError):
    """Two inputs bear the same symbol."""

    template = mark("Two inputs bear the symbol “{symbol}”.")


class CoverageError(BudgetError):
    """Neither a usable coverage factor nor a usable coverage probability is given."""

    template = mark("Give either a coverage factor above 0 or a coverage probability between 0 and 1.")
