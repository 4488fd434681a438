"""The room from the file of a sensor, and a job begun as an earlier one was."""

import re

import pytest

from labcal.domain.quantity import parse
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.bench import NoEarlierJobError, OtherInstrumentError
from labcal.errors.environment import (
    BadRecordCellError,
    BadRecordTimeError,
    NoInfluenceError,
    NothingWatchedError,
    NoTimeColumnError,
    NoWorkYetError,
    UncoveredTimeError,
)
from labcal.errors.jobs import WrongStageError
from labcal.services.certificates import files_of
from labcal.services.checks import CheckJob, HandOver
from labcal.services.copying import CopyJob
from labcal.services.environment import record_environment
from labcal.services.jobs import ReceiveItem, TieStandard, job
from labcal.services.papers import attached, attachments
from labcal.services.sheet import sheet
from labcal.services.standards import SuspendStandard, standard_lines

HEAD = "Time;Temperature (°C);Humidity [%RH];Pressure (hPa)"
RECORD = (
    "2026-03-02 21:50;19,9;45,0;1012,8",
    "2026-03-02 22:05;20,1;46,2;1013,0",
    "2026-03-02 22:20;20,4;;1013,1",
    "2026-03-02 22:35;20,2;46,5;1013,3",
    "2026-03-02 22:50;25,9;70,0;1019,0",
)


@pytest.fixture
def measured(lab):
    """A job read from 22:00 to 22:30 in Auckland, without a word of the room."""
    number = lab.job("opened")
    lab.do("Bo", TieStandard(job=number, standard=lab.standard))
    for cell in range(lab.cells()):
        lab.do("Bo", lab.reading(number, cell))
        lab.clock.forward(seconds=30 * 60 / (lab.cells() - 1))
    return number


def written(tmp_path, *lines):
    path = tmp_path / "room.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_record_of_a_sensor_stands_for_the_room(lab, measured, tmp_path):
    path = written(tmp_path, HEAD, *RECORD)
    record_environment(lab.book, "Bo", measured, path)
    now = lab.ask(job, measured)
    told = {one.name: (one.lowest, one.mean, one.highest, one.count) for one in now.room_records}
    assert told == {
        "temperature": ("19.9", "20.15", "20.4", 4),
        "relative humidity": ("45.0", "45.90", "46.5", 3),
        "pressure": ("1012.8", "1013.05", "1013.3", 4),
    }
    (kept,) = lab.ask(attachments, Subject(SubjectKind.JOB, measured))
    assert kept.value.digest == now.room_records[0].digest
    assert attached(lab.book, kept.key)[1] == path.read_bytes()
    room = lab.ask(sheet, measured, "Bo", "en").evaluated[0].inputs.room
    assert dict(room)["temperature"] == parse("20.15 °C")
    lab.do("Bo", HandOver(job=measured))
    lab.do("Cy", CheckJob(job=measured, accepted=True))
    xml = files_of(lab.book, lab.issue(measured)).xml
    assert b">19.9<" in xml
    assert b">20.4<" in xml
    assert lab.findings() == []


def test_a_record_that_does_not_reach_over_the_work_is_refused(lab, measured, tmp_path):
    with pytest.raises(UncoveredTimeError, match="reaches from 2026-03-02 21:50 to 2026-03-02 22:20"):
        record_environment(lab.book, "Bo", measured, written(tmp_path, HEAD, *RECORD[:3]))
    assert lab.ask(job, measured).room_records == ()


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        (("Temperature;Humidity", "20;45"), NoTimeColumnError),
        (("Time;Door", "2026-03-02 22:00;shut"), NoInfluenceError),
        ((HEAD, "03/02/2026 22:00;20;45;1013"), BadRecordTimeError),
        ((HEAD, "2026-03-02 22:00;warm;45;1013"), BadRecordCellError),
        ((HEAD, "2026-03-02 22:00;;;"), NoInfluenceError),
    ],
)
def test_a_bad_record_is_said_so(lab, measured, tmp_path, lines, refusal):
    with pytest.raises(refusal):
        record_environment(lab.book, "Bo", measured, written(tmp_path, *lines))


def test_a_record_belongs_to_readings(lab, tmp_path):
    with pytest.raises(NoWorkYetError):
        record_environment(lab.book, "Bo", lab.job("opened"), written(tmp_path, HEAD, *RECORD))


def test_what_the_procedure_does_not_ask_is_not_enough(lab, measured, tmp_path, monkeypatch):
    from labcal.exchange import sensor_record

    monkeypatch.setattr(sensor_record, "KNOWN", {})
    with pytest.raises((NothingWatchedError, NoInfluenceError)):
        record_environment(lab.book, "Bo", measured, written(tmp_path, HEAD, *RECORD))


def again(lab):
    """Receive the instrument of the first job once more."""
    lab.clock.forward(days=1)
    command = ReceiveItem(customer=lab.customer, item="I-0001", condition="Good")
    return lab.do("Bo", command).value


def test_a_job_begins_as_the_last_of_its_instrument(issued):
    number = again(issued)
    left_out = issued.do("Bo", CopyJob(job=number)).value
    now, before = issued.ask(job, number), issued.ask(job, "2026-0001")
    assert left_out == ()
    assert (now.procedure, now.grade) == (before.procedure, "M1")
    assert [one.standard for one in now.standards] == [one.standard for one in before.standards]
    assert now.readings == ()
    with pytest.raises(WrongStageError):
        issued.do("Bo", CopyJob(job=number))


def test_a_standard_that_may_not_be_used_is_left_out_and_said(issued):
    seen = next(line.version for line in issued.ask(standard_lines) if line.number == issued.standard)
    issued.do(issued.admin, SuspendStandard(standard=issued.standard, suspended=True, seen=seen))
    number = again(issued)
    (left_out,) = issued.do("Bo", CopyJob(job=number)).value
    assert re.search("S-0001 is suspended", str(left_out.why))
    assert issued.ask(job, number).standards == ()


def test_only_a_job_of_the_same_instrument_is_copied(issued):
    other = issued.receive(serial="77")
    with pytest.raises(NoEarlierJobError):
        issued.do("Bo", CopyJob(job=other))
    with pytest.raises(OtherInstrumentError):
        issued.do("Bo", CopyJob(job=other, earlier="2026-0001"))
