"""Results that cannot be stated."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NotReportableError(LabCalError):
    """The expanded uncertainty is not a positive, finite number."""

    template = mark("No result can be stated: the expanded uncertainty came out as {expanded}.")


class TooManyDigitsError(LabCalError):
    """An uncertainty is stated with one or two significant digits (ILAC-P14:09/2020, 5.3)."""

    template = mark("An uncertainty is stated with 1 or 2 significant digits, not with {digits}.")


class IncompleteError(LabCalError):
    """A point lacks something that its result needs; ``missing`` is a sentence."""

    template = mark("The point cannot be evaluated yet. {missing}")


class UnsuitableProcedureError(LabCalError):
    """A procedure says something that cannot be evaluated."""

    template = mark("The procedure {id} has no component for the input {symbol} that can be evaluated.")
