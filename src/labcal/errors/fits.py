"""Fits and analyses of variance that the data do not allow."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class FitError(LabCalError):
    """A fit cannot be made."""

    template = mark("The fit cannot be made.")


class UnequalColumnsError(FitError):
    """The columns differ in length."""

    template = mark("The columns have {lengths} numbers; a fit needs as many of each.")


class TooFewPointsError(FitError):
    """There are fewer points than the fit needs."""

    template = mark("A fit of {parameters} parameters needs at least {needed} points; there are {count}.")


class DegreeError(FitError):
    """The degree of a polynomial is out of range."""

    template = mark("The degree of a polynomial is a whole number from 1 to {highest}, not {degree}.")


class DependentColumnsError(FitError):
    """The columns of the model do not tell its parameters apart."""

    template = mark(
        "The data cannot tell the {parameters} parameters apart: "
        "a column is constant, or follows from the others."
    )


class PointUncertaintyError(FitError):
    """A point has no usable uncertainty."""

    template = mark("The standard uncertainty of point {number} is {given}; it has to be above 0.")


class UnsettledFitError(FitError):
    """The iteration does not settle."""

    template = mark(
        "The fit does not settle: the uncertainties in x are too large for a line through the data."
    )


class FitRangeError(FitError):
    """Numbers leave the range of computed numbers."""

    template = mark(
        "The numbers are too large or too small to be fitted: choose other units for the columns."
    )


class InverseError(FitError):
    """An inverse prediction is not possible."""

    template = mark("No x can be given for y = {y}.")


class FlatLineError(InverseError):
    """The line or curve is level where it is to be inverted."""

    template = mark("No x can be given for y = {y}: the curve is level there.")


class NoInverseError(InverseError):
    """The curve does not reach y within the data."""

    template = mark("The curve does not reach y = {y} between x = {lowest} and x = {highest}.")


class SeveralInversesError(InverseError):
    """The curve reaches y more than once within the data."""

    template = mark("The curve reaches y = {y} at more than one x: {found}.")


class ManyVariablesError(InverseError):
    """A model in several variables cannot be inverted."""

    template = mark("No x can be given for y = {y}: the model has {count} variables.")


class PlaceCountError(FitError):
    """A prediction needs one number for each variable."""

    template = mark("The model has {count} variables, and {given} numbers were given to predict at.")


class VarianceError(LabCalError):
    """An analysis of variance cannot be made."""

    template = mark("The analysis of variance cannot be made.")


class TooFewGroupsError(VarianceError):
    """There is one group only."""

    template = mark("An analysis of variance needs at least 2 groups; there are {count}.")


class NoRepeatsError(VarianceError):
    """Each group has one reading only."""

    template = mark(
        "Each of the {count} groups has one reading only: nothing says how readings in a group vary."
    )


class LevelError(VarianceError):
    """The level of significance is out of range."""

    template = mark("A level of significance lies between 0 and 1; {level} does not.")
