"""Every command × every role × authorised or not: who is let in, and who is refused with nothing written.

The table below says once more, apart from the program, what each command takes. A command that is not in it
fails the first test: whoever writes one says here who may give it.
"""

import importlib
import pkgutil
import tomllib
from dataclasses import fields
from datetime import date

import pytest
from tests.services import verification_cases

import labcal.services
from labcal import resources
from labcal.catalog.verification_programmes import R76
from labcal.domain.fitness import Unfit
from labcal.domain.person import Authorisation, Level, Need
from labcal.domain.role import TITLES, Right
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors import LabCalError
from labcal.errors.people import NotAuthorisedError
from labcal.services.certificates import certificate_lines
from labcal.services.customers import customer_lines
from labcal.services.due import register
from labcal.services.jobs import job_lines
from labcal.services.people import AddPerson, Authorise
from labcal.services.perform import Undo, admit
from labcal.services.readings import RecordBlock
from labcal.services.roles import TakeRole, all_roles
from labcal.services.verification_documents import ReserveDocument
from labcal.text import Text

MASS = "mass/substitution"
TOLD = tomllib.loads(resources.path("roles", "roles.toml").read_text(encoding="utf-8"))
ROLES = tuple(name for name, role in TOLD.items() if isinstance(role, dict))
GATED = (Level.RECORDS, Level.CHECKS, Level.SIGNS, Level.MENTORS)
RIGHT_OF = {"records": "record", "checks": "check", "signs": "sign", "mentors": "mentor"}

TAKES = {
    "read": "ChangePassword",
    "receive": """
        ReceiveItem Agree Promise DelayJob EndDelay ReceiveBatch AddInstrumentType EditInstrumentType
        AddEquipment EditInstrument ImportInstruments ImportCalibrations
    """,
    "keep-customers": "AddCustomer EditCustomer AgreeDueDates AddContact EditContact ImportCustomers",
    "keep-standards": """
        AddStandard CertifyStandard SuspendStandard EditStandard StatePoints ImportStandards SetStatus
        MoveItem RecordEvent EnterCalibration EditCalibration EnterMaterial EditMaterial PlanSchedule
        EditSchedule FulfilSchedule Attach Detach WriteNote ReceiveSeals IssueSeals
    """,
    "keep-procedures": """
        WriteSpecification CompareWithDocument AdoptProcedure ApproveProcedure WithdrawProcedure
    """,
    "write-procedures": "WriteProcedure ReviseProcedure DropProcedure",
    "authorise": "Authorise Suspend",
    "manage-quality": "WithdrawCertificate ExcuseUnfit ExcuseSecondPerson AddCmc EditCmc",
    "manage-people": "AddPerson Leave KeepDetails ImportPeople",
    "train": "RecordTraining EditTraining",
    "administer": """
        OpenAccount Unlock KeepSigningKey RevokeKey TrustLaboratory DistrustLaboratory GiveRole TakeRole
        Anonymise EditLaboratory AddSite EditSite AddRoom EditRoom DecideBackups PourRegisters PourJobs
        PourInHouse
    """,
    "record": "RecordConditions",
    "inspect": "VoidSeal",
    "records": """
        OpenJob NameMentor TieStandard NoteJob RecordReading RecordBlock RecordRoom HandOver
        RecordAdjustment DeclareNoAsFound MarkOutlier TakeBackOutlier NoteAcclimatisation KeepRoomRecord
        CopyJob BeginVerification EditMarks ChooseKit AnswerCheck RecordRow NoteAdjustment
        NoteVerification DecideVerification OpenTogether TieTogether RecordTogether RecordRoomTogether
        HandOverTogether
    """,
    "checks": "CheckJob",
    "signs": """
        AmendCertificate ReturnFromSigning ReserveNumber CommitCertificate VoidNumber ReserveDocument
        CommitDocument VoidDocument
    """,
    "mentors": "Countersign",
}
"""What a command takes: a role's right, or an authorisation of a level with the right that belongs to it.

What is kept of an item takes the right to keep that item: here it is a standard.
"""
APART = {"FoundLaboratory", "Undo", "ImportRecords"}
"""The first needs nothing, in an empty book alone; the second needs what the undone command needs; the third
is what the importing commands have in common."""
FILL = {
    "job": "2026-0001",
    "jobs": ("2026-0001",),
    "blocks": (RecordBlock(job="2026-0001", cells=()),),
    "number": "CAL-2026-0001",
    "certificate": "CAL-2026-0001",
    "procedure": MASS,
    "verification": "V-2026-0001",
    "document": "VER-2026-0001",
    "roles": (),
    "item": Subject(SubjectKind.STANDARD, "S-0001"),
    "subject": Subject(SubjectKind.STANDARD, "S-0001"),
    "mentor": None,
    "on": None,
    "what": Unfit.ROOM,
    "earlier": "2026-0001",
}
"""What ``needs`` may look at."""


def commands() -> dict[str, type]:
    """Return every command there is, wherever it stands in the services."""
    found = {}
    for module in pkgutil.walk_packages(labcal.services.__path__, "labcal.services."):
        for name, one in vars(importlib.import_module(module.name)).items():
            if isinstance(one, type) and hasattr(one, "needs") and hasattr(one, "undoable"):
                found[name] = one
    return {name: one for name, one in found.items() if one.__module__.startswith("labcal.services.")}


def filled(kind: type):
    """Return a command of which only what ``needs`` looks at is filled in."""
    command = object.__new__(kind)
    for field in fields(kind):
        object.__setattr__(command, field.name, FILL.get(field.name))
    return command


EXPECTED = {name: wanted for wanted, names in TAKES.items() for name in names.split()}


def who(role: str, *, authorised: bool) -> str:
    return f"{role} {'with' if authorised else 'without'}"


@pytest.fixture(scope="module")
def staffed(issued_folder, tmp_path_factory):
    """A laboratory with two people of each role: one authorised for everything, one for nothing."""
    import shutil

    from tests.conftest import Clock, Lab

    from labcal.store.book import open_book

    path, clock = tmp_path_factory.mktemp("staffed") / "issued" / "lab.labcal", Clock()
    shutil.copytree(issued_folder, path.parent)
    lab = Lab(path, clock, open_book(path, clock))
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    number = verification_cases.accepted(lab)
    lab.do(verification_cases.IRA, ReserveDocument(verification=number, language="en"))
    for role in ROLES:
        for authorised in (True, False):
            name = who(role, authorised=authorised)
            lab.do(lab.admin, AddPerson(person=name, roles=(role,)))
            if authorised:
                _authorise(lab, name, role, (since, until))
    yield lab
    lab.book.close()


def _authorise(lab, name, role, days):
    for level in GATED:
        for procedure in (MASS, R76):
            leave = Authorisation(level=level, since=days[0], until=days[1], procedure=procedure)
            lab.do(lab.admin, Authorise(person=name, leave=leave))
    with lab.book.read() as records:
        others = {held.role.id for held in records.people.get(name).roles} - {role}
    for other in others:
        lab.do(lab.admin, TakeRole(person=name, role=other))


def test_every_command_is_in_the_table():
    assert {*commands()} - APART == {*EXPECTED}


def test_every_role_and_right_is_known():
    assert [role.id for role in all_roles()] == list(ROLES)
    assert [role.title for role in all_roles()] == list(TITLES)
    assert {right for role in ROLES for right in TOLD[role]["rights"]} == {right.value for right in Right}
    assert all("read" in TOLD[role]["rights"] for role in ROLES)


def test_no_authorisation_brings_the_powers_of_an_administrator():
    modest = next(role for role in ROLES if "record" in TOLD[role]["rights"])
    assert modest == "technician"
    for right in RIGHT_OF.values():
        assert right not in TOLD["administrator"]["rights"]
        assert "administer" not in next(
            TOLD[role]["rights"] for role in ROLES if right in TOLD[role]["rights"]
        )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("authorised", [True, False], ids=["authorised", "not"])
def test_who_is_let_in(staffed, role, authorised):
    person, wrong = who(role, authorised=authorised), []
    for name, kind in sorted(commands().items()):
        if name in EXPECTED:
            wanted = EXPECTED[name]
            gated = wanted in RIGHT_OF
            right = RIGHT_OF.get(wanted, wanted)
            allowed = right in TOLD[role]["rights"] and (authorised or not gated)
            if _let_in(staffed, person, filled(kind)) is not allowed:
                wrong.append((name, "let in" if not allowed else "refused"))
    assert wrong == []


def _let_in(lab, person, command) -> bool:
    said = ""
    with lab.book.work() as work:
        try:
            admit(work, person, command.needs(work))
        except NotAuthorisedError as refused:
            said = refused.shown(Text("en"))
    assert said == "" or said.startswith(f"{person} may not ")
    return said == ""


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_reader_changes_nothing(staffed, name):
    """Through the one door, as every window and terminal does; a reader's own password aside."""
    if name == "ChangePassword":
        return
    with staffed.book.read() as records:
        before = records.head()
    for authorised in (True, False):
        with pytest.raises(NotAuthorisedError, match=r"^reader with.* may not "):
            staffed.do(who("reader", authorised=authorised), filled(commands()[name]))
    with staffed.book.read() as records:
        assert records.head() == before


@pytest.mark.parametrize("question", [job_lines, certificate_lines, customer_lines, register])
def test_a_reader_asks_questions(staffed, question):
    assert staffed.ask(question)


def test_undo_takes_the_right_of_what_is_undone(staffed):
    entry = staffed.do(staffed.admin, AddPerson(person="Iris")).entry
    for role in ROLES[:-1]:
        with pytest.raises(NotAuthorisedError, match="keep the register of people"):
            staffed.do(who(role, authorised=True), Undo(entry))
    staffed.do(who("administrator", authorised=False), Undo(entry))


def test_a_book_is_founded_once(staffed):
    assert commands()["FoundLaboratory"].needs(filled(commands()["FoundLaboratory"]), None) is None
    with staffed.book.read() as records:
        assert records.people.founded()


def test_a_role_taken_back_gives_nothing_for_earlier_days_either(lab):
    job = lab.job()
    lab.do(lab.admin, TakeRole(person="Bo", role="technician"))
    with pytest.raises(NotAuthorisedError, match="no role of this person gives the right to it"):
        lab.do("Bo", lab.reading(job, on=date(2026, 3, 1)))


def test_a_need_of_the_first_release_is_read_as_it_was_meant():
    """Without level and right it let everyone in post receive items; administering was a level."""
    assert Need(on=date(2026, 3, 2)).wanted is Right.RECEIVE
    administers = Need(level=Level.ADMINISTERS, on=date(2026, 3, 2))
    assert (administers.wanted, administers.gated) == (Right.ADMINISTER, False)


def test_everybody_of_an_older_book_keeps_their_powers(tmp_path):
    import zipfile
    from pathlib import Path

    from labcal.store.book import open_book

    with zipfile.ZipFile(Path(__file__).parents[1] / "store" / "books" / "0.1.0.zip") as packed:
        packed.extractall(tmp_path)
    book = open_book(tmp_path / "demo.labcal")
    with book.read() as records:
        roles = {line.name: {role.id for role in line.roles} for line in records.people.lines()}
        for name in roles:
            assert records.people.get(name).has(Right.RECEIVE, records.today)
    book.close()
    assert roles == {
        "Halima Yusuf": {"technician", "administrator"},
        "Amina Diallo": {"technician"},
        "Yacouba Traoré": {"technician"},
        "Kwame Osei": {"technician", "reviewer"},
        "Fatou Ndiaye": {"technician", "signatory"},
        "Beatrice Mensah": {"technician", "trainer"},
        "Tomás Silva": {"technician"},
    }
    assert issubclass(NotAuthorisedError, LabCalError)
