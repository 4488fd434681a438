"""Notes, attachments and the history of every kind of record."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.services.record_cases import (
    CMC,
    ITEM,
    ROOM,
    SITE,
    STANDARD,
    TYPE,
)

from labcal.domain.person import Personal
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.equipment import (
    BigFileError,
    EmptyFileError,
    NotThatNoteError,
    SupersededError,
)
from labcal.errors.files import NoSuchFileError
from labcal.errors.people import NotAuthorisedError
from labcal.errors.records import (
    MissingFieldError,
    NotFoundError,
)
from labcal.services import papers
from labcal.services.customers import EditCustomer, customer
from labcal.services.instrument_types import AddInstrumentType
from labcal.services.papers import Detach, WriteNote, attach, attached, attachments, history, notes
from labcal.services.personal import KeepDetails
from labcal.services.places import (
    AddRoom,
    AddSite,
)
from labcal.services.roles import GiveRole, TakeRole
from labcal.services.scope import AddCmc


def test_a_note_is_superseded_and_never_edited(lab):
    lab.job("received")
    first = lab.do("Bo", WriteNote(subject=ITEM, words="The lid is loose")).value
    second = lab.do("Bo", WriteNote(subject=ITEM, words="The lid is glued", replaces=first)).value
    kept = lab.ask(notes, ITEM)
    assert [(one.key, one.value.replaces, one.value.by) for one in kept] == [
        (first, None, "Bo"),
        (second, first, "Bo"),
    ]
    with pytest.raises(SupersededError):
        lab.do("Bo", WriteNote(subject=ITEM, words="Again", replaces=first))
    with pytest.raises(NotThatNoteError):
        lab.do("Ana", WriteNote(subject=STANDARD, words="Again", replaces=second))
    with pytest.raises(MissingFieldError):
        lab.do("Bo", WriteNote(subject=ITEM, words=" "))


SUBJECTS = [
    Subject(SubjectKind.LABORATORY, "1"),
    Subject(SubjectKind.SITE, SITE.name),
    Subject(SubjectKind.ROOM, ROOM.name),
    Subject(SubjectKind.CUSTOMER, "C-0001"),
    ITEM,
    Subject(SubjectKind.TYPE, "T-0001"),
    STANDARD,
    Subject(SubjectKind.STANDARD_CERTIFICATE, "1"),
    Subject(SubjectKind.CMC, "1"),
    Subject(SubjectKind.PERSON, "Bo"),
    Subject(SubjectKind.PROCEDURE, "1"),
    Subject(SubjectKind.JOB, "2026-0001"),
]


def test_every_kind_of_record_takes_notes_and_tells_its_history(lab):
    lab.job("opened")
    lab.do("Ana", AddSite(site=SITE))
    lab.do("Ana", AddRoom(site=SITE.name, room=ROOM))
    lab.do("Ana", AddInstrumentType(told=TYPE))
    lab.do("Ana", AddCmc(cmc=CMC))
    for subject in SUBJECTS:
        entry = lab.do("Ana", WriteNote(subject=subject, words="Seen")).entry
        assert [one.value.words for one in lab.ask(notes, subject)] == ["Seen"]
        told = lab.ask(history, subject)
        assert (told[0].entry, told[0].person, told[0].changes) == (entry, "Ana", "note: words: Seen")
        assert len(told) >= 2
    assert {one.kind for one in SUBJECTS} == {*SubjectKind} - {SubjectKind.CERTIFICATE}
    assert lab.findings() == []


def test_a_certificate_takes_notes_too(issued):
    subject = Subject(SubjectKind.CERTIFICATE, "CAL-2026-0001")
    issued.do("Ana", WriteNote(subject=subject, words="Sent by post"))
    assert len(issued.ask(history, subject)) >= 2


def test_the_history_of_a_record_tells_who_changed_what_from_what_to_what(lab):
    kept = lab.ask(customer, "C-0001")
    party = replace(kept.value.party, city="Gisborne")
    lab.do("Bo", EditCustomer(customer="C-0001", party=party, seen=kept.version))
    first, *_ = lab.ask(history, Subject(SubjectKind.CUSTOMER, "C-0001"))
    assert (first.person, first.command) == ("Bo", "Edit customer")
    assert first.changes == "customer: city: Napier → Gisborne"


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "as received.xml"
    path.write_bytes(b"not a certificate")
    return path


def test_the_history_of_a_person_tells_roles_and_no_personal_details(lab):
    lab.do("Ana", GiveRole(person="Eve", role="trainer"))
    lab.do("Ana", KeepDetails(person="Eve", personal=Personal(phone="04 111 2222"), seen=0))
    lab.do("Ana", TakeRole(person="Eve", role="trainer"))
    told = lab.ask(history, Subject(SubjectKind.PERSON, "Eve"))
    assert [line.command for line in told][:2] == [TakeRole.title, GiveRole.title]
    assert "111" not in "".join(line.changes for line in told)


def test_a_file_is_attached_and_its_bytes_are_checked(lab, photo):
    lab.job("received")
    outcome = attach(lab.book, "Bo", ITEM, photo, "Scratch on the knob")
    told, content = attached(lab.book, outcome.value)
    assert (told.name, told.about, content) == (photo.name, "Scratch on the knob", photo.read_bytes())
    (kept,) = lab.ask(attachments, ITEM)
    assert kept.value == told
    assert lab.findings() == []
    lab.do("Bo", Detach(subject=ITEM, key=kept.key, seen=kept.version))
    assert lab.ask(attachments, ITEM) == []
    assert lab.findings() == []


def test_who_keeps_instruments_takes_no_file_of_a_standard_away(lab, photo):
    lab.job("received")
    attach(lab.book, "Ana", STANDARD, photo)
    (kept,) = lab.ask(attachments, STANDARD)
    with pytest.raises(NotFoundError):
        lab.do("Bo", Detach(subject=ITEM, key=kept.key, seen=kept.version))
    assert lab.ask(attachments, STANDARD) == [kept]


def test_an_attachment_whose_bytes_are_gone_is_found_by_the_check(lab, photo):
    lab.job("received")
    key = attach(lab.book, "Bo", ITEM, photo).value
    for path in lab.book.archive.folder.iterdir():
        path.unlink()
    assert [one.partition(":")[0] for one in lab.findings()] == [f"attachment {key}"]


def test_a_file_that_will_not_do_is_a_sentence_and_the_archive_stays_empty(lab, tmp_path, photo, monkeypatch):
    lab.job("received")
    empty = tmp_path / "empty.txt"
    empty.touch()
    nobody = Subject(SubjectKind.INSTRUMENT, "I-0999")
    tries = [
        ("Bo", ITEM, empty, EmptyFileError),
        ("Bo", ITEM, tmp_path / "gone.jpg", NoSuchFileError),
        ("Bo", nobody, photo, NotFoundError),
        ("Bo", STANDARD, photo, NotAuthorisedError),
    ]
    for who, subject, path, error in tries:
        with pytest.raises(error):
            attach(lab.book, who, subject, path)
    monkeypatch.setattr(papers, "MEGABYTE", 0.1)
    with pytest.raises(BigFileError, match="takes files up to 50 MB"):
        attach(lab.book, "Bo", ITEM, photo)
    assert not lab.book.archive.folder.exists()
