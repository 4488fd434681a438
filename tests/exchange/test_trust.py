"""The signed list of whom to trust."""

from datetime import UTC, datetime
from random import Random
from types import ModuleType

import cbor2
import pytest

from labcal.errors.exchange import KeyMismatchError, TrustListError, UnreadableKeyError
from labcal.exchange.keys import make_authority, unlock
from labcal.exchange.trust import entry_of, read_trust, write_trust

# A changed byte in a certificate's name is told by cryptography as a warning too.
pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length must be")


@pytest.fixture(scope="module")
def written(lab: ModuleType) -> bytes:
    made = lab.keys()
    entries = [
        entry_of(made.authority.certificate_der),
        entry_of(made.key.certificate_der, revoked_at=datetime(2026, 12, 1, tzinfo=UTC), why="left"),
    ]
    return write_trust(entries, unlock(made.authority.key_pem, lab.PASSPHRASE))


def test_it_comes_back(lab: ModuleType, written: bytes) -> None:
    read = read_trust(written)
    made = lab.keys()
    assert read.signed_by == made.authority.key_id
    assert [entry.key_id for entry in read.entries] == [made.authority.key_id, made.key.key_id]
    assert read.entries[1].revoked_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert (read.entries[1].why, read.entries[1].holder) == ("left", "Dr Fatou Ndiaye")
    assert read.entries[0].valid_from == lab.FOUNDED_AT


def test_it_is_cose_and_names_its_format(written: bytes) -> None:
    """RFC 9052, 4.2: tag 18 and four parts."""
    tagged = cbor2.loads(written)
    assert tagged.tag == 18
    protected, unprotected, _, signature = tagged.value
    assert cbor2.loads(protected)[3] == "labcal-trust-1"
    assert unprotected == {}
    assert len(signature) == 64


def test_changed_bytes_are_found(lab: ModuleType, written: bytes) -> None:
    random = Random(3)
    for _ in range(200):
        with pytest.raises(TrustListError):
            read_trust(lab.changed(written, random))


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"hello", cbor2.dumps([1]), cbor2.dumps(cbor2.CBORTag(18, [1]))]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(TrustListError, match="trust list cannot be used"):
        read_trust(data)


def test_cut_or_lengthened_it_is_refused(written: bytes) -> None:
    for data in (written[:-1], written + b"\0", written[: len(written) // 2], b"\x9f" * 5_000_000):
        with pytest.raises(TrustListError):
            read_trust(data)


def test_another_format_is_refused(lab: ModuleType, written: bytes) -> None:
    with pytest.raises(TrustListError, match="another kind"):
        read_trust(written.replace(b"labcal-trust-1", b"labcal-trust-2"))


def test_only_an_authority_in_it_may_sign_it(lab: ModuleType) -> None:
    made = lab.keys()
    entries = [entry_of(made.authority.certificate_der), entry_of(made.key.certificate_der)]
    with pytest.raises(KeyMismatchError):
        write_trust(entries, made.signer.private_key)
    other = make_authority("Another", "NZ", "p", lab.FOUNDED_AT)
    with pytest.raises(KeyMismatchError):
        write_trust(entries, unlock(other.key_pem, "p"))


def test_only_certificates_are_listed() -> None:
    with pytest.raises(UnreadableKeyError):
        entry_of(b"none")
