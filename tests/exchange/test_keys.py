"""Keys of the authority and of signatories."""

from datetime import UTC, datetime
from types import ModuleType

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from labcal.errors.exchange import (
    EmptyPassphraseError,
    KeyMismatchError,
    UnreadableKeyError,
    WrongPassphraseError,
)
from labcal.exchange import keys


def test_the_authority_may_certify_and_nothing_below_it(lab: ModuleType) -> None:
    """RFC 5280, 4.2.1.9 and 4.2.1.3."""
    certificate = x509.load_der_x509_certificate(lab.keys().authority.certificate_der)
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert constraints.critical
    assert constraints.value.ca
    assert constraints.value.path_length == 0
    assert usage.value.key_cert_sign
    assert certificate.subject == certificate.issuer


def test_a_signatory_is_certified_for_signatures_that_bind(lab: ModuleType) -> None:
    made = lab.keys()
    certificate = x509.load_der_x509_certificate(made.key.certificate_der)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert keys.holder(made.key.certificate_der) == "Dr Fatou Ndiaye"
    assert keys.organisation(made.key.certificate_der) == lab.LABORATORY.name
    assert keys.certified_by(made.key.certificate_der, made.authority.certificate_der)
    assert not keys.certified_by(made.authority.certificate_der, made.key.certificate_der)


def test_the_key_id_is_of_the_public_key(lab: ModuleType) -> None:
    made = lab.keys()
    public = made.signer.private_key.public_key()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    assert made.key.key_id == made.signer.key_id == digest.finalize()[:8].hex()


def test_validity_starts_when_asked_and_never_outlives_the_authority(lab: ModuleType) -> None:
    leap = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    first, last = keys.validity(keys.make_authority("Institute", "", "p", leap).certificate_der)
    assert (first, last) == (leap, datetime(2048, 2, 29, 12, 0, tzinfo=UTC))
    authority = lab.keys().authority
    late = keys.make_signing_key("Somebody", "p", authority, lab.PASSPHRASE, datetime(2044, 1, 1, tzinfo=UTC))
    assert keys.validity(late.certificate_der)[1] == keys.validity(authority.certificate_der)[1]


def test_twenty_years_after_a_leap_day_of_no_leap_year() -> None:
    first = datetime(2096, 2, 29, tzinfo=UTC)
    made = keys.make_signing_key("S", "p", keys.make_authority("I", "", "p", first), "p", first)
    assert keys.validity(made.certificate_der)[1] == datetime(2101, 3, 1, tzinfo=UTC)


def test_names_longer_than_x509_allows_are_shortened() -> None:
    authority = keys.make_authority("Ministry " * 20, "KE", "p", datetime(2026, 1, 1, tzinfo=UTC))
    assert len(keys.holder(authority.certificate_der)) == keys.NAME_LENGTH


def test_the_wrong_passphrase_is_refused(lab: ModuleType) -> None:
    made = lab.keys()
    for word in ("", "wrong", lab.PASSPHRASE):
        with pytest.raises(WrongPassphraseError):
            keys.unlock(made.key.key_pem, word)
    with pytest.raises(WrongPassphraseError):
        keys.make_signing_key("Somebody", "p", made.authority, "wrong", lab.FOUNDED_AT)


def test_a_key_never_lies_open(lab: ModuleType) -> None:
    made = lab.keys()
    assert b"ENCRYPTED" in made.key.key_pem
    with pytest.raises(EmptyPassphraseError):
        keys.make_authority("Institute", "KE", "", lab.FOUNDED_AT)
    with pytest.raises(EmptyPassphraseError):
        keys.change_password(made.key.key_pem, lab.PASSWORD, "")
    open_key = made.signer.private_key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")
    )
    with pytest.raises(UnreadableKeyError):
        keys.unlock(open_key.replace(b"ENCRYPTED ", b""), "x")


def test_a_changed_password_opens_the_same_key(lab: ModuleType) -> None:
    made = lab.keys()
    renewed = keys.change_password(made.key.key_pem, lab.PASSWORD, "another")
    signature = keys.unlock(renewed, "another").sign(b"x", ECDSA(hashes.SHA256()))
    keys.public_key(made.key.certificate_der).verify(signature, b"x", ECDSA(hashes.SHA256()))
    with pytest.raises(WrongPassphraseError):
        keys.unlock(renewed, lab.PASSWORD)


def test_key_certificate_and_authority_belong_together(lab: ModuleType) -> None:
    made = lab.keys()
    other = keys.make_authority("Institute", "KE", "p", lab.FOUNDED_AT)
    with pytest.raises(KeyMismatchError):
        keys.unlock_signer(made.key, lab.PASSWORD, other.certificate_der)
    mixed = keys.SigningKey(made.key.key_pem, other.certificate_der)
    with pytest.raises(KeyMismatchError):
        keys.unlock_signer(mixed, lab.PASSWORD, made.authority.certificate_der)


def test_a_broken_certificate_is_refused() -> None:
    with pytest.raises(UnreadableKeyError):
        keys.public_key(b"none")
