"""Readings as they were typed, and what is refused at the bench (ISO/IEC 17025:2017, 7.5)."""

from datetime import date
from decimal import Decimal

import pytest

from labcal.domain.job import Place
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors.jobs import (
    BeforeReceiptError,
    NoSuchCellError,
    NoSuchConditionError,
    ReasonNeededError,
    SameReadingError,
    WrongStageError,
)
from labcal.errors.people import NotTheMentorError
from labcal.errors.quantities import NotANumberError, UnitMismatchError, UnknownUnitError
from labcal.errors.records import NotFoundError
from labcal.services.jobs import OpenJob
from labcal.services.readings import Countersign, RecordBlock, RecordReading, RecordRoom


def place(row=0, column=0, point=0) -> Place:
    return Place(point=point, row=row, column=column)


def readings(lab, job):
    with lab.book.read() as records:
        return records.jobs.get(job).readings


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        ("0.010", "g", "0.010"),
        ("+0.0100", "g", "0.0100"),
        ("0,0100", "g", "0.0100"),
        ("−0.005", "g", "-0.005"),
        ("10 000.010", "g", "10000.010"),
        ("10\u202f000.0", "mg", "10000.0"),
        ("1e-2", "g", "0.01"),
        ("0", "kg", "0"),
    ],
)
def test_a_reading_stays_as_it_was_typed(lab, number, unit, value):
    job = lab.job()
    lab.do("Bo", RecordReading(job=job, place=place(), quantity=QuantityValue(number, unit)))
    lab.reopen()
    (reading,) = readings(lab, job)
    assert (reading.quantity.number, reading.quantity.unit) == (number, unit)
    assert str(reading.quantity.value) == str(Decimal(value))
    assert (reading.by, reading.at, reading.revision) == ("Bo", lab.clock.now, 0)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("heavy", NotANumberError),
        ("", NotANumberError),
        ("1.2.3", NotANumberError),
        ("NaN", NotANumberError),
        ("0.01O g", NotANumberError),
        ("0.010 zorkmid", UnknownUnitError),
        ("0.010 mm", UnitMismatchError),
    ],
)
def test_what_is_no_reading_is_refused_where_it_is_typed(typed, error):
    with pytest.raises(error):
        parse(typed, "g")


def test_a_unit_of_another_kind_is_refused_in_the_book_too(lab):
    job = lab.job()
    for unit in ("mm", "°C", "1"):
        with pytest.raises(UnitMismatchError, match="a mass is wanted here"):
            lab.do("Bo", RecordReading(job=job, place=place(), quantity=QuantityValue("0.010", unit)))
    assert readings(lab, job) == ()


@pytest.mark.parametrize("where", [place(99), place(0, 99), place(-1), place(0, -1), place(point=1)])
def test_a_cell_that_the_sheet_does_not_have(lab, where):
    job = lab.job()
    with pytest.raises(NoSuchCellError, match="has no reading at cycle"):
        lab.do("Bo", RecordReading(job=job, place=where, quantity=QuantityValue("0.010", "g")))


def test_a_correction_keeps_the_earlier_value_with_who_and_when(lab):
    job = lab.job()
    lab.do("Bo", lab.reading(job, keyed="0.010"))
    first = lab.clock.now
    lab.clock.forward(minutes=3)
    with pytest.raises(ReasonNeededError, match=r"say why 0.010.g is replaced"):
        lab.do("Cy", lab.reading(job, keyed="0.020"))
    lab.do("Cy", lab.reading(job, keyed="0.020", reason=" Misread "))
    lab.do("Bo", lab.reading(job, keyed="0.0200", reason="A digit was missing"))
    with lab.book.read() as records:
        found = records.jobs.get(job)
    assert [(one.quantity.number, one.by, one.at, one.reason) for one in found.replaced] == [
        ("0.010", "Bo", first, ""),
        ("0.020", "Cy", lab.clock.now, "Misread"),
    ]
    (standing,) = found.readings
    assert (standing.quantity.number, standing.revision) == ("0.0200", 2)


def test_the_same_reading_again_is_no_correction(lab):
    job = lab.job()
    lab.do("Bo", lab.reading(job, keyed="0.010"))
    with pytest.raises(SameReadingError, match=r"0.010.g already"):
        lab.do("Bo", lab.reading(job, keyed="0.010", reason="Again"))


def test_a_first_reading_needs_no_reason_and_keeps_none(lab):
    job = lab.job()
    lab.do("Bo", lab.reading(job, reason="Just so"))
    assert readings(lab, job)[0].reason == ""


def test_a_pasted_block_is_written_whole_or_not_at_all(lab):
    job = lab.job()
    good = tuple((place(0, column), QuantityValue(f"0.01{column}", "g")) for column in range(3))
    with pytest.raises(UnitMismatchError):
        lab.do("Bo", RecordBlock(job=job, cells=(*good, (place(0, 3), QuantityValue("1", "m")))))
    assert readings(lab, job) == ()
    assert lab.do("Bo", RecordBlock(job=job, cells=good)).value == 3
    assert lab.do("Bo", RecordBlock(job=job, cells=(*good, (place(1), good[0][1])))).value == 1
    with pytest.raises(ReasonNeededError):
        lab.do("Bo", RecordBlock(job=job, cells=((place(), QuantityValue("9", "g")),)))
    assert len(readings(lab, job)) == 4


def test_a_block_of_what_is_there_already_leaves_no_line(lab):
    job = lab.job()
    cells = ((place(), QuantityValue("0.010", "g")),)
    lab.do("Bo", RecordBlock(job=job, cells=cells))
    outcome = lab.do("Bo", RecordBlock(job=job, cells=cells))
    assert (outcome.value, outcome.tables) == (0, frozenset())


def test_the_room_is_read_at_start_and_end(lab):
    job = lab.job()
    for moment, keyed in (("start", "20.1 °C"), ("end", "20.3 °C"), ("end", "20.4 °C")):
        lab.do("Bo", RecordRoom(job=job, name="temperature", moment=moment, quantity=parse(keyed)))
    with lab.book.read() as records:
        room = records.jobs.get(job).room
    assert [(one.moment, one.quantity.number) for one in room] == [("start", "20.1"), ("end", "20.4")]


@pytest.mark.parametrize(
    ("name", "moment", "keyed", "error"),
    [
        ("noise", "start", "20 °C", NoSuchConditionError),
        ("temperature", "noon", "20 °C", NoSuchConditionError),
        ("temperature", "start", "20 %", UnitMismatchError),
        ("pressure", "start", "20 °C", UnitMismatchError),
    ],
)
def test_a_condition_that_nobody_asks_for(lab, name, moment, keyed, error):
    with pytest.raises(error):
        lab.do("Bo", RecordRoom(job=lab.job(), name=name, moment=moment, quantity=parse(keyed)))


def test_nothing_is_recorded_before_the_job_is_open_or_after_it_left(lab):
    job = lab.receive()
    with pytest.raises(Exception, match=r"may not record|is received"):
        lab.do("Bo", lab.reading(job))
    done = lab.job("checking", serial="2")
    for command in (
        lab.reading(done, keyed="1", reason="Late"),
        RecordRoom(job=done, name="temperature", moment="end", quantity=parse("20 °C")),
        Countersign(job=done),
    ):
        with pytest.raises(WrongStageError, match="handed over for the check"):
            lab.do("Max", command)
    with pytest.raises(NotFoundError, match="no job 2026-0099"):
        lab.do("Bo", lab.reading("2026-0099"))


def test_only_the_mentor_who_stood_by_signs(lab):
    job = lab.job()
    lab.do("Bo", lab.reading(job))
    with pytest.raises(NotTheMentorError, match="Nothing of job 2026-0001 was recorded under Max"):
        lab.do("Max", Countersign(job=job))


def test_a_mentor_signs_once_for_everything_so_far(lab):
    job = lab.receive()
    lab.do("Tia", OpenJob(job=job, procedure="mass/substitution", mentor="Max"))
    for cell in range(3):
        lab.do("Tia", lab.reading(job, cell))
    lab.do("Bo", lab.reading(job, 3))
    assert lab.do("Max", Countersign(job=job)).value == 3
    assert [bool(one.countersigned) for one in readings(lab, job)] == [True, True, True, False]
    with pytest.raises(NotTheMentorError):
        lab.do("Max", Countersign(job=job))


def test_no_reading_is_older_than_the_receipt_of_its_item(lab):
    job = lab.job()
    with pytest.raises(
        BeforeReceiptError, match="dated 2026-03-01 cannot belong to an item received on 2026"
    ):
        lab.do("Bo", lab.reading(job, on=date(2026, 3, 1)))
    lab.clock.forward(days=1)
    lab.do("Bo", lab.reading(job, on=date(2026, 3, 2)))
