"""A table of limits: rows by class, stage and condition, each with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from labcal.domain import units
from labcal.domain.conformity import Limits
from labcal.domain.limits.condition import Condition
from labcal.domain.limits.exact import Formula, in_base, in_unit
from labcal.domain.quantity import QuantityValue
from labcal.errors.limits import (
    CrossedLimitError,
    LimitError,
    MissingFigureError,
    MissingGradeError,
    NoLimitAtStageError,
    NoLimitError,
    NoLimitHereError,
    NoLimitOfGradeError,
    NominalNotInTableError,
    UnknownFigureError,
    UnknownGradeError,
)
from labcal.text import mark, phrase

Words = tuple[tuple[str, str], ...]
"""Language and words."""


class Stage(Enum):
    """When in its life an instrument is held against its limits (OIML V 1:2022)."""

    INITIAL = "initial"
    IN_SERVICE = "in service"


STAGES = {Stage.INITIAL: mark("initial verification"), Stage.IN_SERVICE: mark("in service")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where figures come from, and how sure they are.

    Attributes:
        clause: Clause and table.
        edition: Edition of the document.
        source: How the figures were obtained.
        confidence: How sure they are.
        verified_by: Who has compared them with the document; empty: "unverified".
        verified_on: The civil date of that, such as "2026-11-22"; empty where nobody has.
    """

    clause: str
    edition: str
    source: str
    confidence: str
    verified_by: str = ""
    verified_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A quantity that the limits depend on.

    Attributes:
        symbol: As formulas and conditions name it.
        unit: A unit of its kind, which a figure without unit is taken to be in.
        words: Its name by language.
        default: Its value where nobody says another.
        step: It is rounded up to a multiple of this first; None where it is taken as it is.
    """

    symbol: str
    unit: str
    words: Words = ()
    default: QuantityValue | None = None
    step: QuantityValue | None = None

    def base(self, value: QuantityValue) -> Fraction:
        """Return a value in the coherent SI unit, exactly, rounded up where that is asked for.

        A variable in K is a difference: 5 °C of it are 5 K. One in °C is a temperature: 278.15 K.

        Raises:
            UnitMismatchError: The value is of another kind.
        """
        units.check_same(str(value), value.unit, self.unit)
        meant = units.understand(value.unit)
        zero = meant.offset if units.understand(self.unit).offset else Fraction(0)
        found = Fraction(value.value) * meant.factor + zero
        if self.step is None:
            return found
        step = in_base(self.step.value, self.step.unit)
        return -(-found // step) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """An accuracy class, or another row heading that limits go by.

    Attributes:
        name: As the document writes it.
        words: What it means, by language, where the name does not say it.
        figures: Symbols that stand for a figure of this class.
    """

    name: str
    words: Words = ()
    figures: tuple[tuple[str, QuantityValue], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One row: the limits where its condition is the first that holds.

    Attributes:
        grades: Classes that it holds for; empty for all.
        stage: Stage that it holds for; None for both.
        when: Its condition.
        minus: How far the error may lie below 0; None where there is no lower limit.
        plus: How far it may lie above 0; None where there is no upper limit.
        told: Where the figures come from.
    """

    grades: tuple[str, ...]
    stage: Stage | None
    when: Condition
    minus: Formula | None
    plus: Formula | None
    told: Provenance

    @property
    def symbols(self) -> frozenset[str]:
        """The symbols that its condition and its limits use."""
        ends = (end.symbols for end in (self.minus, self.plus) if end is not None)
        return self.when.symbols.union(*ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTable:
    """Limits of one document, in one edition.

    Attributes:
        name: Such as "r111-1-2004".
        words: Title by language.
        specification: Such as "OIML R 111-1:2004".
        quantity: Such as "conventional mass".
        unit: Unit of the limits; empty where they are in the unit of the variable ``unit_of``.
        unit_of: Symbol of that variable; empty where ``unit`` is set.
        told: Where the figures come from; rows may say otherwise.
        digest: SHA-256 of the file of the rows, hexadecimal.
        variables: What the limits depend on.
        grades: The classes, in the order of the document; empty where there are none.
        factors: By how much the limits of a stage are multiplied, where a row is for both.
        rows: In the order in which they are tried.
        notes: What else the document asks, by language.
    """

    name: str
    words: Words
    specification: str
    quantity: str
    unit: str
    unit_of: str
    told: Provenance
    digest: str
    variables: tuple[Variable, ...]
    grades: tuple[Grade, ...]
    factors: Mapping[Stage, Fraction]
    rows: tuple[LimitRow, ...]
    notes: Words = ()

    @property
    def grade_names(self) -> tuple[str, ...]:
        """The names of the classes, in the order of the document."""
        return tuple(grade.name for grade in self.grades)

    @property
    def asked(self) -> tuple[Variable, ...]:
        """The variables that have to be given."""
        return tuple(variable for variable in self.variables if variable.default is None)

    @property
    def goes_by_nominal(self) -> bool:
        """Whether one figure is enough to find the limits: a nominal value, or an indication."""
        return len(self.asked) <= 1

    def needed(self, grade: str, stage: Stage = Stage.INITIAL) -> tuple[Variable, ...]:
        """Return the variables that have to be given for the limits of one class and stage."""
        used = {self.unit_of}.union(*(row.symbols for row in self.rows if _is_of(row, grade, stage)))
        return tuple(variable for variable in self.asked if variable.symbol in used)

    def limit(self, nominal: QuantityValue, grade: str) -> Limits:
        """Return the limits by the one figure there is, a nominal value or an indication.

        Raises:
            NominalNotInTableError: The table has no limits for it, whatever the class.
            MissingFigureError: The table depends on more than that.
            MissingGradeError, UnknownGradeError, NoLimitError, UnitMismatchError: As for ``limits``.
        """
        first = self.asked[:1] or self.variables[:1]
        return self.limits({variable.symbol: nominal for variable in first}, grade)

    def limits(
        self, figures: Mapping[str, QuantityValue], grade: str = "", stage: Stage = Stage.INITIAL
    ) -> Limits:
        """Return the limits, exactly.

        Args:
            figures: Value of each variable, by its symbol; what the class does not need may be left out.
            grade: Accuracy class; empty where the table has none.
            stage: Initial verification, or in service.

        Raises:
            MissingGradeError: The item has no class.
            UnknownGradeError: The table has no such class.
            MissingFigureError, UnknownFigureError: A figure is missing, or is none of this table.
            UnitMismatchError: A figure is of another kind.
            NoLimitAtStageError: The class has limits at another stage only.
            NominalNotInTableError: A table by one figure has no limits for it, whatever the class.
            NoLimitError, NoLimitOfGradeError, NoLimitHereError: No row holds for these figures, class and
                stage.
            CrossedLimitError: The lower limit comes out above the upper one.
            ValuelessFormulaError: A formula divides by 0.
        """
        chosen = self._grade(grade)
        rows = [row for row in self.rows if _is_of(row, grade, stage)]
        if not rows and any(not row.grades or grade in row.grades for row in self.rows):
            raise NoLimitAtStageError(table=self.specification, stage=phrase(STAGES[stage]))
        self._check(figures, grade, stage)
        values = self._values(figures, chosen)
        for row in rows:
            if row.when.holds(values):
                return self._found(row, values, figures, (grade, stage))
        raise self._none(figures, grade, values)

    def _none(
        self, figures: Mapping[str, QuantityValue], grade: str, values: Mapping[str, Fraction]
    ) -> LimitError:
        """Return the refusal where no row of the class holds."""
        if len(figures) == 1:
            nominal = str(next(iter(figures.values())))
            others = (row for row in self.rows if row.when.symbols <= values.keys())
            if grade and any(row.when.holds(values) for row in others):
                return NoLimitError(table=self.specification, nominal=nominal, grade=grade)
            return NominalNotInTableError(table=self.specification, nominal=nominal)
        shown = ", ".join(f"{symbol} = {figure}" for symbol, figure in figures.items())
        if grade:
            return NoLimitOfGradeError(table=self.specification, figures=shown, grade=grade)
        return NoLimitHereError(table=self.specification, figures=shown)

    def _grade(self, name: str) -> Grade:
        classes = ", ".join(self.grade_names)
        if not self.grades:
            return Grade(name="")
        if not name:
            raise MissingGradeError(table=self.specification, grades=classes)
        found = [grade for grade in self.grades if grade.name == name]
        if not found:
            raise UnknownGradeError(table=self.specification, grade=name, grades=classes)
        return found[0]

    def _check(self, figures: Mapping[str, QuantityValue], grade: str, stage: Stage) -> None:
        symbols = [variable.symbol for variable in self.variables]
        for symbol in figures:
            if symbol not in symbols:
                known = ", ".join(symbols) or "–"
                raise UnknownFigureError(table=self.specification, symbol=symbol, symbols=known)
        if len(figures) == len(symbols):
            return
        for variable in self.needed(grade, stage):
            if variable.symbol not in figures:
                raise MissingFigureError(table=self.specification, symbol=variable.symbol)

    def _values(self, figures: Mapping[str, QuantityValue], grade: Grade) -> dict[str, Fraction]:
        values = {symbol: in_base(figure.value, figure.unit) for symbol, figure in grade.figures}
        for variable in self.variables:
            figure = figures.get(variable.symbol, variable.default)
            if figure is not None:
                values[variable.symbol] = variable.base(figure)
        return values

    def _found(
        self,
        row: LimitRow,
        values: Mapping[str, Fraction],
        figures: Mapping[str, QuantityValue],
        asked: tuple[str, Stage],
    ) -> Limits:
        grade, stage = asked
        unit = self.unit or figures[self.unit_of].unit
        factor = Fraction(1) if row.stage is not None else self.factors.get(stage, Fraction(1))
        below, upper = (_end(end, values, unit, factor) for end in (row.minus, row.plus))
        lower = None if below is None else -below
        if lower is not None and upper is not None and lower > upper:
            raise CrossedLimitError(table=self.specification, lower=lower, upper=upper)
        return Limits(
            lower=lower,
            upper=upper,
            unit=unit,
            grade=grade,
            specification=self.specification,
            clause=row.told.clause,
            edition=row.told.edition,
            source=row.told.source,
            confidence=row.told.confidence,
            verified=bool(row.told.verified_by),
            digest=self.digest,
        )


def _end(end: Formula | None, values: Mapping[str, Fraction], unit: str, factor: Fraction) -> Decimal | None:
    """Return one end in ``unit``: with its zeros where it is a figure alone, else computed exactly."""
    if end is None:
        return None
    written = end.written(unit) if factor == 1 else None
    return in_unit(end.value(values) * factor, unit) if written is None else written


def _is_of(row: LimitRow, grade: str, stage: Stage) -> bool:
    return (not row.grades or grade in row.grades) and row.stage in (None, stage)
