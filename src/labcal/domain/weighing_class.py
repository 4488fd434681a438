"""Accuracy classes of weighing instruments, and what does not go with one (OIML R 76-1:2006, 3.2 to 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from labcal.domain.quantity import QuantityValue
from labcal.errors.weighing import UnknownWeighingClassError
from labcal.text import Phrase, mark, phrase

GRADING_MINIMUM = 5
"""In e: Min of grading instruments of classes II and III, such as postal scales (3.2)."""
GRADED = ("II", "III")
STEPS = (1, 2, 5)
"""e is one of them times a power of ten (4.2.2.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """One row of table 3.

    Attributes:
        grade: Accuracy class.
        least: Least e it holds for.
        greatest: Greatest e; None where there is none.
        fewest: Least n = Max/e.
        most: Greatest n; None where there is none.
        minimum: Least Min, in e.
        clause: Where it stands.
        confidence: How sure the figures are.
    """

    grade: str
    least: QuantityValue
    greatest: QuantityValue | None
    fewest: int
    most: int | None
    minimum: int
    clause: str
    confidence: str

    def holds(self, interval: QuantityValue) -> bool:
        """Tell whether the row is for this e."""
        value = interval.in_unit("g")
        return value >= self.least.in_unit("g") and (
            self.greatest is None or value <= self.greatest.in_unit("g")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """What the descriptive markings of an instrument say.

    Attributes:
        grade: Accuracy class: I, II, III, IIII.
        maximum: Max.
        interval: e.
        minimum: Min; None where it is not marked.
        is_grading: Whether it grades, as a postal scale does.
    """

    grade: str
    maximum: QuantityValue
    interval: QuantityValue
    minimum: QuantityValue | None = None
    is_grading: bool = False

    @property
    def count(self) -> Decimal:
        """Max/e = n, the number of verification scale intervals."""
        return self.maximum.in_unit(self.interval.unit) / self.interval.value


def classify(plate: Plate, rules: Sequence[ClassRule]) -> tuple[Phrase, ...]:
    """Return what on a plate does not go with its class, each in a sentence; nothing where all does.

    Raises:
        UnknownWeighingClassError: There is no such class.
    """
    own = [rule for rule in rules if rule.grade == plate.grade]
    if not own:
        known = ", ".join(dict.fromkeys(rule.grade for rule in rules))
        raise UnknownWeighingClassError(grade=plate.grade, known=known)
    found = []
    if not _is_step(plate.interval.value):
        found.append(phrase(mark("e = {e} is not 1, 2 or 5 times a power of ten."), e=plate.interval))
    row = next((rule for rule in own if rule.holds(plate.interval)), None)
    if row is None:
        told = phrase(mark("Class {grade} has no e = {e}."), grade=plate.grade, e=plate.interval)
        return (*found, told)
    return (*found, *_by_row(plate, row))


def least_minimum(plate: Plate, rule: ClassRule) -> Decimal:
    """Return the least Min, in the unit of e."""
    is_eased = plate.is_grading and plate.grade in GRADED
    return (GRADING_MINIMUM if is_eased else rule.minimum) * plate.interval.value


def _by_row(plate: Plate, rule: ClassRule) -> list[Phrase]:
    found = []
    shown = f"{plate.count:f}"
    if plate.count < rule.fewest:
        told = mark("n = {n} is below {least}, the least of class {grade} with e = {e}.")
        found.append(phrase(told, n=shown, least=rule.fewest, grade=plate.grade, e=plate.interval))
    if rule.most is not None and plate.count > rule.most:
        told = mark("n = {n} is above {most}, the greatest of class {grade}.")
        found.append(phrase(told, n=shown, most=rule.most, grade=plate.grade))
    least = least_minimum(plate, rule)
    if plate.minimum is not None and plate.minimum.in_unit(plate.interval.unit) < least:
        lowest = QuantityValue(f"{least:f}", plate.interval.unit)
        told = mark("Min = {minimum} is below {least}, the least of class {grade} with e = {e}.")
        found.append(phrase(told, minimum=plate.minimum, least=lowest, grade=plate.grade, e=plate.interval))
    return found


def _is_step(value: Decimal) -> bool:
    """Tell whether a number is 1, 2 or 5 times a power of ten."""
    return value > 0 and value.scaleb(-value.adjusted()) in STEPS
