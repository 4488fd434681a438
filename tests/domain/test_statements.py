"""The gravest outcome speaks for the whole certificate."""

from itertools import permutations
from types import SimpleNamespace

import pytest

from labcal.domain.conformity import Outcome
from labcal.domain.statements import SEVERITY, overall


def result(outcome: Outcome | None) -> SimpleNamespace:
    """Return a result with nothing but a verdict."""
    return SimpleNamespace(verdict=None if outcome is None else SimpleNamespace(outcome=outcome))


def test_every_outcome_has_its_place() -> None:
    assert set(SEVERITY) == set(Outcome)
    assert (SEVERITY[0], SEVERITY[-1]) == (Outcome.FAIL, Outcome.PASS)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ((Outcome.PASS, Outcome.PASS, None), Outcome.PASS),
        ((Outcome.PASS, Outcome.CONDITIONAL_PASS, Outcome.FAIL), Outcome.FAIL),
        ((Outcome.PASS, Outcome.NO_PASS), Outcome.NO_PASS),
        ((None,), None),
        ((), None),
    ],
)
def test_the_gravest_counts_in_any_order(outcomes, whole: Outcome | None) -> None:
    for order in permutations(outcomes):
        assert overall(SimpleNamespace(results=tuple(result(found) for found in order))) is whole
