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


class UnknownRuleVersionError(LimitError):
    """The decision rule has no such version."""

    template = mark("The rule “{rule}” has no version {version}; its versions are {known}.")


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


class NoLimitOfGradeError(LimitError):
    """No row of the table holds for these figures and class."""

    template = mark("{table} gives no limit of class {grade} for {figures}.")


class NoLimitAtStageError(LimitError):
    """The table has limits at another stage only."""

    template = mark("{table} gives no limits at this stage: {stage}.")


class NoLimitHereError(LimitError):
    """No row of the table holds for these figures."""

    template = mark("{table} gives no limit for {figures}.")


class LimitFileError(LimitError):
    """A file of limits cannot be used."""

    template = mark("The file of limits {file} cannot be used: {reason}.")


class MissingFigureError(LimitError):
    """The limits depend on a figure that was not given."""

    template = mark("{table} needs a value of “{symbol}”.")


class UnknownFigureError(LimitError):
    """A figure was given that the limits do not depend on."""

    template = mark("{table} knows no “{symbol}”; its limits go by {symbols}.")


class CrossedLimitError(LimitError):
    """The lower limit comes out above the upper one."""

    template = mark("{table} gives a lower limit of {lower}, above the upper one of {upper}.")


class InexactFormulaError(LimitError):
    """A formula of limits uses what has no exact value."""

    template = mark(
        "“{place}” has no exact value; formulas of limits know + − * / ^ with whole powers, abs, min and max."
    )


class ValuelessFormulaError(LimitError):
    """A formula of limits divides by zero."""

    template = mark("“{formula}” has no value for these figures, as it divides by 0.")


class NoComparisonError(LimitError):
    """A condition is no comparison."""

    template = mark("“{text}” is not a condition such as “m <= 500*e”.")


class PartlessToleranceError(LimitError):
    """A specification has no terms."""

    template = mark("A specification needs at least one term.")


class RelativePartError(LimitError):
    """A share of a reading, a range or a span is no plain number."""

    template = mark("{amount} cannot be a share of something; a share is a number, such as 0.1 %.")


class LimitContentError(LimitError):
    """The parts of a file of limits do not fit together."""

    template = mark("The limits do not hold together.")


class NoUnitError(LimitContentError):
    """The unit of the limits is missing, or said twice."""

    template = mark("{table}: either “unit” or “unit_of” says what the limits are in.")


class UnknownUnitOfError(LimitContentError):
    """The limits are to be in the unit of something that is no variable."""

    template = mark("{table}: “{symbol}” in “unit_of” is none of its variables.")


class HalfVerifiedError(LimitContentError):
    """A name without a date, or a date without a name."""

    template = mark("{place}: “verified_by” and “verified_on” go together.")


class WrongDateError(LimitContentError):
    """What should be a date is none."""

    template = mark("{place}: “{date}” is not a date such as 2026-11-22.")


class DoubleNameError(LimitContentError):
    """Two variables or two classes bear the same name."""

    template = mark("{table}: “{name}” is there twice.")


class StrayFiguresError(LimitContentError):
    """Classes have different figures, so that a formula would not know them all."""

    template = mark("{table}: every class has to give the same figures, in the same order.")


class UnknownClassError(LimitContentError):
    """A row is for a class that the heading does not name."""

    template = mark("{place}: there is no class “{grade}” in the heading.")


class UnknownStageError(LimitContentError):
    """A row is for a stage that does not exist."""

    template = mark("{place}: “{stage}” is not a stage; stages are {known}.")


class NoLimitInRowError(LimitContentError):
    """A row has no limit, or says it twice."""

    template = mark("{place}: a row has either “limit”, or “plus” and “minus” or one of them.")


class FigureWantedError(LimitError):
    """A figure of an instrument is not written as a symbol and a quantity."""

    template = mark("“{text}” is not a figure: write it as “e = 5 g”, several of them with “;” between.")


class OtherCustomerError(LimitError):
    """A customer's own specification was chosen for somebody else."""

    template = mark("{specification} is the specification of {owner}, not of {customer}.")


class ShippedNameError(LimitError):
    """A specification would bear the name of a table that comes with the program."""

    template = mark("{name} is the name of a table that comes with LabCal: choose another.")


class NameWantedError(LimitError):
    """A specification's name could not stand in a file."""

    template = mark("“{name}” cannot be the name: use small letters a to z, digits and hyphens.")


class SameLimitsError(LimitError):
    """A new edition would say what the last one says."""

    template = mark("Edition {edition} of {name} says the same already.")


class RatioOutOfRangeError(LimitError):
    """The agreed part of U makes no guard band."""

    template = mark("r = {ratio} is not a part of U: write a number from 0 to 2.")


class RuleWantedError(LimitError):
    """Limits were agreed without a rule, or a rule without limits."""

    template = mark("Specification and decision rule belong together: agree on both, or on neither.")


class ProcessWantedError(LimitError):
    """Only one of the two figures of a process was given."""

    template = mark("What is known of such items beforehand takes a standard deviation above 0.")


class AgreedSameError(LimitError):
    """A change of an agreement would change nothing."""

    template = mark("This is what was agreed already.")


class ReasonToAgreeError(LimitError):
    """What was agreed is changed without a reason."""

    template = mark("What was agreed for job {job} may be changed only with a reason: say why.")


class AgreedLateError(LimitError):
    """A job whose result was handed over keeps what was agreed."""

    template = mark("Job {job} was handed over: have it returned before another agreement is recorded.")


class LimitlessRowsError(LimitError):
    """A specification has no row."""

    template = mark("A specification needs at least one row with its limit.")


class SpecificationRowError(LimitError):
    """A row of a specification cannot be used."""

    template = mark("Row {row} cannot be used: {why}")
