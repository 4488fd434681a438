"""Verifying a certificate without a network: which trust lists count, and what was found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from labcal.errors.files import NoSuchFileError, UnreadableFileError
from labcal.exchange.trust import TrustList, read_trust
from labcal.exchange.verify import LIMIT, Verification, verify, verify_code
from labcal.services.keys import TRUST


def verify_file(path: Path, trust: Path | None = None, code: str = "") -> Verification:
    """Return what is found of a certificate: PDF, XML, or a picture of its QR code.

    Args:
        path: The file.
        trust: A trust list; None for the laboratory's own and the one beside the file.
        code: Text of the QR code on paper, to be held against the file; empty for none.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        TrustListError: The trust list is damaged.
    """
    return verify(read(path), path.name, trust_lists(path, trust), datetime.now(UTC), code)


def verify_text(code: str, trust: Path | None = None) -> Verification:
    """Return what is found of the text of a QR code alone.

    Args:
        code: The text.
        trust: A trust list; None for the laboratory's own.

    Raises:
        NoSuchFileError, UnreadableFileError, TrustListError: The trust list cannot be used.
    """
    return verify_code(code, trust_lists(None, trust), datetime.now(UTC))


def trust_lists(path: Path | None, trust: Path | None) -> list[TrustList]:
    """Return the trust lists that count for the file at ``path``, or for none."""
    if trust is not None:
        return [read_trust(read(trust))]
    found = [own_trust(), *([path.absolute().parent / TRUST] if path is not None else [])]
    return [read_trust(read(place)) for place in found if place.is_file()]


def own_trust() -> Path:
    """Return where this workstation keeps the trust list of its own laboratory."""
    return user_data_path("labcal", appauthor=False) / TRUST


def read(path: Path) -> bytes:
    """Return the bytes of a file, or say in a sentence why not.

    Of a file larger than any certificate, one byte more than the limit is read, so that it is seen as such.
    """
    try:
        if not path.is_file():
            raise NoSuchFileError(path=path)
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as error:
        raise UnreadableFileError(path=path, why=error.strerror) from error
