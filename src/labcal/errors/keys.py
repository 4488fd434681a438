"""Why a key is not revoked, and a laboratory not trusted."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class AlreadyRevokedError(LabCalError):
    """A key is revoked twice."""

    template = mark("Key {key} was revoked already, from {day} on.")


class FutureRevocationError(LabCalError):
    """A revocation would begin later."""

    template = mark("A key is revoked from now on, or from a day that is past; {day} is still to come.")


class OwnTrustListError(LabCalError):
    """The laboratory's own list is brought in as another's."""

    template = mark("This is the trust list of your own laboratory, which is believed anyway.")


class ForgottenRevocationError(LabCalError):
    """A list is older than the one that is kept."""

    template = mark(
        "The list no longer says that the key {key} of {person} was revoked: it is older than the one that "
        "is kept. Ask the laboratory for its newest list."
    )
