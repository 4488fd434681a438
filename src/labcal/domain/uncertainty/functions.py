"""Values and partial derivatives of what a model may call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Arguments = Sequence[float]


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        value: Its value; raises ``ValueError``, ``ZeroDivisionError`` or ``OverflowError`` where it has none.
        partial: Its partial derivative by the argument of that number, from the arguments and the value;
            raises the same where it has none.
    """

    value: Callable[[Arguments], float]
    partial: Callable[[Arguments, float, int], float]


def _power_partial(arguments: Arguments, value: float, index: int) -> float:
    base, exponent = arguments
    if index == 0:
        return exponent * math.pow(base, exponent - 1) if exponent else 0.0
    if base == 0 and exponent > 0:
        return 0.0
    return value * math.log(base)


def _abs_partial(arguments: Arguments, value: float, _: int) -> float:
    if value == 0:
        raise ValueError("a corner")
    return math.copysign(1.0, arguments[0])


def _chosen_partial(arguments: Arguments, value: float, index: int) -> float:
    if sum(argument == value for argument in arguments) > 1:
        raise ValueError("a corner")
    return 1.0 if arguments[index] == value else 0.0


def _quotient_partial(arguments: Arguments, value: float, index: int) -> float:
    return 1 / arguments[1] if index == 0 else -value / arguments[1]


def _angle_partial(arguments: Arguments, _: float, index: int) -> float:
    y, x = arguments
    square = y * y + x * x
    return x / square if index == 0 else -y / square


def _of_one(value: Callable[[float], float], slope: Callable[[float, float], float]) -> Function:
    """Make a function of one argument from its value and its slope(argument, value)."""
    return Function(lambda a: value(a[0]), lambda a, v, _: slope(a[0], v))


FUNCTIONS: Mapping[str, Function] = {
    "add": Function(lambda a: a[0] + a[1], lambda a, v, i: 1.0),
    "subtract": Function(lambda a: a[0] - a[1], lambda a, v, i: 1.0 if i == 0 else -1.0),
    "multiply": Function(lambda a: a[0] * a[1], lambda a, v, i: a[1 - i]),
    "divide": Function(lambda a: a[0] / a[1], _quotient_partial),
    "power": Function(lambda a: math.pow(a[0], a[1]), _power_partial),
    "negate": _of_one(lambda x: -x, lambda x, v: -1.0),
    "sqrt": _of_one(math.sqrt, lambda x, v: 0.5 / v),
    "exp": _of_one(math.exp, lambda x, v: v),
    "log": _of_one(math.log, lambda x, v: 1 / x),
    "log10": _of_one(math.log10, lambda x, v: 1 / (x * math.log(10))),
    "sin": _of_one(math.sin, lambda x, v: math.cos(x)),
    "cos": _of_one(math.cos, lambda x, v: -math.sin(x)),
    "tan": _of_one(math.tan, lambda x, v: 1 + v * v),
    "asin": _of_one(math.asin, lambda x, v: 1 / math.sqrt(1 - x * x)),
    "acos": _of_one(math.acos, lambda x, v: -1 / math.sqrt(1 - x * x)),
    "atan": _of_one(math.atan, lambda x, v: 1 / (1 + x * x)),
    "atan2": Function(lambda a: math.atan2(a[0], a[1]), _angle_partial),
    "sinh": _of_one(math.sinh, lambda x, v: math.cosh(x)),
    "cosh": _of_one(math.cosh, lambda x, v: math.sinh(x)),
    "tanh": _of_one(math.tanh, lambda x, v: 1 - v * v),
    "abs": Function(lambda a: abs(a[0]), _abs_partial),
    "min": Function(min, _chosen_partial),
    "max": Function(max, _chosen_partial),
}
