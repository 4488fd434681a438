"""A tree written out as steps, each of which uses earlier ones: evaluated without recursion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labcal.domain.dimension import Dimension
from labcal.domain.uncertainty.expression import Constant, Expression, Node, Operation, Symbol
from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.errors.models import DivisionByZeroError, ModelValueError

NUMBER = Dimension()


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a constant, an input, or a function of earlier steps.

    Attributes:
        function: Its name; "constant" or "input" where it computes nothing.
        arguments: Numbers of the earlier steps it uses.
        value: The constant, in the coherent SI unit.
        dimension: Dimension of the constant.
        source: Number of the input.
        place: The part of the model that it comes from.
    """

    function: str
    place: str
    arguments: tuple[int, ...] = ()
    value: float = 0.0
    dimension: Dimension = NUMBER
    source: int = -1


@dataclass(frozen=True, slots=True)
class Tape:
    """A model, ready to be evaluated; the last step is the result.

    Attributes:
        steps: In the order of evaluation.
        inputs: The symbols, in the order in which their values are handed in.
    """

    steps: tuple[Step, ...]
    inputs: tuple[str, ...]


def write(expression: Expression, inputs: Sequence[str]) -> Tape:
    """Write a tree out as steps.

    Args:
        expression: The model.
        inputs: Symbols, in the order in which values will be handed in.
    """
    numbers = {symbol: number for number, symbol in enumerate(inputs)}
    steps: list[Step] = []
    results: list[int] = []
    waiting: list[tuple[Node, bool]] = [(expression.root, False)]
    while waiting:
        node, is_ready = waiting.pop()
        place = expression.place(node)
        if isinstance(node, Operation) and not is_ready:
            waiting.append((node, True))
            waiting.extend((argument, False) for argument in reversed(node.arguments))
            continue
        if isinstance(node, Operation):
            count = len(node.arguments)
            arguments = tuple(results[-count:])
            del results[-count:]
            steps.append(Step(node.function, place, arguments))
        elif isinstance(node, Constant):
            steps.append(Step("constant", place, value=node.value, dimension=node.dimension))
        elif isinstance(node, Symbol):
            steps.append(Step("input", place, source=numbers[node.name]))
        results.append(len(steps) - 1)
    return Tape(tuple(steps), tuple(inputs))


def values(tape: Tape, estimates: Sequence[float]) -> list[float]:
    """Return the value of every step, in coherent SI units; the last is the result.

    Args:
        tape: The model.
        estimates: Values of the inputs, in coherent SI units and in the order of ``tape.inputs``.

    Raises:
        ModelValueError: A step has no finite value there (``DivisionByZeroError`` for a denominator of 0).
    """
    found: list[float] = []
    for step in tape.steps:
        if step.function == "constant":
            found.append(step.value)
        elif step.function == "input":
            found.append(estimates[step.source])
        else:
            found.append(_value(step, [found[number] for number in step.arguments]))
    return found


def _value(step: Step, arguments: Sequence[float]) -> float:
    try:
        value = FUNCTIONS[step.function].value(arguments)
    except ZeroDivisionError as error:
        raise DivisionByZeroError(place=step.place) from error
    except (ValueError, OverflowError) as error:
        raise ModelValueError(place=step.place) from error
    if not math.isfinite(value):
        raise ModelValueError(place=step.place)
    return value
