"""An uncertainty budget: a model, its inputs with their components, correlations and coverage."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from labcal.domain import units
from labcal.domain.dimension import Dimension
from labcal.domain.uncertainty import dimensions, expression, tape
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Distribution
from labcal.errors.models import (
    CorrelatedSymbolError,
    CorrelationRangeError,
    CorrelationWithItselfError,
    DegreesOfFreedomError,
    DuplicateSymbolError,
    ModelOrEquationError,
    NoOutputError,
    RepeatedCorrelationError,
    ResultDimensionError,
    SimultaneousReadingsError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One elementary source of uncertainty of an input.

    Attributes:
        name: What it comes from; may be empty.
        distribution: Its parameters are in ``unit``.
        unit: Of the kind of the input; for temperatures a difference is meant.
        dof: Degrees of freedom; infinite where the standard uncertainty is taken as exactly known.

    Raises:
        DegreesOfFreedomError: ``dof`` is not above 0.
    """

    name: str
    distribution: Distribution
    unit: str
    dof: float = math.inf

    def __post_init__(self) -> None:
        if not self.dof > 0:
            raise DegreesOfFreedomError(dof=self.dof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One quantity of the model, with its estimate in ``unit``.

    Attributes:
        symbol: Its symbol.
        value: Its estimate; for °C a point of the scale.
        unit: Of the estimate.
        components: Independent of each other; ``value`` is the mean of an absolute distribution among them.
        name: What it is.
        readings: The readings whose mean the estimate is, in ``unit``; the first component is then theirs.
        simultaneous: Name of the set of readings taken together with this input's; empty for none.
    """

    symbol: str
    value: float
    unit: str
    components: tuple[Component, ...] = ()
    name: str = ""
    readings: tuple[float, ...] = ()
    simultaneous: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The quantity that the model gives, or that solves the equation.

    Attributes:
        symbol: Its symbol.
        model: In the symbols of the inputs; empty where there is an equation.
        unit: Unit of the numbers in the result.
        report_unit: Unit of the reported line; empty for ``unit``.
        name: What it is.
        equation: Of an implicit model: equal to zero, in the symbols of the inputs and its own.
        start: Of an implicit model: where the search for the solution begins, in ``unit``.
    """

    symbol: str
    unit: str
    model: str = ""
    report_unit: str = ""
    name: str = ""
    equation: str = ""
    start: float = 0.0

    def __post_init__(self) -> None:
        if bool(self.model) == bool(self.equation):
            raise ModelOrEquationError(symbol=self.symbol)


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation coefficient between the totals of two inputs (JCGM 100:2008, 5.2.2).

    Raises:
        CorrelationWithItselfError: Both are the same input.
        CorrelationRangeError: The coefficient lies outside −1 … 1.
    """

    first: str
    second: str
    coefficient: float

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise CorrelationWithItselfError(symbol=self.first)
        if not -1 <= self.coefficient <= 1:
            raise CorrelationRangeError(first=self.first, second=self.second, coefficient=self.coefficient)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonteCarloPlan:
    """What a budget says about its Monte Carlo evaluation; None where it says nothing.

    Attributes:
        trials: Number of trials; with ``adaptive`` the most that are drawn.
        adaptive: Whether trials are added until the results are stable (JCGM 101:2008, 7.9).
        digits: Significant digits of u that have to be stable.
        seed: Of the random numbers.
    """

    trials: int | None = None
    adaptive: bool = False
    digits: int | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A model with its inputs; several outputs share the inputs.

    Raises:
        NoOutputError: There is no output.
        DuplicateSymbolError: Two inputs, or two outputs, bear the same symbol.
        CorrelatedSymbolError: A correlation names no input.
        RepeatedCorrelationError: The correlation of two inputs is given more than once.
        SimultaneousReadingsError: Readings that are called simultaneous differ in number.
    """

    outputs: tuple[Output, ...]
    inputs: tuple[Input, ...]
    coverage: Coverage = field(default_factory=lambda: Coverage(probability=0.9545))
    title: str = ""
    source: str = ""
    correlations: tuple[Correlation, ...] = ()
    monte_carlo: MonteCarloPlan = field(default_factory=MonteCarloPlan)

    def __post_init__(self) -> None:
        if not self.outputs:
            raise NoOutputError
        _refuse_repeated(quantity.symbol for quantity in self.inputs)
        _refuse_repeated(output.symbol for output in self.outputs)
        if self.correlations:
            self._check_correlations()
        self._check_simultaneous()

    def _check_correlations(self) -> None:
        sets = {quantity.symbol: quantity.simultaneous for quantity in self.inputs}
        seen: set[frozenset[str]] = set()
        for one in self.correlations:
            for symbol in (one.first, one.second):
                if symbol not in sets:
                    raise CorrelatedSymbolError(symbol=symbol)
            pair = frozenset((one.first, one.second))
            if pair in seen or (sets[one.first] and sets[one.first] == sets[one.second]):
                raise RepeatedCorrelationError(first=one.first, second=one.second)
            seen.add(pair)

    def _check_simultaneous(self) -> None:
        first: dict[str, Input] = {}
        for quantity in self.inputs:
            if quantity.simultaneous:
                other = first.setdefault(quantity.simultaneous, quantity)
                if len(other.readings) != len(quantity.readings):
                    raise SimultaneousReadingsError(
                        set=quantity.simultaneous,
                        first=other.symbol,
                        second=quantity.symbol,
                        count=len(other.readings),
                        other=len(quantity.readings),
                    )


def _refuse_repeated(symbols: Iterable[str]) -> None:
    counted = Counter(symbols)
    if repeated := [symbol for symbol, count in counted.items() if count > 1]:
        raise DuplicateSymbolError(symbol=repeated[0])


@lru_cache(maxsize=256)
def compile_model(model: str, inputs: tuple[tuple[str, str], ...], unit: str) -> tape.Tape:
    """Return a model, read and checked for dimensions; the same model is compiled once only.

    Args:
        model: Its text.
        inputs: Symbol and unit of each input, in the order in which values will be handed in.
        unit: Unit of the result.

    Raises:
        ModelSyntaxError: The model cannot be read.
        ModelDimensionError: Quantities of different kinds meet, or the result is of another kind.
        UnknownUnitError: A unit is not known.
    """
    steps, given = _compiled(model, inputs)
    wanted = units.dimension(unit)
    if given != wanted:
        raise ResultDimensionError(given=given.kind, unit=units.pretty(unit) or "1", wanted=wanted.kind)
    return steps


@lru_cache(maxsize=256)
def compile_equation(equation: str, inputs: tuple[tuple[str, str], ...], own: tuple[str, str]) -> tape.Tape:
    """Return the left side of an equation that is equal to zero, read and checked for dimensions.

    Args:
        equation: Its text, of any one dimension.
        inputs: Symbol and unit of each input.
        own: Symbol and unit of the output that solves it; the last of the tape's inputs.

    Raises:
        DuplicateSymbolError: The output bears the symbol of an input.
        ModelSyntaxError, ModelDimensionError, UnknownUnitError: As for ``compile_model``.
    """
    _refuse_repeated([*(symbol for symbol, _ in inputs), own[0]])
    return _compiled(equation, (*inputs, own))[0]


def _compiled(model: str, inputs: Sequence[tuple[str, str]]) -> tuple[tape.Tape, Dimension]:
    symbols = [symbol for symbol, _ in inputs]
    steps = tape.write(expression.parse(model, frozenset(symbols)), symbols)
    return steps, dimensions.check(steps, [units.dimension(of) for _, of in inputs])
