"""How an item changes over the years: its results at one point, the line through them, and its band.

A line is laid only through three results or more on different days, and only through those since the last
adjustment: what was adjusted does not tell how the item drifts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labcal.domain.fits.fit import Fit
from labcal.domain.fits.prediction import predict
from labcal.domain.job import Phase
from labcal.domain.uncertainty.coverage import coverage_factor
from labcal.text import Phrase, mark, phrase

YEAR = 365.25
"""Days of a year."""
LEAST = 3
"""So few results at least make a line."""
FACTOR, PROBABILITY = 2.0, 0.9545
"""k of the band, and the probability that stands for it where the results scatter more than U says."""
HORIZON = 10
"""Years beyond the last result within which it is looked for the day on which the limits are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One result at a point.

    Attributes:
        value: The error, or the change since the first certificate, in ``unit``.
        expanded: U of it, in ``unit``.
        standard: u of it, in ``unit``.
        lower: Limit it was held against, in ``unit``; None where there was none.
        upper: As ``lower``.
        outcome: Of the statement of conformity; empty without one.
        source: Number of the certificate, or of the job.
    """

    on: date
    value: float
    expanded: float
    standard: float
    unit: str
    phase: Phase = Phase.AS_FOUND
    lower: float | None = None
    upper: float | None = None
    outcome: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the line says of a day: a new result is expected within ``value`` ± ``half_width``."""

    on: date
    value: float
    half_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The line through the results since the last adjustment.

    Attributes:
        since: The day of its first result.
        count: How many results it is laid through.
        slope: Change in a year.
        slope_half_width: Half-width of the interval of ``slope`` at about 95 %.
        fit: The line itself, over years since ``since``.
        scatter: Ratio by which the results scatter more than their U says; 1 where they agree.
        factor: Coverage factor of the band.
        fresh: Standard uncertainty of a new result: that of the last.
    """

    since: date
    last: date
    count: int
    slope: float
    slope_half_width: float
    fit: Fit
    scatter: float
    factor: float
    fresh: float

    def at(self, on: date) -> Expected:
        """Return within what a new result on a day is expected."""
        told = predict(self.fit, (_years(self.since, on),))
        half = self.factor * self.scatter * math.hypot(told.standard_uncertainty, self.fresh)
        return Expected(on=on, value=told.value, half_width=half)

    @property
    def is_significant(self) -> bool:
        """Whether the change in a year is larger than its uncertainty."""
        return abs(self.slope) > self.slope_half_width


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The results at one point over the years, with what may be said of them.

    Attributes:
        title: The point, such as "10 kg".
        observations: Oldest first, as found before as left.
        drift: None where there is too little to tell; ``why`` says so.
        due: What is expected on the next due day; None without a line or a day.
        line_leaves: First day on which the line itself lies outside the newest limits; None within sight.
        band_leaves: First day on which the band does.
    """

    title: str
    observations: tuple[Observation, ...]
    drift: Drift | None = None
    why: Phrase | None = None
    due: Expected | None = None
    line_leaves: date | None = None
    band_leaves: date | None = None

    @property
    def unit(self) -> str:
        """The unit of all figures."""
        return self.observations[-1].unit if self.observations else ""

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The newest limits that a result was held against."""
        held = [one for one in self.observations if one.lower is not None or one.upper is not None]
        return (held[-1].lower, held[-1].upper) if held else (None, None)


def course(title: str, observations: Sequence[Observation], next_due: date | None = None) -> Course:
    """Return the course of one point: its line where there can be one, and what that foretells."""
    order = {Phase.AS_FOUND: 0, Phase.AS_LEFT: 1}
    told = tuple(sorted(observations, key=lambda one: (one.on, order[one.phase])))
    bare = Course(title=title, observations=told)
    usable = since_adjustment(told)
    if len({one.on for one in usable}) < LEAST:
        return Course(title=title, observations=told, why=_too_few(len(usable), len(told)))
    drift = line_through(usable)
    expected = drift.at(next_due) if next_due is not None and next_due > drift.last else None
    return Course(
        title=title,
        observations=told,
        drift=drift,
        due=expected,
        line_leaves=leaving(drift, bare.limits, band=False),
        band_leaves=leaving(drift, bare.limits, band=True),
    )


def since_adjustment(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the results from the last one as left on; all of them where nothing was adjusted."""
    left = [place for place, one in enumerate(observations) if one.phase is Phase.AS_LEFT]
    return tuple(observations[left[-1] if left else 0 :])


def line_through(observations: Sequence[Observation]) -> Drift:
    """Return the weighted line through at least three results on different days.

    Where they scatter more than their uncertainties explain (the χ² test of the fit), these are enlarged by
    the Birge ratio, and the band takes Student's t for the few degrees of freedom.

    Source:
        ISO/TS 28037:2010, clause 6; JCGM 100:2008, G.3.
    """
    from labcal.domain.fits.linear import fit_polynomial

    since = observations[0].on
    years = [_years(since, one.on) for one in observations]
    fit = fit_polynomial(
        years, [one.value for one in observations], uy=[one.standard for one in observations]
    )
    scatter, factor = 1.0, FACTOR
    if fit.warnings and fit.chi_squared is not None:
        scatter = math.sqrt(fit.chi_squared / fit.dof)
        factor = coverage_factor(PROBABILITY, fit.dof)
    return Drift(
        since=since,
        last=observations[-1].on,
        count=len(observations),
        slope=fit.parameters[1],
        slope_half_width=factor * scatter * fit.standard_uncertainties[1],
        fit=fit,
        scatter=scatter,
        factor=factor,
        fresh=observations[-1].standard,
    )


def leaving(drift: Drift, limits: tuple[float | None, float | None], *, band: bool) -> date | None:
    """Return the first day after the last result on which line or band lies outside the limits.

    Returns:
        None where that is not within ``HORIZON`` years, or where there are no limits. Where it is outside on
        the day of the last result already, that day.
    """
    if limits == (None, None):
        return None

    def outside(day: date) -> bool:
        told = drift.at(day)
        half = told.half_width if band else 0.0
        lower, upper = limits
        return (lower is not None and told.value - half < lower) or (
            upper is not None and told.value + half > upper
        )

    inside, days = 0, round(HORIZON * YEAR)
    if outside(drift.last):
        return drift.last
    if not outside(drift.last + timedelta(days=days)):
        return None
    while days - inside > 1:  # the band only widens beyond the results, so it leaves the limits once
        middle = (inside + days) // 2
        if outside(drift.last + timedelta(days=middle)):
            days = middle
        else:
            inside = middle
    return drift.last + timedelta(days=days)


def _years(since: date, on: date) -> float:
    return (on - since).days / YEAR


def _too_few(usable: int, total: int) -> Phrase:
    if usable == total:
        return phrase(
            mark("{count} of at least {least} results on different days: no line is laid through so few."),
            count=total,
            least=LEAST,
        )
    return phrase(
        mark(
            "{count} of at least {least} results since the last adjustment: no line is laid through so few."
        ),
        count=usable,
        least=LEAST,
    )
