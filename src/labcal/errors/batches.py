"""What the book refuses about items that come together."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class EmptyBatchError(LabCalError):
    """A batch has no item."""

    template = mark("The batch is empty: give at least one serial number or mark.")


class BatchRowError(LabCalError):
    """One item of a batch cannot be received, so none is."""

    template = mark("Row {row}: {why}")


class TwiceInBatchError(LabCalError):
    """Two rows name the same item."""

    template = mark("{identity} stands in row {row} already.")


class UnderWayError(LabCalError):
    """An item that is received has not left yet."""

    template = mark("Item {item} is here already: its job {job} is under way.")


class OneOfManyError(LabCalError):
    """What is done for several jobs at once cannot be done for one of them, so it is done for none."""

    template = mark("Job {job}: {why}")


class NoBatchError(LabCalError):
    """What is done for several jobs at once names none."""

    template = mark("Choose at least one job.")
