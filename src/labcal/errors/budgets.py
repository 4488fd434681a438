"""Budget files and budgets as keyed that cannot be used; each refusal names its place."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import Phrase, mark


class BudgetFileError(LabCalError):
    """A budget file cannot be used; ``reason`` is a sentence that names the place in it."""

    template = mark("{file}: {reason}")


class BudgetSyntaxError(LabCalError):
    """The file is no TOML."""

    template = mark("The file is not readable as TOML: {reason}.")


class BudgetFormatError(LabCalError):
    """The first line names another format, or a newer one."""

    template = mark("The format “{format}” is not the one that is read here, “{wanted}”.")


class PlaceError(LabCalError):
    """A key of a budget is refused; ``reason`` is a sentence of its own."""

    template = mark("“{key}” in {place}: {reason}")


class UnitWithoutReadingsError(LabCalError):
    """A unit stands where no list of bare numbers needs it."""

    template = mark("A unit is given only beside readings or samples; write it behind the number.")


class NoValueError(LabCalError):
    """An input has no estimate."""

    template = mark("The input “{symbol}” has no value: give a value, readings, or limits.")


class OtherValueError(LabCalError):
    """The value given is another than the one that follows from the rest."""

    template = mark("The value is {given}, but {source} make it {fixed}.")


class CommaError(LabCalError):
    """A comma stands in a number of a file."""

    template = mark("“{keyed}” has a comma; the decimal sign in files is the point.")


class SymbolError(LabCalError):
    """A symbol is no name."""

    template = mark("“{symbol}” cannot be a symbol: write a letter, then letters, digits or _.")


class LimitsOrderError(LabCalError):
    """The upper limit lies below the lower."""

    template = mark("The upper limit {upper} lies below the lower limit {lower}.")


class OneLimitError(LabCalError):
    """One of the two limits is missing, or a half-width stands beside them."""

    template = mark("Give both “lower” and “upper”, and no “half_width” beside them.")


class RelativeError(LabCalError):
    """A relative uncertainty does not fit here."""

    template = mark("“relative” takes the place of “{instead}”; only one of them can be given.")


class RelativeCelsiusError(LabCalError):
    """A relative uncertainty is asked of a temperature on a scale whose zero is arbitrary."""

    template = mark("A relative uncertainty of a temperature in °C means nothing; give it in K.")


class RelativeLevelError(LabCalError):
    """A relative uncertainty is asked of a level, whose zero is that of its reference."""

    template = mark("A relative uncertainty of a level in decibels is ambiguous; give it in dB.")


class ParameterWantedError(LabCalError):
    """A distribution lacks a parameter."""

    template = mark("The distribution “{distribution}” wants “{parameter}”.")


class PairWantedError(LabCalError):
    """A correlation is not between two inputs."""

    template = mark('A correlation is between two inputs, such as ["V", "I"].')


class ReadingsWantedError(LabCalError):
    """Something that belongs to readings stands where there are none."""

    template = mark("“{key}” needs readings.")


def sentence(error: LabCalError) -> Phrase:
    """Return the sentence of a failure, to stand within another one."""
    words: frozenset[str] = getattr(error, "words", frozenset())
    return Phrase(
        error.template,
        tuple((name, Phrase(str(value)) if name in words else value) for name, value in error.fields.items()),
    )
