"""Formulas of limits in the grammar of models, computed in exact fractions: no floats, no rounding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from labcal.domain import units
from labcal.domain.dimension import Dimension
from labcal.domain.uncertainty import dimensions, tape
from labcal.domain.uncertainty.expression import (
    TOKEN,
    Constant,
    Expression,
    Node,
    Operation,
    Symbol,
    parse,
)
from labcal.errors.limits import InexactFormulaError, ValuelessFormulaError
from labcal.errors.models import ResultDimensionError

GREATEST_EXPONENT = 12

EXACT = Context(prec=400)
"""Wide enough for any finite decimal that a formula of limits comes to."""

LONG = Context(prec=34)
"""For fractions that no finite decimal states, such as a third."""

Values = Mapping[str, Fraction]
"""Of each symbol, in the coherent SI unit."""

OPERATIONS: Mapping[str, Callable[..., Fraction]] = {
    "add": lambda one, other: one + other,
    "subtract": lambda one, other: one - other,
    "multiply": lambda one, other: one * other,
    "divide": lambda one, other: one / other,
    "negate": lambda one: -one,
    "abs": abs,
    "min": min,
    "max": max,
}
"""What has an exact value of exact arguments; powers are taken by themselves."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of limits, read and checked.

    Attributes:
        expression: What it was read from.
        dimension: Of its value.
        fixed: The value of a figure alone; None where it depends on symbols.
        symbols: The symbols it uses.
    """

    expression: Expression
    dimension: Dimension
    fixed: Fraction | None
    symbols: frozenset[str]

    @property
    def text(self) -> str:
        """The formula as written."""
        return self.expression.source

    def value(self, values: Values) -> Fraction:
        """Return the exact value, in the coherent SI unit.

        Raises:
            ValuelessFormulaError: There is none, as a denominator is 0.
        """
        if self.fixed is not None:
            return self.fixed
        try:
            return _value(self.expression, self.expression.root, values)
        except ZeroDivisionError as error:
            raise ValuelessFormulaError(formula=self.text) from error

    def written(self, unit: str) -> Decimal | None:
        """Return the figure in ``unit`` with its zeros where the formula is a figure alone, else None."""
        root = self.expression.root
        if not isinstance(root, Constant):
            return None
        digits, given = _parts(self.expression, root)
        return units.convert(digits, given, unit, difference=True)


def formula(text: str, symbols: Mapping[str, str], unit: str | None = None) -> Formula:
    """Read a formula.

    Args:
        text: In the grammar of models, such as "0.15 K + 0.002*abs(t - 0 °C)".
        symbols: Unit of each symbol that it may use.
        unit: A unit of the kind that it has to give; None where any kind will do.

    Raises:
        ModelSyntaxError, ModelDimensionError, UnknownUnitError: It does not follow the grammar, or mixes
            kinds of quantities.
        ResultDimensionError: It gives another kind than ``unit``.
        InexactFormulaError: It uses what has no exact value: a root, a sine, pi.
    """
    expression = parse(text, frozenset(symbols))
    used = _checked(expression)
    dimension = _dimension(expression, symbols)
    if unit is not None and dimension != units.dimension(unit):
        wanted = units.dimension(unit).kind
        raise ResultDimensionError(given=dimension.kind, unit=units.pretty(unit) or "1", wanted=wanted)
    root = expression.root
    fixed = in_base(*_parts(expression, root)) if isinstance(root, Constant) else None
    return Formula(expression, dimension, fixed, used)


def in_base(value: Decimal, unit: str) -> Fraction:
    """Return a value in the coherent SI unit, exactly; 20 °C is 293.15 K."""
    meant = units.understand(unit)
    return Fraction(value) * meant.factor + meant.offset


def in_unit(value: Fraction, unit: str) -> Decimal:
    """Return a difference from the coherent SI unit in ``unit``: exact, or with 34 digits where none is."""
    return decimal(value / units.understand(unit).factor)


def decimal(number: Fraction) -> Decimal:
    """Return a fraction as a decimal: exact where it is finite, else with 34 digits; never with an E."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    context = EXACT if rest == 1 else LONG
    found = context.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(f"{found:f}")


def _dimension(expression: Expression, symbols: Mapping[str, str]) -> Dimension:
    names = list(symbols)
    kinds: Sequence[Dimension] = [units.dimension(symbols[name]) for name in names]
    return dimensions.check(tape.write(expression, names), kinds)


def _checked(expression: Expression) -> frozenset[str]:
    """Return the symbols of a formula, and refuse what has no exact value."""
    waiting, symbols = [expression.root], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Symbol):
            symbols.add(node.name)
        elif isinstance(node, Constant):
            _parts(expression, node)
        else:
            if node.function == "power":
                _exponent(expression, node.arguments[1])
            elif node.function not in OPERATIONS:
                raise InexactFormulaError(place=expression.place(node))
            waiting.extend(node.arguments)
    return frozenset(symbols)


def _value(expression: Expression, node: Node, values: Values) -> Fraction:
    if isinstance(node, Symbol):
        return values[node.name]
    if isinstance(node, Constant):
        return in_base(*_parts(expression, node))
    if node.function == "power":
        return _value(expression, node.arguments[0], values) ** _exponent(expression, node.arguments[1])
    return OPERATIONS[node.function](*(_value(expression, one, values) for one in node.arguments))


def _exponent(expression: Expression, node: Node) -> int:
    """Return a whole exponent; no other has an exact value."""
    if isinstance(node, Operation) and node.function == "negate":
        return -_exponent(expression, node.arguments[0])
    if not isinstance(node, Constant):
        raise InexactFormulaError(place=expression.place(node))
    value = in_base(*_parts(expression, node))
    if value.denominator != 1 or abs(value) > GREATEST_EXPONENT:
        raise InexactFormulaError(place=expression.place(node))
    return int(value)


def _parts(expression: Expression, node: Constant) -> tuple[Decimal, str]:
    """Return digits and unit of a constant, as written."""
    place = expression.place(node).strip("() \t\n")
    token = TOKEN.match(place)
    if token is None or token["number"] is None:
        raise InexactFormulaError(place=place)
    return Decimal(token["number"]), place[token.end() :].strip()
