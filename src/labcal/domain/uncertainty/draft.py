"""A budget exactly as it was keyed or read: texts with their zeros and units, before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, field

from labcal.domain.uncertainty.budget import MonteCarloPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDraft:
    """One component.

    Attributes:
        distribution: Its name, such as "rectangular".
        parameters: Key and text of each parameter, such as ("half_width", "15 mg") or ("dof", "18").
        samples: Of an empirical distribution.
        unit: Of bare numbers among the samples; empty for none.
        name: What it comes from.
    """

    distribution: str
    parameters: tuple[tuple[str, str], ...] = ()
    samples: tuple[str, ...] = ()
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledDraft:
    """A pooled standard deviation; ``dof`` is empty where it is taken as well known."""

    standard: str
    dof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDraft:
    """One input.

    Attributes:
        symbol: Its symbol.
        name: What it is.
        value: Its estimate; empty where readings, limits or a distribution give it.
        readings: Whose mean is the estimate.
        unit: Of bare numbers among the readings; empty for none.
        pooled: Takes the place of the readings' own standard deviation.
        simultaneous: Name of the set of readings taken together; empty for none.
        components: Beside that of the readings.
    """

    symbol: str
    name: str = ""
    value: str = ""
    readings: tuple[str, ...] = ()
    unit: str = ""
    pooled: PooledDraft | None = None
    simultaneous: str = ""
    components: tuple[ComponentDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputDraft:
    """One output, with a model, or with an equation and the start of its solution."""

    symbol: str
    unit: str
    name: str = ""
    report_unit: str = ""
    model: str = ""
    equation: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationDraft:
    """The correlation coefficient of two inputs."""

    first: str
    second: str
    coefficient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageDraft:
    """How the expanded uncertainty is made; what is empty was not said."""

    probability: str = ""
    k: str = ""
    dof_rule: str = ""
    factor_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetDraft:
    """A whole budget."""

    outputs: tuple[OutputDraft, ...]
    inputs: tuple[InputDraft, ...]
    correlations: tuple[CorrelationDraft, ...] = ()
    coverage: CoverageDraft = field(default_factory=CoverageDraft)
    monte_carlo: MonteCarloPlan = field(default_factory=MonteCarloPlan)
    title: str = ""
    source: str = ""
