"""Procedures that ship as data, each with words and a worked example."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.procedure_file import parse_procedure, quantity_or_none, unit_of, words_in
from labcal.catalog.reader import Table
from labcal.domain.point import Cycle, PointInputs, StandardValue
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.domain.quantity import QuantityValue, parse, parse_half_width
from labcal.errors.procedures import MissingKeyError, UnknownProcedureError

__all__ = [
    "Example",
    "Expected",
    "all_procedures",
    "load_example",
    "load_procedure",
    "load_words",
    "parse_procedure",
    "parse_words",
    "procedure_bytes",
    "words_of",
]

NAME = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One printed figure of a worked example.

    Attributes:
        name: What it is, such as "value".
        printed: As the document prints it.
        tolerance: By how much a computed number may differ from it.
        differs: Why the print differs from an exact computation; empty where it does not.
    """

    name: str
    printed: QuantityValue
    tolerance: QuantityValue
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example of a procedure, with what its source prints."""

    title: str
    source: str
    inputs: PointInputs
    expected: tuple[Expected, ...]


def procedure_bytes(name: str) -> bytes:
    """Return the file of a shipped procedure, as it is pinned in a book.

    Args:
        name: Its id, such as "mass/substitution".

    Raises:
        UnknownProcedureError: There is none of that name.
    """
    return _file(name, "procedure.toml")


def load_procedure(name: str) -> Procedure:
    """Return a shipped procedure.

    Raises:
        UnknownProcedureError: There is none of that name.
        ProcedureError, ModelError: Its file cannot be used.
    """
    return parse_procedure(procedure_bytes(name))


def all_procedures() -> tuple[Procedure, ...]:
    """Return every shipped procedure, by id; errors as for ``load_procedure``."""
    root = resources.path("procedures")
    files = sorted(root.glob("*/*/procedure.toml"))
    return tuple(load_procedure(file.parent.relative_to(root).as_posix()) for file in files)


def load_words(name: str, language: str = ENGLISH) -> ProcedureWords:
    """Return the words of a shipped procedure, in English where there are none in ``language``.

    Raises:
        UnknownProcedureError: There is no such procedure.
        ProcedureError: The file of words cannot be used.
    """
    if not LANGUAGE.fullmatch(language) or not _has_file(name, f"text.{language}.toml"):
        language = ENGLISH
    return parse_words(_file(name, f"text.{language}.toml"), language)


def parse_words(body: bytes, language: str) -> ProcedureWords:
    """Read the words of a procedure in one language; raise ``ProcedureError`` where they cannot be used."""
    top = reader.read(body, "labcal-words-1", f"text.{language}.toml")
    return words_in(top, language)


def words_of(procedure: Procedure, language: str = ENGLISH) -> ProcedureWords:
    """Return the words of a procedure as pinned: its own, or those that ship; its symbols where none are.

    Raises:
        ProcedureError: The file of words cannot be used.
    """
    if procedure.words is not None:
        return procedure.words
    if _has_file(procedure.id, f"text.{ENGLISH}.toml"):
        return load_words(procedure.id, language)
    return ProcedureWords(
        language=language,
        title=procedure.id,
        purpose="",
        result=procedure.symbol,
        inputs=(),
        columns=(),
        room=(),
    )


def load_example(name: str) -> Example:
    """Return the worked example of a shipped procedure.

    Raises:
        UnknownProcedureError: There is no such procedure.
        ProcedureError: The file of the example cannot be used.
    """
    top = reader.read(_file(name, "example.toml"), "labcal-example-1", "example.toml")
    item, standard, readings = top.table("item"), top.optional_table("standard"), top.table("readings")
    example = Example(
        title=top.text("title"),
        source=top.text("source"),
        inputs=PointInputs(
            nominal=item.quantity("nominal", parse),
            grade=item.text("grade", "") or None,
            readings=_cycles(readings),
            standard=_standard(standard) if standard else None,
        ),
        expected=tuple(_expected(table) for table in top.tables("expected")),
    )
    for table in (item, readings, top):
        table.end()
    return example


def _cycles(table: Table) -> tuple[Cycle, ...]:
    unit = unit_of(table, "unit")
    rows = table.rows("cycle")
    return table.checked("cycle", lambda: tuple(tuple(parse(cell, unit) for cell in row) for row in rows))


def _standard(table: Table) -> StandardValue:
    value = table.quantity("value", parse)
    k = table.number("k")
    if k is None:
        raise MissingKeyError(key="k", place=table.place)
    standard = StandardValue(
        value=value,
        expanded=table.quantity("expanded", parse_half_width, value.unit),
        k=k,
        drift=quantity_or_none(table, "drift", value.unit),
    )
    table.end()
    return standard


def _expected(table: Table) -> Expected:
    printed = table.quantity("printed", parse)
    expected = Expected(
        name=table.text("name"),
        printed=printed,
        tolerance=table.quantity("tolerance", parse_half_width, printed.unit),
        differs=table.text("differs", ""),
    )
    table.end()
    return expected


def _has_file(name: str, file: str) -> bool:
    return bool(NAME.fullmatch(name)) and resources.path("procedures", *name.split("/"), file).is_file()


def _file(name: str, file: str) -> bytes:
    if not _has_file(name, file):
        raise UnknownProcedureError(id=name)
    return resources.path("procedures", *name.split("/"), file).read_bytes()
