"""A procedure as data: model, inputs, readings, room, coverage and rule (ISO/IEC 17025:2017, 7.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.domain.rounding import RoundingPolicy
from labcal.domain.uncertainty.coverage import Coverage


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
    """As the procedure says, its components relative to the nominal value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRule:
    """How the procedure states one component of an input.

    Attributes:
        name: What it comes from; may be empty.
        distribution: Its name, such as "rectangular".
        parameters: Its parameters by name.
        relative: Takes the place of the first parameter (half-width, standard …), as a part of the nominal
            value; None where nothing is relative.
    """

    name: str
    distribution: str
    parameters: tuple[tuple[str, QuantityValue], ...] = ()
    relative: QuantityValue | None = None


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
    """

    symbol: str
    origin: Origin
    unit: str
    value: QuantityValue | None = None
    components: tuple[ComponentRule, ...] = ()
    pooled: Pooled | None = None
    planned: Planned | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One indication within a cycle.

    Attributes:
        symbol: Unique, such as "S1".
        object: What is on the instrument: "standard" or "item".
        weight: With which the indication enters the difference of the cycle.
    """

    symbol: str
    object: str
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPlan:
    """The grid of readings: a row per cycle, a column per indication.

    Attributes:
        scheme: Its name, such as "ABBA".
        unit: Unit of a bare number.
        columns: In the order of the work.
        cycles: How many are planned.
        least_cycles: How many must be complete for a result.
    """

    scheme: str
    unit: str
    columns: tuple[Column, ...]
    cycles: int
    least_cycles: int


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
    """The limits (name of their table) and the decision rule that a job starts with."""

    limits: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureWords:
    """The words of a procedure in one language; what has no word there keeps its symbol.

    Attributes:
        result: Name of the quantity that is certified, such as "Conventional mass".
        inputs: Symbol and name of each input.
        columns: Symbol and heading of each column of readings.
        room: Name and word of each influence quantity.
    """

    language: str
    title: str
    purpose: str
    result: str
    inputs: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    room: tuple[tuple[str, str], ...]

    def input(self, symbol: str) -> str:
        """Return the name of an input."""
        return dict(self.inputs).get(symbol, symbol)

    def column(self, symbol: str) -> str:
        """Return the heading of a column."""
        return dict(self.columns).get(symbol, symbol)

    def room_name(self, name: str) -> str:
        """Return the word for an influence quantity."""
        return dict(self.room).get(name, name)


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
        words: Its own words, in the one language it was written in; None for a procedure that ships.
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

    def covers(self, nominal: QuantityValue) -> bool:
        """Tell whether a nominal value lies within the range; one of another kind does not."""
        return units.same_dimension(nominal.unit, self.lowest.unit) and (
            self.lowest.base <= nominal.base <= self.highest.base
        )

    @property
    def needs_standard(self) -> bool:
        """Whether a reference standard takes part."""
        return any(quantity.origin in {Origin.STANDARD, Origin.DRIFT} for quantity in self.inputs)
