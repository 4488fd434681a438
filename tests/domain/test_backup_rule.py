"""When a backup is due, and which are let go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.backup_rule import BackupRule, Moment

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALL = BackupRule(at_start=True, at_end=True, hours=4)


def ago(**by: float) -> datetime:
    return NOON - timedelta(**by)


@pytest.mark.parametrize(
    ("moment", "last", "written", "due"),
    [
        (Moment.START, None, NOON, True),
        (Moment.START, ago(days=1), ago(hours=20), True),
        (Moment.START, ago(hours=1), NOON, False),
        (Moment.END, ago(minutes=1), NOON, True),
        (Moment.END, ago(minutes=1), ago(minutes=2), False),
        (Moment.DURING, ago(hours=4), NOON, True),
        (Moment.DURING, ago(hours=3.9), NOON, False),
        (Moment.DURING, ago(days=9), ago(days=9), False),
        (Moment.END, None, None, False),
    ],
)
def test_a_backup_is_due_where_something_was_written_since(moment, last, written, due):
    assert ALL.due(moment, NOON, last, written) is due


@pytest.mark.parametrize("moment", list(Moment))
def test_without_a_decision_nothing_is_due(moment):
    assert not BackupRule().scheduled
    assert not BackupRule().due(moment, NOON, None, NOON)


def test_the_day_is_that_of_the_laboratory():
    from zoneinfo import ZoneInfo

    rule, last = BackupRule(at_start=True), datetime(2026, 3, 2, 10, tzinfo=UTC)
    now = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
    assert not rule.due(Moment.START, now, last, now)
    assert rule.due(Moment.START, now.astimezone(ZoneInfo("Pacific/Auckland")), last, now)


@given(
    st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2026, 3, 2)), unique=True),  # noqa: DTZ001
    st.integers(1, 5),
    st.integers(0, 900),
)
def test_the_newest_are_always_kept(made, number, days):
    made = [one.replace(tzinfo=UTC) for one in made]
    surplus = BackupRule(keep_number=number, keep_days=days).surplus(made, NOON)
    kept = {*made} - {*surplus}
    assert {*sorted(made)[-number:]} <= kept
    assert all(NOON - one > timedelta(days=days) for one in surplus)
    assert all(NOON - one <= timedelta(days=days) or one in sorted(made)[-number:] for one in kept)
