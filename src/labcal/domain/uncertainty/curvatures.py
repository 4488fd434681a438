"""Second partial derivatives of what a model may call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

Arguments = Sequence[float]
Second = Callable[[Arguments, float, int, int], float]


def _product(_: Arguments, __: float, i: int, j: int) -> float:
    return 0.0 if i == j else 1.0


def _quotient(arguments: Arguments, value: float, i: int, j: int) -> float:
    below = arguments[1]
    if i == j:
        return 0.0 if i == 0 else 2 * value / below**2
    return -1 / below**2


def _power(arguments: Arguments, value: float, i: int, j: int) -> float:
    base, exponent = arguments
    if i == j == 0:
        factor = exponent * (exponent - 1)
        return factor * math.pow(base, exponent - 2) if factor else 0.0
    if i == j:
        return 0.0 if base == 0 and exponent > 0 else value * math.log(base) ** 2
    if base == 0 and exponent > 1:
        return 0.0
    return math.pow(base, exponent - 1) * (1 + exponent * math.log(base))


def _angle(arguments: Arguments, _: float, i: int, j: int) -> float:
    y, x = arguments
    square = (y * y + x * x) ** 2
    if i != j:
        return (y * y - x * x) / square
    return (-2 if i == 0 else 2) * x * y / square


def _none(_: Arguments, __: float, ___: int, ____: int) -> float:
    return 0.0


def _of_one(second: Callable[[float, float], float]) -> Second:
    """Make the second derivative of a function of one argument from second(argument, value)."""
    return lambda a, v, _, __: second(a[0], v)


CURVATURES: Mapping[str, Second] = {
    "add": _none,
    "subtract": _none,
    "negate": _none,
    "abs": _none,
    "min": _none,
    "max": _none,
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "atan2": _angle,
    "sqrt": _of_one(lambda x, v: -0.25 / (x * v)),
    "exp": _of_one(lambda x, v: v),
    "log": _of_one(lambda x, v: -1 / x**2),
    "log10": _of_one(lambda x, v: -1 / (x**2 * math.log(10))),
    "sin": _of_one(lambda x, v: -v),
    "cos": _of_one(lambda x, v: -v),
    "tan": _of_one(lambda x, v: 2 * v * (1 + v * v)),
    "asin": _of_one(lambda x, v: x / (1 - x * x) ** 1.5),
    "acos": _of_one(lambda x, v: -x / (1 - x * x) ** 1.5),
    "atan": _of_one(lambda x, v: -2 * x / (1 + x * x) ** 2),
    "sinh": _of_one(lambda x, v: v),
    "cosh": _of_one(lambda x, v: v),
    "tanh": _of_one(lambda x, v: -2 * v * (1 - v * v)),
}
"""By function: its second partial derivative by the arguments i and j, from the arguments and the value."""
