"""Monte Carlo runs that cannot be made, or that give no result."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class MonteCarloError(LabCalError):
    """A Monte Carlo run gives no result."""

    template = mark("Monte Carlo gives no result.")


class TooFewTrialsError(MonteCarloError):
    """Too few trials lie outside the interval to find its ends."""

    template = mark(
        "{trials} trials are too few for a coverage probability of {probability}; take at least {least}."
    )


class TooManyTrialsError(MonteCarloError):
    """More trials than memory is set aside for."""

    template = mark("{trials} trials are too many for this budget; at most {most} can be made.")


class TrialDigitsError(MonteCarloError):
    """The numerical tolerance is stated with one or two significant digits (JCGM 101:2008, 7.9.2)."""

    template = mark("The tolerance is stated with 1 or 2 significant digits, not with {digits}.")


class SeedError(MonteCarloError):
    """A seed is a whole number from 0 up."""

    template = mark("The seed {seed} cannot be used; it has to be a whole number from 0 up.")


class ThreadsError(MonteCarloError):
    """There has to be at least one thread."""

    template = mark("Monte Carlo cannot run on {threads} threads.")


class SimulationStoppedError(MonteCarloError):
    """The person stopped the run."""

    template = mark("Monte Carlo was stopped after {done} trials; there is no result.")


class DrawError(MonteCarloError):
    """The model has no finite value in some draws; ``share`` is in percent of ``draws``."""

    template = mark("“{place}” has no finite value in {count} of the first {draws} draws ({share} %).")


class DivisionByZeroDrawError(DrawError):
    """A denominator is zero in some draws."""

    template = mark("“{place}” divides by zero in {count} of the first {draws} draws ({share} %).")


class LogarithmDrawError(DrawError):
    """The argument of a logarithm is not above zero in some draws."""

    template = mark(
        "“{place}” takes the logarithm of a number that is not above 0"
        " in {count} of the first {draws} draws ({share} %)."
    )


class RootDrawError(DrawError):
    """The argument of a square root is negative in some draws."""

    template = mark(
        "“{place}” takes the square root of a negative number"
        " in {count} of the first {draws} draws ({share} %)."
    )


class PowerDrawError(DrawError):
    """A negative number is raised to a power that is no whole number in some draws."""

    template = mark(
        "“{place}” raises a negative number to a power that is not whole"
        " in {count} of the first {draws} draws ({share} %)."
    )


class ArcDrawError(DrawError):
    """The argument of arcsine or arccosine lies outside −1 … 1 in some draws."""

    template = mark(
        "“{place}” takes an angle of a number outside −1 … 1"
        " in {count} of the first {draws} draws ({share} %)."
    )


class ImplicitDrawError(DrawError):
    """An implicit model has no solution near that of the estimates in some draws."""

    template = mark(
        "“{place} = 0” has no solution near that at the estimates"
        " in {count} of the first {draws} draws ({share} %)."
    )


class InputDrawError(DrawError):
    """Draws of an input are too large for any number."""

    template = mark(
        "The draws of the input {place} are too large in {count} of the first {draws} draws ({share} %)."
    )


class UndrawableDistributionError(MonteCarloError):
    """A distribution has no way to draw from it."""

    template = mark("Monte Carlo cannot draw from the distribution “{distribution}” of the input {input}.")


class CorrelatedDistributionError(MonteCarloError):
    """Correlated inputs are drawn as normal; another distribution is refused."""

    template = mark(
        "The input {input} is correlated, but its distribution is “{distribution}”."
        " Monte Carlo draws correlated inputs only as normal."
    )


class CorrelationMatrixError(MonteCarloError):
    """A correlation matrix is not positive semidefinite."""

    template = mark(
        "The inputs {inputs} cannot be correlated like this: the matrix is not positive semidefinite."
    )
