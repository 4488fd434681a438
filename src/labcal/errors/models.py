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


class LevelError(ModelDimensionError):
    """A level in decibels meets a plain number, or a function that wants one."""

    template = mark(
        "“{place}”: decibels and plain numbers do not mix. Of a level L, 10^(L/(20 dB)) is the ratio of two "
        "amplitudes and 10^(L/(10 dB)) that of two powers; of a ratio r, 20 dB*log10(r) or 10 dB*log10(r) "
        "is the level."
    )


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


class PointValueError(ModelValueError):
    """The model has no value, or no derivative, at one of many points."""

    template = mark("“{place}” has no value or no derivative at one of the points.")


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


class TooFewSamplesError(BudgetError):
    """An empirical distribution has fewer than two samples, or one that is not finite."""

    template = mark("An empirical distribution needs at least 2 finite samples; there are {count}.")


class DuplicateSymbolError(BudgetError):
    """Two inputs, or two outputs, bear the same symbol."""

    template = mark("Two quantities bear the symbol “{symbol}”.")


class PointCountError(BudgetError):
    """What differs from point to point is not of one length, or names no input."""

    template = mark("Give every input that differs from point to point as many values as there are points.")


class NoOutputError(BudgetError):
    """There is nothing to evaluate."""

    template = mark("The budget has no output.")


class ModelOrEquationError(BudgetError):
    """An output has neither a model nor an equation, or both."""

    template = mark("The output “{symbol}” needs either a model or an equation.")


class CorrelatedSymbolError(BudgetError):
    """A correlation names something that is no input."""

    template = mark("A correlation names “{symbol}”, which is not the symbol of an input.")


class CorrelationWithItselfError(BudgetError):
    """A correlation is given between an input and itself."""

    template = mark("“{symbol}” cannot be correlated with itself.")


class RepeatedCorrelationError(BudgetError):
    """The correlation of two inputs is given more than once, or beside simultaneous readings."""

    template = mark("The correlation of “{first}” and “{second}” is given more than once.")


class CorrelationRangeError(BudgetError):
    """A correlation coefficient lies outside −1 … 1."""

    template = mark(
        "The correlation coefficient of “{first}” and “{second}” is {coefficient}; "
        "it has to lie between −1 and 1."
    )


class CorrelationMatrixError(BudgetError):
    """The correlation coefficients contradict each other."""

    template = mark(
        "The correlation coefficients contradict each other: the matrix is not positive semidefinite; "
        "its smallest eigenvalue is {eigenvalue}."
    )


class SimultaneousReadingsError(BudgetError):
    """Inputs that were read together have different numbers of readings."""

    template = mark(
        "The readings “{set}” are called simultaneous, but “{first}” has {count} and “{second}” has {other}."
    )


class SimultaneousPooledError(BudgetError):
    """A pooled standard deviation leaves no covariance to simultaneous readings."""

    template = mark(
        "“{symbol}” has a pooled standard deviation; simultaneous readings need their own, without “pooled”."
    )


class NoRootError(ModelError):
    """No solution of an implicit model was found."""

    template = mark("No solution of “{place}” = 0 was found from the start {start}.")


class NoSlopeError(ModelError):
    """At its solution an implicit model does not depend on its own symbol."""

    template = mark(
        "“{place}” does not change with “{symbol}” at its solution, so that first order says nothing."
    )


class FactorRuleError(BudgetError):
    """The rule of a coverage factor does not fit the contributions."""

    template = mark("The coverage factor cannot be taken by the rule “{rule}”.")


class TrapezoidRuleError(FactorRuleError):
    """The trapezoid rule wants two rectangular contributions that dominate."""

    template = mark(
        "The rule “ea-trapezoid” wants two rectangular contributions that dominate; there are {count}."
    )


class RectangularRuleError(FactorRuleError):
    """The rectangular rule wants a rectangular contribution that dominates."""

    template = mark(
        "The rule “ea-rectangular” wants a rectangular contribution that dominates; there is none."
    )


class ConvolvedRuleError(FactorRuleError):
    """A contribution has no characteristic function that is computed here."""

    template = mark(
        "The rule “convolved” does not work with the input “{input}” ({distribution}); use Monte Carlo."
    )


class FactorRuleProbabilityError(FactorRuleError):
    """A rule for the coverage factor stands beside a coverage factor."""

    template = mark("A rule for the coverage factor wants a coverage probability, and no k.")


class CoverageError(BudgetError):
    """No usable coverage factor and no usable coverage probability is given."""

    template = mark("Give a coverage factor above 0, a coverage probability between 0 and 1, or both.")
