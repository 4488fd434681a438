"""The fields for where an instrument stands and what is marked on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labcal.domain.limits.table import STAGES, Stage
from labcal.domain.verification import INDICATING, RECEPTORS, Identified, Indicating
from labcal.domain.weighing import Receptor
from labcal.text import mark
from labcal_app.forms.entries import Entry, EntryKind

R76 = "OIML R 76-1:2006"
GRADES = {grade: grade for grade in ("I", "II", "III", "IIII")}
MARKS = (
    Entry(
        name="stage", label=mark("Kind of verification"), kind=EntryKind.CHOICE, choices=STAGES, needed=True,
        help=mark("It says which limits hold: in service they are twice those of initial verification."),
        clause=f"{R76}, 3.5.2",
    ),
    Entry(
        name="grade", label=mark("Accuracy class"), kind=EntryKind.CHOICE, choices=GRADES, needed=True,
        beside=True, clause=f"{R76}, 3.1",
    ),
    Entry(
        name="maximum", label=mark("Max"), kind=EntryKind.QUANTITY, unit="kg", needed=True, example="15 kg"
    ),
    Entry(
        name="minimum", label=mark("Min"), kind=EntryKind.QUANTITY, unit="g", needed=True, beside=True,
        example="100 g",
    ),
    Entry(
        name="interval", label=mark("e, verification scale interval"), kind=EntryKind.QUANTITY, unit="g",
        needed=True, example="5 g", help=mark("Its unit is that of the whole sheet."),
        clause=f"{R76}, T.3.2.3",
    ),
    Entry(
        name="division", label=mark("d, if another"), kind=EntryKind.QUANTITY, unit="g", beside=True,
        example="5 g", help=mark("Actual scale interval; empty where it is e."), clause=f"{R76}, T.3.2.2",
    ),
    Entry(name="additive_tare", label=mark("T+"), kind=EntryKind.QUANTITY, unit="kg"),
    Entry(
        name="supports", label=mark("Points of support"), kind=EntryKind.WHOLE, beside=True, example="4",
        clause=f"{R76}, 3.6.2",
    ),
    Entry(name="approval", label=mark("Type approval"), example="R76/2006-A-GB1-2009.11"),
    Entry(
        name="indicating", label=mark("Indication"), kind=EntryKind.CHOICE, choices=INDICATING, needed=True
    ),
    Entry(
        name="receptor", label=mark("Load receptor"), kind=EntryKind.CHOICE, choices=RECEPTORS, needed=True,
        beside=True,
    ),
    Entry(name="premises", label=mark("Premises"), needed=True, example="Central Market, stall 14"),
    Entry(name="seals_found", label=mark("Seals as found"), beside=True),
)  # fmt: skip
"""The fields, by the names of ``Identified``."""

PROPOSED: Mapping[str, Any] = {
    "stage": Stage.IN_SERVICE,
    "indicating": Indicating.DIGITAL,
    "receptor": Receptor.USUAL,
    "supports": 4,
}


def identified(told: Mapping[str, Any]) -> Identified:
    """Return what the fields hold; where d is not said, it is e."""
    values = {entry.name: told[entry.name] for entry in MARKS}
    return Identified(**{**values, "division": values["division"] or values["interval"]})


def values_of(told: Identified) -> dict[str, Any]:
    """Return what the fields show."""
    return {entry.name: getattr(told, entry.name) for entry in MARKS}
