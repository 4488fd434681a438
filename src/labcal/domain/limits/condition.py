"""Conditions under which a limit holds: comparisons of formulas, "500*e < m <= 2000*e and e >= 1 mg"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from labcal.domain.limits.exact import Formula, Values, formula
from labcal.errors.limits import NoComparisonError
from labcal.errors.models import ComparisonDimensionError

SIGN = re.compile(r"(<=|>=|==|<|>|=|≤|≥)")
BOTH = re.compile(r"\s+and\s+")
HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}
SPELLINGS = {"≤": "<=", "≥": ">=", "==": "="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of two formulas of the same kind."""

    left: Formula
    sign: str
    right: Formula

    def holds(self, values: Values) -> bool:
        """Tell whether it is so, exactly."""
        return HOLDS[self.sign](self.left.value(values), self.right.value(values))


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons that have to hold together.

    Attributes:
        text: As written.
        comparisons: None of them where nothing is asked.
    """

    text: str = ""
    comparisons: tuple[Comparison, ...] = ()

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols it uses."""
        sides = (side for one in self.comparisons for side in (one.left, one.right))
        return frozenset[str]().union(*(side.symbols for side in sides))

    def holds(self, values: Values) -> bool:
        """Tell whether all comparisons hold; those that follow a false one are not looked at."""
        return all(one.holds(values) for one in self.comparisons)


def condition(text: str, symbols: Mapping[str, str]) -> Condition:
    """Read a condition.

    Args:
        text: Comparisons by <, <=, =, >=, >, also in chains, joined by "and".
        symbols: Unit of each symbol that it may use.

    Raises:
        NoComparisonError: A part is no comparison.
        ComparisonDimensionError: Two kinds of quantities are compared.
        ModelSyntaxError, ModelDimensionError, UnknownUnitError, InexactFormulaError: As for formulas.
    """
    found = [one for part in BOTH.split(text.strip()) for one in _chain(part, symbols)]
    return Condition(text.strip(), tuple(found))


def _chain(text: str, symbols: Mapping[str, str]) -> list[Comparison]:
    parts = [part.strip() for part in SIGN.split(text)]
    if len(parts) < 3 or not all(parts):
        raise NoComparisonError(text=text)
    formulas = [formula(part, symbols) for part in parts[::2]]
    signs = [SPELLINGS.get(sign, sign) for sign in parts[1::2]]
    chain = [Comparison(*told) for told in zip(formulas, signs, formulas[1:], strict=False)]
    for one in chain:
        if one.left.dimension != one.right.dimension:
            raise ComparisonDimensionError(
                place=text, left=one.left.dimension.unit, right=one.right.dimension.unit
            )
    return chain
