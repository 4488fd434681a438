"""After issue: amended, withdrawn; a key renewed and revoked; what each old certificate then says."""

from __future__ import annotations

import pypdfium2
import pytest
from lxml import etree
from tests.conftest import PASSWORD

from labcal.domain.after_issue import Standing
from labcal.domain.job import State
from labcal.domain.signing_key import RevocationReason
from labcal.errors.after_issue import BeingAmendedError, HoldsNoLongerError, NotIssuedError
from labcal.errors.people import NoSigningKeyError
from labcal.errors.records import LaterWorkError, MissingFieldError
from labcal.exchange.verification import Signature, sentence
from labcal.services.after_issue import AmendCertificate, WithdrawCertificate, after_issue
from labcal.services.certificates import files_of
from labcal.services.checks import CheckJob, HandOver
from labcal.services.jobs import NoteJob
from labcal.services.key_life import Revocation, revoke_key
from labcal.services.keys import Secrets, make_signing_key
from labcal.services.viewing import view_file, view_issued
from labcal.text import Text

JOB, FIRST = "2026-0001", "CAL-2026-0001"
AMEND = AmendCertificate(certificate=FIRST, change="Remark on the knob", why="Asked for by the customer")
WITHDRAW = WithdrawCertificate(certificate=FIRST, why="The balance was defective", notice="Letter of 3 March")


def amended(lab, who="Sol"):
    """Amend the first certificate and issue the one in its place."""
    lab.do(who, AMEND)
    seen = lab.ask(lambda records: records.jobs.get(JOB)).version
    lab.do("Bo", NoteJob(job=JOB, remarks="The knob is scratched.", deviations="", seen=seen))
    lab.do("Bo", HandOver(job=JOB))
    lab.do("Cy", CheckJob(job=JOB, accepted=True))
    return lab.issue(JOB)


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def told(lab, number):
    found = view_issued(lab.book, number).found
    return found.status, found.valid, found.trusted


def test_an_amendment_takes_the_place_of_the_first_and_says_so(issued):
    before = files_of(issued.book, FIRST)
    later = amended(issued)
    assert later == "CAL-2026-0002"
    standing = issued.ask(after_issue, FIRST)
    assert (standing.standing, standing.replaced_by, standing.by) == (Standing.SUPERSEDED, later, "Sol")
    assert issued.ask(after_issue, later).replaces.number == FIRST
    files = files_of(issued.book, later)
    printed = words(files.pdf)
    assert f"This certificate replaces certificate {FIRST}" in printed
    assert "Changed: Remark on the knob Reason: Asked for by the customer" in " ".join(printed.split())
    root = etree.fromstring(files.xml)
    replaced = root.find(".//{*}reportAmendedSubstituted/{*}replacedUniqueIdentifier")
    assert replaced.text == FIRST
    assert files_of(issued.book, FIRST) == before
    assert told(issued, FIRST) == ("superseded", True, True)
    assert told(issued, later) == ("issued", True, True)
    assert issued.findings() == []


def test_until_its_successor_is_issued_a_certificate_holds(issued):
    outcome = issued.do("Sol", AMEND)
    assert told(issued, FIRST) == ("issued", True, True)
    assert issued.ask(after_issue, FIRST).being_amended
    with pytest.raises(BeingAmendedError):
        issued.do("Sol", AMEND)
    with pytest.raises(BeingAmendedError):
        issued.do("Ana", WITHDRAW)
    issued.undo("Sol", outcome.entry)
    assert issued.ask(lambda records: records.jobs.get(JOB)).state is State.ISSUED
    assert not issued.ask(after_issue, FIRST).being_amended


def test_an_amendment_is_not_undone_once_its_certificate_is_issued(issued):
    entry = issued.do("Sol", AMEND).entry
    issued.do("Bo", HandOver(job=JOB))
    with pytest.raises(LaterWorkError):
        issued.undo("Sol", entry)


def test_what_is_withdrawn_says_so_wherever_it_comes_up(issued, tmp_path):
    issued.do("Ana", WITHDRAW)
    assert told(issued, FIRST) == ("withdrawn", True, True)
    path = tmp_path / "copy.xml"
    path.write_bytes(files_of(issued.book, FIRST).xml)
    found = view_file(issued.book, path).found
    assert found.status == "withdrawn"
    assert sentence(found, Text("en")).startswith(f"Do not rely on certificate {FIRST} any more.")
    assert "The balance was defective" in sentence(found, Text("en"))
    with pytest.raises(HoldsNoLongerError, match="The balance was defective"):
        issued.do("Sol", AMEND)
    assert issued.findings() == []


def test_of_a_strange_file_with_the_same_number_nothing_is_said(issued, tmp_path):
    issued.do("Ana", WITHDRAW)
    path = tmp_path / "strange.xml"
    path.write_bytes(files_of(issued.book, FIRST).xml.replace(b"Weight", b"Wejght"))
    assert view_file(issued.book, path).found.status == "unknown"


@pytest.mark.parametrize(
    "command",
    [
        AmendCertificate(certificate=FIRST, change=" ", why="x"),
        AmendCertificate(certificate=FIRST, change="x", why=""),
    ],
)
def test_an_amendment_says_what_and_why(issued, command):
    with pytest.raises(MissingFieldError):
        issued.do("Sol", command)


@pytest.mark.parametrize("words", [("", "Letter"), ("Defect", " ")])
def test_a_withdrawal_says_why_and_who_was_told(issued, words):
    with pytest.raises(MissingFieldError):
        issued.do("Ana", WithdrawCertificate(certificate=FIRST, why=words[0], notice=words[1]))


def test_a_number_under_which_nothing_was_issued(lab):
    from labcal.services.certificates import ReserveNumber, VoidNumber

    job = lab.job("signing")
    number = lab.do("Sol", ReserveNumber(job=job, language="en")).value.number
    lab.do("Sol", VoidNumber(number=number, why="Printer"))
    with pytest.raises(NotIssuedError):
        lab.do("Ana", WithdrawCertificate(certificate=number, why="x", notice="y"))


def test_a_year_of_the_laboratory(issued):
    """Issue, amend, withdraw; a key revoked and renewed: each old certificate says what it should."""
    lab, clock = issued, issued.clock
    clock.forward(days=20)
    second = amended(lab)
    third = lab.issue(lab.job("signing", serial="4473"))
    clock.forward(days=40)
    lab.do("Ana", WithdrawCertificate(certificate=third, why="Wrong item", notice="By telephone"))
    key = lab.ask(lambda records: records.keys.of("Sol", records.now)).key_id
    clock.forward(days=100)
    revoke_key(lab.book, "Ana", Revocation(key_id=key, why=RevocationReason.SUPERSEDED), PASSWORD)
    fourth = lab.job("signing", serial="4474")
    with pytest.raises(NoSigningKeyError):
        lab.issue(fourth)
    make_signing_key(lab.book, "Ana", "Sol", Secrets(password=PASSWORD, passphrase=PASSWORD))
    fourth = lab.issue(fourth)
    clock.forward(days=200)
    assert told(lab, FIRST) == ("superseded", True, True)
    assert told(lab, second) == ("issued", True, True)
    assert told(lab, third) == ("withdrawn", True, True)
    assert told(lab, fourth) == ("issued", True, True)
    newest = lab.ask(lambda records: records.keys.of("Sol", records.now)).key_id
    revoke_key(lab.book, "Ana", Revocation(key_id=newest, why=RevocationReason.COMPROMISED), PASSWORD)
    assert told(lab, fourth) == ("issued", True, False)
    assert view_issued(lab.book, fourth).found.signature is Signature.REVOKED
    assert told(lab, second) == ("issued", True, True)
    assert lab.findings() == []
