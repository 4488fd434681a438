"""Due lists: where each line stands, filters and pages in the database, the list and letters on paper."""

from datetime import date, timedelta

import pypdfium2
import pytest
from tests.services.batch_cases import batch

from labcal.domain.due import DueState, DueWanted, due_state
from labcal.domain.equipment import Period, Schedule, ScheduleKind
from labcal.domain.party import DueAgreement, Party
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.due import NoDueDatesAgreedError, NothingDueError
from labcal.services.customers import AgreeDueDates
from labcal.services.due_lists import due_page, due_units, print_due, reminders
from labcal.services.schedules import PlanSchedule
from labcal.text import Text

TODAY = date(2026, 3, 2)
WANTED = DueWanted(until=date(2027, 12, 31))
TEXT = Text("en")


@pytest.mark.parametrize(
    ("days", "grace", "state"),
    [
        (31, 0, DueState.IN_DATE),
        (30, 0, DueState.SOON),
        (0, 0, DueState.SOON),
        (-1, 0, DueState.OVERDUE),
        (-1, 14, DueState.IN_GRACE),
        (-14, 14, DueState.IN_GRACE),
        (-15, 14, DueState.OVERDUE),
    ],
)
def test_where_a_day_stands(days, grace, state):
    assert due_state(days, grace) is state


@pytest.fixture
def planned(lab):
    """Items of two customers and a standard, each with a day."""
    mill = Party(name="Mill", city="Dunedin", country="NZ")
    lab.do("Bo", batch("1", "2"))
    lab.do("Bo", batch("3", customer=mill))
    items = [Subject(SubjectKind.INSTRUMENT, f"I-000{number}") for number in (1, 2, 3)]
    items.append(Subject(SubjectKind.STANDARD, "S-0001"))
    for number, item in enumerate(items):
        due = TODAY + timedelta(days=10 * number - 5)
        kind = ScheduleKind.CALIBRATION if number % 2 == 0 else ScheduleKind.MAINTENANCE
        schedule = Schedule(kind=kind, every=12, period=Period.MONTHS, next_due=due, grace=7)
        lab.do(lab.admin, PlanSchedule(item=item, schedule=schedule))
    return lab


def items(lab, **wanted):
    page = lab.ask(due_page, DueWanted(**{"until": WANTED.until, **wanted}))
    return [line.item for line in page.lines]


def test_the_list_is_narrowed_in_the_database(planned):
    assert items(planned) == ["I-0001", "I-0002", "I-0003", "S-0001"]
    assert items(planned, own=True) == ["S-0001"]
    assert items(planned, own=False, customer="mill") == ["I-0003"]
    assert items(planned, place="napier") == ["I-0001", "I-0002"]
    assert items(planned, kind=ScheduleKind.MAINTENANCE) == ["I-0002", "S-0001"]
    assert items(planned, unit="kg") == ["I-0001", "I-0002", "I-0003"]
    assert items(planned, unit="g") == []
    assert items(planned, until=TODAY, since=TODAY - timedelta(days=9)) == ["I-0001"]
    assert items(planned, customer="100%_") == []
    assert planned.ask(due_units) == ["kg"]
    (first, *_) = planned.ask(due_page, WANTED).lines
    assert (first.state, first.customer, first.city) == (DueState.IN_GRACE, "Port Office", "Napier")


def test_pages_follow_each_other_without_gap_or_twin(planned):
    found, after = [], None
    while True:
        page = planned.ask(due_page, DueWanted(until=WANTED.until, size=1, after=after))
        found += [line.item for line in page.lines]
        after = page.after
        if after is None:
            break
    assert found == items(planned)


def words(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_list_is_printed(planned):
    told = words(planned.ask(print_due, WANTED, TEXT))
    assert all(part in told for part in ("Due list", "Port Office", "Mill", "in grace", "2026-02-25"))
    with pytest.raises(NothingDueError):
        planned.ask(print_due, DueWanted(until=date(2020, 1, 1)), TEXT)


def test_only_who_agreed_is_reminded(planned):
    with pytest.raises(NoDueDatesAgreedError):
        planned.ask(reminders, WANTED, TEXT)
    seen = planned.ask(lambda records: records.customers.agreed("C-0002")).version
    agreed = DueAgreement(on=TODAY, by="The miller")
    planned.do("Ana", AgreeDueDates(customer="C-0002", agreed=agreed, seen=seen))
    (letter,) = planned.ask(reminders, WANTED, TEXT)
    told = words(letter.pdf)
    assert letter.customer == "Mill"
    assert all(part in told for part in ("Mill", "Dunedin", "2026-03-17"))
    assert "Port Office" not in told
    assert "2026-02-25" not in told
