from fractions import Fraction

from labcal.domain.dimension import Dimension

MASS = Dimension.of({"mass": Fraction(1)})
LENGTH = Dimension.of({"length": Fraction(1)})
TIME = Dimension.of({"time": Fraction(1)})


def test_products_and_powers() -> None:
    force = MASS * LENGTH / TIME ** Fraction(2)
    assert force.kind == "a force"
    assert force.unit == "kg·m/s²"
    assert (force / force).is_number
    assert (LENGTH ** Fraction(2)) ** Fraction(1, 2) == LENGTH


def test_words() -> None:
    assert (MASS.kind, MASS.unit) == ("a mass", "kilogram")
    assert Dimension().kind == Dimension().unit == "a plain number"
    assert (MASS * LENGTH).kind == "a quantity of another kind"
    root = LENGTH ** Fraction(1, 2)
    assert (root.kind, root.unit) == ("a quantity of another kind", "m^(1/2)")
    assert (Dimension() / (LENGTH * TIME)).unit == "1/(m·s)"


def test_a_level_has_words_of_its_own() -> None:
    level = Dimension.of({"level": Fraction(1)})
    assert level.is_level
    assert not level.is_number
    assert (level.kind, level.unit) == ("a level", "decibel")
    assert ((level / LENGTH).kind, (level / LENGTH).unit) == ("an attenuation per length", "dB/m")
    assert (level / level).is_number
