"""Why a page cannot be drawn."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class GlyphMissingError(LabCalError):
    """A font lacks a character; nothing is ever dropped from a page silently."""

    template = mark("The font has no sign for “{character}” ({code}), which stands in “{line}”.")
