"""A key's life: made, used, revoked, ended; and the laboratories that are trusted beside one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.conftest import PASSWORD

from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.signing_key import Condition, RevocationReason
from labcal.errors.exchange import TrustListError, WrongPassphraseError
from labcal.errors.keys import (
    AlreadyRevokedError,
    ForgottenRevocationError,
    FutureRevocationError,
    OwnTrustListError,
)
from labcal.errors.people import NoSigningKeyError
from labcal.errors.records import NotFoundError
from labcal.exchange import trust
from labcal.exchange.keys import make_authority, make_signing_key, unlock
from labcal.exchange.verification import Signature
from labcal.services.certificates import files_of
from labcal.services.key_life import (
    DistrustLaboratory,
    Revocation,
    TrustLaboratory,
    key_lines,
    lists_of,
    revoke_key,
    trusted_laboratories,
)
from labcal.services.keys import Secrets
from labcal.services.keys import make_signing_key as make
from labcal.services.laboratory import Founder, found
from labcal.services.perform import perform
from labcal.services.viewing import view_file, view_issued
from labcal.store.book import create_book

PASSPHRASE = PASSWORD
"""Of the laboratory's authority, in the tests."""


def signatory(lab):
    return next(line for line in lab.ask(key_lines) if not line.is_authority)


def revoke(lab, why=RevocationReason.AFFILIATION, since=None, passphrase=PASSPHRASE):
    line = signatory(lab)
    return revoke_key(lab.book, lab.admin, Revocation(key_id=line.key_id, why=why, since=since), passphrase)


def elsewhere(lab, *revoked):
    """Return the signed list of another laboratory: its authority and a signatory."""
    at = lab.clock.now - timedelta(days=30)
    authority = make_authority("Bureau of Standards", "GH", PASSPHRASE, at)
    key = make_signing_key("Kofi", "a word of Kofi", authority, PASSPHRASE, at)
    private = unlock(authority.key_pem, PASSPHRASE)
    lists = []
    for since in (None, *revoked):
        why = "superseded" if since else ""
        entries = [
            trust.entry_of(authority.certificate_der),
            trust.entry_of(key.certificate_der, revoked_at=since, why=why),
        ]
        lists.append(trust.write_trust(entries, private))
    return lists


def view(lab):
    return view_issued(lab.book, "CAL-2026-0001").found


def test_a_key_that_was_given_up_signs_no_more_and_keeps_what_it_signed(issued):
    lab = issued
    lab.clock.forward(days=3)
    assert view(lab).trusted
    revoke(lab)
    assert view(lab).trusted
    line = signatory(lab)
    assert (line.condition(lab.book.now), line.why) == (Condition.REVOKED, "affiliationChanged")
    job = lab.job("signing", serial="4472")
    with pytest.raises(NoSigningKeyError):
        lab.issue(job)
    make(lab.book, lab.admin, "Sol", Secrets(password=PASSWORD, passphrase=PASSPHRASE))
    lab.issue(job)
    assert lab.findings() == []


def test_nothing_is_believed_of_a_key_that_somebody_else_may_have(issued):
    issued.clock.forward(days=3)
    revoke(issued, RevocationReason.COMPROMISED)
    found = view(issued)
    assert (found.valid, found.trusted, found.signature) == (True, False, Signature.REVOKED)


def test_a_revocation_reaches_back_as_far_as_it_is_said_to(issued):
    issued.clock.forward(days=3)
    revoke(issued, since=issued.clock.now - timedelta(days=10))
    assert view(issued).signature is Signature.REVOKED


def test_what_is_no_revocation_is_refused(issued):
    with pytest.raises(WrongPassphraseError):
        revoke(issued, passphrase="not the passphrase")
    with pytest.raises(FutureRevocationError, match="still to come"):
        revoke(issued, since=issued.clock.now + timedelta(days=2))
    authority = next(line for line in issued.ask(key_lines) if line.is_authority)
    with pytest.raises(NotFoundError):
        revoke_key(
            issued.book,
            issued.admin,
            Revocation(key_id=authority.key_id, why=RevocationReason.SUPERSEDED),
            PASSPHRASE,
        )
    revoke(issued)
    with pytest.raises(AlreadyRevokedError):
        revoke(issued)


def test_the_end_of_a_key_is_announced(lab):
    line = signatory(lab)
    assert line.condition(lab.book.now) is Condition.GOOD
    assert line.condition(line.valid_until - timedelta(days=90)) is Condition.ENDING
    assert line.condition(line.valid_until) is Condition.ENDED


def test_another_laboratory_is_trusted_and_then_no_longer(lab):
    (content,) = elsewhere(lab)
    lab.do(lab.admin, TrustLaboratory(content=content))
    (one,) = lab.ask(trusted_laboratories)
    assert (one.name, one.by, one.ended) == ("Bureau of Standards", lab.admin, None)
    assert [listed.signed_by for listed in lab.ask(lists_of)][1:] == [one.authority]
    lab.do(lab.admin, DistrustLaboratory(authority=one.authority))
    assert len(lab.ask(lists_of)) == 1
    lab.do(lab.admin, TrustLaboratory(content=content))
    assert len(lab.ask(lists_of)) == 2
    assert lab.findings() == []


def test_a_list_that_forgot_a_revocation_is_refused(lab):
    first, later = elsewhere(lab, lab.clock.now - timedelta(days=1))
    lab.do(lab.admin, TrustLaboratory(content=first))
    lab.do(lab.admin, TrustLaboratory(content=later))
    with pytest.raises(ForgottenRevocationError, match="Kofi"):
        lab.do(lab.admin, TrustLaboratory(content=first))
    assert lab.ask(trusted_laboratories)[0].content == later


def test_ones_own_list_and_what_is_none_are_refused(lab):
    own = lab.ask(lambda records: records.keys.trust())
    with pytest.raises(OwnTrustListError):
        lab.do(lab.admin, TrustLaboratory(content=own))
    with pytest.raises(TrustListError):
        lab.do(lab.admin, TrustLaboratory(content=own[:-1]))


@pytest.fixture
def neighbour(tmp_path, clock):
    """Another laboratory's book."""
    book = create_book(tmp_path / "neighbour.labcal", clock)
    party = Party(name="Bureau of Standards", city="Accra", country="GH")
    found(
        book,
        Laboratory(party=party, zone="Africa/Accra"),
        Founder(person="Kofi", role="Head", password=PASSWORD, passphrase=PASSPHRASE),
    )
    yield book
    book.close()


def test_a_certificate_of_a_trusted_laboratory_is_believed(issued, neighbour, tmp_path):
    """What the one issues, the other verifies by the list it was given."""
    path = tmp_path / "foreign.pdf"
    path.write_bytes(files_of(issued.book, "CAL-2026-0001").pdf)
    assert view_file(neighbour, path).found.signature is Signature.UNKNOWN_ISSUER
    perform(neighbour, "Kofi", TrustLaboratory(content=issued.ask(lambda records: records.keys.trust())))
    assert view_file(neighbour, path).found.trusted
