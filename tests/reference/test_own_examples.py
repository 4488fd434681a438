"""Examples of our own, computed a second time by hand-written NumPy, and a third by Monte Carlo.

Nothing of the program's models is used here: the formulas are written out from the documents they come from.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import assemble, evaluate_point
from labcal.domain.point import PointInputs
from labcal.domain.uncertainty.budget import MonteCarloPlan
from labcal.errors import LabCalError
from labcal.services import workbench

Inputs = Mapping[str, tuple[float, float]]
"""Estimate and standard uncertainty by name."""
ROOT3, ROOT12 = np.sqrt(3), np.sqrt(12)


def number(inputs: PointInputs, row: int, column: int) -> float:
    cell = inputs.readings[row][column]
    assert cell is not None
    return float(cell.value)


def columns(inputs: PointInputs, *numbers: int) -> list[np.ndarray]:
    count = len(inputs.readings)
    return [np.array([number(inputs, row, column) for row in range(count)]) for column in numbers]


def mean(values: np.ndarray) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values)))


def propagated(model: Callable[..., float], inputs: Inputs) -> tuple[float, float]:
    """Return y and u_c by central differences over ± u (JCGM 100:2008, 5.1.3, note 2)."""
    best = {name: value for name, (value, _) in inputs.items()}
    parts = [
        (model(**best | {name: value + u}) - model(**best | {name: value - u})) / 2
        for name, (value, u) in inputs.items()
    ]
    return model(**best), float(np.sqrt(np.sum(np.square(parts))))


def air_density(t: float, p: float, h: float) -> float:
    """CIPM-2007 with 400 µmol/mol of carbon dioxide; t in °C, p in Pa, h from 0 to 1 (Metrologia 45, 149)."""
    kelvin = t + 273.15
    saturated = np.exp(1.2378847e-5 * kelvin**2 - 1.9121316e-2 * kelvin + 33.93711047 - 6.3431645e3 / kelvin)
    x = h * (1.00062 + 3.14e-8 * p + 5.6e-7 * t**2) * saturated / p
    z = (
        1
        - p
        / kelvin
        * (
            1.58123e-6 - 2.9331e-8 * t + 1.1043e-10 * t**2
            + (5.707e-6 - 2.051e-8 * t) * x
            + (1.9898e-4 - 2.376e-6 * t) * x**2
        )
        + p**2 / kelvin**2 * (1.83e-11 - 0.765e-8 * x**2)
    )  # fmt: skip
    return float(3.483740e-3 * p / (z * kelvin) * (1 - 0.3780 * x))


def test_air_density_at_a_known_state() -> None:
    """20 °C, 101 325 Pa, 50 %: 1.199 kg/m³, as tables of CIPM-2007 give it."""
    assert air_density(20, 101_325, 0.5) == pytest.approx(1.1992, abs=2e-4)


def mass(inputs: PointInputs) -> tuple[float, float]:
    first, item, again, last = columns(inputs, 5, 6, 7, 8)
    told: dict[str, tuple[float, float]] = {
        "standard": (100.000_020, 25e-6),
        "drift": (0, 10e-6 / ROOT3),
        "seen": mean((item + again - first - last) / 2),
        "gain": (1, 5e-4),
        "step": (0, 10e-6 / ROOT12),
        "corner": (0, 10e-6 / ROOT3),
        "of_item": (7950, 70),
        "of_standard": (8000, 25),
        "t": (21.6, 0.15),
        "p": (98_540, 30),
        "h": (0.48, 0.015),
        "formula": (1, 22e-6),
    }

    def model(**x: float) -> float:
        air = air_density(x["t"], x["p"], x["h"]) * x["formula"]
        buoyancy = 1 + (air - 1.2) * (1 / x["of_item"] - 1 / x["of_standard"])
        reference = (x["standard"] + x["drift"]) * buoyancy
        return reference + x["seen"] * x["gain"] + x["step"] + x["corner"]

    return propagated(model, told)


def balance(inputs: PointInputs) -> tuple[float, float]:
    load = float(inputs.nominal.value)
    part = (load - 100) / 100
    limit = number(inputs, 0, 4) * 1e-3
    told = {
        "indication": (number(inputs, 0, 6) - number(inputs, 0, 5), 0.0),
        "at_load": (0.0, 1e-4 / ROOT12),
        "at_zero": (0.0, 1e-4 / ROOT12),
        "repeated": (0.0, 7e-5),
        "corner": (0.0, 2e-4 / 200 * (number(inputs, 0, 6) - number(inputs, 0, 5)) / ROOT3),
        "weight": (load + 20e-6 + part * 10e-6, (50e-6 + part * 50e-6) / 2),
        "drift": (0.0, (50e-6 + part * 50e-6) / ROOT3),
        "buoyancy": (0.0, limit / 4 / ROOT3),
        "convection": (0.0, 1.5e-7 * load / ROOT3),
    }
    signs = {"weight": -1, "drift": -1, "buoyancy": -1, "convection": -1, "at_zero": -1}
    return propagated(lambda **x: sum(signs.get(name, 1) * value for name, value in x.items()), told)


def gauge(inputs: PointInputs) -> tuple[float, float]:
    applied, up, down = columns(inputs, 3, 4, 5)
    part = float(inputs.nominal.value) / 10
    told = {
        "shown": (float(np.mean((up + down) / 2)), 0.0),
        "step": (0.0, 0.02 / ROOT12),
        "zero": (0.0, 0.005 / 2 / ROOT3),
        "repeated": (0.0, float(np.ptp(up - applied)) / 2 / ROOT3),
        "hysteresis": (0.0, float(np.mean(np.abs(down - up))) / 2 / ROOT3),
        "applied": (-float(np.mean(applied)), 0.0),
        "correction": (-0.001 * part, (0.001 + part * 0.002) / 2),
        "drift": (0.0, (0.0005 + part * 0.0005) / ROOT3),
        "head": (-0.001, 0.0002 / ROOT3),
    }
    return propagated(lambda **x: sum(x.values()), told)


def water_density(t: float) -> float:
    """Tanaka et al., Metrologia 38 (2001) 301; t in °C."""
    return 999.97495 * (1 - (t - 3.983035) ** 2 * (t + 301.797) / (522528.9 * (t + 69.34881)))


@pytest.mark.parametrize(("t", "density"), [(4, 999.97495), (15, 999.10257), (20, 998.20675), (30, 995.6488)])
def test_water_density_as_tabled(t: float, density: float) -> None:
    assert water_density(t) == pytest.approx(density, abs=1e-5)


def flask(inputs: PointInputs) -> tuple[float, float]:
    empty, filled, water = columns(inputs, 3, 4, 5)
    told = {
        "m": mean(filled - empty),
        "balance": (0.0, 0.0004),
        "t": (float(np.mean(water)), 0.1 / ROOT3),
        "purity": (0.0, 0.005),
        "air_t": (21.6, 0.2),
        "p": (985.4, 0.5),
        "h": (48.0, 3.0),
        "formula": (1.0, 2e-4),
        "weights": (8000.0, 50 / ROOT3),
        "gamma": (9.9e-6, 0.05 * 9.9e-6 / ROOT3),
        "meniscus": (0.0, 0.01 / ROOT3),
    }

    def model(**x: float) -> float:
        t = x["t"]
        density = x["purity"] + water_density(t)
        vapour = 0.009 * x["h"] * np.exp(0.061 * x["air_t"])
        air = x["formula"] * (0.34848 * x["p"] - vapour) / (273.15 + x["air_t"])
        volume = 1000 * (x["m"] + x["balance"]) * (1 - air / x["weights"]) / (density - air)
        return float(volume * (1 - x["gamma"] * (t - 20)) + x["meniscus"])

    return propagated(model, told)


INVERSE = (
    439.932854, 472.41802, 37.684494, 7.472018, 2.920828, 0.005184, -0.963864, -0.188732, 0.191203, 0.049025,
)  # fmt: skip
"""D₀ to D₉ of ITS-90, above 0 °C."""


@pytest.mark.parametrize(
    ("ratio", "t"), [(1.11813889, 29.7646), (1.60980185, 156.5985), (2.5689173, 419.527)]
)
def test_the_inverse_function_at_fixed_points(ratio: float, t: float) -> None:
    """ITS-90: gallium, indium and zinc, to the 0.13 mK that the inverse function is good for."""
    found = np.polynomial.polynomial.polyval((ratio - 2.64) / 1.64, INVERSE)
    assert found == pytest.approx(t, abs=1.3e-4)


def thermometer(inputs: PointInputs) -> tuple[float, float]:
    standard, item = columns(inputs, 4, 5)
    nominal = float(inputs.nominal.value)
    slope = 100 * (3.9083e-3 - 2 * 5.775e-7 * nominal)

    def temperature(resistance: np.ndarray) -> np.ndarray:
        w = resistance / number(inputs, 0, 0)
        w = w - number(inputs, 0, 1) * (w - 1) - number(inputs, 0, 2) * (w - 1) ** 2
        return np.polynomial.polynomial.polyval((w - 2.64) / 1.64, INVERSE)

    stated = np.interp(nominal, (0, 100, 250), (0.001, 0.003, 0.003))
    of_standard = np.interp(nominal, (0, 100, 250), (0.002, 0.003, 0.005))
    resistance, together = mean(item - slope * temperature(standard))
    spreads = [
        together,
        slope * of_standard,
        slope * 0.003 / ROOT3,
        slope * 0.008 / ROOT3,
        slope * 0.004 / ROOT3,
        2e-6 * float(np.mean(item)),
        0.1e-3 / ROOT12,
        0.4e-3 / ROOT3,
    ]
    value = resistance + slope * nominal - slope * stated
    return float(value), float(np.sqrt(np.sum(np.square(spreads))))


BY_HAND = {
    "mass/buoyancy": mass,
    "mass/weighing-instrument": balance,
    "pressure/gauge": gauge,
    "volume/gravimetric": flask,
    "temperature/resistance-thermometer": thermometer,
}
POINTS = [(name, point) for name in BY_HAND for point in range(len(load_example(name).points))]


@pytest.mark.parametrize(("name", "point"), POINTS)
def test_by_hand(name: str, point: int) -> None:
    """Value and u_c to 1e-5 of u_c: what central differences and the mean of a curve leave."""
    procedure, inputs = load_procedure(name), load_example(name).points[point]
    found = evaluate_point(procedure, inputs).evaluation
    value, u = BY_HAND[name](inputs)
    assert abs(found.value - value) < 2e-4 * u
    assert found.standard_uncertainty == pytest.approx(u, rel=2e-5)


@pytest.mark.parametrize("name", BY_HAND)
def test_by_monte_carlo(name: str) -> None:
    """JCGM 101:2008: mean and standard deviation of 200 000 trials; a t of n - 1 spreads more than s/√n."""
    procedure, inputs = load_procedure(name), load_example(name).inputs
    first = evaluate_point(procedure, inputs).evaluation
    budget = replace(assemble(procedure, inputs), monte_carlo=MonteCarloPlan(trials=200_000, seed=5))
    found = workbench.simulated(budget, lambda _done, _total: None, lambda: False)
    assert not isinstance(found, LabCalError)
    (drawn,) = found.outputs
    assert drawn.mean == pytest.approx(first.value, abs=0.02 * first.standard_uncertainty)
    assert drawn.standard_uncertainty == pytest.approx(first.standard_uncertainty, rel=0.02)
