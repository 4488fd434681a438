"""Procedures that cannot be read or followed."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import mark


class ProcedureError(LabCalError):
    """A procedure cannot be used."""

    template = mark("The procedure cannot be used.")


class UnknownProcedureError(ProcedureError):
    """No procedure bears that name."""

    template = mark("There is no procedure “{id}”.")


class ProcedureSyntaxError(ProcedureError):
    """The file is no TOML."""

    template = mark("The procedure is not readable as TOML: {reason}.")


class ProcedureFormatError(ProcedureError):
    """The first line names another format, or a newer one."""

    template = mark("The format “{format}” is not the one that is read here, “{wanted}”.")


class UnknownKeyError(ProcedureError):
    """A key is not one of the format."""

    template = mark("“{key}” in {place} is not a key that is known here.")


class MissingKeyError(ProcedureError):
    """A key that the format asks for is missing."""

    template = mark("“{key}” is missing in {place}.")


class KeyTypeError(ProcedureError):
    """The value of a key is of another type than wanted."""

    template = mark("“{key}” in {place} has to be {wanted}.")


class KeyValueError(ProcedureError):
    """The value of a key is refused; ``reason`` is a sentence of its own."""

    template = mark("“{key}” in {place}: {reason}")


class ProcedureContentError(ProcedureError):
    """The parts of a procedure do not fit together."""

    template = mark("The procedure does not hold together: {reason}")


class FormulaError(ProcedureError):
    """A formula of a procedure other than its model cannot be used; ``reason`` is a sentence of its own."""

    template = mark("The formula of “{symbol}”, “{formula}”: {reason}")


class UnusedError(ProcedureError):
    """An input, a column or a derived quantity stands in no formula."""

    template = mark("“{symbol}” is used in no formula of the procedure.")
