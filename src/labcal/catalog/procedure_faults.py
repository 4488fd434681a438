"""Says of what a person filled in all that is wrong, each in one sentence at its field."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labcal.catalog.procedure_checks import problems
from labcal.catalog.procedure_draft import ProcedureDraft
from labcal.catalog.procedure_examples import Example
from labcal.catalog.procedure_file import FORMATS, parse_with_example, read_procedure
from labcal.catalog.procedure_values import TOP, Spot, Values, values_of
from labcal.catalog.procedure_writer import write_procedure
from labcal.catalog.reader import Table
from labcal.domain.procedure import Procedure
from labcal.errors import LabCalError
from labcal.errors.procedures import (
    FormulaError,
    KeyTypeError,
    KeyValueError,
    MissingKeyError,
    ProcedureContentError,
    UnknownKeyError,
)
from labcal.text import Phrase, mark, phrase

FORM = len(FORMATS)
WORDS = ("constant", "mean", "value", "item", "cycle", "up", "t", "nearest", "interpolate", "simple")
LIKELY: tuple[Any, ...] = ("1", 1, *WORDS, 2.0, [], {})
"""What a refused value is tried to be, so that reading goes on behind it."""
MOST = 60
"""Faults of one reading; more than that nobody reads."""
MISSING = mark("This is missing.")
NOT_WANTED = mark("Nothing is wanted here.")
OTHER_KIND = mark("This has to be {wanted}.")
NO_INPUT = mark("There is no input “{symbol}”.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a draft: where, and why."""

    spot: Spot
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class Examined:
    """What a draft comes to.

    Attributes:
        faults: What is wrong with it, in the order of the file.
        body: The text of the procedure; empty where something is wrong.
        procedure: Of that text; None where something is wrong.
        example: That it carries; None without one.
    """

    faults: tuple[Fault, ...]
    body: str = ""
    procedure: Procedure | None = None
    example: Example | None = None


def examine(draft: ProcedureDraft) -> Examined:
    """Return what is wrong with a draft, or else the text of its procedure."""
    values = values_of(draft)
    stray, unread = list(_stray(draft)), list(_unread(values))
    if unread:
        return Examined((*stray, *unread))
    procedure, example = _read(values.told)
    wrong = stray + [Fault(values.spot(one.place, one.key), _told(one.error)) for one in problems(procedure)]
    if wrong:
        return Examined(tuple(wrong))
    body = write_procedure(procedure, example)
    again, carried = parse_with_example(body.encode())
    return Examined((), body, again, carried)


def _stray(draft: ProcedureDraft) -> Iterator[Fault]:
    """Yield the components of inputs that there are none of."""
    known = {row.get("symbol", "").strip() for row in draft.table("input")}
    for number, row in enumerate(draft.rows.get("component", ())):
        symbol = row.get("input", "").strip()
        if any(cell.strip() for cell in row.values()) and symbol not in known:
            yield Fault(Spot("input", "component", number), phrase(NO_INPUT, symbol=symbol))


def _unread(values: Values) -> Iterator[Fault]:
    """Yield what the reader refuses, one fault in each table of the file."""
    told, places = copy.deepcopy(values.told), set()
    for _ in range(MOST):
        error = _refusal(told)
        if error is None:
            return
        place, key = str(error.fields.get("place", TOP)), str(error.fields.get("key", ""))
        if place not in places or place == TOP or not place.startswith("[["):
            yield Fault(values.spot(place, key), _told(error))
        places.add(place)
        if not _mend(told, (place, key), error):
            return


def _refusal(told: dict[str, Any]) -> LabCalError | None:
    try:
        _read(told)
    except LabCalError as error:
        return error
    return None


def _read(told: dict[str, Any]) -> tuple[Procedure, Example | None]:
    return read_procedure(Table(copy.deepcopy(told), TOP), FORM, "")


def _mend(told: dict[str, Any], spot: tuple[str, str], error: LabCalError) -> bool:
    """Put something in the place of a refused value that is read; tell whether that was possible."""
    place, key = spot
    table = _table(told, place)
    if table is None:
        return False
    if isinstance(error, UnknownKeyError):
        table.pop(key, None)
        return True
    for value in LIKELY:
        table[key] = value
        again = _refusal(told)
        if again is None or (str(again.fields.get("place", TOP)), str(again.fields.get("key", ""))) != spot:
            return True
    return False


def _table(told: dict[str, Any], place: str) -> dict[str, Any] | None:
    """Return the table that the reader calls ``place``; a list of tables is followed by its number."""
    here: Any = told
    if place == TOP:
        return told
    parts = iter(place.split())
    for part in parts:
        name = part.strip("[]")
        here = here.setdefault(name, {}) if isinstance(here, dict) else None
        if part.startswith("[[") and isinstance(here, list):
            number = int(next(parts))
            here = here[number - 1] if number <= len(here) else None
        if here is None:
            return None
    return here if isinstance(here, dict) else None


def _told(error: LabCalError) -> Phrase:
    """Return the sentence beside the field, which need not name its place again."""
    match error:
        case MissingKeyError():
            return phrase(MISSING)
        case UnknownKeyError():
            return phrase(NOT_WANTED)
        case KeyTypeError():
            return phrase(OTHER_KIND, wanted=phrase(str(error.fields["wanted"])))
        case ProcedureContentError():
            return phrase(error.template, reason=phrase(str(error.fields["reason"])))
        case KeyValueError() | FormulaError() if isinstance(error.__cause__, LabCalError):
            return _told(error.__cause__)
    return phrase(error.template, **error.fields)
