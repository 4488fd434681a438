"""Turnaround, promises kept, and what held jobs up; queues and filters of them."""

from datetime import date

import pytest

from labcal.domain.agreement import DelayReason, Priority
from labcal.domain.listing import Wanted
from labcal.errors.equipment import DaysCrossedError
from labcal.services.agreements import DelayJob, EndDelay, Promise
from labcal.services.checks import CheckJob
from labcal.services.jobs import job
from labcal.services.lists import job_page
from labcal.services.today import Task, today
from labcal.services.turnaround import turnaround


def delay(lab, number, reason, **rest):
    lab.do("Bo", DelayJob(job=number, reason=reason, words="The pan", **rest))


def page(lab, queue):
    found = lab.ask(job_page, Wanted(filters=(("queue", queue),)))
    return [line.number for line in found.lines]


def test_the_figures_of_a_period(issued):
    lab = issued
    with lab.book.read() as records:
        first = turnaround(records)
    assert (first.issued, first.typical, first.longest, first.promised, first.in_time) == (1, 0, 0, 0, 0)
    number = lab.receive(serial="2")
    lab.do("Bo", Promise(job=number, due_on=date(2026, 3, 1), priority=Priority.URGENT, because="Ship"))
    delay(lab, number, DelayReason.PART)
    other = lab.receive(serial="3")
    delay(lab, other, DelayReason.CUSTOMER)
    lab.clock.forward(days=3)
    (kept,) = lab.ask(job, number).delays
    lab.do("Bo", EndDelay(job=number, key=kept.key, seen=kept.version))
    lab.clock.forward(days=2)
    found = lab.ask(turnaround)
    assert (found.urgent, found.overdue, found.delayed) == (1, 1, 1)
    assert [(one.reason, one.jobs, one.days) for one in found.delays] == [
        (DelayReason.CUSTOMER, 1, 6),
        (DelayReason.PART, 1, 4),
    ]
    none = lab.ask(turnaround, date(2026, 1, 1), date(2026, 1, 31))
    assert (none.issued, none.typical, none.delays) == (0, None, ())
    with pytest.raises(DaysCrossedError):
        lab.ask(turnaround, date(2026, 2, 1), date(2026, 1, 1))


def test_a_promise_is_kept_or_not(lab):
    for serial, due in (("1", date(2026, 3, 1)), ("2", date(2026, 3, 9))):
        number = lab.job("signing", serial=serial)
        lab.do("Bo", Promise(job=number, due_on=due))
        lab.issue(number)
    found = lab.ask(turnaround)
    assert (found.issued, found.promised, found.in_time) == (2, 2, 1)


def test_what_is_urgent_comes_first_and_what_is_held_up_waits(lab):
    first, urgent, held = (lab.job("opened", serial=str(number)) for number in range(3))
    lab.do("Bo", Promise(job=first, due_on=date(2026, 3, 3)))
    lab.do("Bo", Promise(job=urgent, due_on=None, priority=Priority.URGENT, because="Ship"))
    delay(lab, held, DelayReason.STANDARD)
    found = lab.ask(today, "Bo")
    assert [one.line.number for one in found.jobs] == [urgent, first]
    assert [(one.line.number, str(one.step)) for one in found.waiting] == [
        (held, "awaiting a standard: The pan")
    ]
    assert dict(found.queues)[Task.MEASURE] == 2


def test_the_list_is_narrowed_to_queues(lab):
    plain, urgent, held = (lab.job("opened", serial=str(number)) for number in range(3))
    back = lab.job("checking", serial="9")
    lab.do("Cy", CheckJob(job=back, accepted=False, remark="Weigh again"))
    lab.do("Bo", Promise(job=urgent, due_on=None, priority=Priority.URGENT, because="Ship"))
    delay(lab, held, DelayReason.STANDARD)
    lab.do("Bo", lab.reading(plain))
    assert page(lab, "urgent") == [urgent]
    assert page(lab, "delayed") == page(lab, "standard") == [held]
    assert page(lab, "room") == []
    assert page(lab, "returned") == [back]
    assert page(lab, "mine:Bo") == [back, plain]
    assert page(lab, "mine:Cy") == []
