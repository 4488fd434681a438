"""What the book refuses about records."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from labcal.errors import LabCalError
from labcal.errors.columns import COLUMNS
from labcal.errors.quantities import WordedError
from labcal.text import Text, mark

KINDS = (
    mark("account of"),
    mark("archive"),
    mark("archived file"),
    mark("attachment"),
    mark("authorisation"),
    mark("certificate"),
    mark("certificate authority of"),
    mark("certificate of"),
    mark("certified point"),
    mark("cmc"),
    mark("contact"),
    mark("customer"),
    mark("delay"),
    mark("entry"),
    mark("instrument"),
    mark("instrument type"),
    mark("item calibration"),
    mark("issued certificate"),
    mark("job"),
    mark("key"),
    mark("laboratory"),
    mark("laboratory room"),
    mark("note"),
    mark("person"),
    mark("personal"),
    mark("procedure"),
    mark("procedure in force"),
    mark("procedure of job"),
    mark("reference material"),
    mark("room condition"),
    mark("schedule"),
    mark("secret"),
    mark("site"),
    mark("specification"),
    mark("standard"),
    mark("training"),
    mark("trust list of"),
    mark("type of instrument"),
)
"""What a record may be, as the sentences below name it."""


class NotFoundError(WordedError):
    """No record bears the number that was asked for."""

    template = mark("There is no {kind} {number}.")
    words = frozenset({"kind"})


class TakenError(WordedError):
    """Another record already bears the number or name."""

    template = mark("There is already a {kind} {number}.")
    words = frozenset({"kind"})


class MissingFieldError(LabCalError):
    """A field that the record cannot do without is empty."""

    template = mark("{field} is missing: please fill it in.")


class UnprintableError(LabCalError):
    """Words hold a sign that no certificate can show, such as a control character out of a spreadsheet."""

    template = mark("What was typed or pasted holds the sign {sign}, which cannot be printed: leave it out.")


class UnknownCountryError(LabCalError):
    """A country is not given by its code."""

    template = mark("“{country}” is no code of a country: give its two letters, such as GH or NZ.")


class StaleError(WordedError):
    """The record changed after the person saw it."""

    template = mark("{kind} {number} has changed since you saw it: {changed} (last by {person}, {command}).")
    words = frozenset({"kind", "command"})

    def shown(self, text: Text, called: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return the sentence, each column as a form calls it (``called``, by the column), or a history."""
        names = str(self.fields["changed"]).split(", ")
        told = dict.fromkeys(called.get(name) or text(COLUMNS[name]) for name in names if name in COLUMNS)
        fields = {name: text(str(self.fields[name])) for name in self.words}
        changed = ", ".join(told) or text(mark("what is not shown here"))
        return text(self.template, **{**self.fields, **fields, "changed": changed})


class NotUndoableError(WordedError):
    """The command is one that is never undone."""

    template = mark("Entry {entry} ({command}) cannot be undone.")
    words = frozenset({"command"})


class LaterWorkError(LabCalError):
    """Undo would overwrite a later change."""

    template = mark("Entry {entry} cannot be undone: later work builds on it.")


class FoundedError(LabCalError):
    """The book already has its laboratory."""

    template = mark("This book already belongs to {laboratory}.")


class NotFoundedError(LabCalError):
    """The book has no laboratory yet."""

    template = mark("This book has no laboratory yet: open it in the window and found the laboratory first.")


class UnknownZoneError(LabCalError):
    """No time zone bears the name that was given."""

    template = mark("There is no time zone {zone}. Choose one such as Africa/Accra or Pacific/Auckland.")
