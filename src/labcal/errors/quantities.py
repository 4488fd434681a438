"""Numbers and units that cannot be taken as they were keyed."""

from __future__ import annotations

from typing import ClassVar

from labcal.errors import LabCalError
from labcal.text import Text, mark


class WordedError(LabCalError):
    """A failure some of whose fields are themselves words to be translated."""

    words: ClassVar[frozenset[str]] = frozenset()

    def shown(self, text: Text) -> str:
        """Return the sentence and the words in it, in the language of ``text``."""
        fields = {
            name: text(str(value)) if name in self.words else value for name, value in self.fields.items()
        }
        return text(self.template, **fields)


class UnknownUnitError(LabCalError):
    """What was keyed as a unit is none that is known here."""

    template = mark("“{unit}” is not a unit that is known here.")


class MistypedUnitError(UnknownUnitError):
    """The unit is unknown, and a known one is written nearly alike."""

    template = mark("“{unit}” is not a unit that is known here. Did you mean {suggestion}?")


class UnitMismatchError(WordedError):
    """A quantity is of another kind than the one wanted; ``given`` is it as keyed, ``wanted`` a unit."""

    template = mark("“{given}” is {given_kind}; {wanted_kind} is wanted here, such as {example}.")
    words = frozenset({"given_kind", "wanted_kind"})


class NotANumberError(LabCalError):
    """What was keyed is no number."""

    template = mark("“{keyed}” is not a number.")


class MissingNumberError(NotANumberError):
    """Nothing was keyed, or a unit alone."""

    template = mark("A number is missing.")


class LetterInNumberError(NotANumberError):
    """A letter stands where a digit was meant."""

    template = mark("“{keyed}” has the letter {letter}. Did you mean {suggestion}?")


class TwoDecimalMarksError(NotANumberError):
    """Points and commas together, or more than one of them, leave the decimal mark in doubt."""

    template = mark(
        "“{keyed}” has more than one point or comma. Write one decimal mark, and groups with spaces."
    )


class ForeignDigitsError(NotANumberError):
    """The digits are of another script than 0 to 9."""

    template = mark("“{keyed}” has digits other than 0 to 9. Did you mean {suggestion}?")


class NumberOutOfRangeError(NotANumberError):
    """The number is larger or smaller than any measurement, or longer than 60 characters."""

    template = mark("“{keyed}” is too long, too large or too small for a measured value.")


class PlusMinusInValueError(NotANumberError):
    """A ± stands before what has to be a value."""

    template = mark("“{keyed}” begins with ±, but one value is wanted here.")


class NegativeHalfWidthError(NotANumberError):
    """A half-width or an uncertainty is negative."""

    template = mark("“{keyed}” is negative; an uncertainty or a half-width is not.")


class BelowAbsoluteZeroError(LabCalError):
    """A temperature that cannot be."""

    template = mark("{keyed} lies below absolute zero.")
