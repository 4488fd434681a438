"""Time left in the words of a cell."""

from datetime import date

import pytest

from labcal.domain.job import Stage
from labcal.domain.person import AuthorisationLine, Level, PersonName
from labcal.services.due import LeaveDue, Standing
from labcal_app.cells import State
from labcal_app.spans import due, leave_chip, left, stage_cell


@pytest.mark.parametrize(
    ("days", "shown"), [(0, "today"), (1, "1 d"), (89, "89 d"), (90, "3 mo"), (610, "20 mo"), (-5, "5 d ago")]
)
def test_time_left(days, shown, text):
    assert left(days, text) == shown


@pytest.mark.parametrize(
    ("days", "shown"), [(0, "today"), (12, "in 12 d"), (-6, "overdue 6 d"), (-400, "overdue 13 mo")]
)
def test_time_due(days, shown, text):
    assert due(days, text) == shown


def leave(standing: Standing, days: int, **more) -> LeaveDue:
    told = {
        "key": 1, "person": PersonName("Bo"), "role": "", "level": Level.RECORDS, "procedure": "mass/x",
        "low": "", "high": "", "since": date(2026, 1, 1), "until": date(2027, 1, 1), "suspended": None,
        "granted_by": "Ana", "evidence": "", "version": 1,
    }  # fmt: skip
    return LeaveDue(AuthorisationLine(**{**told, **more}), days, standing)


@pytest.mark.parametrize(
    ("found", "state", "word"),
    [
        (None, State.NONE, "none"),
        (leave(Standing.IN_FORCE, 600), State.PASS, "20 mo"),
        (leave(Standing.SOON, 23), State.EXPIRING, "23 d"),
        (leave(Standing.PAST, -5), State.EXPIRED, "5 d ago"),
        (leave(Standing.LATER, 300), State.WAITING, "later"),
        (leave(Standing.SUSPENDED, 300), State.STOPPED, "stopped"),
        (leave(Standing.IN_FORCE, 120, level=Level.SUPERVISED), State.TRAINING, "4 mo"),
        (leave(Standing.IN_FORCE, 10**6, until=date.max), State.PASS, "no end"),
    ],
)
def test_where_an_authorisation_stands(found, state, word, text):
    chip = leave_chip(found, text, fills=True)
    assert (chip.state, chip.word, chip.fills) == (state, word, True)


def test_a_stage_is_told_by_the_steps_behind_it(text):
    assert (stage_cell(Stage.MEASURE, text).done, str(stage_cell(Stage.MEASURE, text))) == (2, "Measure")
    assert stage_cell(Stage.DONE, text).done == stage_cell(Stage.DONE, text).steps == 6
