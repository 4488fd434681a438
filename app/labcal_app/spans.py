"""Time left, in the few words that a cell has room for."""

from __future__ import annotations

from datetime import date

from labcal.domain.due import DUE_STATES, DueState
from labcal.domain.job import Stage
from labcal.services.due import LeaveDue, StandardDue, Standing
from labcal.text import Text, mark
from labcal_app import cells
from labcal_app.cells import Chip, State

MONTH = 30.44
IN_MONTHS = 90
"""Days from which a span is told in months."""

STATES = {
    Standing.IN_FORCE: State.PASS,
    Standing.SOON: State.EXPIRING,
    Standing.PAST: State.EXPIRED,
    Standing.LATER: State.WAITING,
    Standing.SUSPENDED: State.STOPPED,
    Standing.NONE: State.NONE,
}
TONES = {
    State.PASS: "pass",
    State.EXPIRING: "warn",
    State.EXPIRED: "fail",
    State.STOPPED: "fail",
    State.TRAINING: "info",
    State.WAITING: "text2",
    State.NONE: "text2",
}
STAGES = {
    Stage.RECEIVED: mark("Received"),
    Stage.PREPARE: mark("Prepare"),
    Stage.MEASURE: mark("Measure"),
    Stage.EVALUATE: mark("Evaluate"),
    Stage.CHECK: mark("Check"),
    Stage.ISSUE: mark("Issue"),
    Stage.DONE: mark("Issued"),
}
"""The stages of a job as people say them."""


DUE_CHIPS = {
    DueState.IN_DATE: State.PASS,
    DueState.SOON: State.EXPIRING,
    DueState.IN_GRACE: State.CONDITIONAL,
    DueState.OVERDUE: State.EXPIRED,
}


def due_chip_of(state: DueState, days: int, grace: int, text: Text) -> Chip:
    """Return where something that has to be done stands; within its grace it says so."""
    if state is DueState.IN_GRACE:
        word = text(mark("{state}, {left} d left"), state=text(DUE_STATES[state]), left=grace + days)
        return Chip(DUE_CHIPS[state], word)
    return Chip(DUE_CHIPS[state], due(days, text))


def span(days: int, text: Text) -> str:
    """Return a span such as "23 d" or "20 mo"."""
    days = abs(days)
    if days >= IN_MONTHS:
        return text(mark("{count} mo"), count=round(days / MONTH))
    return text(mark("{count} d"), count=days)


def left(days: int, text: Text) -> str:
    """Return the time left, or since: "23 d", "5 d ago"."""
    if days < 0:
        return text(mark("{span} ago"), span=span(days, text))
    return text(mark("today")) if days == 0 else span(days, text)


def due(days: int, text: Text) -> str:
    """Return when something is due: "in 12 d", "today", "overdue 6 d"."""
    if days < 0:
        return text(mark("overdue {span}"), span=span(days, text))
    return text(mark("today")) if days == 0 else text(mark("in {span}"), span=span(days, text))


def standard_chip(one: StandardDue, text: Text) -> Chip:
    """Return where a standard stands: "in 6 mo", "overdue 6 d", "suspended"."""
    if one.standing is Standing.SUSPENDED:
        return Chip(State.STOPPED, text(mark("suspended")))
    if one.days is None:
        return Chip(State.NONE, text(mark("no certificate")))
    return Chip(STATES[one.standing], due(one.days, text))


def leave_chip(one: LeaveDue | None, text: Text, *, fills: bool = False) -> Chip:
    """Return where an authorisation stands: "20 mo", "23 d", "5 d ago"."""
    if one is None:
        return Chip(State.NONE, text(mark("none")), fills)
    if one.standing is Standing.SUSPENDED:
        return Chip(State.STOPPED, text(mark("stopped")), fills)
    if one.standing is Standing.LATER:
        return Chip(State.WAITING, text(mark("later")), fills)
    if one.line.until == date.max:
        return Chip(State.PASS, text(mark("no end")), fills)
    return Chip(leave_state(one), left(one.days, text), fills)


def leave_state(one: LeaveDue) -> State:
    """Return the state of an authorisation; one under supervision is training as long as it is in force."""
    if one.line.level.value == "supervised" and one.standing is Standing.IN_FORCE:
        return State.TRAINING
    return STATES[one.standing]


def stage_cell(stage: Stage, text: Text) -> cells.Stage:
    """Return where a job stands on its way of six steps."""
    way = list(Stage)
    return cells.Stage(way.index(stage), len(way) - 1, text(STAGES[stage]))
