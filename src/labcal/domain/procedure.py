"""A procedure as data: model, inputs, readings, room, coverage and rule (ISO/IEC 17025:2017, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from labcal.domain import units
from labcal.domain.conformity import Rule
from labcal.domain.procedure_words import ProcedureWords
from labcal.domain.quantity import QuantityValue
from labcal.domain.readings_plan import Column, PointsPlan, ReadingsPlan, Share
from labcal.domain.rounding import RoundingPolicy
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.expression import replaced

__all__ = [
    "CheckRule",
    "Column",
    "ComponentRule",
    "ConformityRule",
    "Derived",
    "FitCoefficient",
    "FitPlan",
    "Origin",
    "Planned",
    "PointsPlan",
    "Pooled",
    "Procedure",
    "ProcedureInput",
    "ProcedureWords",
    "ReadingsPlan",
    "Reports",
    "RoomLimit",
    "Share",
    "Statistic",
    "Taken",
]


class Origin(Enum):
    """Where the value and the uncertainty of an input come from."""

    STANDARD = "standard"
    """Value and U of the reference standard's certificate."""
    DRIFT = "drift"
    """Half-width of the drift in the reference standard's record; the value is zero."""
    READINGS = "readings"
    """Mean of the differences of the cycles, with s/√n."""
    CONSTANT = "constant"
    """As the procedure says."""
    NOMINAL = "nominal"
    """As the procedure says, its components relative to the nominal value; without a value, the nominal."""
    ROOM = "room"
    """Mean of an influence quantity as read in the room."""


class Statistic(Enum):
    """What the values of the cycles give an input that comes from readings."""

    MEAN = "mean"
    """Their mean, with s/√n."""
    VALUE = "value"
    """Their mean, without a component for their spread."""
    HALF_WIDTH = "half-width"
    """Zero; the size of their mean is the half-width of a rectangular component."""
    SPAN = "span"
    """Zero; half of greatest minus least is the half-width of a rectangular component."""


class Taken(Enum):
    """What is taken from the certificate of the standard."""

    VALUE = "value"
    CORRECTION = "correction"
    """Value minus nominal value."""


class Reports(Enum):
    """What the result of a point is, and so what is held against the limits."""

    VALUE = "value"
    """A value; its error is what it differs from the nominal value, where that is of its kind."""
    ERROR = "error"
    """An error of the item; it is held against the limits as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRule:
    """How the procedure states one component of an input.

    Attributes:
        name: What it comes from; may be empty.
        distribution: Its name, such as "rectangular".
        parameters: Its parameters by name.
        relative: Takes the place of the first parameter (half-width, standard …), as a part of the nominal
            value; None where nothing is relative.
        formula: Takes the place of the first parameter: an expression in the symbols of inputs and columns
            and in ``nominal``, such as a specification "0.0001*abs(V_S) + 3 mV"; empty where there is none.
    """

    name: str
    distribution: str
    parameters: tuple[tuple[str, QuantityValue], ...] = ()
    relative: QuantityValue | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Standard deviation of one difference, known from earlier work (JCGM 100:2008, 4.2.4).

    Attributes:
        standard: The pooled standard deviation.
        dof: Its degrees of freedom; infinite where it is taken as well known.
        greatest_ratio: Ratio of the observed to the pooled standard deviation from which on it is warned.
    """

    standard: QuantityValue
    dof: float
    greatest_ratio: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What the budget of the method expects of an input that each job finds anew; no job computes with it.

    Attributes:
        value: The estimate expected.
        components: With their sizes, none of them relative.
    """

    value: QuantityValue
    components: tuple[ComponentRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureInput:
    """One input of the model.

    Attributes:
        symbol: As in the model.
        origin: Where it comes from.
        unit: Unit of its estimate.
        value: Estimate of a constant; None for other origins.
        components: Of a constant, or relative to the nominal value.
        pooled: For readings, where s is known from earlier work.
        planned: What the budget of the method expects; None where it is not stated.
        expression: For readings: the value of a cycle, in the symbols of the columns; empty for the sum of
            weight times reading.
        statistic: What the values of the cycles give.
        simultaneous: Name of the set of readings taken together, whose means are correlated; empty for none.
        room: Name of the influence quantity that it comes from.
        taken: What is taken from the certificate of the standard.
        standard: The part of the standard that it comes from, such as "reference meter"; empty for the one
            standard that each reading is taken against.
    """

    symbol: str
    origin: Origin
    unit: str
    value: QuantityValue | None = None
    components: tuple[ComponentRule, ...] = ()
    pooled: Pooled | None = None
    planned: Planned | None = None
    expression: str = ""
    statistic: Statistic = Statistic.MEAN
    simultaneous: str = ""
    room: str = ""
    taken: Taken = Taken.VALUE
    standard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A quantity that follows from inputs by a formula, and stands for it in the model."""

    symbol: str
    unit: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """A quantity of a point whose size is looked at: closure, hysteresis, ratio.

    Attributes:
        name: Such as "hysteresis".
        expression: In the symbols of inputs and derived quantities.
        unit: Of its value.
        greatest: The size above which a person is warned.
    """

    name: str
    expression: str
    unit: str
    greatest: QuantityValue


@dataclass(frozen=True, slots=True, kw_only=True)
class FitCoefficient:
    """A result of a whole job: a function of a0, a1 … of the polynomial through its points."""

    symbol: str
    model: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPlan:
    """The polynomial of the results over the nominal values of the points.

    Attributes:
        degree: Of the polynomial.
        unit: In which the nominal values are its x.
        coefficients: What is reported of it.
    """

    degree: int
    unit: str
    coefficients: tuple[FitCoefficient, ...]

    def parameters(self, result: str) -> tuple[tuple[str, str], ...]:
        """Return symbol and unit of each parameter, of results in the unit ``result``.

        A nominal value in °C is its number of degrees, and counts in K.
        """
        per = "K" if units.understand(self.unit).offset else self.unit
        powers = range(1, self.degree + 1)
        further = tuple((f"a{power}", f"{result}/{per}^{power}") for power in powers)
        return (("a0", result), *further)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLimit:
    """Limits of one influence quantity of the room (6.3), in ``unit``; ``name`` such as "temperature"."""

    name: str
    unit: str
    lowest: Decimal
    highest: Decimal
    confidence: str

    def contains(self, quantity: QuantityValue) -> bool:
        """Tell whether a reading lies within the limits.

        Raises:
            UnitMismatchError: It is of another kind.
        """
        return self.lowest <= quantity.in_unit(self.unit) <= self.highest


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformityRule:
    """The limits (name of their table) and the decision rule that a job starts with.

    Attributes:
        decided_by: The rule itself in the version that was agreed; None for the first of that name.
        share: r of a rule whose guard band is agreed.
        process_mean: What is known of such items beforehand, in the unit of their errors; None for nothing.
        process_deviation: Standard deviation of that.
    """

    limits: str
    rule: str
    decided_by: Rule | None = None
    share: Decimal = Decimal(1)
    process_mean: QuantityValue | None = None
    process_deviation: QuantityValue | None = None

    @property
    def chosen(self) -> Rule | str:
        """What is decided by."""
        return self.decided_by or self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure, as pinned in jobs by id, version and digest.

    Attributes:
        id: Such as "mass/substitution".
        version: Counted up with each change.
        digest: SHA-256 of the bytes it was read from, hexadecimal.
        quantity: What is measured, such as "mass".
        references: Published documents it follows.
        source: Where its figures come from.
        confidence: How sure they are.
        comment: What a reader should know about them.
        lowest: Least nominal value it covers.
        highest: Greatest nominal value it covers.
        symbol: Symbol of the result.
        model: In the symbols of the inputs.
        unit: Unit of the budget.
        value_unit: Unit in which the value is reported.
        uncertainty_unit: Unit in which U, the error and the limits are reported.
        digits: Significant digits of the reported U.
        policy: How U is rounded.
        standard_within: Relative difference from the nominal value that a suitable standard has at most;
            None where no standard is compared.
        words: Its own words, in the language it was written in; None for a procedure that ships.
        form: Version of the format that it is written in.
        points: At which nominal values a job measures; None for the item's nominal value alone.
        derived: What stands for a formula in the model, each after those that it uses.
        reports: What the result is.
        greatest: The U above which a person is warned; None where there is none.
        checks: Quantities whose size is looked at.
        fit: The polynomial through the points of a job; None where there is none.
        verified_by: Who compared it with the documents it follows; empty for nobody yet.
        acclimatisation: How long an item stands in the room first; None where that is not asked.
        translation: Its own words in a second language.
    """

    id: str
    version: int
    digest: str
    quantity: str
    references: tuple[str, ...]
    source: str
    confidence: str
    comment: str
    lowest: QuantityValue
    highest: QuantityValue
    symbol: str
    model: str
    unit: str
    value_unit: str
    uncertainty_unit: str
    inputs: tuple[ProcedureInput, ...]
    readings: ReadingsPlan
    coverage: Coverage
    room: tuple[RoomLimit, ...]
    conformity: ConformityRule | None
    digits: int = 2
    policy: RoundingPolicy = RoundingPolicy.NEAREST
    standard_within: QuantityValue | None = None
    words: ProcedureWords | None = None
    form: int = 1
    points: PointsPlan | None = None
    derived: tuple[Derived, ...] = ()
    reports: Reports = Reports.VALUE
    greatest: QuantityValue | None = None
    checks: tuple[CheckRule, ...] = ()
    fit: FitPlan | None = None
    verified_by: str = ""
    acclimatisation: QuantityValue | None = None
    translation: ProcedureWords | None = None

    def covers(self, nominal: QuantityValue) -> bool:
        """Tell whether a nominal value lies within the range; one of another kind does not."""
        return units.same_dimension(nominal.unit, self.lowest.unit) and (
            self.lowest.base <= nominal.base <= self.highest.base
        )

    @property
    def needs_standard(self) -> bool:
        """Whether a reference standard takes part that each reading is taken against."""
        return any(not one.standard for one in self._of_standards)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that further standards have, in the order of the inputs."""
        return tuple(dict.fromkeys(one.standard for one in self._of_standards if one.standard))

    @property
    def _of_standards(self) -> tuple[ProcedureInput, ...]:
        return tuple(one for one in self.inputs if one.origin in {Origin.STANDARD, Origin.DRIFT})

    @property
    def whole_model(self) -> str:
        """The model in the symbols of the inputs alone."""
        return self.written_out(self.model)

    def written_out(self, expression: str) -> str:
        """Return an expression with the formula of each derived quantity in its place."""
        for one in reversed(self.derived):
            expression = replaced(expression, one.symbol, one.expression)
        return expression

    @property
    def shown_input(self) -> ProcedureInput | None:
        """The input whose value is shown beside each cycle; None where nothing is read."""
        read = [one for one in self.inputs if one.origin is Origin.READINGS]
        means = [one for one in read if one.statistic is Statistic.MEAN]
        return next(iter([*means, *read]), None)
