"""What is refused about labels."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class LabelLayoutError(LabCalError):
    """A layout does not fit its own page."""

    template = mark("The layout {name} does not fit its page: look at its lengths.")


class NoSuchPlaceError(LabCalError):
    """A sheet has no label at the place to start at."""

    template = mark("A sheet of this layout has {most} labels: start at 1 to {most}.")


class NoLabelError(LabCalError):
    """There is nothing to print."""

    template = mark("There is no label to print: none of the chosen items has a certificate.")
