"""The words of a procedure in one language."""

from __future__ import annotations

from dataclasses import dataclass


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
    checks: tuple[tuple[str, str], ...] = ()

    def input(self, symbol: str) -> str:
        """Return the name of an input."""
        return dict(self.inputs).get(symbol, symbol)

    def column(self, symbol: str) -> str:
        """Return the heading of a column."""
        return dict(self.columns).get(symbol, symbol)

    def room_name(self, name: str) -> str:
        """Return the word for an influence quantity."""
        return dict(self.room).get(name, name)

    def check(self, name: str) -> str:
        """Return the word for a check."""
        return dict(self.checks).get(name, name)
