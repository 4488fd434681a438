"""Undo of every command that says it can be undone: the rows come back, and the book stays sound."""

import importlib
import pkgutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.services import verification_cases
from tests.services.batch_cases import BATCH_CASES
from tests.services.record_cases import MAKERS, doer

import labcal.services
from labcal.catalog.procedures import procedure_bytes
from labcal.domain.fitness import Unfit
from labcal.domain.instrument import Instrument, StandardCertificate
from labcal.domain.job import Place
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level, Personal
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.records import LaterWorkError, NotUndoableError
from labcal.services.accounts import OpenAccount
from labcal.services.after_issue import AmendCertificate, WithdrawCertificate
from labcal.services.bench import DeclareNoAsFound, MarkOutlier, RecordAdjustment, TakeBackOutlier
from labcal.services.checks import CheckJob, ExcuseSecondPerson, HandOver
from labcal.services.copying import CopyJob
from labcal.services.customers import AddCustomer
from labcal.services.environment import KeepRoomRecord, Measured
from labcal.services.excuses import ExcuseUnfit, NoteAcclimatisation
from labcal.services.jobs import NameMentor, NoteJob, OpenJob, ReceiveItem, TieStandard
from labcal.services.methods import ApproveProcedure
from labcal.services.passwords import hashed
from labcal.services.people import AddPerson, Authorise, Leave
from labcal.services.perform import Undo
from labcal.services.personal import KeepDetails
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordBlock, RecordReading, RecordRoom
from labcal.services.roles import GiveRole, TakeRole
from labcal.services.standards import AddStandard, CertifyStandard, SuspendStandard

MASS = "mass/substitution"
PLACE = Place(point=0, row=0, column=0)
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
MEASURED = Measured(
    name="temperature",
    unit="°C",
    lowest="20.1",
    mean="20.2",
    highest="20.4",
    count=3,
    since=MORNING,
    until=MORNING,
)
VALUE = QuantityValue("0.0120", "g")
WEIGHT = Instrument(name="Weight", nominal=parse("10 kg"), serial="9")
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
CERTIFICATE = StandardCertificate(
    number="MSL-9",
    laboratory="National Laboratory",
    calibrated_on=date(2026, 1, 1),
    due_on=date(2027, 1, 1),
    value=parse("10 000.004 g"),
    expanded=parse("45 mg"),
    coverage_factor=Decimal(2),
)
BODY = procedure_bytes("length/caliper").decode()
LEAVE = Authorisation(level=Level.RECORDS, procedure=MASS, **YEAR)
MENTORING = Authorisation(level=Level.MENTORS, procedure=MASS, **YEAR)

ISSUED = {"certificate": "CAL-2026-0001", "why": "A wrong digit"}

CASES = {
    AmendCertificate: ("issued", "Sol", lambda _job: AmendCertificate(change="The serial", **ISSUED)),
    WithdrawCertificate: ("issued", "Ana", lambda _job: WithdrawCertificate(notice="A letter", **ISSUED)),
    AddCustomer: ("received", "Bo", lambda job: AddCustomer(party=Party(name="Mill"))),
    ReceiveItem: (
        "received",
        "Bo",
        lambda job: ReceiveItem(customer=Party(name="Mill"), item=WEIGHT, condition="Good"),
    ),
    OpenJob: ("received", "Bo", lambda job: OpenJob(job=job, procedure=MASS)),
    NameMentor: ("opened", "Bo", lambda job: NameMentor(job=job, mentor="Max")),
    TieStandard: ("opened", "Bo", lambda job: TieStandard(job=job, standard="S-0001")),
    NoteJob: ("opened", "Bo", lambda job: NoteJob(job=job, remarks="Scratched", deviations="None")),
    RecordReading: ("opened", "Bo", lambda job: RecordReading(job=job, place=PLACE, quantity=VALUE)),
    RecordBlock: ("opened", "Bo", lambda job: RecordBlock(job=job, cells=((PLACE, VALUE),))),
    RecordRoom: (
        "measured",
        "Bo",
        lambda job: RecordRoom(job=job, name="temperature", moment="end", quantity=parse("20,50 °C")),
    ),
    HandOver: ("measured", "Bo", lambda job: HandOver(job=job)),
    RecordAdjustment: ("measured", "Bo", lambda job: RecordAdjustment(job=job, what="Polished")),
    DeclareNoAsFound: ("opened", "Bo", lambda job: DeclareNoAsFound(job=job, reason="New item")),
    MarkOutlier: ("measured", "Bo", lambda job: MarkOutlier(job=job, place=PLACE, reason="A knock")),
    NoteAcclimatisation: ("opened", "Bo", lambda job: NoteAcclimatisation(job=job, since=MORNING)),
    ExcuseUnfit: (
        "too warm",
        "Ana",
        lambda job: ExcuseUnfit(job=job, what=Unfit.ROOM, about="temperature end", reason="Corrected for"),
    ),
    TakeBackOutlier: ("left out", "Bo", lambda job: TakeBackOutlier(job=job, place=PLACE)),
    AddPerson: ("received", "Ana", lambda job: AddPerson(person="Ira")),
    Authorise: ("received", "Ana", lambda job: Authorise(person="Eve", leave=LEAVE)),
    Leave: ("received", "Ana", lambda job: Leave(person="Eve")),
    GiveRole: ("received", "Ana", lambda job: GiveRole(person="Eve", role="inspector")),
    TakeRole: ("received", "Ana", lambda job: TakeRole(person="Bo", role="technician")),
    KeepDetails: (
        "received",
        "Ana",
        lambda job: KeepDetails(person="Eve", personal=Personal(full_name="Eve Other"), seen=0),
    ),
    AddStandard: (
        "received",
        "Ana",
        lambda job: AddStandard(name="W", identification="1", grade="F2", certificate=CERTIFICATE),
    ),
    CertifyStandard: (
        "received",
        "Ana",
        lambda job: CertifyStandard(standard="S-0001", certificate=CERTIFICATE),
    ),
    SuspendStandard: ("received", "Ana", None),
    AdoptProcedure: ("received", "Ana", lambda job: AdoptProcedure(body=BODY)),
}

KEPT = {"entry", "touch", "span", "checkpoint", "alembic_version", "person_key"}
"""What only grows: a person's key stays, so that adding the person can be redone."""


def commands() -> set[type]:
    """Return every command there is."""
    modules = pkgutil.iter_modules(labcal.services.__path__)
    loaded = [importlib.import_module(f"labcal.services.{module.name}") for module in modules]
    kinds = {one for module in loaded for one in vars(module).values() if isinstance(one, type)}
    named = {one for one in kinds if one.__module__.startswith("labcal.services.")}
    return {one for one in named if hasattr(one, "undoable")} - {Undo}


def contents(lab) -> dict[str, list[tuple]]:
    """Return every table of records, without versions."""
    connection = sqlite3.connect(lab.path)
    connection.row_factory = sqlite3.Row
    tables = [
        row[0]
        for row in connection.execute("select name from sqlite_master where type = 'table'")
        if row[0] not in KEPT and "sqlite_" not in row[0] and not row[0].startswith("find_")
    ]
    found = {
        table: sorted(
            tuple((name, row[name]) for name in row.keys() if name != "version")  # noqa: SIM118
            for row in connection.execute(f"select * from {table}")
        )
        for table in tables
    }
    connection.close()
    return found


def test_every_command_that_can_be_undone_is_tried_here():
    assert {one for one in commands() if one.undoable} == {*CASES}
    assert len(commands()) > len(CASES) + 5


CASES |= {
    KeepRoomRecord: ("measured", "Bo", None),
    CopyJob: ("issued", "Bo", None),
}
CASES |= {kind: ("received", doer(kind), None) for kind in MAKERS} | BATCH_CASES
CASES |= {kind: ("received", verification_cases.doer(kind), None) for kind in verification_cases.MAKERS}


def stand(lab, stage):
    """Take a job to where a command can be given."""
    job = lab.job("measured" if " " in stage else stage)
    if stage == "left out":
        lab.do("Bo", MarkOutlier(job=job, place=PLACE, reason="A knock"))
    if stage == "too warm":
        lab.do("Bo", RecordRoom(job=job, name="temperature", moment="end", quantity=parse("35 °C")))
    return job


def command_of(lab, kind, job):
    if kind in MAKERS:
        return MAKERS[kind](lab)
    if kind in verification_cases.MAKERS:
        return verification_cases.MAKERS[kind](lab)
    if kind is SuspendStandard:
        with lab.book.read() as records:
            seen = records.standards.lines()[0].version
        return SuspendStandard(standard="S-0001", suspended=True, seen=seen)
    if kind is KeepRoomRecord:
        digest = lab.book.archive.keep(2026, "room.csv (attached)", b"Time,Temperature\n")
        return KeepRoomRecord(
            job=job, measured=(MEASURED,), file="room.csv", size=17, year=2026, digest=digest
        )
    if kind is CopyJob:
        again = ReceiveItem(customer="C-0001", item="I-0001", condition="Good", grade="M1")
        return CopyJob(job=lab.do("Bo", again).value)
    return CASES[kind][2](job)


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
def test_undo_brings_every_row_back_and_redo_does_it_again(lab, kind):
    stage, who, _ = CASES[kind]
    command = command_of(lab, kind, stand(lab, stage))
    before = contents(lab)
    entry = lab.do(who, command).entry
    done = contents(lab)
    assert done != before
    undone = lab.undo(who, entry).entry
    assert contents(lab) == before
    lab.undo(who, undone)
    assert contents(lab) == done
    assert lab.findings() == []


LATER = {
    AddCustomer: lambda lab: lab.do(
        "Bo", ReceiveItem(customer="C-0002", item=replace(WEIGHT, serial="7"), condition="Good")
    ),
    ReceiveItem: lambda lab: lab.do("Bo", OpenJob(job="2026-0002", procedure=MASS)),
    OpenJob: lambda lab: lab.do("Bo", lab.reading("2026-0001")),
    NameMentor: lambda lab: lab.do("Bo", NoteJob(job="2026-0001", remarks="x", deviations="")),
    TieStandard: lambda lab: lab.do("Bo", TieStandard(job="2026-0001", standard="S-0001")),
    NoteJob: lambda lab: lab.do("Bo", NoteJob(job="2026-0001", remarks="x", deviations="")),
    RecordReading: lambda lab: lab.do("Bo", lab.reading("2026-0001", keyed="1", reason="Misread")),
    RecordBlock: lambda lab: lab.do("Bo", lab.reading("2026-0001", keyed="1", reason="Misread")),
    RecordRoom: lambda lab: lab.do("Bo", HandOver(job="2026-0001")),
    HandOver: lambda lab: lab.do("Di", CheckJob(job="2026-0001", accepted=True)),
    MarkOutlier: lambda lab: lab.do("Bo", TakeBackOutlier(job="2026-0001", place=PLACE)),
    AddPerson: lambda lab: lab.do("Ana", OpenAccount(person="Ira", hashed=hashed("some password"))),
    Authorise: lambda lab: lab.do("Eve", AddCustomer(party=Party(name="Mill"))),
    GiveRole: lambda lab: lab.do("Ana", TakeRole(person="Eve", role="inspector")),
    Leave: lambda lab: (lab.clock.forward(days=1), lab.do("Ana", Leave(person="Eve"))),
    AddStandard: lambda lab: lab.do("Bo", TieStandard(job=lab.job(serial="8"), standard="S-0004")),
    CertifyStandard: lambda lab: lab.do("Bo", TieStandard(job=lab.job(serial="8"), standard="S-0001")),
    ApproveProcedure: lambda lab: lab.job(serial="8"),
}


@pytest.mark.parametrize("kind", LATER, ids=lambda kind: kind.__name__)
def test_undo_is_refused_once_later_work_builds_on_it(lab, kind):
    stage, who, _ = CASES[kind]
    job = stand(lab, stage)
    entry = lab.do(who, command_of(lab, kind, job)).entry
    LATER[kind](lab)
    before = contents(lab)
    with pytest.raises(LaterWorkError, match=f"Entry {entry} cannot be undone: later work builds on it"):
        lab.undo(who, entry)
    assert contents(lab) == before
    assert lab.findings() == []


def test_what_is_not_undoable_says_so(lab):
    job = lab.job("checking")
    entry = lab.do("Ana", ExcuseSecondPerson(job=job, reason="Alone")).entry
    with pytest.raises(NotUndoableError, match=r"\(Grant exception\) cannot be undone"):
        lab.undo("Ana", entry)
    lab.job("issued", serial="2")
    with lab.book.read() as records:
        last = records.head()[0]
    with pytest.raises(NotUndoableError, match=r"\(Issue certificate\) cannot be undone"):
        lab.undo("Sol", last)
