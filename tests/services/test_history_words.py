"""What a record's history tells: what it refers to by name, and what was taken away again."""

import pytest
from tests.services import record_cases

from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.records import StaleError
from labcal.services.jobs import NoteJob, TieStandard
from labcal.services.papers import Detach, attach, attachments, history
from labcal.services.places import EditRoom
from labcal.text import Text

ROOM = Subject(SubjectKind.ROOM, record_cases.ROOM.name)
CUSTOMER = Subject(SubjectKind.CUSTOMER, "C-0001")


def told(lines) -> list[tuple[str, str, dict]]:
    return [
        (line.command, line.table, {one.name: (one.earlier, one.later) for one in line.columns})
        for line in lines
    ]


def test_a_standard_that_was_taken_out_again_is_told_with_its_number(lab):
    job = lab.job()
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    lines = told(lab.ask(lambda records: records.job_history(job)))
    found = [columns["standard"] for _, table, columns in lines if table == "job_standard"]
    assert sorted(found, key=str) == [
        ("S-0001 Weight MSL-1", None),
        (None, "S-0001 Weight MSL-1"),
        (None, "S-0001 Weight MSL-1"),
    ]


def test_a_file_that_was_detached_stays_in_the_history(lab, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear all")
    attach(lab.book, lab.admin, CUSTOMER, path)
    (kept,) = lab.ask(attachments, CUSTOMER)
    lab.do(lab.admin, Detach(subject=CUSTOMER, key=kept.key, seen=kept.version))
    found = [(what, table) for what, table, _ in told(lab.ask(history, CUSTOMER)) if table == "attachment"]
    assert found == [("Detach file", "attachment"), ("Attach file", "attachment")]


def test_a_file_of_another_record_is_not_in_the_history(lab, tmp_path):
    path, other = tmp_path / "letter.txt", Subject(SubjectKind.STANDARD, "S-0001")
    path.write_text("Dear all")
    attach(lab.book, lab.admin, other, path)
    (kept,) = lab.ask(attachments, other)
    lab.do(lab.admin, Detach(subject=other, key=kept.key, seen=kept.version))
    assert [table for _, table, _ in told(lab.ask(history, CUSTOMER))] == ["customer"]


def test_a_limit_of_a_room_that_was_lifted_stays_in_the_history(lab):
    kept = record_cases.room(lab)
    lab.do("Ana", EditRoom(key=kept.key, room=record_cases.ROOM, limits=(), seen=kept.version))
    lines = told(lab.ask(history, ROOM))
    assert [what for what, table, _ in lines if table == "room_limit"].count("Edit room") == 2


def test_remarks_are_refused_only_where_they_were_written_meanwhile(lab):
    job = lab.job()
    seen = lab.ask(lambda records: records.jobs.get(job).version)
    lab.do("Bo", NoteJob(job=job, remarks="Dented", deviations="", seen=seen))
    with pytest.raises(StaleError) as refused:
        lab.do("Bo", NoteJob(job=job, remarks="Scratched", deviations="", seen=seen))
    assert refused.value.shown(Text("en")) == (
        f"job {job} has changed since you saw it: Remarks (last by Bo, Note remarks)."
    )
    called = {"remarks": "Remarks for the certificate"}
    assert "seen it" not in refused.value.shown(Text("en"), called)
    assert "it: Remarks for the certificate (last" in refused.value.shown(Text("en"), called)


def test_remarks_pass_where_something_else_of_the_job_changed(lab):
    job = lab.receive()
    seen = lab.ask(lambda records: records.jobs.get(job).version)
    from labcal.services.jobs import OpenJob

    lab.do("Bo", OpenJob(job=job, procedure="mass/substitution"))
    lab.do("Bo", NoteJob(job=job, remarks="Dented", deviations="", seen=seen))
    assert lab.ask(lambda records: records.jobs.get(job).remarks) == "Dented"
