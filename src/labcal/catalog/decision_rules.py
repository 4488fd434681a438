"""Decision rules that ship as data, each in all its versions (FORMATS, labcal-decision-rule-1)."""

from __future__ import annotations

from dataclasses import dataclass

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain.conformity import Rule
from labcal.errors.limits import UnknownRuleError, UnknownRuleVersionError
from labcal.errors.procedures import KeyTypeError
from labcal.text import mark

FORMAT = "labcal-decision-rule-1"
FOLDER = "decision_rules"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A decision rule with its words, and how sure it is.

    Attributes:
        rule: What ``conformity.decide`` decides by.
        clause: Clause of its document, a part of ``rule.source``.
        titles: A short title by language.
        words: The rule in a sentence by language, for the certificate.
        confidence: How sure it is.
        verified_by: Who has compared it with the document; empty: "unverified".
        verified_on: The civil date of that.
    """

    rule: Rule
    clause: str
    titles: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    confidence: str
    verified_by: str
    verified_on: str


def decision_rules() -> tuple[RuleEntry, ...]:
    """Return every version of every rule that ships, by name and version."""
    files = sorted(resources.path(FOLDER).glob("*.toml"))
    found = (parse_rule(file.read_bytes(), file.name) for file in files)
    return tuple(sorted(found, key=lambda one: (one.rule.name, int(one.rule.version))))


def load_rule(name: str, version: str = "") -> RuleEntry:
    """Return one rule.

    Args:
        name: Such as "guard-u".
        version: Such as "1"; empty for the newest.

    Raises:
        UnknownRuleError: There is no such rule.
        UnknownRuleVersionError: It has no such version.
    """
    rules = decision_rules()
    own = [one for one in rules if one.rule.name == name]
    if not own:
        known = ", ".join(dict.fromkeys(one.rule.name for one in rules))
        raise UnknownRuleError(rule=name, known=known)
    found = [one for one in own if version in ("", one.rule.version)]
    if not found:
        known = ", ".join(one.rule.version for one in own)
        raise UnknownRuleVersionError(rule=name, version=version, known=known)
    return found[-1]


def parse_rule(body: bytes, place: str) -> RuleEntry:
    """Read a decision rule.

    Args:
        body: Its file, UTF-8.
        place: What the file is called in refusals.

    Raises:
        ProcedureError: It cannot be used; the sentence names the place.
    """
    top = reader.read(body, FORMAT, place)
    words, titles, clause = _words(top.table("words")), _words(top.table("title")), top.text("clause")
    entry = RuleEntry(
        rule=Rule(
            name=top.text("id"),
            version=_version(top),
            guard=top.decimal("guard"),
            statement=dict(words)["en"],
            source=f"{top.text('source')}, {clause}",
            has_conditions=top.flag("has_conditions"),
            is_agreed=top.flag("is_agreed"),
            least_ratio=top.decimal("least_ratio") if top.has("least_ratio") else None,
            is_for_weights=top.flag("is_for_weights"),
        ),
        clause=clause,
        titles=titles,
        words=words,
        confidence=top.text("confidence"),
        verified_by=top.text("verified_by"),
        verified_on=top.text("verified_on"),
    )
    top.end()
    return entry


def _version(table: Table) -> str:
    version = table.text("version")
    if not version.isdecimal() or not int(version):
        raise KeyTypeError(key="version", place=table.place, wanted=mark("a whole number above 0"))
    return version


def _words(table: Table) -> tuple[tuple[str, str], ...]:
    words = tuple((language, table.text(language)) for language in LANGUAGES)
    table.end()
    return words
