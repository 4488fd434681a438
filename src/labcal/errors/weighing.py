"""Verifications of weighing instruments that cannot be computed."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class WeighingError(LabCalError):
    """A test of a weighing instrument cannot be evaluated."""

    template = mark("The test of the weighing instrument cannot be evaluated.")


class EmptySeriesError(WeighingError):
    """Repeatability needs two results at least."""

    template = mark("Repeatability needs two weighings of the same load; there are {count}.")


class SupportsError(WeighingError):
    """A load receptor without support."""

    template = mark("A load receptor has one support at least, not {count}.")


class UnsortedRangesError(WeighingError):
    """Partial weighing ranges that do not grow."""

    template = mark("Partial weighing ranges are named from the smallest, each with a greater Max and e.")


class UnknownWeighingClassError(WeighingError):
    """There is no such accuracy class of weighing instruments."""

    template = mark("“{grade}” is not a class of weighing instruments; classes are {known}.")
