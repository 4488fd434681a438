"""The functions of models over whole arrays, with the refusal of what has no value in a draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labcal.errors.montecarlo import (
    ArcDrawError,
    DivisionByZeroDrawError,
    DrawError,
    LogarithmDrawError,
    PowerDrawError,
    RootDrawError,
)

Array = NDArray[np.float64]
Operand = Array | float

UFUNCS: Mapping[str, np.ufunc] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "power": np.power,
    "negate": np.negative,
    "square": np.square,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "log10": np.log10,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "abs": np.absolute,
    "min": np.minimum,
    "max": np.maximum,
}
"""The functions of models by name, each able to write into a given array."""

Bad = Callable[[tuple[Operand, ...]], Any]

FAILURES: Mapping[str, tuple[Bad, type[DrawError]]] = {
    "divide": (lambda given: np.equal(given[1], 0.0), DivisionByZeroDrawError),
    "log": (lambda given: np.less_equal(given[0], 0.0), LogarithmDrawError),
    "log10": (lambda given: np.less_equal(given[0], 0.0), LogarithmDrawError),
    "sqrt": (lambda given: np.less(given[0], 0.0), RootDrawError),
    "asin": (lambda given: np.greater(np.abs(given[0]), 1.0), ArcDrawError),
    "acos": (lambda given: np.greater(np.abs(given[0]), 1.0), ArcDrawError),
}
"""Where a function has no value, and the sentence that says so."""


def refusal(function: str, arguments: tuple[Operand, ...], bad: NDArray[np.bool_]) -> type[DrawError]:
    """Return the class of the refusal of values that are not finite.

    Args:
        function: Name of the function.
        arguments: What it was given.
        bad: Where its value is not finite.
    """
    if function == "power":
        base = arguments[0]
        if np.any(np.less(base, 0.0) & bad):
            return PowerDrawError
        return DivisionByZeroDrawError if np.any(np.equal(base, 0.0) & bad) else DrawError
    if function in FAILURES:
        fails, kind = FAILURES[function]
        return kind if np.any(fails(arguments) & bad) else DrawError
    return DrawError


def _power_slope(given: tuple[Operand, ...], value: Operand, index: int) -> Operand:
    base, exponent = given
    if index == 0:
        slope: Array = np.multiply(exponent, np.power(base, np.subtract(exponent, 1.0)))
        return np.where(np.equal(exponent, 0.0), 0.0, slope)
    return np.where(np.equal(base, 0.0), 0.0, np.multiply(value, np.log(base)))


def _angle_slope(given: tuple[Operand, ...], _: Operand, index: int) -> Operand:
    y, x = given
    square: Array = np.add(np.square(y), np.square(x))
    return np.divide(x, square) if index == 0 else np.negative(np.divide(y, square))


Slope = Callable[[tuple[Operand, ...], Operand, int], Operand]

SLOPES: Mapping[str, Slope] = {
    "add": lambda a, v, i: 1.0,
    "subtract": lambda a, v, i: -1.0 if i else 1.0,
    "multiply": lambda a, v, i: a[1 - i],
    "divide": lambda a, v, i: np.negative(np.divide(v, a[1])) if i else np.divide(1.0, a[1]),
    "power": _power_slope,
    "negate": lambda a, v, i: -1.0,
    "sqrt": lambda a, v, i: np.divide(0.5, v),
    "exp": lambda a, v, i: v,
    "log": lambda a, v, i: np.divide(1.0, a[0]),
    "log10": lambda a, v, i: np.divide(1.0 / np.log(10.0), a[0]),
    "sin": lambda a, v, i: np.cos(a[0]),
    "cos": lambda a, v, i: np.negative(np.sin(a[0])),
    "tan": lambda a, v, i: 1.0 + np.square(v),
    "asin": lambda a, v, i: 1.0 / np.sqrt(1.0 - np.square(a[0])),
    "acos": lambda a, v, i: -1.0 / np.sqrt(1.0 - np.square(a[0])),
    "atan": lambda a, v, i: 1.0 / (1.0 + np.square(a[0])),
    "atan2": _angle_slope,
    "sinh": lambda a, v, i: np.cosh(a[0]),
    "cosh": lambda a, v, i: np.sinh(a[0]),
    "tanh": lambda a, v, i: 1.0 - np.square(v),
    "abs": lambda a, v, i: np.sign(a[0]),
    "min": lambda a, v, i: np.equal(a[i], v).astype(np.float64),
    "max": lambda a, v, i: np.equal(a[i], v).astype(np.float64),
}
"""Partial derivatives by the argument of that number, from the arguments and the value."""


def value(function: str, arguments: tuple[Operand, ...]) -> Operand:
    """Return a function of arrays or numbers, in a new array; where it has no value, not a finite one."""
    ufunc = UFUNCS[function]
    if len(arguments) == 1:
        return np.asarray(ufunc(arguments[0]))
    return np.asarray(reduce(ufunc, arguments))
