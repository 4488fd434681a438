"""Models turned into a program of array operations that write into few arrays, used again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from labcal.domain.uncertainty.functions import FUNCTIONS
from labcal.domain.uncertainty.montecarlo.vectors import UFUNCS, Array, Operand, refusal
from labcal.domain.uncertainty.tape import Step, Tape
from labcal.errors.montecarlo import DrawError, InputDrawError

DRAW = "draw"
FILL = "fill"

Load = Callable[[int, Array], None]
"""Draws the input of that number into an array."""

Place = int | float
"""A value of the program by its number, or a constant."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One operation.

    Attributes:
        function: Name of the function; "draw" for an input, "fill" for a constant result.
        arguments: Registers (whole numbers) and constants (floats).
        target: Register that takes the value.
        place: Where in the model it stands; the symbol of an input.
        source: Number of the input that is drawn.
    """

    function: str
    arguments: tuple[Place, ...]
    target: int
    place: str
    source: int = -1


@dataclass(frozen=True, slots=True)
class Program:
    """Models as instructions.

    Attributes:
        instructions: In order; each input is drawn just before it is first used.
        results: Register of each result, all distinct from what is overwritten later.
        registers: How many arrays are needed.
        held: Register of each input that is asked for as it was drawn.
    """

    instructions: tuple[Instruction, ...]
    results: tuple[int, ...]
    registers: int
    held: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """Draws in which an operation has no finite value."""

    kind: type[DrawError]
    place: str
    count: int

    def error(self, draws: int) -> DrawError:
        """Return the refusal, ``draws`` having been made up to here."""
        share = float(f"{100 * self.count / draws:.2g}")
        told = f"{share:.12f}".rstrip("0").rstrip(".")
        return self.kind(place=self.place, count=self.count, draws=draws, share=told)


def compile_program(tapes: Sequence[Tape], asked: Mapping[int, str] | None = None) -> Program:
    """Turn models of the same inputs into one program; what they share is computed once.

    Args:
        tapes: One a result, with the same inputs.
        asked: Numbers and symbols of inputs that are asked for as they were drawn.
    """
    draft = _Draft()
    results = tuple(draft.held(draft.add(tape)) for tape in tapes)
    held = tuple((source, draft.drawn(source, symbol)) for source, symbol in (asked or {}).items())
    return _allocated(draft, results, held)


def run(program: Program, load: Load, registers: Sequence[Array]) -> None:
    """Run the program over one block; its results are in ``program.results`` of the registers.

    Args:
        program: What to do.
        load: Draws an input.
        registers: Arrays of the same length, as many as the program needs.

    Raises:
        FloatingPointError: Some operation has no finite value; ``diagnose`` finds which.
    """
    with np.errstate(divide="raise", invalid="raise", over="raise", under="ignore"):
        for step in program.instructions:
            if step.function == DRAW:
                load(step.source, registers[step.target])
            else:
                _execute(step, registers)


def diagnose(program: Program, load: Load, registers: Sequence[Array]) -> Failure | None:
    """Run the program with care, and return what has no finite value; None where all is finite.

    Args:
        program: What to do.
        load: Draws the same numbers as in the run that failed.
        registers: As for ``run``; they hold the results afterwards.
    """
    with np.errstate(all="ignore"):
        for step in program.instructions:
            target = registers[step.target]
            given: tuple[Operand, ...] = ()
            if step.function == DRAW:
                load(step.source, target)
            else:
                given = tuple(_copied(registers, place) for place in step.arguments)
                _execute(step, registers)
            bad = ~np.isfinite(target)
            if bad.any():
                kind = refusal(step.function, given, bad) if given else InputDrawError
                return Failure(kind, step.place, int(np.count_nonzero(bad)))
    return None


def _copied(registers: Sequence[Array], place: Place) -> Operand:
    return place if isinstance(place, float) else registers[place].copy()


def _execute(step: Instruction, registers: Sequence[Array]) -> None:
    target = registers[step.target]
    given = [place if isinstance(place, float) else registers[place] for place in step.arguments]
    if step.function == FILL:
        target.fill(step.arguments[0])
    elif len(given) == 1:
        UFUNCS[step.function](given[0], out=target)
    else:
        UFUNCS[step.function](given[0], given[1], out=target)


@dataclass(slots=True)
class _Value:
    """A value of the draft: an operation on earlier values."""

    function: str
    arguments: tuple[Place, ...]
    place: str
    source: int = -1


@dataclass(slots=True)
class _Draft:
    """Operations before registers are given out; equal operations are one."""

    values: list[_Value] = field(default_factory=list)
    known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(self, tape: Tape) -> Place:
        """Add a model, and return its result."""
        found: list[Place] = []
        for step in tape.steps:
            if step.function == "constant":
                found.append(step.value)
            elif step.function == "input":
                found.append(self.drawn(step.source, tape.inputs[step.source]))
            else:
                found.append(self._operation(step, [found[number] for number in step.arguments]))
        return found[-1]

    def drawn(self, source: int, symbol: str) -> int:
        """Return the number of the draws of an input."""
        return self._value(DRAW, (), symbol, source)

    def held(self, result: Place) -> int:
        """Return the number of a result, which is filled into an array where it is a constant."""
        return result if isinstance(result, int) else self._value(FILL, (result,), "")

    def _operation(self, step: Step, arguments: list[Place]) -> Place:
        constants = [argument for argument in arguments if isinstance(argument, float)]
        if len(constants) == len(arguments):
            return float(FUNCTIONS[step.function].value(constants))
        if step.function == "power" and isinstance(arguments[1], float):
            return self._power(step, arguments[0], arguments[1])
        result = arguments[0]
        for argument in arguments[1:]:
            result = self._value(step.function, (result, argument), step.place)
        return result if len(arguments) > 1 else self._value(step.function, (result,), step.place)

    def _power(self, step: Step, base: Place, exponent: float) -> Place:
        """Return a power by quicker operations where they give the same."""
        if exponent == 1.0:
            return base
        if exponent == 2.0:
            return self._value("square", (base,), step.place)
        if exponent == 0.5:
            return self._value("sqrt", (base,), step.place)
        if exponent == -1.0:
            return self._value("divide", (1.0, base), step.place)
        if exponent == 3.0:
            return self._value("multiply", (self._value("square", (base,), step.place), base), step.place)
        return self._value("power", (base, exponent), step.place)

    def _value(self, function: str, arguments: tuple[Place, ...], place: str, source: int = -1) -> int:
        key = (function, tuple((type(argument), argument) for argument in arguments), source)
        if key not in self.known:
            self.values.append(_Value(function, arguments, place, source))
            self.known[key] = len(self.values) - 1
        return self.known[key]


def _allocated(draft: _Draft, results: tuple[int, ...], held: tuple[tuple[int, int], ...]) -> Program:
    """Give out registers: one is free again after the last use of its value."""
    last = {used: number for number, value in enumerate(draft.values) for used in _used(value)}
    last |= dict.fromkeys([*results, *(number for _, number in held)], len(draft.values))
    where: dict[int, int] = {}
    free: list[int] = []
    count = 0
    instructions: list[Instruction] = []
    for number, value in enumerate(draft.values):
        arguments = tuple(where[given] if isinstance(given, int) else given for given in value.arguments)
        free.extend(where[given] for given in set(_used(value)) if last[given] == number)
        if free:
            target = free.pop()
        else:
            target, count = count, count + 1
        where[number] = target
        instructions.append(Instruction(value.function, arguments, target, value.place, value.source))
        if number not in last:
            free.append(target)
    return Program(
        tuple(instructions),
        tuple(where[result] for result in results),
        count,
        tuple((source, where[number]) for source, number in held),
    )


def _used(value: _Value) -> tuple[int, ...]:
    return tuple(given for given in value.arguments if isinstance(given, int))
