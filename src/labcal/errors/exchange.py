"""Why a certificate, a key or a trust list from outside cannot be used."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class WrongPassphraseError(LabCalError):
    """The passphrase does not open the key."""

    template = mark("That passphrase does not open the key.")


class EmptyPassphraseError(LabCalError):
    """A key would lie open on the disk."""

    template = mark("A key needs a passphrase; it was left empty.")


class UnreadableKeyError(LabCalError):
    """What should be a key is none, or one of another kind."""

    template = mark("This is not a signing key that LabCal can use (PKCS #8, curve P-256).")


class KeyMismatchError(LabCalError):
    """Key and certificate do not belong together."""

    template = mark("The key and its certificate do not belong together.")


class UnknownDsiUnitError(LabCalError):
    """A unit has no name in the D-SI."""

    template = mark(
        "The unit “{unit}” has no name in the Digital System of Units, so it cannot be certified."
    )


class NotADccError(LabCalError):
    """The XML is no digital calibration certificate, or a broken one."""

    template = mark("This is not a digital calibration certificate: {reason}")


class UnsoundDccError(LabCalError):
    """The certificate's XML contradicts itself; it is not issued."""

    template = mark("The certificate is not sound at {place}: {reason}")


class BrokenSignatureError(LabCalError):
    """A signature does not fit what it signs."""

    template = mark("{reason}")


class NotAPdfError(LabCalError):
    """The bytes are no PDF that can be opened."""

    template = mark("This is not a PDF that can be read: {reason}")


class TrustListError(LabCalError):
    """A trust list is broken, altered or of another kind."""

    template = mark("The trust list cannot be used: {reason}")


class SignedMessageError(LabCalError):
    """A signed message is broken, altered or of another kind."""

    template = mark("The signed message cannot be read: {reason}")


class QrTextError(LabCalError):
    """A text is none of those that LabCal's QR codes hold."""

    template = mark("This is not the text of a certificate’s QR code: {reason}")


class PictureError(LabCalError):
    """A picture cannot be read, or shows no QR code of a certificate."""

    template = mark("The picture cannot be used: {reason}")
