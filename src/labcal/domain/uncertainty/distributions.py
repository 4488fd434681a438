"""Probability distributions of uncertainty components, each with its standard uncertainty of first order."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from labcal.domain.uncertainty.coverage import coverage_factor
from labcal.errors.models import (
    DistributionParameterError,
    ParameterRangeError,
    TooFewSamplesError,
    UnknownDistributionError,
)


class Distribution(Protocol):
    """A distribution centred on zero; its parameters are in the unit of its component."""

    name: ClassVar[str]

    @property
    def standard_uncertainty(self) -> float:
        """Standard uncertainty of first order, in the unit of the component."""


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal with standard deviation ``standard`` (JCGM 100:2008, 4.3.3 to 4.3.6)."""

    name: ClassVar[str] = "normal"
    standard: float

    def __post_init__(self) -> None:
        _at_least_zero("standard", self.standard)

    @property
    def standard_uncertainty(self) -> float:
        return self.standard


@dataclass(frozen=True, slots=True)
class StudentT:
    """Scaled t; first order takes the scale, not the standard deviation (JCGM 101:2008, 6.4.9)."""

    name: ClassVar[str] = "t"
    scale: float

    def __post_init__(self) -> None:
        _at_least_zero("scale", self.scale)

    @property
    def standard_uncertainty(self) -> float:
        return self.scale


@dataclass(frozen=True, slots=True)
class Rectangular:
    """Equally probable within ± ``half_width`` (JCGM 100:2008, 4.3.7)."""

    name: ClassVar[str] = "rectangular"
    half_width: float

    def __post_init__(self) -> None:
        _at_least_zero("half_width", self.half_width)

    @property
    def standard_uncertainty(self) -> float:
        return self.half_width / math.sqrt(3)


@dataclass(frozen=True, slots=True)
class Triangular:
    """Triangular within ± ``half_width`` (JCGM 100:2008, 4.3.9)."""

    name: ClassVar[str] = "triangular"
    half_width: float

    def __post_init__(self) -> None:
        _at_least_zero("half_width", self.half_width)

    @property
    def standard_uncertainty(self) -> float:
        return self.half_width / math.sqrt(6)


@dataclass(frozen=True, slots=True)
class Arcsine:
    """U-shaped within ± ``half_width``, as of a sine in time (JCGM 101:2008, 6.4.6)."""

    name: ClassVar[str] = "arcsine"
    half_width: float

    def __post_init__(self) -> None:
        _at_least_zero("half_width", self.half_width)

    @property
    def standard_uncertainty(self) -> float:
        return self.half_width / math.sqrt(2)


@dataclass(frozen=True, slots=True)
class Trapezoidal:
    """Symmetric trapezoid of base ± ``half_width`` and top ``beta`` times the base (JCGM 100:2008, 4.3.9)."""

    name: ClassVar[str] = "trapezoidal"
    half_width: float
    beta: float

    def __post_init__(self) -> None:
        _at_least_zero("half_width", self.half_width)
        if not 0 <= self.beta <= 1:
            raise ParameterRangeError(parameter="beta", value=self.beta, wanted="0 … 1")

    @property
    def standard_uncertainty(self) -> float:
        return self.half_width * math.sqrt((1 + self.beta**2) / 6)


@dataclass(frozen=True, slots=True)
class CurvilinearTrapezoid:
    """Rectangular with limits known to ± ``half_width_uncertainty`` only (JCGM 101:2008, 6.4.3)."""

    name: ClassVar[str] = "curvilinear-trapezoid"
    half_width: float
    half_width_uncertainty: float

    def __post_init__(self) -> None:
        _at_least_zero("half_width", self.half_width)
        if not 0 <= self.half_width_uncertainty <= self.half_width:
            raise ParameterRangeError(
                parameter="half_width_uncertainty", value=self.half_width_uncertainty, wanted="0 … half_width"
            )

    @property
    def standard_uncertainty(self) -> float:
        return math.sqrt(self.half_width**2 / 3 + self.half_width_uncertainty**2 / 9)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The rounding of an indication to steps: rectangular within half a step (JCGM 100:2008, F.2.2.1)."""

    name: ClassVar[str] = "resolution"
    step: float

    def __post_init__(self) -> None:
        _at_least_zero("step", self.step)

    @property
    def standard_uncertainty(self) -> float:
        return self.step / (2 * math.sqrt(3))


@dataclass(frozen=True, slots=True)
class Exponential:
    """Deviation from its mean of an exponential distribution from 0 on (JCGM 101:2008, 6.4.10).

    The mean is the value of the input, in the unit of the component.
    """

    name: ClassVar[str] = "exponential"
    mean: float

    def __post_init__(self) -> None:
        _above_zero("mean", self.mean)

    @property
    def standard_uncertainty(self) -> float:
        return self.mean


@dataclass(frozen=True, slots=True)
class Gamma:
    """Deviation from its mean of G(q + 1, 1), for the mean of a count of which q were seen.

    The value of the input is q + 1, in the unit of the component (JCGM 101:2008, 6.4.11).
    """

    name: ClassVar[str] = "gamma"
    counts: float

    def __post_init__(self) -> None:
        _at_least_zero("counts", self.counts)

    @property
    def standard_uncertainty(self) -> float:
        return math.sqrt(self.counts + 1)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Deviation from its mean of a lognormal distribution with that mean and standard deviation.

    The mean is the value of the input, in the unit of the component.
    """

    name: ClassVar[str] = "lognormal"
    standard: float
    mean: float

    def __post_init__(self) -> None:
        _at_least_zero("standard", self.standard)
        _above_zero("mean", self.mean)

    @property
    def standard_uncertainty(self) -> float:
        return self.standard


@dataclass(frozen=True, slots=True)
class Empirical:
    """Deviation from their mean of samples, each of which is equally probable.

    The mean is the value of the input; the standard uncertainty is that of this distribution, √(Σ(x − x̄)²/n).
    """

    name: ClassVar[str] = "empirical"
    samples: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.samples) < 2 or not all(math.isfinite(sample) for sample in self.samples):
            raise TooFewSamplesError(count=len(self.samples))

    @property
    def mean(self) -> float:
        """Mean of the samples, in the unit of the component."""
        first = self.samples[0]
        return first + math.fsum(sample - first for sample in self.samples) / len(self.samples)

    @property
    def standard_uncertainty(self) -> float:
        middle = self.mean
        return math.sqrt(math.fsum((sample - middle) ** 2 for sample in self.samples) / len(self.samples))


FAMILY: Mapping[str, tuple[tuple[str, ...], Callable[..., Distribution]]] = {
    "t": (("scale",), StudentT),
    "rectangular": (("half_width",), Rectangular),
    "triangular": (("half_width",), Triangular),
    "arcsine": (("half_width",), Arcsine),
    "trapezoidal": (("half_width", "beta"), Trapezoidal),
    "curvilinear-trapezoid": (("half_width", "half_width_uncertainty"), CurvilinearTrapezoid),
    "resolution": (("step",), Resolution),
}
"""Distributions that have one set of parameters each; ``normal`` has three, and stands apart."""

ABSOLUTE: Mapping[str, str] = {
    "exponential": "mean",
    "gamma": "counts",
    "lognormal": "standard",
    "empirical": "samples",
}
"""Distributions of the whole input, not of a deviation from any value, and the parameter of each."""

NORMAL_SETS = (frozenset({"standard"}), frozenset({"expanded", "k"}), frozenset({"expanded", "probability"}))

PLAIN = frozenset({"k", "probability", "beta"})
"""Parameters that are plain numbers; all others are in the unit of the component."""


def standard_deviation(distribution: Distribution, dof: float = math.inf) -> float | None:
    """Return the standard deviation that Monte Carlo draws with, in the unit of the component.

    It is the standard uncertainty of first order for all but a t with finite degrees of freedom, of which
    first order takes the scale: there it is scale · √(ν/(ν − 2)), infinite up to ν = 2, undefined up to 1.

    Args:
        distribution: Its parameters are in the unit of the component.
        dof: Degrees of freedom of a t, above 0.

    Source:
        JCGM 101:2008, table 1 and 6.4.9.4.
    """
    standard = distribution.standard_uncertainty
    if not isinstance(distribution, StudentT) or math.isinf(dof):
        return standard
    if dof <= 1:
        return None
    return standard * math.sqrt(dof / (dof - 2)) if dof > 2 else math.inf


def build(name: str, parameters: Mapping[str, float], dof: float = math.inf) -> Distribution:
    """Make a distribution from its name and parameters.

    Args:
        name: As in a budget file, such as "rectangular".
        parameters: By name, such as ``{"half_width": 15.0}``.
        dof: Degrees of freedom; needed where ``expanded`` comes with ``probability``.

    Raises:
        UnknownDistributionError: There is no such distribution.
        DistributionParameterError: A parameter is missing, or is not one of its own.
        ParameterRangeError: A parameter lies outside its range.
    """
    if name == "normal":
        return _normal(parameters, dof)
    if name not in FAMILY:
        raise UnknownDistributionError(distribution=name)
    wanted, make = FAMILY[name]
    if set(parameters) != set(wanted):
        _refuse(name, ", ".join(wanted), parameters)
    return make(*(parameters[key] for key in wanted))


def _normal(parameters: Mapping[str, float], dof: float) -> Normal:
    given = frozenset(parameters)
    if given not in NORMAL_SETS:
        _refuse("normal", "standard | expanded, k | expanded, probability", parameters)
    if "standard" in given:
        return Normal(parameters["standard"])
    if "k" in given:
        k = parameters["k"]
    else:
        probability = parameters["probability"]
        if not 0 < probability < 1:
            raise ParameterRangeError(parameter="probability", value=probability, wanted="0 < p < 1")
        k = coverage_factor(probability, dof)
    if not k > 0:
        raise ParameterRangeError(parameter="k", value=k, wanted="> 0")
    return Normal(parameters["expanded"] / k)


def _refuse(name: str, wanted: str, parameters: Mapping[str, float]) -> None:
    raise DistributionParameterError(distribution=name, wanted=wanted, given=", ".join(parameters) or "–")


def _at_least_zero(parameter: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise ParameterRangeError(parameter=parameter, value=value, wanted="≥ 0")


def _above_zero(parameter: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ParameterRangeError(parameter=parameter, value=value, wanted="> 0")
