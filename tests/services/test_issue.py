"""Issuing: numbers without a gap, files outside the transaction, nothing frozen changes."""

import sqlite3

import pytest

from labcal.domain.certificate import Status
from labcal.errors.book import FullDiskError
from labcal.errors.certificates import GlyphMissingError
from labcal.errors.jobs import IssueFailedError, NumberGoneError, NumberTakenOverError, WrongStageError
from labcal.errors.people import NoSigningKeyError, NotAuthorisedError, WrongPasswordError
from labcal.errors.records import NotFoundError
from labcal.services import certificates
from labcal.services.certificates import (
    CommitCertificate,
    ReserveNumber,
    VoidNumber,
    certificate_lines,
    files_of,
    issue,
    preview,
)
from labcal.services.people import Leave
from labcal.store.archive import Archive
from labcal.store.certificates import Kept
from labcal.text import Text


def numbers(lab):
    """Return number, status and reason of every certificate, oldest first."""
    return [(line.number, line.status.value, line.why) for line in reversed(lab.ask(certificate_lines))]


def state(lab, job):
    with lab.book.read() as records:
        return records.jobs.state(job).value


def stop_at(monkeypatch, place, name, error):
    """Let the program stop where ``name`` is called, as if it were killed there."""

    def stop(*_arguments, **_rest):
        raise error

    monkeypatch.setattr(place, name, stop)


class Killed(BaseException):
    """The program ends here."""


def test_numbers_follow_one_another_without_gap(lab):
    jobs = [lab.job("signing", serial=serial) for serial in "ab"]
    assert [lab.issue(job) for job in jobs] == ["CAL-2026-0001", "CAL-2026-0002"]
    assert [state(lab, job) for job in jobs] == ["issued", "issued"]
    assert lab.findings() == []


def test_what_was_issued_is_in_the_archive_and_named_in_the_book(issued):
    files = files_of(issued.book, "CAL-2026-0001")
    assert (files.xml[:4], files.pdf[:5]) == (b"<dcc", b"%PDF-")
    (line,) = issued.ask(certificate_lines)
    assert (line.status, line.signed_by, line.outcome, str(line.issued_on)) == (
        Status.ISSUED,
        "Sol",
        "pass",
        "2026-03-02",
    )
    with pytest.raises(WrongStageError, match="is issued"):
        issued.issue("2026-0001")


def test_the_gate_is_asked_before_anything_is_reserved(lab):
    job = lab.job("signing")
    for who, error in (("Bo", NotAuthorisedError), ("Eve", NotAuthorisedError)):
        with pytest.raises(error, match=r"may not sign.*Authorised for it: Sol"):
            lab.issue(job, who)
    with pytest.raises(WrongPasswordError):
        issue(lab.book, "Sol", job, "a wrong password", Text("en"))
    with pytest.raises(WrongStageError, match="waiting for its signature"):
        lab.issue(lab.job("checking", serial="2"))
    assert numbers(lab) == []


def test_a_signatory_without_a_key(lab):
    from datetime import date

    from labcal.domain.person import Authorisation, Level
    from labcal.services.accounts import OpenAccount
    from labcal.services.passwords import hashed
    from labcal.services.people import Authorise

    leave = Authorisation(
        level=Level.SIGNS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure="mass/substitution"
    )
    lab.do(lab.admin, Authorise(person="Eve", leave=leave))
    lab.do(lab.admin, OpenAccount(person="Eve", hashed=hashed(lab.password)))
    with pytest.raises(NoSigningKeyError, match="Eve has no signing key yet"):
        lab.issue(lab.job("signing"), "Eve")
    assert numbers(lab) == []


def test_files_that_cannot_be_made_leave_a_void_number_with_its_reason(lab, monkeypatch):
    job = lab.job("signing")
    fault = GlyphMissingError(character="☃", code="U+2603", line="Weight ☃")
    with monkeypatch.context() as patch:
        stop_at(patch, certificates, "render", fault)
        with pytest.raises(IssueFailedError, match=r"CAL-2026-0001 .* is void: The font has no sign for “☃”"):
            lab.issue(job)
    assert state(lab, job) == "signing"
    assert lab.issue(job) == "CAL-2026-0002"
    (first, second) = numbers(lab)
    assert first[:2] == ("CAL-2026-0001", "void")
    assert "no sign for “☃”" in first[2]
    assert second == ("CAL-2026-0002", "issued", "")
    assert lab.findings() == []


def test_files_that_do_not_verify_are_not_issued(lab, monkeypatch):
    job = lab.job("signing")
    with monkeypatch.context() as patch:
        patch.setattr(certificates, "sign_pdf", lambda page, *_rest: page)
        with pytest.raises(IssueFailedError, match=r"certificate\.pdf does not verify"):
            lab.issue(job)
    assert numbers(lab)[0][1] == "void"
    assert list(lab.book.archive.files()) == []


@pytest.mark.parametrize("place", ["_made", "refuse_unverified", "sign_head"])
def test_a_number_reserved_by_an_attempt_cut_short_is_used_again(lab, monkeypatch, place):
    job = lab.job("signing")
    with monkeypatch.context() as patch:
        stop_at(patch, certificates, place, Killed())
        with pytest.raises(Killed):
            lab.issue(job)
    lab.reopen()
    assert numbers(lab) == [("CAL-2026-0001", "reserved", "")]
    assert lab.findings() == []
    assert lab.issue(job) == "CAL-2026-0001"
    assert numbers(lab) == [("CAL-2026-0001", "issued", "")]
    assert lab.findings() == []


def test_a_number_reserved_last_year_becomes_void(lab, monkeypatch):
    job = lab.job("signing")
    lab.clock.forward(days=300)
    with monkeypatch.context() as patch:
        stop_at(patch, certificates, "_made", Killed())
        with pytest.raises(Killed):
            lab.issue(job)
    lab.clock.forward(days=10)
    from labcal.services.people import Authorise

    with lab.book.read() as records:
        leave = records.people.get("Sol").authorisations[0]
    from dataclasses import replace

    lab.do(lab.admin, Authorise(person="Sol", leave=replace(leave, until=leave.until.replace(year=2028))))
    assert lab.issue(job) == "CAL-2027-0001"
    assert numbers(lab)[0] == (
        "CAL-2026-0001",
        "void",
        "A new year began before anything was issued under it.",
    )


def test_a_suspension_between_reserving_and_issuing_is_refused(lab, monkeypatch):
    job, made = lab.job("signing"), certificates._made

    def suspend(*arguments):
        lab.suspend("Sol", "signs")
        return made(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(certificates, "_made", suspend)
        with pytest.raises(NotAuthorisedError, match=r"Sol may not sign .* suspended since 2026-03-02"):
            lab.issue(job)
    assert numbers(lab) == [("CAL-2026-0001", "reserved", "")]
    assert state(lab, job) == "signing"
    with pytest.raises(NotFoundError):
        files_of(lab.book, "CAL-2026-0001")


def test_a_full_disk_while_archiving_keeps_the_number_for_the_next_attempt(lab, monkeypatch):
    job, keep = lab.job("signing"), Archive.keep

    def full(self, year, name, content):
        keep(self, year, name, content)
        raise FullDiskError(path=self.folder, command=name)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "keep", full)
        with pytest.raises(FullDiskError, match=r"repeat “CAL-2026-0001\.xml”"):
            lab.issue(job)
    assert numbers(lab) == [("CAL-2026-0001", "reserved", "")]
    assert lab.findings() == []
    assert lab.issue(job) == "CAL-2026-0001"
    assert lab.findings() == []


def test_the_archive_itself_says_when_the_disk_is_full(lab, monkeypatch):
    from labcal.store import archive as store

    connect = sqlite3.connect

    def small(path, **options):
        connection = connect(path, **options)
        if str(path).endswith("2026.sqlite"):
            connection.execute("pragma max_page_count = 5")
        return connection

    job = lab.job("signing")
    with monkeypatch.context() as patch:
        patch.setattr(store.sqlite3, "connect", small)
        with pytest.raises(FullDiskError, match="The disk is full"):
            lab.issue(job)
    assert list(lab.book.archive.files()) == []
    assert lab.issue(job) == "CAL-2026-0001"


def reserve(lab, job, who="Sol"):
    return lab.do(who, ReserveNumber(job=job, language="en")).value.number


def commit(number, **change):
    told = {
        "number": number,
        "kept": Kept(year=2026, xml="0" * 64, pdf="1" * 64),
        "key_id": "k",
        "issued_on": None,
        "head": (1, b""),
        "head_signature": b"",
    }
    return CommitCertificate(**(told | change))


def test_neither_an_issued_nor_a_void_number_changes_again(issued):
    with pytest.raises(NumberGoneError, match="CAL-2026-0001 is issued already"):
        issued.do("Sol", VoidNumber(number="CAL-2026-0001", why="Mistake"))
    job = issued.job("signing", serial="2")
    number = reserve(issued, job)
    issued.do("Sol", VoidNumber(number=number, why="Mistake"))
    for command in (VoidNumber(number=number, why="Again"), commit(number)):
        with pytest.raises(NumberGoneError, match="CAL-2026-0002 is void already"):
            issued.do("Sol", command)
    assert state(issued, job) == "signing"


def test_two_signatories_do_not_issue_the_same_number(lab):
    from datetime import date

    from labcal.domain.person import Authorisation, Level
    from labcal.services.people import Authorise

    leave = Authorisation(
        level=Level.SIGNS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure="mass/substitution"
    )
    lab.do(lab.admin, Authorise(person="Eve", leave=leave))
    job = lab.job("signing")
    assert reserve(lab, job, "Sol") == reserve(lab, job, "Eve") == "CAL-2026-0001"
    with pytest.raises(NumberTakenOverError, match="Eve is issuing job 2026-0001 as well"):
        lab.do("Sol", commit("CAL-2026-0001"))


def test_a_certificate_keeps_its_bytes_whatever_comes_later(issued):
    before = files_of(issued.book, "CAL-2026-0001")
    issued.do(issued.admin, Leave(person="Sol"))
    issued.job("checking", serial="2")
    issued.reopen()
    assert files_of(issued.book, "CAL-2026-0001") == before


def test_a_preview_is_a_draft_and_takes_no_number(lab):
    job = lab.job("checking")
    with lab.book.read() as records:
        pages = preview(records, job, "Sol", Text("en"))
    assert pages.startswith(b"%PDF-")
    assert numbers(lab) == []
