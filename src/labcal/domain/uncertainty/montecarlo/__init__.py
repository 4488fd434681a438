"""Propagation of distributions by Monte Carlo (JCGM 101:2008, JCGM 102:2011); imports numpy."""

from labcal.domain.uncertainty.montecarlo.result import (
    Histogram,
    Regions,
    Sampled,
    Simulated,
    Simulation,
    Validation,
)
from labcal.domain.uncertainty.montecarlo.settings import Settings, Watch
from labcal.domain.uncertainty.montecarlo.simulate import simulate
from labcal.domain.uncertainty.tolerance import tolerance

__all__ = [
    "Histogram",
    "Regions",
    "Sampled",
    "Settings",
    "Simulated",
    "Simulation",
    "Validation",
    "Watch",
    "simulate",
    "tolerance",
]
