"""Items that come together: received in one step, recognised, worked on side by side."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOM
from tests.services.batch_cases import MASS, batch, weight

from labcal.catalog.procedures import procedure_bytes
from labcal.domain.batch import counted_on
from labcal.domain.job import Place, State
from labcal.domain.party import Party
from labcal.domain.person import Authorisation, Level
from labcal.domain.quantity import parse
from labcal.errors.batches import (
    BatchRowError,
    EmptyBatchError,
    NoBatchError,
    OneOfManyError,
    TwiceInBatchError,
    UnderWayError,
)
from labcal.errors.jobs import NotReadyError, OtherOwnerError
from labcal.errors.people import NotAuthorisedError
from labcal.services.batches import (
    BatchItem,
    BatchRow,
    Common,
    ReceiveBatch,
    batch_lines,
    batch_of,
    jobs_of_batch,
    sighted,
)
from labcal.services.people import Authorise
from labcal.services.procedures import AdoptProcedure
from labcal.services.readings import RecordBlock
from labcal.services.side_by_side import side_by_side
from labcal.services.together import (
    HandOverTogether,
    OpenTogether,
    RecordRoomTogether,
    RecordTogether,
    TieTogether,
)

OTHER = "mass/buoyancy"
COMMON = Common(name="Weight", nominal="10 kg", manufacturer="Acme", grade="M1")


def received(lab, *serials):
    number = lab.do("Bo", batch(*serials)).value
    return number, tuple(lab.ask(jobs_of_batch, number))


def example(lab, job):
    """Return the worked example's readings of a job as one block."""
    cells = (lab.reading(job, cell) for cell in range(lab.cells()))
    return RecordBlock(job=job, cells=tuple((one.place, one.quantity) for one in cells))


def test_fifty_items_are_one_line_of_the_journal_and_one_undo(lab):
    before = lab.ask(lambda records: records.head())[0]
    done = lab.do("Bo", batch(*(f"T-{number:03d}" for number in range(50))))
    assert lab.ask(lambda records: records.head())[0] == before + 1
    jobs = lab.ask(jobs_of_batch, done.value)
    assert (done.value, len(jobs)) == ("B-2026-0001", 50)
    assert [lab.ask(lambda records, job=job: records.jobs.item(job)).serial for job in jobs[:2]] == [
        "T-000",
        "T-001",
    ]
    assert {lab.ask(batch_of, job) for job in jobs} == {"B-2026-0001"}
    (line,) = lab.ask(batch_lines)
    assert (line.customer, line.items, line.waiting) == ("Port Office", 50, 50)
    lab.undo("Bo", done.entry)
    assert lab.ask(batch_lines) == []
    assert lab.ask(lambda records: records.jobs.lines()) == []
    assert lab.findings() == []


def test_one_bad_item_keeps_all_out_and_is_named(lab):
    lab.do("Bo", batch("1"))
    other = lab.do("Bo", batch("9", customer=Party(name="Mill")))
    assert other.value == "B-2026-0002"
    items = (BatchItem(item=weight("2")), BatchItem(item="I-0002"))
    command = replace(batch("2"), items=items)
    with pytest.raises(BatchRowError, match=r"Row 2: Item I-0002 belongs to Mill") as refused:
        lab.do("Bo", command)
    assert isinstance(refused.value.__cause__, OtherOwnerError)
    assert len(lab.ask(batch_lines)) == 2
    with pytest.raises(EmptyBatchError):
        lab.do("Bo", ReceiveBatch(shared=command.shared, items=()))


def test_what_is_remarked_on_one_item_joins_what_is_remarked_on_all(lab):
    command = replace(
        batch("1", "2", remarks="By courier."),
        items=(BatchItem(item=weight("1"), remarks="Scratched"), BatchItem(item=weight("2"))),
    )
    jobs = lab.ask(jobs_of_batch, lab.do("Bo", command).value)
    assert [lab.ask(lambda records, job=job: records.jobs.get(job)).remarks for job in jobs] == [
        "By courier. Scratched",
        "By courier.",
    ]


def test_rows_are_recognised_or_refused_at_their_cell(lab):
    lab.job("issued", serial="4471")
    lab.receive(serial="5000")
    rows = (
        BatchRow(serial="4471"),
        BatchRow(serial="5000"),
        BatchRow(),
        BatchRow(serial="77", nominal="10 kgg"),
        BatchRow(serial="78", nominal="5 kg"),
        BatchRow(serial="78"),
        BatchRow(name="Weight"),
        BatchRow(mark="K 1"),
    )
    found = lab.ask(sighted, "C-0001", COMMON, rows)
    assert (found[0].item, found[0].known.number, found[0].trouble) == ("I-0001", "I-0001", None)
    assert isinstance(found[1].trouble, UnderWayError)
    assert "job 2026-0002 is under way" in str(found[1].trouble)
    assert found[2] is None
    assert (found[3].column, "kgg" in str(found[3].trouble)) == ("nominal", True)
    assert (str(found[4].item.nominal), found[4].item.manufacturer) == ("5\u202fkg", "Acme")
    assert isinstance(found[5].trouble, TwiceInBatchError)
    assert "row 5 already" in str(found[5].trouble)
    assert found[6].trouble is not None
    assert found[6].column == "serial"
    assert found[7].item.mark == "K 1"


def test_serials_of_another_customer_are_not_recognised(lab):
    lab.job("issued", serial="4471")
    (found,) = lab.ask(sighted, "", COMMON, (BatchRow(serial="4471"),))
    assert found.known is None


@pytest.mark.parametrize(
    ("serial", "steps", "then"),
    [("T-009", 1, "T-010"), ("099", 2, "101"), ("A12/b", 1, "A13/b"), ("none", 3, "none"), ("9", 1, "10")],
)
def test_serials_are_counted_up(serial, steps, then):
    assert counted_on(serial, steps) == then


@given(st.integers(0, 10**6), st.integers(0, 500))
def test_counting_up_is_adding(number, steps):
    assert counted_on(f"S{number:07d}", steps) == f"S{number + steps:07d}"


def test_a_batch_goes_to_the_check_side_by_side(lab):
    _, jobs = received(lab, "1", "2", "3")
    before = lab.ask(lambda records: records.head())[0]
    lab.do("Bo", OpenTogether(jobs=jobs, procedure=MASS))
    lab.do("Bo", TieTogether(jobs=jobs, standard=lab.standard))
    for name, keyed in ROOM.items():
        for moment in ("start", "end"):
            lab.do("Bo", RecordRoomTogether(jobs=jobs, name=name, moment=moment, quantity=parse(keyed)))
    lab.do("Bo", RecordTogether(blocks=tuple(example(lab, job) for job in jobs)))
    lab.do("Bo", HandOverTogether(jobs=jobs))
    assert lab.ask(lambda records: records.head())[0] == before + 10
    for job in jobs:
        found = lab.ask(lambda records, job=job: records.jobs.get(job))
        assert found.state is State.CHECKING
        assert (found.results[0].value, found.results[0].outcome) != ("", "")
    assert lab.findings() == []


def test_one_job_that_is_not_ready_keeps_all_back(lab):
    _, jobs = received(lab, "1", "2")
    lab.do("Bo", OpenTogether(jobs=jobs, procedure=MASS))
    lab.measure("Bo", jobs[0])
    with pytest.raises(OneOfManyError, match=f"Job {jobs[1]}: Job {jobs[1]} is not ready") as refused:
        lab.do("Bo", HandOverTogether(jobs=jobs))
    assert isinstance(refused.value.__cause__, NotReadyError)
    assert lab.ask(lambda records: records.jobs.state(jobs[0])) is State.OPEN
    with pytest.raises(NoBatchError):
        lab.do("Bo", HandOverTogether(jobs=()))


def test_the_gate_is_asked_for_each_job(lab):
    """Bo may weigh up to 20 kg: a heavier piece in the batch keeps the whole step out."""
    heavy = BatchItem(item=weight("2", "50 kg"))
    command = batch("1")
    number = lab.do("Bo", replace(command, items=(*command.items, heavy))).value
    jobs = tuple(lab.ask(jobs_of_batch, number))
    with pytest.raises(NotAuthorisedError):
        lab.do("Bo", OpenTogether(jobs=jobs, procedure=MASS))
    assert lab.ask(lambda records: records.jobs.state(jobs[0])) is State.RECEIVED


def test_a_refused_cell_of_one_job_writes_nothing(lab):
    _, jobs = received(lab, "1", "2")
    lab.do("Bo", OpenTogether(jobs=jobs, procedure=MASS))
    place = Place(point=0, row=0, column=0)
    blocks = tuple(
        RecordBlock(job=job, cells=((place, parse(keyed)),))
        for job, keyed in zip(jobs, ("1 g", "1 °C"), strict=True)
    )
    with pytest.raises(OneOfManyError, match=jobs[1]):
        lab.do("Bo", RecordTogether(blocks=blocks))
    assert lab.ask(lambda records: records.jobs.get(jobs[0])).readings == ()


def test_the_sheet_of_a_batch_has_a_row_an_item_with_live_results(lab):
    number, jobs = received(lab, "1", "2", "3")
    found = lab.ask(side_by_side, number, "Bo", "en")
    assert (found.procedure, [row.identity for row in found.rows]) == (None, ["1", "2", "3"])
    assert [way.procedure for way in found.ways] == [MASS]
    lab.do("Bo", OpenTogether(jobs=jobs[:2], procedure=MASS))
    lab.do("Bo", TieTogether(jobs=jobs[:2], standard=lab.standard))
    lab.measure("Bo", jobs[0])
    found = lab.ask(side_by_side, number, "Bo", "en")
    assert len(found.cells) == lab.cells()
    first, second, third = found.rows
    assert str(first.evaluation.result.error) == "25"
    assert first.evaluation.result.verdict.outcome.value == "pass"
    assert first.evaluation.progress.ready
    assert (second.evaluation.result, set(second.readings)) == (None, {None})
    assert (third.state, third.evaluation) == (State.RECEIVED, None)
    assert found.standards == (lab.standard,)
    assert found.room == {}
    assert found.jobs(State.OPEN) == jobs[:2]


def test_a_job_of_another_procedure_has_its_own_worksheet(lab):
    number, jobs = received(lab, "1", "2", "3")
    lab.do("Bo", OpenTogether(jobs=jobs[:2], procedure=MASS))
    lab.do(lab.admin, AdoptProcedure(body=procedure_bytes(OTHER).decode()))
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    leave = Authorisation(level=Level.RECORDS, since=since, until=until, procedure=OTHER)
    lab.do(lab.admin, Authorise(person="Bo", leave=leave))
    lab.do("Bo", OpenTogether(jobs=jobs[2:], procedure=OTHER))
    found = lab.ask(side_by_side, number, "Bo", "en")
    assert (found.others, len(found.rows)) == (jobs[2:], 2)
