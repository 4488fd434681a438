"""A procedure is written by one person, approved by another, in force from a day, and withdrawn."""

from dataclasses import replace
from datetime import date

import pytest
from tests.services.method_cases import BODY, MASS, OWN, REVISE, SECOND, WRITE, waiting

from labcal.catalog.procedure_file import parse_procedure
from labcal.catalog.procedure_writer import write_procedure
from labcal.catalog.procedures import load_example, load_procedure, load_words, procedure_bytes
from labcal.domain.laboratory import Laboratory
from labcal.domain.quantity import parse
from labcal.errors.jobs import ProcedureNotInForceError
from labcal.errors.methods import (
    EarlierForceError,
    ExampleDiffersError,
    KnownProcedureError,
    NewProcedureError,
    NextVersionError,
    NothingToWithdrawError,
    NotTheWriterError,
    NotWaitingError,
    OwnProcedureError,
    ProcedureNameWantedError,
    ProcedureWithdrawnError,
    SameProcedureError,
    UnapprovedProcedureError,
    WaitingProcedureError,
)
from labcal.errors.people import NotAuthorisedError
from labcal.errors.procedures import UnknownKeyError
from labcal.errors.records import MissingFieldError, StaleError
from labcal.services.jobs import OpenJob
from labcal.services.laboratory import EditLaboratory
from labcal.services.methods import (
    ApproveProcedure,
    DropProcedure,
    ReviseProcedure,
    WithdrawProcedure,
    WriteProcedure,
)
from labcal.services.people import AddPerson
from labcal.services.procedures import AdoptProcedure, procedures_in_force

CALIPER = "length/caliper"


def approve(seen: int, **told: object) -> ApproveProcedure:
    return ApproveProcedure(**{"procedure": MASS, "edition": 2, "seen": seen} | told)


def test_a_version_waits_until_somebody_else_approves_it(lab):
    seen = waiting(lab)
    job = lab.job()
    with lab.book.read() as records:
        assert records.jobs.get(job).procedure.version == 1
        kept = records.procedures.waiting(MASS)
        assert (kept.value.by, kept.value.edition, kept.value.reason) == ("Bo", 2, "Better figures")
    with pytest.raises(NotAuthorisedError, match="Bo may not keep procedures"):
        lab.do("Bo", approve(seen))
    lab.do("Ana", approve(seen))
    later = lab.job(serial="2")
    with lab.book.read() as records:
        assert records.procedures.waiting(MASS) is None
        version = records.procedures.versions(MASS)[-1].value
        assert (version.written_by, version.approved_by, version.since) == ("Bo", "Ana", date(2026, 3, 2))
        assert version.reason == "Better figures"
        assert records.jobs.get(job).procedure.version == 1
        assert records.jobs.get(later).procedure.body == SECOND
    assert lab.findings() == []


def test_nobody_approves_what_he_or_she_wrote(lab):
    seen = lab.do("Ana", REVISE).entry
    with pytest.raises(OwnProcedureError, match="Ana wrote this version of mass/substitution"):
        lab.do("Ana", approve(seen))
    kept = lab.ask(lambda records: records.people.kept_laboratory())
    alone = Laboratory(**{name: getattr(kept.value, name) for name in Laboratory.__slots__})
    lab.do("Ana", EditLaboratory(laboratory=replace(alone, second_person=False), seen=kept.version))
    lab.do("Ana", approve(seen))


def test_one_person_alone_adopts_only_what_ships(lab):
    with pytest.raises(UnapprovedProcedureError, match="Version 2 of mass/substitution is not the text"):
        lab.do("Ana", AdoptProcedure(body=SECOND))
    lab.do("Ana", AdoptProcedure(body=procedure_bytes(CALIPER).decode()))
    assert lab.ask(procedures_in_force) == [CALIPER, MASS]


@pytest.mark.parametrize(
    ("command", "error", "sentence"),
    [
        (WriteProcedure(body=BODY, reason="x"), KnownProcedureError, "already: revise it"),
        (WriteProcedure(body=OWN.replace("mass/own", "Own"), reason="x"), ProcedureNameWantedError, "“Own”"),
        (WriteProcedure(body=OWN, reason=" "), MissingFieldError, "The reason is missing"),
        (
            WriteProcedure(body=OWN.replace("version = 1", "version = 7"), reason="x"),
            NextVersionError,
            "is 1",
        ),
        (WriteProcedure(body=f"colour = 1\n{OWN}", reason="x"), UnknownKeyError, "“colour”"),
        (ReviseProcedure(body=OWN, reason="x"), NewProcedureError, "no procedure “mass/own”"),
        (ReviseProcedure(body=BODY, reason="x"), SameProcedureError, "Nothing differs from version 1"),
        (
            ReviseProcedure(body=SECOND.replace("version = 2", "version = 3"), reason="x"),
            NextVersionError,
            "Version 3 of mass/substitution is not the next one, which is 2",
        ),
        (DropProcedure(procedure=MASS, seen=1), NotWaitingError, "No version"),
        (WithdrawProcedure(procedure=CALIPER, reason="x"), NothingToWithdrawError, CALIPER),
        (WithdrawProcedure(procedure=MASS, reason=""), MissingFieldError, "The reason is missing"),
        (approve(1), NotWaitingError, "No version 2 of mass/substitution waits"),
    ],
)
def test_what_is_refused(lab, command, error, sentence):
    before = lab.ask(lambda records: records.head())
    with pytest.raises(error, match=sentence):
        lab.do("Ana", command)
    assert lab.ask(lambda records: records.head()) == before


def test_what_waits_is_changed_by_its_writer_alone_and_approved_as_it_was_seen(lab):
    seen = waiting(lab)
    other = replace(REVISE, body=SECOND.replace('lowest = "4 kg"', 'lowest = "3 kg"', 1))
    with pytest.raises(WaitingProcedureError, match="written by Bo, waits for approval"):
        lab.do("Cy", replace(other, seen=seen))
    with pytest.raises(WaitingProcedureError):
        lab.do("Bo", other)
    lab.do("Bo", replace(other, seen=seen))
    with pytest.raises(StaleError):
        lab.do("Ana", approve(seen))
    with lab.book.read() as records:
        kept = records.procedures.waiting(MASS)
        assert records.procedures.versions(MASS)[-1].value.edition == 1
    with pytest.raises(NotTheWriterError, match="Only Bo"):
        lab.do("Cy", DropProcedure(procedure=MASS, seen=kept.version))
    lab.do("Bo", DropProcedure(procedure=MASS, seen=kept.version))
    with lab.book.read() as records:
        assert records.procedures.written() == []


def test_a_version_is_in_force_from_its_day_on(lab):
    with pytest.raises(EarlierForceError, match="2026-03-01 lies before 2026-03-02"):
        lab.do("Ana", approve(waiting(lab), since=date(2026, 3, 1)))
    with lab.book.read() as records:
        seen = records.procedures.waiting(MASS).version
    lab.do("Ana", approve(seen, since=date(2026, 3, 4)))
    job = lab.job()
    with lab.book.read() as records:
        assert records.jobs.get(job).procedure.version == 1
    lab.clock.forward(days=3)
    later = lab.job(serial="2")
    with lab.book.read() as records:
        assert records.jobs.get(later).procedure.version == 2


def test_a_withdrawn_procedure_opens_no_job_and_comes_back_only_by_another_version(lab):
    begun, received = lab.job(), lab.receive(serial="9")
    lab.do("Ana", WithdrawProcedure(procedure=MASS, reason="The balance is gone"))
    assert lab.ask(procedures_in_force) == []
    with pytest.raises(ProcedureWithdrawnError, match="withdrawn on 2026-03-02: The balance is gone"):
        lab.do("Bo", OpenJob(job=received, procedure=MASS))
    lab.do("Bo", lab.reading(begun))
    lab.adopt(SECOND)
    lab.do("Bo", OpenJob(job=received, procedure=MASS))
    with lab.book.read() as records:
        assert records.jobs.get(received).procedure.version == 2
    assert lab.findings() == []


def test_a_procedure_of_which_the_only_version_begins_later(lab):
    lab.adopt(OWN, date(2026, 3, 5))
    with lab.book.read() as records, pytest.raises(ProcedureNotInForceError, match="only from 2026-03-05"):
        records.procedures.in_force("mass/own", records.today)


def own_caliper(**changed: object) -> str:
    procedure = replace(load_procedure(CALIPER), id="length/own", words=load_words(CALIPER), **changed)
    return write_procedure(procedure, load_example(CALIPER))


def test_the_worked_example_is_held_against_its_figures_at_approval(lab):
    written = lab.do("Bo", WriteProcedure(body=own_caliper(), reason="Ours"))
    lab.do("Ana", approve(written.entry, procedure="length/own", edition=1))
    wrong = parse_procedure(own_caliper().encode())
    inputs = tuple(
        replace(one, value=parse("90 um")) if one.symbol == "dl_M" else one for one in wrong.inputs
    )
    seen = lab.do("Bo", ReviseProcedure(body=own_caliper(inputs=inputs, version=2), reason="Wrong")).entry
    with pytest.raises(ExampleDiffersError, match=r"The worked example of length/own does not give.*value"):
        lab.do("Ana", approve(seen, procedure="length/own"))


def test_a_reader_writes_nothing(lab):
    lab.do("Ana", AddPerson(person="Rea", role="Guest", roles=("reader",)))
    with pytest.raises(NotAuthorisedError, match="Rea may not write procedures"):
        lab.do("Rea", WRITE)
