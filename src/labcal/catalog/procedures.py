"""Procedures that ship as data, each with words and a worked example."""

from __future__ import annotations

import re

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.procedure_examples import Example, Expected, parse_example
from labcal.catalog.procedure_file import parse_procedure, parse_with_example, words_in
from labcal.domain.procedure import Procedure, ProcedureWords
from labcal.errors.procedures import UnknownProcedureError

__all__ = [
    "Example",
    "Expected",
    "all_procedures",
    "example_of",
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
    own = (procedure.translation, procedure.words)
    if procedure.words is not None:
        return next((one for one in own if one is not None and one.language == language), procedure.words)
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


def example_of(body: bytes) -> Example | None:
    """Return the worked example that a procedure carries, or that ships beside it; None where there is none.

    Raises:
        ProcedureError, ModelError: The procedure cannot be read.
    """
    procedure, own = parse_with_example(body)
    if own is not None or procedure.words is not None or not _has_file(procedure.id, "example.toml"):
        return own
    return load_example(procedure.id)


def load_example(name: str) -> Example:
    """Return the worked example of a shipped procedure.

    Raises:
        UnknownProcedureError: There is no such procedure.
        ProcedureError: The file of the example cannot be used.
    """
    return parse_example(_file(name, "example.toml"), load_procedure(name))


def _has_file(name: str, file: str) -> bool:
    return bool(NAME.fullmatch(name)) and resources.path("procedures", *name.split("/"), file).is_file()


def _file(name: str, file: str) -> bytes:
    if not _has_file(name, file):
        raise UnknownProcedureError(id=name)
    return resources.path("procedures", *name.split("/"), file).read_bytes()
