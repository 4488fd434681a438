import math

import pytest

from labcal.domain.uncertainty.montecarlo.settings import KEPT, MOST, Settings, Watch
from labcal.errors.montecarlo import (
    SeedError,
    ThreadsError,
    TooFewTrialsError,
    TooManyTrialsError,
    TrialDigitsError,
)


def test_usual_numbers() -> None:
    assert Settings().checked_trials(0.95, 1) == 1_000_000
    assert Settings(adaptive=True).checked_trials(0.95, 1) == 10_000_000
    assert Settings(trials=200_000).checked_trials(0.95, 1) == 200_000


def test_what_is_kept_stays_within_its_bound() -> None:
    """A thousand million trials are refused, and the sentence says how many can be made."""
    with pytest.raises(
        TooManyTrialsError, match="1000000000 trials are too many for this budget; at most"
    ) as no:
        Settings(trials=10**9).checked_trials(0.95, 1)
    most = no.value.fields["most"]
    assert Settings(trials=most).checked_trials(0.95, 1) == most
    assert 2 * (1 - 0.95) * most <= KEPT
    with pytest.raises(TooManyTrialsError):
        Settings(trials=MOST + 1).checked_trials(0.999999, 1)


def test_several_results_share_the_bound() -> None:
    with pytest.raises(TooManyTrialsError):
        Settings(trials=50_000_000).checked_trials(0.95, 4)


def test_too_few_trials_for_the_ends() -> None:
    with pytest.raises(TooFewTrialsError, match=r"100 trials are too few for a coverage probability of 0.95"):
        Settings(trials=100).checked_trials(0.95, 1)
    with pytest.raises(TooFewTrialsError):
        Settings(trials=1_000_000).checked_trials(math.erf(6 / math.sqrt(2)), 1)


def test_probability_that_needs_more_than_usual() -> None:
    assert Settings().checked_trials(0.999999, 1) == pytest.approx(10_000_000, rel=1e-6)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"digits": 3}, TrialDigitsError), ({"seed": -1}, SeedError), ({"threads": 0}, ThreadsError)],
)
def test_numbers_out_of_range(wrong, error) -> None:
    with pytest.raises(error):
        Settings(**wrong)


def test_nobody_watches() -> None:
    watch = Watch()
    watch.progress(1, 2)
    assert not watch.cancelled()
