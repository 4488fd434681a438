"""Risks of a decision that cannot be computed."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class RiskError(LabCalError):
    """The risks of a decision cannot be computed."""

    template = mark("The risks cannot be computed.")


class UncertaintyWantedError(RiskError):
    """A standard uncertainty or standard deviation is not above zero."""

    template = mark("A {quantity} of {given} is not possible; it has to be above 0.")


class CrossedLimitsError(RiskError):
    """The lower limit is not below the upper one."""

    template = mark("The lower limit, {lower}, is not below the upper one, {upper}.")


class ProcessMeanError(RiskError):
    """With one limit only, the mean of the process does not follow from the limits."""

    template = mark("With one limit only, the mean of the process has to be given.")


class RiskShareError(RiskError):
    """A risk is no probability between 0 and 1."""

    template = mark("A risk of {risk} is not possible; it lies above 0 and below 1.")


class RatioWantedError(RiskError):
    """With a ratio of 1 or less nothing could be accepted."""

    template = mark("A ratio of tolerance and uncertainty of {ratio} leaves nothing; it has to be above 1.")


class UnreachableRiskError(RiskError):
    """A guard band from a global risk needs two limits."""

    template = mark("A guard band that follows from a global risk needs two limits.")
