"""From receipt to the bench: items, procedures, standards."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from labcal.catalog.procedures import procedure_bytes
from labcal.domain.instrument import Instrument, StandardCertificate
from labcal.domain.party import Party
from labcal.domain.quantity import parse
from labcal.errors.jobs import (
    BadCertificateError,
    OtherOwnerError,
    OutsideProcedureError,
    ProcedureNotInForceError,
    StandardExpiredError,
    StandardSuspendedError,
    StandardUnsuitableError,
    WrongStageError,
)
from labcal.errors.people import FutureWorkError
from labcal.errors.quantities import UnitMismatchError
from labcal.errors.records import MissingFieldError, NotFoundError, TakenError
from labcal.services.jobs import NoteJob, OpenJob, ReceiveItem, TieStandard, job_history, job_lines
from labcal.services.procedures import AdoptProcedure
from labcal.services.standards import AddStandard, CertifyStandard, SuspendStandard, standard_lines

MASS = "mass/substitution"
WEIGHT = Instrument(name="Weight", nominal=parse("10 kg"), serial="4471", grade="M1")


def edition(version: int) -> str:
    """Return the procedure's text as another version of it, each of which covers a little more."""
    body = procedure_bytes(MASS).decode().replace("version = 1\n", f"version = {version}\n")
    return body.replace('lowest = "5 kg"', f'lowest = "{6 - version} kg"', 1)


def test_numbers_follow_one_another_by_year(lab):
    assert [lab.receive(serial=serial) for serial in "ab"] == ["2026-0001", "2026-0002"]
    lab.clock.forward(days=365)
    assert lab.receive() == "2027-0001"


def test_a_new_customer_and_item_are_entered_with_the_receipt(lab):
    outcome = lab.do("Bo", ReceiveItem(customer=Party(name="Mill"), item=WEIGHT, condition="Good"))
    assert outcome.tables == {"customer", "instrument", "job"}
    with lab.book.read() as records:
        job = records.jobs.get(outcome.value)
    assert (job.customer.number, job.instrument_number, job.instrument) == ("C-0002", "I-0001", WEIGHT)


def test_a_known_item_comes_again(lab):
    lab.receive()
    again = lab.do("Bo", ReceiveItem(customer="C-0001", item="I-0001", condition="Good")).value
    with lab.book.read() as records:
        assert records.jobs.get(again).instrument_number == "I-0001"
        assert [line.jobs for line in records.instruments.lines()] == [2]


def test_an_item_of_another_customer_is_not_taken_for_this_ones(lab):
    lab.receive()
    mill = ReceiveItem(customer=Party(name="Mill"), item="I-0001", condition="Good")
    with pytest.raises(OtherOwnerError, match="Item I-0001 belongs to "):
        lab.do("Bo", mill)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"condition": " "}, MissingFieldError, "The condition on receipt is missing"),
        ({"item": replace(WEIGHT, name="")}, MissingFieldError, "The item's name is missing"),
        ({"item": replace(WEIGHT, serial=" ")}, MissingFieldError, "serial number or mark is missing"),
        ({"item": "I-0099"}, NotFoundError, "no instrument I-0099"),
        ({"customer": "C-0099"}, NotFoundError, "no customer C-0099"),
        ({"customer": Party(name="")}, MissingFieldError, "customer's name is missing"),
        ({"on": date(2026, 3, 3)}, FutureWorkError, "today is 2026-03-02"),
    ],
)
def test_what_a_receipt_cannot_do_without(lab, change, error, sentence):
    told = {"customer": "C-0001", "item": WEIGHT, "condition": "Good"} | change
    with pytest.raises(error, match=sentence):
        lab.do("Bo", ReceiveItem(**told))
    assert lab.ask(job_lines) == []


def test_a_procedure_is_pinned_by_id_version_and_hash(lab):
    job = lab.job()
    lab.adopt(edition(2))
    with lab.book.read() as records:
        pinned = records.jobs.get(job).procedure
    assert (pinned.id, pinned.version, pinned.body) == (MASS, 1, procedure_bytes(MASS).decode())
    later = lab.job(serial="2")
    with lab.book.read() as records:
        assert records.jobs.get(later).procedure.version == 2


def test_a_procedure_not_yet_in_force(lab):
    """The edition that is in force on the day counts, not the newest."""
    lab.adopt(edition(2), date(2026, 3, 3))
    job = lab.job()
    with lab.book.read() as records:
        assert records.jobs.get(job).procedure.version == 1


def test_a_procedure_of_which_every_version_begins_later(lab):
    body = edition(1).replace(f'id = "{MASS}"', 'id = "mass/another"')
    lab.adopt(body, date(2026, 3, 5))
    with lab.book.read() as records, pytest.raises(ProcedureNotInForceError, match="only from 2026-03-05"):
        records.procedures.in_force("mass/another", records.today)
    with lab.book.read() as records, pytest.raises(NotFoundError, match="mass/none"):
        records.procedures.in_force("mass/none", records.today)


def test_a_version_is_adopted_once(lab):
    with pytest.raises(TakenError, match="procedure mass/substitution 1"):
        lab.do(lab.admin, AdoptProcedure(body=edition(1)))


def test_an_item_outside_the_range_of_the_procedure(lab):
    from labcal.domain.person import Authorisation, Level
    from labcal.services.people import Authorise

    leave = Authorisation(
        level=Level.RECORDS, since=date(2026, 1, 1), until=date(2026, 12, 31), procedure=MASS
    )
    lab.do(lab.admin, Authorise(person="Bo", leave=leave))
    job = lab.receive(nominal="900 t")
    with pytest.raises(OutsideProcedureError, match=r"this item has 900.t"):
        lab.do("Bo", OpenJob(job=job, procedure=MASS))


def test_a_standard_out_of_date(lab):
    with pytest.raises(StandardExpiredError, match=r"S-0002 may not be used on 2026-03-02.*until 2026-03-01"):
        lab.do("Bo", TieStandard(job=lab.job(), standard=lab.expired))


def test_a_standard_of_another_value(lab):
    with pytest.raises(StandardUnsuitableError, match=r"the item the nominal value 10.kg"):
        lab.do("Bo", TieStandard(job=lab.job(), standard=lab.twenty))


def test_a_suspended_standard_and_one_put_back(lab):
    job = lab.job()
    for suspended in (True, False):
        seen = next(line.version for line in lab.ask(standard_lines) if line.number == lab.standard)
        lab.do(lab.admin, SuspendStandard(standard=lab.standard, suspended=suspended, seen=seen))
        if suspended:
            with pytest.raises(StandardSuspendedError, match="S-0001 is suspended"):
                lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))


def certificate(**change) -> StandardCertificate:
    told = {
        "number": "MSL-2",
        "laboratory": "National Laboratory",
        "calibrated_on": date(2026, 3, 1),
        "due_on": date(2027, 3, 1),
        "value": parse("10 000.004 g"),
        "expanded": parse("45 mg"),
        "coverage_factor": Decimal(2),
    }
    return StandardCertificate(**(told | change))


def test_a_job_keeps_the_certificate_it_used(lab):
    job = lab.job()
    lab.do("Bo", TieStandard(job=job, standard=lab.standard))
    lab.do(lab.admin, CertifyStandard(standard=lab.standard, certificate=certificate()))
    with lab.book.read() as records:
        (kept,) = records.jobs.get(job).standards
        newest = records.standards.newest(lab.standard)
    assert (kept.certificate.number, newest.certificate.number) == ("MSL-1", "MSL-2")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"number": " "}, MissingFieldError),
        ({"expanded": parse("45 mm")}, UnitMismatchError),
        ({"drift": parse("1 s")}, UnitMismatchError),
        ({"expanded": parse("0 mg")}, BadCertificateError),
        ({"coverage_factor": Decimal(0)}, BadCertificateError),
        ({"coverage_factor": Decimal("NaN")}, BadCertificateError),
        ({"coverage_factor": Decimal("Infinity")}, BadCertificateError),
        ({"drift": parse("-1 mg")}, BadCertificateError),
        ({"due_on": date(2026, 2, 1)}, BadCertificateError),
    ],
)
def test_a_certificate_that_cannot_be(lab, change, error):
    command = AddStandard(name="W", identification="1", grade="F2", certificate=certificate(**change))
    with pytest.raises(error):
        lab.do(lab.admin, command)
    assert len(lab.ask(standard_lines)) == 3


def test_each_step_has_its_place(lab):
    job = lab.receive()
    with pytest.raises(
        WrongStageError, match="is received, so this cannot be done now: it has to be at the b"
    ):
        lab.do(lab.admin, Free(NoteJob(job=job, remarks="", deviations="")))
    lab.do("Bo", OpenJob(job=job, procedure=MASS))
    with pytest.raises(WrongStageError, match="is at the bench"):
        lab.do("Bo", OpenJob(job=job, procedure=MASS))


class Free:
    """A command without its gate, to see what it says for itself."""

    def __init__(self, command) -> None:
        self.title, self.undoable, self._command = command.title, True, command

    def needs(self, records) -> None:
        return None

    def run(self, work, who):
        return self._command.run(work, who)


def test_the_history_of_a_job_tells_who_did_what_newest_first(lab):
    job = lab.job()
    lab.clock.forward(minutes=5)
    lab.do("Bo", lab.reading(job, keyed="0.010"))
    newest, *_, oldest = lab.ask(job_history, job)
    assert (newest.person, newest.command, newest.at) == ("Bo", "Record reading", lab.clock.now)
    assert "keyed" in newest.changes
    assert "0.010" in newest.changes
    assert (oldest.command, newest.at - oldest.at) == ("Receive item", timedelta(minutes=5))
