"""The laboratory's authority and the key of each signatory (ECDSA P-256, X.509, PKCS #8)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import x509 as asn1  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from labcal.errors.exchange import (
    EmptyPassphraseError,
    KeyMismatchError,
    UnreadableKeyError,
    WrongPassphraseError,
)

AUTHORITY_YEARS = 20
SIGNATORY_YEARS = 5
NAME_LENGTH = 64
"""Greatest length of a common name or organisation in X.509 (RFC 5280, appendix A.1), in bytes of UTF-8."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The laboratory's own authority: an encrypted key (PEM) and its self-signed certificate (DER)."""

    key_pem: bytes
    certificate_der: bytes

    @property
    def key_id(self) -> str:
        """Sixteen hexadecimal digits."""
        return key_id(self.certificate_der)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A signatory's encrypted key (PEM) and the certificate that the authority gave it (DER)."""

    key_pem: bytes
    certificate_der: bytes

    @property
    def key_id(self) -> str:
        """Sixteen hexadecimal digits."""
        return key_id(self.certificate_der)


@dataclass(frozen=True, slots=True)
class Signer:
    """An unlocked key, ready to sign; never stored."""

    private_key: EllipticCurvePrivateKey
    certificate_der: bytes
    authority_der: bytes

    @property
    def key_id(self) -> str:
        """Sixteen hexadecimal digits."""
        return key_id(self.certificate_der)

    @property
    def holder(self) -> str:
        """The signatory's name."""
        return holder(self.certificate_der)


def make_authority(laboratory: str, country: str, passphrase: str, at: datetime) -> Authority:
    """Return a new authority for ``laboratory``, valid from ``at`` for twenty years.

    Args:
        laboratory: Its name, as certificates print it.
        country: ISO 3166-1 alpha-2 code; may be empty.
        passphrase: Opens the key; kept nowhere.
        at: Aware instant.

    Raises:
        EmptyPassphraseError: ``passphrase`` is empty.
    """
    key = generate_private_key(SECP256R1())
    name = _name(laboratory, laboratory, country)
    builder = _builder(name, name, key.public_key(), at, _years_after(at, AUTHORITY_YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    certificate = builder.sign(key, hashes.SHA256())
    return Authority(_locked(key, passphrase), certificate.public_bytes(Encoding.DER))


def make_signing_key(
    person: str, password: str, authority: Authority, passphrase: str, at: datetime
) -> SigningKey:
    """Return a new signing key for ``person``, certified by ``authority`` for five years at most.

    Args:
        person: The signatory's name.
        password: Opens the signatory's key.
        authority: Gives its laboratory and country to the certificate.
        passphrase: Opens the authority's key.
        at: Aware instant from which the certificate is valid.

    Raises:
        WrongPassphraseError: ``passphrase`` does not open the authority's key.
        EmptyPassphraseError: ``password`` is empty.
    """
    issuing = unlock(authority.key_pem, passphrase)
    issuer = certificate_of(authority.certificate_der)
    key = generate_private_key(SECP256R1())
    name = _name(person, _part(issuer, NameOID.ORGANIZATION_NAME), _part(issuer, NameOID.COUNTRY_NAME))
    until = min(_years_after(at, SIGNATORY_YEARS), issuer.not_valid_after_utc)
    builder = _builder(name, issuer.subject, key.public_key(), at, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=False), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False
    )
    certificate = builder.sign(issuing, hashes.SHA256())
    return SigningKey(_locked(key, password), certificate.public_bytes(Encoding.DER))


def unlock(key_pem: bytes, password: str) -> EllipticCurvePrivateKey:
    """Return the key.

    Raises:
        WrongPassphraseError: ``password`` does not open it.
        UnreadableKeyError: The bytes are no such key.
    """
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in key_pem:
        raise UnreadableKeyError
    try:
        key = load_pem_private_key(key_pem, password.encode() or b"\0")
    except ValueError as error:
        raise WrongPassphraseError from error
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise UnreadableKeyError
    return key


def unlock_signer(key: SigningKey, password: str, authority_der: bytes) -> Signer:
    """Return the signatory's key, ready to sign.

    Raises:
        WrongPassphraseError: ``password`` does not open it.
        KeyMismatchError: Key, certificate and authority do not belong together.
    """
    private = unlock(key.key_pem, password)
    if _public_bytes(private.public_key()) != _public_bytes(public_key(key.certificate_der)):
        raise KeyMismatchError
    if not certified_by(key.certificate_der, authority_der):
        raise KeyMismatchError
    return Signer(private, key.certificate_der, authority_der)


def change_password(key_pem: bytes, old: str, new: str) -> bytes:
    """Return the same key under another passphrase.

    Raises:
        WrongPassphraseError: ``old`` does not open it.
        EmptyPassphraseError: ``new`` is empty.
    """
    return _locked(unlock(key_pem, old), new)


def certificate_of(certificate_der: bytes) -> x509.Certificate:
    """Return the X.509 certificate.

    Raises:
        UnreadableKeyError: The bytes are none, or its serial number is not positive (RFC 5280, 4.1.2.2).
    """
    try:
        serial = asn1.Certificate.load(certificate_der, strict=True).serial_number
        if serial > 0:
            return x509.load_der_x509_certificate(certificate_der)
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise UnreadableKeyError from error
    raise UnreadableKeyError


def public_key(certificate_der: bytes) -> EllipticCurvePublicKey:
    """Return the key that a certificate certifies.

    Raises:
        UnreadableKeyError: It is no certificate of a P-256 key.
    """
    try:
        key = certificate_of(certificate_der).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnreadableKeyError from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise UnreadableKeyError
    return key


def key_id(certificate_der: bytes) -> str:
    """Return the first eight bytes of the SHA-256 of the SubjectPublicKeyInfo, hexadecimal."""
    public = certificate_of(certificate_der).public_key()
    encoded = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(encoded).hexdigest()[:16]


def holder(certificate_der: bytes) -> str:
    """Return the common name of the certificate's subject."""
    return _part(certificate_of(certificate_der), NameOID.COMMON_NAME)


def organisation(certificate_der: bytes) -> str:
    """Return the laboratory that the certificate's subject belongs to."""
    return _part(certificate_of(certificate_der), NameOID.ORGANIZATION_NAME)


def is_name_of(owner: str, name: str) -> bool:
    """Whether ``owner``, as a certificate gives it, is the whole ``name`` or as much of it as X.509 holds."""
    return owner.strip() == _shortened(name.strip()).strip()


def validity(certificate_der: bytes) -> tuple[datetime, datetime]:
    """Return the first and the last instant of validity, in UTC."""
    certificate = certificate_of(certificate_der)
    return certificate.not_valid_before_utc, certificate.not_valid_after_utc


def is_authority(certificate_der: bytes) -> bool:
    """Whether the certificate may certify others."""
    certificate = certificate_of(certificate_der)
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def certified_by(certificate_der: bytes, authority_der: bytes) -> bool:
    """Whether the authority, being one, signed the certificate."""
    if not is_authority(authority_der):
        return False
    certificate = certificate_of(certificate_der)
    try:
        certificate.verify_directly_issued_by(certificate_of(authority_der))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _name(common: str, organisation_name: str, country: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, country)] if country else []
    parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, _shortened(organisation_name)))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, _shortened(common)))
    return x509.Name(parts)


def _shortened(name: str) -> str:
    return name.encode()[:NAME_LENGTH].decode(errors="ignore")


def _part(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePublicKey, at: datetime, until: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(at).not_valid_after(until)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _years_after(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28) + timedelta(days=1)


def _public_bytes(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _locked(key: EllipticCurvePrivateKey, passphrase: str) -> bytes:
    if not passphrase:
        raise EmptyPassphraseError
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
