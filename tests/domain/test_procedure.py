from decimal import Decimal

import pytest

from labcal.catalog.procedures import load_procedure, load_words
from labcal.domain.procedure import RoomLimit
from labcal.domain.quantity import parse
from labcal.errors.quantities import UnitMismatchError

PROCEDURE = load_procedure("mass/substitution")


def test_the_range_is_inclusive_and_of_one_kind() -> None:
    assert PROCEDURE.covers(parse("10 kg"))
    assert PROCEDURE.covers(parse("5 000 g"))
    assert not PROCEDURE.covers(parse("20 kg"))
    assert not PROCEDURE.covers(parse("4.999 kg"))
    assert not PROCEDURE.covers(parse("10 mm"))


def test_it_knows_that_it_needs_a_standard() -> None:
    assert PROCEDURE.needs_standard


def test_the_room() -> None:
    limit = RoomLimit(name="temperature", unit="°C", lowest=Decimal(18), highest=Decimal(27), confidence="")
    assert limit.contains(parse("27.0 °C"))
    assert limit.contains(parse("293.15 K"))
    assert not limit.contains(parse("27.1 °C"))
    with pytest.raises(UnitMismatchError):
        limit.contains(parse("50 %"))


def test_words_fall_back_to_symbols() -> None:
    words = load_words("mass/substitution")
    assert words.input("delta_m") == "Observed difference"
    assert words.column("X1") == "Item 1"
    assert words.room_name("pressure") == "Air pressure"
    assert words.input("z") == words.column("z") == words.room_name("z") == "z"
