"""Writes a specification as a file of limits, from rows such as people state them: "10 mg", "0.1 % + 2 V"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from labcal.catalog.limit_file import FORMAT, LANGUAGES
from labcal.catalog.limits import parse_limits
from labcal.catalog.toml_text import quoted
from labcal.domain import units
from labcal.domain.limits.table import LimitTable
from labcal.domain.numeral import completed
from labcal.domain.quantity import QuantityValue, parse
from labcal.errors import LabCalError
from labcal.errors.limits import LimitlessRowsError

NOMINAL = "x"
"""The symbol by which formulas name the nominal value, or the reading."""
WORDS = {"en": "nominal value or reading", "fr": "valeur nominale ou lecture"}
TERM = re.compile(r"\s*\+\s*")
MEASURED = re.compile(rf"(?:(?<=%)|(?<=ppm))\*abs\({NOMINAL}(?: - 0 [^()]+)?\)")
SIGNED = re.compile(r"^\s*[-−]\s*")
SIGN = re.compile(r"^\s*(?:±|\+/[-−])\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One row as keyed.

    Attributes:
        low: Least nominal value, with its unit; empty for no end.
        high: Greatest nominal value; empty for no end.
        limit: How far the error may lie above 0, and below it where ``minus`` is empty.
        minus: How far it may lie below 0; "none" for no lower limit.
    """

    low: str = ""
    high: str = ""
    limit: str = ""
    minus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationDraft:
    """A specification as keyed.

    Attributes:
        title: Of the document, such as "Port Office, drawing 12-4, rev. B".
        quantity: What is limited, such as "mass".
        unit: Unit of nominal values and limits, such as "g".
        clause: Of the document; may be empty.
        source: Where it comes from: who sent it, and when.
    """

    title: str
    quantity: str
    unit: str
    clause: str
    source: str
    rows: tuple[DraftRow, ...]


def written(draft: SpecificationDraft, edition: int, name: str) -> str:
    """Return a specification as a file of limits (FORMATS, labcal-limits-2).

    Raises:
        LimitlessRowsError: There is no row.
        LimitError, ProcedureError, ModelError, QuantityError: A row cannot be used; the sentence names it.
    """
    units.understand(draft.unit)
    if not draft.rows:
        raise LimitlessRowsError
    head = {
        "format": FORMAT,
        "specification": draft.title,
        "edition": str(edition),
        "clause": draft.clause or "–",
        "quantity": draft.quantity,
        "unit": _difference(draft.unit),
        "source": draft.source,
        "confidence": "as the customer stated it",
        "verified_by": "",
        "verified_on": "",
    }
    lines = [f"{key} = {quoted(value)}" for key, value in head.items()]
    lines += ["", "[words]", *(f"{language} = {quoted(draft.title)}" for language in LANGUAGES)]
    lines += ["", "[[variable]]", f'symbol = "{NOMINAL}"', f"unit = {quoted(draft.unit)}"]
    lines += [f"{language} = {quoted(WORDS[language])}" for language in LANGUAGES]
    for row in draft.rows:
        lines += ["", "[[row]]", *_row(row, draft.unit)]
    body = "\n".join(lines) + "\n"
    parse_limits(body.encode(), name)
    return body


def drafted(table: LimitTable) -> tuple[DraftRow, ...]:
    """Return the rows of a specification that was written here, to be written anew."""
    found = []
    for row in table.rows:
        ends = {"<=": "", ">=": ""}
        for one in row.when.comparisons:
            ends[one.sign] = one.right.text
        plus, minus = ("" if end is None else end.text for end in (row.plus, row.minus))
        same = plus == minus
        found.append(
            DraftRow(
                low=ends[">="],
                high=ends["<="],
                limit=shown(plus),
                minus="" if same else shown(minus) or "none",
            )
        )
    return tuple(found)


def shown(formula: str) -> str:
    """Return a formula as people state it: "0.1 %*abs(x) + 2 V" is "0.1 % + 2 V"."""
    return MEASURED.sub("", formula)


def formula_text(keyed: str, unit: str) -> str:
    """Return the formula of a limit as keyed; a share is one of the nominal value's size.

    Raises:
        NotANumberError, UnknownUnitError: A term is neither a quantity nor a formula of x.
    """
    text = SIGN.sub("", keyed).strip()
    if re.search(rf"\b{NOMINAL}\b", text):
        return text
    return " + ".join(_term(term, unit) for term in TERM.split(text))


def _term(term: str, unit: str) -> str:
    amount = parse(completed(term))
    if amount.unit == "1":
        amount = QuantityValue(amount.number, _difference(unit))
    is_share = units.dimension(amount.unit).is_number and not units.dimension(unit).is_number
    return f"{_size(amount)}*{_measured(unit)}" if is_share else _size(amount)


def _measured(unit: str) -> str:
    """Return the size of the nominal value, from the zero of its own scale: from 0 °C, not from 0 K."""
    return f"abs({NOMINAL} - 0 {unit})" if units.understand(unit).offset else f"abs({NOMINAL})"


def _difference(unit: str) -> str:
    """Return the unit of errors: K for temperatures in °C."""
    return "K" if units.understand(unit).offset else unit


def _size(amount: QuantityValue) -> str:
    return f"{amount.value:f}" + (f" {amount.unit}" if amount.unit != "1" else "")


def _row(row: DraftRow, unit: str) -> list[str]:
    """Return the lines of a row."""
    ends = []
    for keyed, sign in ((row.low, ">="), (row.high, "<=")):
        if keyed.strip():
            value = parse(completed(keyed), unit)
            units.check_same(keyed, value.unit, unit)
            ends.append(f"{NOMINAL} {sign} {_size(value)}")
    lines = [f"when = {quoted(' and '.join(ends))}"] if ends else []
    plus, minus = row.limit.strip(), row.minus.strip()
    if not minus:
        return [*lines, f"limit = {quoted(formula_text(plus, unit))}"]
    if plus and plus != "none":
        lines.append(f"plus = {quoted(formula_text(plus, unit))}")
    if minus != "none":
        lines.append(f"minus = {quoted(formula_text(SIGNED.sub('', minus), unit))}")
    return lines


def refused_row(draft: SpecificationDraft) -> tuple[int, LabCalError] | None:
    """Return number and refusal of the first row that cannot be used; None where all can."""
    for number, row in enumerate(draft.rows):
        try:
            one = SpecificationDraft(
                title=draft.title or "–",
                quantity=draft.quantity or "–",
                unit=draft.unit,
                clause="",
                source=draft.source or "–",
                rows=(row,),
            )
            written(one, 1, "draft")
        except LabCalError as error:
            return number, error
    return None
