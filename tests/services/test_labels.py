"""What stands on a label, and that a due date stands there only where the customer agreed."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from tests.services.batch_cases import batch

from labcal.domain.equipment import ItemStatus, Period, Schedule, ScheduleKind
from labcal.domain.label import LabelStatus
from labcal.domain.party import DueAgreement
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.labels import NoLabelError
from labcal.services.care import SetStatus
from labcal.services.customers import AgreeDueDates
from labcal.services.instruments import EditInstrument, kept_instrument
from labcal.services.labels import LabelOrder, labels_of, print_labels
from labcal.services.schedules import PlanSchedule
from labcal.text import Text

ITEM = Subject(SubjectKind.INSTRUMENT, "I-0001")
STANDARD = Subject(SubjectKind.STANDARD, "S-0001")
YEARLY = Schedule(kind=ScheduleKind.CALIBRATION, every=12, period=Period.MONTHS, next_due=date(2027, 3, 2))


AGREED = DueAgreement(on=date(2026, 2, 1), by="Jo")


def agree(lab, agreed=AGREED):
    seen = lab.ask(lambda records: records.customers.agreed("C-0001")).version
    lab.do("Ana", AgreeDueDates(customer="C-0001", agreed=agreed, seen=seen))


def label(lab, item=ITEM):
    return lab.ask(labels_of, (item,)).labels[0]


def printed(lab, **rest):
    order = LabelOrder(**{"items": (ITEM,), "layout": "sheet-3x8", **rest})
    return lab.ask(print_labels, order, Text("en"))


def test_a_due_date_is_told_only_where_the_customer_agreed(issued):
    issued.do("Ana", PlanSchedule(item=ITEM, schedule=YEARLY))
    assert label(issued).due is None
    agree(issued)
    assert label(issued).due == date(2027, 3, 2)
    agree(issued, None)
    assert label(issued).due is None


def test_the_label_of_an_item_and_that_of_its_job_are_one(issued):
    told = label(issued)
    assert (told.status, told.number, told.identity) == (LabelStatus.CALIBRATED, "CAL-2026-0001", "4471")
    assert (told.laboratory, told.on) == ("Measurement Standards", date(2026, 3, 2))
    assert label(issued, Subject(SubjectKind.JOB, "2026-0001")) == told


def test_what_is_out_of_service_says_since_when(issued):
    stop = SetStatus(item=ITEM, status=ItemStatus.OUT_OF_SERVICE, reason="Dropped")
    issued.do("Ana", stop)
    told = label(issued)
    assert (told.status, told.on, told.due) == (LabelStatus.OUT_OF_SERVICE, date(2026, 3, 2), None)
    issued.do("Ana", SetStatus(item=ITEM, status=ItemStatus.IN_USE, reason="Mended"))
    assert label(issued).status is LabelStatus.CALIBRATED


def test_a_standard_is_the_laboratorys_own(lab):
    told = label(lab, STANDARD)
    assert (told.number, told.identity, told.due) == ("MSL-1", "118", date(2026, 12, 31))


def test_what_has_no_certificate_is_said(issued):
    issued.do("Bo", batch("7"))
    found = printed(issued, items=(ITEM, Subject(SubjectKind.INSTRUMENT, "I-0002")))
    assert found.count == 1
    assert [str(one) for one in found.left_out] == ["I-0002 has no certificate yet, so it gets no label."]
    with pytest.raises(NoLabelError):
        printed(issued, items=(Subject(SubjectKind.INSTRUMENT, "I-0002"),))


def test_a_name_that_cannot_be_drawn_keeps_only_its_own_label_back(issued):
    kept, _ = issued.ask(kept_instrument, "I-0001")
    told = replace(kept.value, name="砝码")
    issued.do("Ana", EditInstrument(instrument="I-0001", told=told, seen=kept.version))
    found = printed(issued, items=(ITEM, STANDARD))
    assert found.count == 1
    assert "4471 is left out" in str(found.left_out[0])
    assert "“砝” (U+781D" in Text("en")(found.left_out[0])


def test_another_status_may_be_printed(issued):
    found = printed(issued, status=LabelStatus.LIMITED)
    with pypdfium2.PdfDocument(found.pdf) as document:
        assert "LIMITED USE" in document[0].get_textpage().get_text_range()
