"""Verdicts and stages in words, each with its state."""

from __future__ import annotations

from labcal.domain.conformity import Outcome
from labcal.domain.job import JobLine, Stage
from labcal.domain.job import State as JobState
from labcal.text import Text, mark
from labcal_app.cells import Chip, State

OUTCOMES = {
    Outcome.PASS: (State.PASS, mark("Pass")),
    Outcome.FAIL: (State.FAIL, mark("Fail")),
    Outcome.CONDITIONAL_PASS: (State.CONDITIONAL, mark("Conditional pass")),
    Outcome.CONDITIONAL_FAIL: (State.CONDITIONAL, mark("Conditional fail")),
    Outcome.NO_PASS: (State.STOPPED, mark("Not shown to pass")),
    Outcome.NO_FAIL: (State.CONDITIONAL, mark("Not shown to fail")),
}
"""The state and the marked word of each outcome."""

STAGES = {
    Stage.RECEIVED: mark("Received"),
    Stage.PREPARE: mark("Prepare"),
    Stage.MEASURE: mark("Measure"),
    Stage.EVALUATE: mark("Evaluate"),
    Stage.CHECK: mark("Check"),
    Stage.ISSUE: mark("Issue"),
}
"""The stages of a job's path, in their order; ``Stage.DONE`` lies behind the last."""

PATH = tuple(STAGES)


def outcome_chip(outcome: Outcome, text: Text) -> Chip:
    """Return the chip of a verdict."""
    state, word = OUTCOMES[outcome]
    return Chip(state, text(word))


def stage_place(stage: Stage) -> int:
    """Return how many stages lie behind a job that stands at ``stage``."""
    return PATH.index(stage) if stage in STAGES else len(PATH)


def stage_of_line(line: JobLine) -> Stage:
    """Return where a job of a list stands, as far as its line tells."""
    known = {
        JobState.RECEIVED: Stage.RECEIVED,
        JobState.CHECKING: Stage.CHECK,
        JobState.SIGNING: Stage.ISSUE,
        JobState.ISSUED: Stage.DONE,
    }
    return known.get(line.state, Stage.MEASURE if line.readings else Stage.PREPARE)
