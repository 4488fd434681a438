"""One form of signature, and no other."""

import hashlib
from types import ModuleType

import pytest

from labcal.errors.exchange import BrokenSignatureError
from labcal.exchange.cms import check_digest, sign_digest

DIGEST = hashlib.sha256(b"pages").digest()


def test_it_fits_its_digest_alone(lab: ModuleType) -> None:
    signed = sign_digest(DIGEST, lab.keys().signer)
    assert check_digest(signed, DIGEST) == lab.keys().key.certificate_der
    assert check_digest(signed + bytes(100), DIGEST) == lab.keys().key.certificate_der
    with pytest.raises(BrokenSignatureError):
        check_digest(signed, hashlib.sha256(b"other pages").digest())


def test_only_zeros_may_follow(lab: ModuleType) -> None:
    signed = sign_digest(DIGEST, lab.keys().signer)
    with pytest.raises(BrokenSignatureError):
        check_digest(signed + bytes(99) + b"\1", DIGEST)


@pytest.mark.parametrize("data", [b"", b"\0" * 50, b"\x30\x80", b"\x30\x03\x02\x01\x01", b"hello"])
def test_what_is_no_signature_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenSignatureError):
        check_digest(data, DIGEST)
