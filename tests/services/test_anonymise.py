"""Who left can be forgotten: no byte of the book tells the name, and the book stays whole."""

import base64
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level, Personal, Sex
from labcal.domain.subject import Subject, SubjectKind
from labcal.domain.training import Training, TrainingResult
from labcal.errors.people import (
    AnonymousError,
    ErasedError,
    NotAuthorisedError,
    NotLeftError,
    TellingReasonError,
)
from labcal.errors.records import LaterWorkError, MissingFieldError
from labcal.services.accounts import OpenAccount, sign_in
from labcal.services.customers import AddCustomer
from labcal.services.drafts import drafts_of, keep_draft
from labcal.services.jobs import NameMentor, OpenJob
from labcal.services.papers import WriteNote, attach, attached, attachments, history, notes
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise, Leave, person_lines
from labcal.services.perform import perform
from labcal.services.personal import Anonymise, KeepDetails, anonymise, details, shown_name
from labcal.services.readings import Countersign
from labcal.services.training import RecordTraining, trainings_of
from labcal.store.book import open_book
from labcal.store.directory import HANDLE
from labcal.store.drafts import DraftFile
from labcal.store.spans import body_of
from labcal.text import Text

MASS = "mass/substitution"
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
NAME = "Zenobia Quarrington"
DETAILS = Personal(
    full_name="Zenobia Aurelia Quarrington-Vex",
    sex=Sex.FEMALE,
    born=date(1987, 5, 23),
    email="zq-marker@lab.example",
    phone="+64 555 0199 77",
    section="Sectionmarker",
    employer="Employermarker",
    region="Regionmarker",
)
MARKERS = (
    "Zenobia",
    "Quarrington",
    "zenobia",
    "quarrington",
    "1987-05-23",
    "zq-marker",
    "0199 77",
    "Sectionmarker",
    "Employermarker",
    "Regionmarker",
)


@pytest.fixture
def worked(lab):
    """A laboratory where Zenobia mentored, had an account, and left; with the number of the job."""
    lab.do(lab.admin, AddPerson(person=NAME, role="Trainer"))
    lab.do(lab.admin, KeepDetails(person=NAME, personal=DETAILS, seen=0))
    lab.do(lab.admin, OpenAccount(person=NAME, hashed=hashed("a long password")))
    sign_in(lab.book, NAME, "a long password")
    for level in (Level.MENTORS, Level.RECORDS):
        leave = Authorisation(level=level, procedure=MASS, **YEAR)
        lab.do(lab.admin, Authorise(person=NAME, leave=leave))
    job = lab.receive()
    lab.do("Tia", OpenJob(job=job, procedure=MASS, mentor=NAME))
    lab.do("Tia", lab.reading(job))
    lab.do(NAME, lab.reading(job, 1))
    lab.do(NAME, Countersign(job=job))
    lab.do(NAME, NameMentor(job=job, mentor="Max"))
    lab.clock.forward(days=1)
    lab.do(lab.admin, Leave(person=NAME))
    lab.clock.forward(days=1)
    return lab, job


def journal(lab) -> str:
    """Return every line of the journal, unpacked: need, changes, and its own columns."""
    connection = sqlite3.connect(lab.path)
    lines = connection.execute("select id, person, command, body from entry order by id").fetchall()
    connection.close()
    return "\n".join(f"{number} {who} {what} {body_of(body)}" for number, who, what, body in lines)


def bytes_of(lab) -> bytes:
    """Return everything that lies on the disk in the name of the book, itself and beside it."""
    return b"".join(path.read_bytes() for path in lab.path.parent.rglob("*") if path.is_file())


def test_the_journal_never_holds_details_or_names_in_clear(worked):
    lab, _job = worked
    told = journal(lab)
    assert "P-0009" in told
    assert "sealed:" in told
    assert [marker for marker in MARKERS if marker in told] == []


def test_who_is_forgotten_is_nowhere_and_the_book_is_whole(worked):
    lab, job = worked
    DraftFile(lab.path).keep(NAME, "worksheet", "Zenobia was typing", lab.clock())
    before = bytes_of(lab)
    assert b"Quarrington" in before
    assert b"Regionmarker" in before
    handle = anonymise(lab.book, lab.admin, NAME, "Asked for it by letter").value
    assert handle == "P-0009"
    found = bytes_of(lab)
    assert [marker for marker in MARKERS if marker.encode() in found] == []
    assert [one for one in MARKERS if base64.b64encode(one.encode())[:-3] in found] == []
    assert [marker for marker in MARKERS if marker in journal(lab)] == []
    assert lab.findings() == []
    lab.reopen()
    assert lab.findings() == []
    with lab.book.read() as records:
        readings = records.jobs.get(job).readings
        told = "".join(str(line) for line in records.job_history(job))
    assert {(reading.by, reading.mentor) for reading in readings} == {("Tia", handle), (handle, None)}
    assert "Quarrington" not in told
    assert handle in told


def test_the_list_says_who_was_forgotten_and_why(worked):
    lab, _job = worked
    anonymise(lab.book, lab.admin, NAME, "Asked for it by letter")
    (line,) = [line for line in lab.ask(person_lines) if HANDLE.fullmatch(line.name)]
    assert (line.anonymised, line.account, line.role) == (lab.ask(lambda records: records.today), False, "")
    assert shown_name(line.name, Text("en")) == "Former member P-0009"
    assert "Asked for it by letter" in journal(lab)


def test_nothing_that_would_bring_the_details_back_is_undone(worked):
    lab, _job = worked
    entries = {}
    with lab.book.read() as records:
        last = records.head()[0]
    kept = lab.do(lab.admin, KeepDetails(person=NAME, personal=Personal(region="North"), seen=_seen(lab)))
    entries["details"] = kept.entry
    undone = lab.undo(lab.admin, kept.entry)
    assert lab.ask(details, lab.admin, NAME).personal == DETAILS
    anonymise(lab.book, lab.admin, NAME, "Asked for it")
    for entry in (kept.entry, undone.entry, last):
        with pytest.raises((ErasedError, LaterWorkError)):
            lab.undo(lab.admin, entry)
    assert lab.findings() == []


def test_undo_of_erased_details_says_why(worked):
    lab, _job = worked
    kept = lab.do(lab.admin, KeepDetails(person=NAME, personal=Personal(region="North"), seen=_seen(lab)))
    anonymise(lab.book, lab.admin, NAME, "Asked for it")
    with pytest.raises(ErasedError, match="holds personal details that were erased"):
        lab.undo(lab.admin, kept.entry)


def _seen(lab) -> int:
    return lab.ask(details, lab.admin, NAME).version


def test_only_who_left_for_a_reason_by_an_administrator(worked):
    lab, _job = worked
    for command, error in (
        (Anonymise(person="Bo", why="Asked"), NotLeftError),
        (Anonymise(person=NAME, why=" "), MissingFieldError),
        (Anonymise(person=NAME, why="Ms quarrington asked"), TellingReasonError),
    ):
        with pytest.raises(error):
            lab.do(lab.admin, command)
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", Anonymise(person=NAME, why="Asked"))
    handle = anonymise(lab.book, lab.admin, NAME, "Asked").value
    with pytest.raises(AnonymousError):
        lab.do(lab.admin, Anonymise(person=handle, why="Again"))
    with pytest.raises(AnonymousError):
        lab.do(lab.admin, KeepDetails(person=handle, personal=DETAILS, seen=0))


def test_the_name_is_free_again_and_means_someone_else(worked):
    lab, job = worked
    anonymise(lab.book, lab.admin, NAME, "Asked")
    lab.do(lab.admin, AddPerson(person=NAME))
    with lab.book.read() as records:
        assert NAME not in {reading.by for reading in records.jobs.get(job).readings}
    assert lab.findings() == []


def test_what_a_rolled_back_command_named_is_nobody(lab):
    from labcal.errors.people import UnknownRoleError

    with pytest.raises(UnknownRoleError):
        lab.do(lab.admin, AddPerson(person="Ghost Writer", roles=("no such role",)))
    lab.do(lab.admin, AddPerson(person="Ruth Banda"))
    with lab.book.read() as records:
        assert {line.name for line in records.people.lines()} >= {"Ruth Banda"}
        assert records.people.get("Ruth Banda").name == "Ruth Banda"
    lab.do(lab.admin, Leave(person="Ruth Banda"))
    assert lab.findings() == []


def test_details_are_shown_to_oneself_and_to_who_keeps_the_register(worked):
    lab, _job = worked
    assert lab.ask(details, lab.admin, NAME).personal == DETAILS
    assert lab.ask(details, "Bo", "Bo").version == 0
    with pytest.raises(NotAuthorisedError, match="Bo may not keep the register of people"):
        lab.ask(details, "Bo", NAME)
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", KeepDetails(person="Bo", personal=DETAILS, seen=0))


@pytest.mark.parametrize(
    "statement",
    [
        "update personal set email = 'other@lab.example'",
        "update person set name = 'Someone Else' where handle = 'P-0009'",
        "update person set handle = '' where handle = 'P-0009'",
        "delete from person_key where person_id = 9",
        "update person_key set content = (select content from person_key where person_id = 1)",
        "update person_key set content = 'x' where person_id = 9",
        "update person_key set content = x'ff00' where person_id = 9",
    ],
)
def test_what_is_changed_behind_the_journals_back_is_found(worked, statement):
    lab, _job = worked
    connection = sqlite3.connect(lab.path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    assert any(found.startswith("person") for found in lab.findings())


@pytest.mark.parametrize(
    "statement",
    [
        "insert into person_key select 10, content from person_key where person_id = 9",
        "insert into person_key select 0, content from person_key where person_id = 9",
        "update person_key set content = rtrim(content, '=')",
        "update person_key set content = substr(content, 1, 85) || "
        "substr('BRhx', instr('AQgw', substr(content, 86, 1)), 1) || '=='",
        "update person_key set content = content || char(10) where person_id = 1",
    ],
)
def test_a_key_of_nobody_or_written_in_another_way_is_found(worked, statement):
    """Nothing that is sealed tells of it: it opens what it opened before."""
    lab, _job = worked
    assert lab.findings() == []
    with closing(sqlite3.connect(lab.path, isolation_level=None)) as connection:
        assert connection.execute(statement).rowcount >= 1
    assert any("person_key" in found for found in lab.findings())


def test_a_key_that_does_not_open_what_was_kept_of_a_person_is_found(worked):
    """The name of a person of release 0.1 is not sealed: what is kept alone tells that the key is another."""
    lab, _job = worked
    lab.do(lab.admin, WriteNote(subject=Subject(SubjectKind.PERSON, NAME), words="Wears glasses"))
    assert lab.findings() == []
    other = "update person_key set content = (select content from person_key where person_id = 1)"
    with closing(sqlite3.connect(lab.path, isolation_level=None)) as connection:
        connection.execute(f"{other} where person_id = 9")
    assert "book: person_key 9 is not as LabCal makes it" in lab.findings()


def test_another_window_knows_whom_a_handle_means(lab):
    """Each window has a directory of its own, read anew where the journal says that people changed."""
    other = open_book(lab.path, lab.clock)
    with other.read() as records:
        assert "Ruth Banda" not in {line.name for line in records.people.lines()}
    lab.do(lab.admin, AddPerson(person="Ruth Banda", roles=("technician",)))
    perform(other, "Ruth Banda", AddCustomer(party=Party(name="Mill")))
    for book in (lab.book, other):
        with book.read() as records:
            (line,) = records.history("customer", 2)
        assert line.person == "Ruth Banda"
    lab.do(lab.admin, Leave(person="Ruth Banda"))
    anonymise(lab.book, lab.admin, "Ruth Banda", "Asked")
    with other.read() as records:
        assert [line.person for line in records.history("customer", 2)] == ["P-0009"]
    other.close()
    assert lab.findings() == []


@pytest.fixture
def told(worked, tmp_path_factory):
    """The same, with a note, a file and a training of Zenobia's; and who she is as a record."""
    lab, _job = worked
    subject = Subject(SubjectKind.PERSON, NAME)
    lab.do(lab.admin, WriteNote(subject=subject, words="Notemarker: wears glasses"))
    path = tmp_path_factory.mktemp("files") / "Quarrington diploma.txt"
    path.write_bytes(b"Filemarker of " + NAME.encode())
    attach(lab.book, lab.admin, subject, path, "Diploma of Quarrington")
    course = Training(
        course="Weighing",
        provider="MSL",
        on=date(2026, 2, 1),
        result=TrainingResult.PASSED,
        evidence="Evidencemarker 7",
    )
    lab.do("Max", RecordTraining(person=NAME, training=course))
    return lab, subject


def test_notes_files_and_evidence_on_a_person_are_read_as_written(told):
    lab, subject = told
    assert [kept.value.words for kept in lab.ask(notes, subject)] == ["Notemarker: wears glasses"]
    (kept,) = lab.ask(attachments, subject)
    assert (kept.value.name, kept.value.about) == ("Quarrington diploma.txt", "Diploma of Quarrington")
    assert attached(lab.book, kept.key)[1] == b"Filemarker of " + NAME.encode()
    assert [kept.value.evidence for kept in lab.ask(trainings_of, NAME)] == ["Evidencemarker 7"]
    words = "".join(line.changes for line in lab.ask(history, subject))
    assert "Notemarker" in words
    assert "sealed:" not in words
    assert lab.findings() == []


def test_notes_files_and_evidence_on_a_person_go_with_the_person(told):
    lab, subject = told
    found = bytes_of(lab)
    assert b"Evidencemarker" in found
    assert [one for one in (b"Notemarker", b"Filemarker", b"diploma") if one in found] == []
    (kept,) = lab.ask(attachments, subject)
    handle = anonymise(lab.book, lab.admin, NAME, "Asked for it").value
    found, who = bytes_of(lab), Subject(SubjectKind.PERSON, handle)
    assert [one for one in (b"Evidencemarker", b"Quarrington") if one in found] == []
    assert [one.value.words for one in lab.ask(notes, who)] == ["…"]
    assert [(one.value.name, one.value.about) for one in lab.ask(attachments, who)] == [("…", "…")]
    with pytest.raises(AnonymousError):
        attached(lab.book, kept.key)
    assert [(one.value.course, one.value.evidence) for one in lab.ask(trainings_of, handle)] == [
        ("Weighing", "")
    ]
    assert "…" in "".join(line.changes for line in lab.ask(history, who))
    assert lab.findings() == []


def test_nothing_is_written_on_who_was_forgotten(told, tmp_path):
    lab, _subject = told
    handle = anonymise(lab.book, lab.admin, NAME, "Asked for it").value
    who, path = Subject(SubjectKind.PERSON, handle), tmp_path / "later.txt"
    path.write_text("later")
    with pytest.raises(AnonymousError):
        lab.do(lab.admin, WriteNote(subject=who, words="Later"))
    with pytest.raises(AnonymousError):
        attach(lab.book, lab.admin, who, path)


def test_drafts_of_others_about_a_person_go_as_well(worked):
    lab, _job = worked
    keep_draft(lab.book, "Bo", "note 1", {"0": "Ask quarrington, zenobia quarrington, about it"})
    keep_draft(lab.book, "Bo", "note 2", {"0": "Write to ZQ-marker@lab.example today"})
    keep_draft(lab.book, lab.admin, "personal DetailsForm 3", {"0": "North"})
    keep_draft(lab.book, "Bo", "note 4", {"0": "Nothing about anybody"})
    anonymise(lab.book, lab.admin, NAME, "Asked for it")
    assert drafts_of(lab.book, "Bo") == {"note 4": {"0": "Nothing about anybody"}}
    assert drafts_of(lab.book, lab.admin) == {}
