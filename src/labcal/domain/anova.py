"""One-way analysis of variance (JCGM 100:2008, H.5), balanced or not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from labcal.domain.shown import plain
from labcal.errors.fits import LevelError, NoRepeatsError, TooFewGroupsError
from labcal.text import Phrase, mark, phrase

CONTEXT = Context(prec=60)

Number = float | Decimal

NEGATIVE = mark(
    "The readings of a group vary more than the groups do: the between-group variance came out negative "
    "({variance}) and is taken as 0."
)
NO_SPREAD = mark("All readings of a group are equal: F has no value.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What an analysis of variance says; variances in the squared unit of the readings.

    Attributes:
        ss_between: Sum of squares between groups.
        ss_within: Sum of squares within groups.
        ms_between: Mean square between groups, s_a² of H.5.
        ms_within: Mean square within groups, s_b² of H.5.
        dof_between: g − 1.
        dof_within: N − g.
        f: ms_between/ms_within; None where ms_within is 0.
        f_critical: Quantile of F for ``level``.
        p_value: Probability of an F at least this large without any between-group variation; None
            where there is no F.
        level: Level of significance.
        between_standard_deviation: √((ms_between − ms_within)/n₀), 0 where that is negative.
        within_standard_deviation: √ms_within.
        mean: Of all readings.
        standard_uncertainty: Of ``mean``.
        dof: Degrees of freedom of ``standard_uncertainty``; not whole for unbalanced groups.
        is_significant: Whether F exceeds ``f_critical``, so that the between-group uncertainty was taken.
        groups: Number of groups g.
        count: Number of readings N.
        warnings: What a person should look at.
    """

    ss_between: float
    ss_within: float
    ms_between: float
    ms_within: float
    dof_between: int
    dof_within: int
    f: float | None
    f_critical: float
    p_value: float | None
    level: float
    between_standard_deviation: float
    within_standard_deviation: float
    mean: float
    standard_uncertainty: float
    dof: float
    is_significant: bool
    groups: int
    count: int
    warnings: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class _Squares:
    """Sums of squares of readings from which the first was subtracted."""

    mean: float
    between: float
    within: float
    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.sizes)

    @property
    def dof_between(self) -> int:
        return len(self.sizes) - 1

    @property
    def dof_within(self) -> int:
        return self.count - len(self.sizes)

    @property
    def ms_between(self) -> float:
        return self.between / self.dof_between

    @property
    def ms_within(self) -> float:
        return self.within / self.dof_within

    @property
    def sizes_squared(self) -> float:
        """Σ nᵢ²/N."""
        return sum(size**2 for size in self.sizes) / self.count

    @property
    def mean_size(self) -> float:
        """n₀ = (N − Σ nᵢ²/N)/(g − 1); the common size of balanced groups."""
        return (self.count - self.sizes_squared) / self.dof_between


def analyse(groups: Sequence[Sequence[Number]], *, level: float = 0.05) -> Analysis:
    """Return the analysis of groups of readings.

    The mean is that of all readings. Where F is significant at ``level``, its variance is
    s_B² Σnᵢ²/N² + s_W²/N, which for balanced groups is the ms_between/N of H.5; else the readings are
    pooled, s²/N with N − 1 degrees of freedom (H.5.2.5).

    Args:
        groups: At least two, one of them with two readings; decimals are taken exactly.
        level: Level of significance of F, between 0 and 1.

    Raises:
        TooFewGroupsError: There is one group, or none.
        NoRepeatsError: No group has two readings.
        LevelError: ``level`` is out of range.

    Source:
        JCGM 100:2008, H.5, equations (H.24) to (H.30); n₀ for unbalanced groups as in ISO Guide 35.
    """
    if not 0 < level < 1:
        raise LevelError(level=level)
    used = [group for group in groups if len(group)]
    if len(used) < 2:
        raise TooFewGroupsError(count=len(used))
    if all(len(group) == 1 for group in used):
        raise NoRepeatsError(count=len(used))
    return _analysis(_squares(used), level)


def _squares(groups: Sequence[Sequence[Number]]) -> _Squares:
    """Return sums of squares; the first reading is subtracted, so that a common part costs no digits."""
    first = groups[0][0]
    shifted = [[_difference(value, first) for value in group] for group in groups]
    sizes = tuple(len(group) for group in shifted)
    means = [math.fsum(group) / len(group) for group in shifted]
    whole = math.fsum(value for group in shifted for value in group) / sum(sizes)
    between = math.fsum(size * (middle - whole) ** 2 for size, middle in zip(sizes, means, strict=True))
    within = math.fsum(
        (value - middle) ** 2 for group, middle in zip(shifted, means, strict=True) for value in group
    )
    mean = float(CONTEXT.add(Decimal(first), Decimal(whole)))
    return _Squares(mean, between, within, sizes)


def _difference(value: Number, first: Number) -> float:
    if isinstance(value, Decimal) and isinstance(first, Decimal):
        return float(CONTEXT.subtract(value, first))
    return float(value) - float(first)


def _analysis(squares: _Squares, level: float) -> Analysis:
    from scipy.special import fdtrc, fdtri

    dofs = (squares.dof_between, squares.dof_within)
    critical = float(fdtri(*dofs, 1 - level))
    f = squares.ms_between / squares.ms_within if squares.ms_within else None
    is_significant = squares.ms_between > critical * squares.ms_within
    variance = (squares.ms_between - squares.ms_within) / squares.mean_size
    u, dof = _uncertainty(squares, variance, is_between=is_significant and variance > 0)
    return Analysis(
        ss_between=squares.between,
        ss_within=squares.within,
        ms_between=squares.ms_between,
        ms_within=squares.ms_within,
        dof_between=dofs[0],
        dof_within=dofs[1],
        f=f,
        f_critical=critical,
        p_value=None if f is None else float(fdtrc(*dofs, f)),
        level=level,
        between_standard_deviation=math.sqrt(max(variance, 0.0)),
        within_standard_deviation=math.sqrt(squares.ms_within),
        mean=squares.mean,
        standard_uncertainty=u,
        dof=dof,
        is_significant=is_significant,
        groups=len(squares.sizes),
        count=squares.count,
        warnings=_warnings(f, variance),
    )


def _uncertainty(squares: _Squares, variance: float, *, is_between: bool) -> tuple[float, float]:
    """Return u of the mean and its degrees of freedom."""
    count = squares.count
    if not is_between:
        pooled = (squares.between + squares.within) / (count - 1)
        return math.sqrt(pooled / count), float(count - 1)
    share = squares.sizes_squared / count
    u_squared = variance * share + squares.ms_within / count
    if len(set(squares.sizes)) == 1:
        return math.sqrt(squares.ms_between / count), float(squares.dof_between)
    part = share / squares.mean_size
    of_between = part * squares.ms_between
    of_within = (1 / count - part) * squares.ms_within
    spread = of_between**2 / squares.dof_between + of_within**2 / squares.dof_within
    return math.sqrt(u_squared), u_squared**2 / spread


def _warnings(f: float | None, variance: float) -> tuple[Phrase, ...]:
    said = []
    if f is None:
        said.append(phrase(NO_SPREAD))
    if variance < 0:
        said.append(phrase(NEGATIVE, variance=plain(variance, 3)))
    return tuple(said)
