"""Reads the texts of a budget as keyed; each refusal names key and place."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn, TypeVar

from labcal.domain import units
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors import LabCalError
from labcal.errors.budgets import CommaError, PlaceError, SymbolError, sentence
from labcal.errors.procedures import KeyTypeError

SYMBOL = re.compile(r"[^\W\d]\w*")
TWO_SIGNS = re.compile(r"[0-9][.,][0-9]+[.,]")
"""A number with more than one decimal sign, which no language writes: it is refused as that."""
ENDLESS = frozenset({"inf", "+inf", "Infinity"})

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=Enum)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a budget something stands, such as "[[input]] 2 [[component]] 1"."""

    name: str

    def below(self, name: str) -> Place:
        """Return a place within this one."""
        return Place(f"{self.name} {name}")

    def check(self, key: str, make: Callable[[], Value]) -> Value:
        """Return what ``make`` makes; its refusal gets this place and ``key``.

        Raises:
            PlaceError: It was refused.
        """
        try:
            return make()
        except PlaceError:
            raise
        except LabCalError as error:
            self.refuse(key, error)

    def refuse(self, key: str, error: LabCalError) -> NoReturn:
        """Refuse what stands here.

        Raises:
            PlaceError: Always, with the sentence of ``error``, which may itself name the key.
        """
        named = str(error.fields.get("parameter", key))
        raise PlaceError(key=named, place=self.name, reason=sentence(error)) from error

    def quantity(self, key: str, text: str, unit: str | None = None) -> QuantityValue:
        """Read a value; bare numbers have ``unit``, or none.

        Raises:
            PlaceError: It is no number with a unit, or of another kind than ``unit``.
        """
        return self.check(key, lambda: parse(_without_comma(text), unit))

    def numbers(self, key: str, texts: Sequence[str], unit: str, own: str) -> tuple[float, ...]:
        """Read values in ``unit``; bare numbers have ``own``, or none where it is empty.

        Raises:
            PlaceError: One is no number with a unit, or of another kind than ``unit``.
        """
        quantities = [self.quantity(key, text, own or None) for text in texts]
        return self.check(key, lambda: tuple(float(one.in_unit(unit)) for one in quantities))

    def size(self, key: str, text: str) -> QuantityValue:
        """Read an uncertainty or a half-width; errors as for ``quantity``."""
        return self.check(key, lambda: parse_half_width(_without_comma(text)))

    def number(self, key: str, text: str) -> float:
        """Read a plain number, such as 18, "2 %" or inf; errors as for ``quantity``."""
        if text in ENDLESS:
            return math.inf
        return self.check(key, lambda: parse(_without_comma(text), "1").base)

    def symbol(self, key: str, text: str) -> str:
        """Read a symbol; raise ``PlaceError`` where it is no name."""
        if not SYMBOL.fullmatch(text):
            self.refuse(key, SymbolError(symbol=text))
        return text

    def unit(self, key: str, text: str) -> str:
        """Read a unit; raise ``PlaceError`` where it is not known."""
        self.check(key, lambda: units.understand(text))
        return text

    def choice(self, key: str, text: str, family: type[Choice]) -> Choice:
        """Read one of the words of a family; raise ``KeyTypeError`` where it is none."""
        for member in family:
            if member.value == text:
                return member
        wanted = " | ".join(str(member.value) for member in family)
        raise KeyTypeError(key=key, place=self.name, wanted=wanted)


def _without_comma(text: str) -> str:
    if "," in text and not TWO_SIGNS.search(text):
        raise CommaError(keyed=text)
    return text
