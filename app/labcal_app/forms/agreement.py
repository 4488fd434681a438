"""The fields of what is agreed with a customer: limits, class, rule, with whom and when (7.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from labcal.domain.agreement import Agreed
from labcal.domain.limits.table import STAGES, Stage
from labcal.services.offers import APART, Offers
from labcal.text import Text, mark
from labcal_app.forms.entries import Entry, EntryKind

CLAUSE = "ISO/IEC 17025:2017, 7.1.3"
NONE = mark("No statement of conformity")

ENTRIES = (
    Entry(name="limits", label=mark("Specification"), kind=EntryKind.CHOICE, clause=CLAUSE),
    Entry(name="grade", label=mark("Class"), example="M1"),
    Entry(
        name="stage",
        label=mark("Limits of"),
        kind=EntryKind.CHOICE,
        choices=STAGES,
        beside=True,
    ),
    Entry(
        name="figures",
        label=mark("Further figures"),
        example="e = 5 g; Max = 15 kg",
        help=mark("What the limits depend on beside the nominal value; empty takes the item's record."),
    ),
    Entry(
        name="rule", label=mark("Decision rule"), kind=EntryKind.CHOICE, clause="ISO/IEC 17025:2017, 7.8.6"
    ),
    Entry(
        name="ratio", label=mark("r, part of U"), example="0.5", help=mark("For a rule with w = r U only.")
    ),
    Entry(name="agreed_with", label=mark("Agreed with")),
    Entry(name="agreed_on", label=mark("Agreed on"), kind=EntryKind.DAY, beside=True),
    Entry(
        name="process_mean",
        label=mark("Mean of such items"),
        example="0 mg",
        help=mark("What is known of such items beforehand: mean and standard deviation of their errors."),
    ),
    Entry(name="process_deviation", label=mark("Spread of such items"), example="20 mg", beside=True),
)


def table_choices(known: Offers, text: Text) -> list[tuple[str, str]]:
    """Return the specifications as a choice offers them; those that do not fit the item are left out."""
    fitting = [(one.key, one.title) for one in known.tables if one.fits or one.owner]
    return [("", text(NONE)), *fitting]


def rule_choices(known: Offers, text: Text) -> list[tuple[str, str]]:
    """Return the decision rules as a choice offers them."""
    return [("", text(NONE)), *((one.name, one.title) for one in known.rules)]


def agreed_of(told: Mapping[str, Any]) -> Agreed:
    """Return what was agreed, from the values of the fields."""
    name, _, edition = str(told["limits"] or "").partition(APART)
    words = ("grade", "figures", "rule", "ratio", "agreed_with", "process_mean", "process_deviation")
    on: date | None = told.get("agreed_on")
    stage = told.get("stage")
    return Agreed(
        limits=name,
        edition=int(edition or 0),
        stage=stage if isinstance(stage, Stage) else Stage.INITIAL,
        agreed_on=on,
        **{one: str(told.get(one) or "") for one in words},
    )


def values_of_agreed(agreed: Agreed) -> dict[str, Any]:
    """Return the values of the fields."""
    key = f"{agreed.limits}{APART}{agreed.edition}" if agreed.limits else ""
    told = {name: getattr(agreed, name) for name in Agreed.__dataclass_fields__}
    return told | {"limits": key}
