"""Why an issued certificate is neither amended nor withdrawn."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class NotIssuedError(LabCalError):
    """Something that was never issued would be amended or withdrawn."""

    template = mark("Nothing was issued under the number {number}.")


class HoldsNoLongerError(LabCalError):
    """A certificate that was withdrawn or replaced would be so again."""

    template = mark("Certificate {number} holds no longer. {why}")


class BeingAmendedError(LabCalError):
    """A certificate is amended or withdrawn while its successor is being prepared."""

    template = mark(
        "Certificate {number} is being amended already: finish the job, or undo the amendment first."
    )
