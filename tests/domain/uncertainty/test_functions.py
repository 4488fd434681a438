import pytest

from labcal.domain.uncertainty.expression import ARGUMENTS, NAMES
from labcal.domain.uncertainty.functions import FUNCTIONS


def test_all_that_can_be_written_can_be_evaluated() -> None:
    assert set(FUNCTIONS) == set(ARGUMENTS) | set(NAMES.values()) | {"negate"}


def test_a_power_of_zero() -> None:
    power = FUNCTIONS["power"]
    assert power.partial((0.0, 2.0), 0.0, 0) == 0.0
    assert power.partial((0.0, 2.0), 0.0, 1) == 0.0
    with pytest.raises(ValueError, match="domain"):
        power.partial((0.0, 0.5), 0.0, 0)
