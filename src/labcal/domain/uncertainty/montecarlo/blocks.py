"""The draws of one block, and the results of the models in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labcal.domain.uncertainty.distributions import Rectangular
from labcal.domain.uncertainty.montecarlo import program, roots
from labcal.domain.uncertainty.montecarlo.draws import draw, generator
from labcal.domain.uncertainty.montecarlo.joint import draw_jointly
from labcal.domain.uncertainty.montecarlo.plan import Plan
from labcal.domain.uncertainty.montecarlo.program import Failure
from labcal.domain.uncertainty.montecarlo.roots import Equation
from labcal.domain.uncertainty.montecarlo.vectors import Array
from labcal.errors.montecarlo import ImplicitDrawError

BLOCK = 1 << 17
"""Draws of one stream of random numbers."""

CHUNK = 1 << 17
"""Draws that are computed at once, at most.

Arrays of this length lie in the cache that the processors share. Shorter ones would lie in a closer one, but
threads would wait for each other more often: every operation on an array is a turn of the interpreter.
"""

LEAST_CHUNK = 1 << 10

WORKSPACE = 1 << 21
"""Numbers that the arrays of one thread hold together, at most."""

SPARES = 3


class Workspace:
    """The arrays that one thread works in.

    Attributes:
        results: One array a result, filled by ``Kernel.evaluate``.
        spare: An array as long as a result, to be written over.
        whole: The same, of whole numbers.
    """

    def __init__(self, kernel: Kernel, longest: int) -> None:
        chunk = min(kernel.chunk, longest)
        self.registers = [np.empty(chunk) for _ in range(kernel.program.registers)]
        self.spares = [np.empty(chunk) for _ in range(SPARES)]
        self.joints = [[np.empty(chunk) for _ in joint.members] for joint in kernel.plan.joints]
        self.results = [np.empty(longest) for _ in kernel.plan.models]
        self.spare = np.empty(longest)
        self.whole = np.empty(longest, np.intp)


class Kernel:
    """Draws and computes blocks of a plan; it holds nothing that changes."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.seed = seed
        self._equations = [model for model in plan.models if isinstance(model, Equation)]
        tapes = [model for model in plan.models if not isinstance(model, Equation)]
        self.program = program.compile_program(tapes, self._asked())
        members = sum(len(joint.members) for joint in plan.joints)
        arrays = self.program.registers + members + SPARES
        self.chunk = max(LEAST_CHUNK, min(CHUNK, WORKSPACE // arrays))

    def _asked(self) -> dict[int, str]:
        """Return the inputs of the equations, whose draws have to be at hand together."""
        return {
            step.source: self.plan.symbols[step.source]
            for equation in self._equations
            for step in equation.tape.steps
            if step.function == "input" and step.source < len(self.plan.symbols)
        }

    def evaluate(self, block: int, before: int, workspace: Workspace, results: Sequence[Array]) -> None:
        """Fill arrays with the results of one block.

        Args:
            block: Number of the block; the same number always gives the same draws.
            before: Draws that were made before this block, for the sentence of a refusal.
            workspace: Arrays to work in.
            results: One array a result, in coherent SI units; their length is that of the block.

        Raises:
            DrawError: A model has no finite value in some draws.
        """
        stream = generator(self.seed, block)
        count = results[0].size
        for start in range(0, count, self.chunk):
            end = min(start + self.chunk, count)
            state = stream.bit_generator.state
            registers = [register[: end - start] for register in workspace.registers]
            try:
                program.run(self.program, _Loader(self.plan, stream, workspace, end - start), registers)
            except FloatingPointError:
                stream.bit_generator.state = state
                self._refuse(_Loader(self.plan, stream, workspace, end - start), registers, before + end)
            self._collect(registers, [result[start:end] for result in results], before + end)

    def _refuse(self, load: _Loader, registers: Sequence[Array], draws: int) -> None:
        failure = program.diagnose(self.program, load, registers)
        if failure is not None:
            raise failure.error(draws)

    def _collect(self, registers: Sequence[Array], results: Sequence[Array], draws: int) -> None:
        explicit = iter(self.program.results)
        held = dict(self.program.held)
        for model, result in zip(self.plan.models, results, strict=True):
            if isinstance(model, Equation):
                inputs = [registers[held[n]] if n in held else NOTHING for n in range(len(self.plan.symbols))]
                if lost := roots.solve(model, inputs, result):
                    raise Failure(ImplicitDrawError, model.text, lost).error(draws)
            else:
                np.copyto(result, registers[next(explicit)])


NOTHING = np.empty(0)
"""Stands for the draws of an input that an equation does not use."""


class _Loader:
    """Draws the inputs of one chunk; what is drawn together is drawn when first asked for."""

    def __init__(self, plan: Plan, stream: np.random.Generator, workspace: Workspace, count: int) -> None:
        self._plan = plan
        self._stream = stream
        self._spares = [spare[:count] for spare in workspace.spares]
        self._buffers = [[array[:count] for array in arrays] for arrays in workspace.joints]
        self._joined: dict[int, Array] = {}

    def __call__(self, number: int, out: Array) -> None:
        """Fill an array with draws of the input of that number, in the coherent SI unit."""
        parts = self._plan.parts[number]
        joined = self._together(number)
        if joined is None and len(parts) == 1 and isinstance(parts[0].distribution, Rectangular):
            self._rectangular(parts[0].distribution.half_width * parts[0].scale, number, out)
            return
        first, second, third = self._spares
        if joined is not None:
            np.copyto(out, joined)
        elif parts:
            draw(parts[0].distribution, parts[0].dof, self._stream, (out, first))
            if parts[0].scale != 1:
                out *= parts[0].scale
            parts = parts[1:]
        else:
            out.fill(0.0)
        for part in parts:
            draw(part.distribution, part.dof, self._stream, (second, third))
            second *= part.scale
            out += second
        if self._plan.estimates[number]:
            out += self._plan.estimates[number]

    def _rectangular(self, half_width: float, number: int, out: Array) -> None:
        """Fill an array with draws of an input that is rectangular and nothing else, in the fewest passes."""
        self._stream.random(out=out)
        out *= 2 * half_width
        out += self._plan.estimates[number] - half_width

    def _together(self, number: int) -> Array | None:
        """Return the deviations of an input that is drawn with others; None for one drawn alone."""
        for joint, buffers in zip(self._plan.joints, self._buffers, strict=True):
            if number in joint.members:
                if number not in self._joined:
                    draw_jointly(joint, self._stream, buffers, (self._spares[0], self._spares[1]))
                    self._joined |= dict(zip(joint.members, buffers, strict=True))
                return self._joined[number]
        return None
