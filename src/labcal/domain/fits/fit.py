"""What a fit gives, whichever way it was made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from labcal.domain.shown import plain
from labcal.text import Phrase, mark, phrase

SIGNIFICANCE = 0.05
"""Of the chi-squared test (ISO/TS 28037:2010, 6.3)."""


class Method(Enum):
    """How the parameters and their uncertainties were found, as it is named to people."""

    ORDINARY = mark("ordinary least squares; covariance scaled by the residual standard deviation")
    WEIGHTED = mark(
        "weighted least squares; covariance from the uncertainties given (ISO/TS 28037:2010, clause 6)"
    )
    YORK = mark("York (2004), uncertainties in x and y; u(a) and u(b) at the adjusted points")


class Basis(Enum):
    """What the parameters multiply."""

    POLYNOMIAL = "polynomial"
    """1, x, x², …"""
    LINEAR = "linear"
    """1, x₁, x₂, …"""
    PROPORTIONAL = "proportional"
    """x₁, x₂, …, without an intercept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Parameters, intercept first, with their covariance.

    Attributes:
        method: How they were found.
        basis: What they multiply.
        parameters: The p parameters.
        covariance: Of the parameters, p rows of p.
        factor: L, p rows, with L Lᵀ the covariance; keeps digits that the covariance loses.
        residual_standard_deviation: √(Σ r²/ν) of y, in the unit of y; None where ν is 0.
        dof: ν = n − p.
        chi_squared: Weighted sum of squares of the residuals; None where no uncertainties were given.
        fitted: y of the curve at each point (York: at the x that was observed).
        residuals: y minus ``fitted``.
        ranges: Lowest and highest x of the data, for each variable.
    """

    method: Method
    basis: Basis
    parameters: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    factor: tuple[tuple[float, ...], ...]
    residual_standard_deviation: float | None
    dof: int
    chi_squared: float | None
    fitted: tuple[float, ...]
    residuals: tuple[float, ...]
    ranges: tuple[tuple[float, float], ...]

    @property
    def standard_uncertainties(self) -> tuple[float, ...]:
        """Of the parameters."""
        return tuple(math.sqrt(row[place]) for place, row in enumerate(self.covariance))

    @property
    def correlation(self) -> tuple[tuple[float, ...], ...]:
        """Correlation coefficients of the parameters; 0 beside a parameter without uncertainty."""
        u = self.standard_uncertainties
        return tuple(
            tuple(
                1.0 if i == j else (value / (u[i] * u[j]) if u[i] and u[j] else 0.0)
                for j, value in enumerate(row)
            )
            for i, row in enumerate(self.covariance)
        )

    @property
    def chi_squared_limit(self) -> float | None:
        """The 95 % quantile of χ² at ν; None without uncertainties or without degrees of freedom."""
        if self.chi_squared is None or not self.dof:
            return None
        from scipy.special import chdtri

        return float(chdtri(self.dof, SIGNIFICANCE))

    @property
    def chi_squared_probability(self) -> float | None:
        """Probability of a χ² at least this large, were model and uncertainties right."""
        if self.chi_squared is None or not self.dof:
            return None
        from scipy.special import chdtrc

        return float(chdtrc(self.dof, self.chi_squared))

    @property
    def warnings(self) -> tuple[Phrase, ...]:
        """What a person should look at: data and model that do not agree."""
        limit = self.chi_squared_limit
        if limit is None or self.chi_squared is None or self.chi_squared <= limit:
            return ()
        return (
            phrase(
                mark(
                    "Data and model do not agree: χ² = {found} exceeds {limit}, "
                    "the 95 % quantile for {dof} degrees of freedom."
                ),
                found=plain(self.chi_squared, 4),
                limit=plain(limit, 4),
                dof=self.dof,
            ),
        )

    def row(self, place: Sequence[float]) -> tuple[float, ...]:
        """Return what the parameters multiply at ``place``, one number for each variable."""
        if self.basis is Basis.POLYNOMIAL:
            return tuple(place[0] ** power for power in range(len(self.parameters)))
        return tuple(place) if self.basis is Basis.PROPORTIONAL else (1.0, *place)

    @property
    def variables(self) -> int:
        """How many variables the model has."""
        return len(self.ranges)
