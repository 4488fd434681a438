"""Monte Carlo against plain NumPy on whole arrays, doing the same in the same run; and its memory.

Medians of ratios: the two take turns, so that a busy machine slows both. NumPy draws from its default
generator, in the fewest draws a careful person would write, and sorts once for both intervals.
"""

from __future__ import annotations

import math
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from labcal.domain.uncertainty.budget import Budget, Component, Input, Output
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Arcsine, Distribution, Normal, Rectangular
from labcal.domain.uncertainty.montecarlo import Settings, simulate

FACTORS = 10
HALF_WIDTH = 0.05
KIBIBYTE = 1024
BINS = 128


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: a budget, the same by hand, and how often.

    Attributes:
        ceiling: The ratio that is to be reached.
        peak: MiB over the start that are to be kept, of ours.
    """

    title: str
    budget: Callable[[], Budget]
    by_hand: Callable[[int], tuple[float, ...]]
    settings: Settings
    turns: int
    ceiling: float
    peak: float


def quantity(symbol: str, value: float, unit: str, *parts: Distribution) -> Input:
    """Return an input with components in its own unit."""
    components = tuple(Component(name="", distribution=part, unit=unit) for part in parts)
    return Input(symbol=symbol, value=value, unit=unit, components=components)


def end_gauge() -> Budget:
    """Return JCGM 100:2008, H.1."""
    return Budget(
        outputs=(Output(symbol="l", unit="nm", model="l_s + d - l_s*(dalpha*theta + alpha_s*dtheta)"),),
        inputs=(
            quantity("l_s", 50_000_623.0, "nm", Normal(25.0)),
            quantity("d", 215.0, "nm", Normal(5.8), Normal(3.9), Normal(6.7)),
            quantity("alpha_s", 11.5e-6, "1/K", Rectangular(2e-6)),
            quantity("theta", -0.1, "K", Normal(0.2), Arcsine(0.5)),
            quantity("dalpha", 0.0, "1/K", Rectangular(1e-6)),
            quantity("dtheta", 0.0, "K", Rectangular(0.05)),
        ),
        coverage=Coverage(probability=0.99),
    )


def product(kind: Callable[[float], Distribution]) -> Budget:
    """Return a product of ten inputs."""
    names = [f"x{number}" for number in range(FACTORS)]
    return Budget(
        outputs=(Output(symbol="y", unit="1", model="*".join(names)),),
        inputs=tuple(quantity(name, 1 + 0.1 * n, "1", kind(HALF_WIDTH)) for n, name in enumerate(names)),
        coverage=Coverage(probability=0.95),
    )


def results(y: NDArray[np.float64], probability: float) -> tuple[float, ...]:
    """Return mean, u, both intervals, and count a histogram, from whole arrays."""
    mean, deviation = y.mean(), y.std(ddof=1)
    y.sort()
    steps = int(probability * y.size + 0.5)
    rank = (y.size - steps + 1) // 2
    widths = y[steps:] - y[: y.size - steps]
    shortest = int(widths.argmin())
    edges = np.linspace(y[y.size // 1000], y[-(y.size // 1000)], BINS + 1)
    counts = np.diff(np.searchsorted(y, edges))
    ends = (y[rank - 1], y[rank - 1 + steps], y[shortest], y[shortest + steps])
    return (float(mean), float(deviation), *map(float, ends), float(counts.sum()))


def end_gauge_by_hand(trials: int) -> tuple[float, ...]:
    """Return H.1 in nanometres, by NumPy alone."""
    stream = np.random.default_rng(1)
    l_s = stream.normal(50_000_623.0, 25.0, trials)
    d = stream.normal(215.0, math.hypot(5.8, 3.9, 6.7), trials)
    alpha_s = stream.uniform(9.5e-6, 13.5e-6, trials)
    theta = stream.normal(-0.1, 0.2, trials) + 0.5 * np.sin(2 * np.pi * stream.random(trials))
    dalpha = stream.uniform(-1e-6, 1e-6, trials)
    dtheta = stream.uniform(-0.05, 0.05, trials)
    return results(l_s + d - l_s * (dalpha * theta + alpha_s * dtheta), 0.99)


def uniform_product_by_hand(trials: int) -> tuple[float, ...]:
    """Return the product of ten rectangular inputs, by NumPy alone."""
    stream = np.random.default_rng(1)
    y = np.ones(trials)
    for number in range(FACTORS):
        middle = 1 + 0.1 * number
        y *= stream.uniform(middle - HALF_WIDTH, middle + HALF_WIDTH, trials)
    return results(y, 0.95)


def normal_product_by_hand(trials: int) -> tuple[float, ...]:
    """Return the product of ten normal inputs, by NumPy alone."""
    stream = np.random.default_rng(1)
    y = np.ones(trials)
    for number in range(FACTORS):
        y *= stream.normal(1 + 0.1 * number, HALF_WIDTH, trials)
    return results(y, 0.95)


MEASURES = {
    "end-gauge": Measure(
        "GUM H.1, 1e6 trials", end_gauge, end_gauge_by_hand, Settings(trials=1_000_000), 9, 0.7, 60
    ),
    "uniform-product": Measure(
        "product of 10 rectangular inputs, 1e7 trials, 2 threads",
        lambda: product(Rectangular),
        uniform_product_by_hand,
        Settings(trials=10_000_000, threads=2),
        3,
        0.35,
        130,
    ),
    "normal-product": Measure(
        "product of 10 normal inputs, 1e7 trials, 2 threads",
        lambda: product(Normal),
        normal_product_by_hand,
        Settings(trials=10_000_000, threads=2),
        3,
        0.35,
        130,
    ),
}


class Spent(NamedTuple):
    """Seconds that a piece of work takes: of the clock, and of the processors, all threads added up."""

    clock: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    """Return how long a piece of work takes."""
    begun, busy = perf_counter(), process_time()
    work()
    return Spent(perf_counter() - begun, process_time() - busy)


def compare(measure: Measure) -> None:
    """Print both times and their ratio, after making sure that both come to the same.

    Raises:
        ArithmeticError: They do not.
    """
    trials = measure.settings.trials or 0
    budget = measure.budget()
    ours = simulate(budget, measure.settings).outputs[0]
    bare = measure.by_hand(trials)
    found = (ours.mean or 0.0, ours.standard_uncertainty or 0.0, *ours.interval)
    if any(abs(one - other) > 0.02 * bare[1] for one, other in zip(found, bare, strict=False)):
        raise ArithmeticError(f"{found} by LabCal, {bare} by hand")
    turns = [
        (spent(lambda: simulate(budget, measure.settings)), spent(lambda: measure.by_hand(trials)))
        for _ in range(measure.turns)
    ]
    print(f"{measure.title}: {statistics.median(one.clock for one, _ in turns) * 1e3:.0f} ms")
    bare_clock = statistics.median(other.clock for _, other in turns)
    print(f"the same by NumPy on whole arrays: {bare_clock * 1e3:.0f} ms")
    ratio = statistics.median(one.clock / other.clock for one, other in turns)
    busy = statistics.median(one.processor / other.processor for one, other in turns)
    print(f"ratio: {ratio:.2f} (to reach: {measure.ceiling}); of the processors' time {busy:.2f}")


def most() -> float:
    """Return the most memory that this process has had so far, in MiB, as Linux tells it."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.split("VmHWM:")[1].split()[0]) / KIBIBYTE


def print_peak(measure: Measure) -> None:
    """Print by how many MiB one run raises the most memory of this process."""
    budget = measure.budget()
    simulate(budget, Settings(trials=1000, threads=1))
    before = most()
    simulate(budget, measure.settings)
    print(f"{most() - before:.0f}")


def main() -> None:
    """Print every measure; memory is measured in a process of its own."""
    if len(sys.argv) > 1:
        print_peak(MEASURES[sys.argv[1]])
        return
    for name, measure in MEASURES.items():
        compare(measure)
        told = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        print(f"peak over the start: {told.stdout.strip()} MiB (to keep: {measure.peak:.0f})")


if __name__ == "__main__":
    main()
