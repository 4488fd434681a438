"""Budgets that cannot become a procedure as they are."""

from __future__ import annotations

from labcal.errors.procedures import ProcedureError
from labcal.text import mark


class ProcedureNameError(ProcedureError):
    """The name of a procedure is not of the form that the book keeps."""

    template = mark(
        "“{id}” is no name of a procedure: write kind and name in small letters, such as mass/substitution."
    )


class OneResultError(ProcedureError):
    """A budget has several results, or one that solves an equation."""

    template = mark("A procedure has one result, given by a model: take the others out of the budget first.")


class CorrelatedInputsError(ProcedureError):
    """A budget has correlated inputs."""

    template = mark("A procedure computes with independent inputs: the correlations have no place in it.")


class OtherFactorRuleError(ProcedureError):
    """The coverage factor of a budget does not come from the t-distribution."""

    template = mark("A procedure takes k as stated, or from the t-distribution: choose that under Coverage.")


class ManyComponentsError(ProcedureError):
    """An input that a job finds anew has more components than that origin gives."""

    template = mark(
        "“{symbol}” has {count} components, but each job finds one: make the others quantities of their own."
    )


class NoDriftError(ProcedureError):
    """An input is not what the drift of a standard gives."""

    template = mark(
        "The record of a standard states its drift as a half-width: to come from there, “{symbol}” has "
        "to be 0, with one rectangular component."
    )


class UnfitDistributionError(ProcedureError):
    """A distribution cannot be stated in a procedure."""

    template = mark("The distribution “{distribution}” of “{symbol}” cannot stand in a procedure like this.")


class NominalWantedError(ProcedureError):
    """Nothing says of what an uncertainty is a part."""

    template = mark("Say for which nominal value the budget was made: “{symbol}” is taken as a part of it.")


class NotPlannedError(ProcedureError):
    """A procedure does not say what its budget expects."""

    template = mark("The procedure “{id}” does not say which readings and which standard it expects.")
