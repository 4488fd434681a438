"""What a verification found, as values: its checks, its answer and its plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from labcal.exchange.dcc_read import ERROR, MEASURED, NOMINAL, Facts, ReadResult
from labcal.text import Phrase, Text, mark


class Signature(Enum):
    """The words of the program's JSON for a signature."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN_ISSUER = "unknown-issuer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, its answer (None where it could not be made) and the reason of the answer."""

    name: str
    passed: bool | None
    reason: Phrase

    def why(self, text: Text) -> str:
        """Return the reason, in the language of ``text``."""
        return text(self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer about one file.

    Attributes:
        valid: Every signature is intact, and all faces agree.
        trusted: The key's chain is in a trust list, was valid at the signing time and is not revoked.
        kind: "pdf", "xml", "qr" or "unknown".
        number: The certificate's number; empty where none can be read.
        issuer: The laboratory.
        signed_by: Holder of the key; empty without a signature.
        key_id: Of the key; empty without a signature.
        signed_at: As the signer claims; None where not stated.
        time_is_claimed: No independent authority vouches for the time.
        status: "unknown" unless a book knows better.
        facts: What the XML states; None where it cannot be relied on to be read.
    """

    valid: bool
    trusted: bool
    kind: str
    number: str
    issuer: str
    signed_by: str
    key_id: str
    signed_at: datetime | None
    time_is_claimed: bool
    signature: Signature
    status: str
    checks: tuple[Check, ...]
    facts: Facts | None

    def as_json(self, text: Text) -> dict[str, object]:
        """Return what ``labcal verify --json`` prints, with the reasons in the language of ``text``."""
        return {
            "valid": self.valid,
            "trusted": self.trusted,
            "kind": self.kind,
            "number": self.number or None,
            "issuer": self.issuer or None,
            "signed_at": None if self.signed_at is None else self.signed_at.isoformat(),
            "time_is_claimed": self.time_is_claimed,
            "signature": self.signature.value,
            "status": self.status,
            "checks": [
                {"name": check.name, "passed": check.passed, "why": text(check.reason)}
                for check in self.checks
            ],
            "facts": _facts(self),
        }


SENTENCES = {
    Signature.VALID: mark(
        "Genuine: certificate {number} for {item} was issued by {issuer} and signed by {person}, "
        "and is unchanged."
    ),
    Signature.UNKNOWN_ISSUER: mark(
        "Certificate {number} is unchanged since it was signed, but nobody here vouches for the signer: "
        "ask {issuer} whether the key {key} is theirs."
    ),
    Signature.EXPIRED: mark(
        "Certificate {number} is unchanged, but its key was not valid on the day of signing: ask {issuer}."
    ),
    Signature.REVOKED: mark(
        "Do not rely on certificate {number}: it is unchanged, but {issuer} has revoked the key it bears."
    ),
    Signature.ABSENT: mark("This file bears no signature, so nothing shows who issued it."),
    Signature.INVALID: mark("Do not rely on this file. {why}"),
}
CODE = mark(
    "The code is genuine: certificate {number} for {item}, serial number “{serial}”, was issued by {issuer} "
    "and signed by {person}. Compare this with the paper; only the file shows whether its values are "
    "unchanged."
)
GONE = mark("Do not rely on certificate {number} any more. {why}")
NOT_YET = mark("Do not rely on certificate {number} yet. {why}")


def sentence(verification: Verification, text: Text) -> str:
    """Return the answer in one or two plain sentences, for a customs officer."""
    failed = next((check for check in verification.checks if check.passed is False), None)
    why = failed.why(text) if failed is not None else ""
    template = SENTENCES[verification.signature]
    if verification.signature is Signature.VALID and not verification.valid:
        template = SENTENCES[Signature.INVALID]
    elif verification.signature is Signature.VALID and not verification.trusted:
        template = NOT_YET
    elif verification.signature is Signature.ABSENT and verification.facts is None and why:
        template = SENTENCES[Signature.INVALID]
    elif verification.signature is Signature.VALID and verification.status in ("superseded", "withdrawn"):
        template = GONE
    elif verification.signature is Signature.VALID and verification.kind == "qr":
        template = CODE if failed is None else GONE
    facts = verification.facts
    return text(
        template,
        number=verification.number,
        item=facts.item if facts is not None else "",
        serial=facts.serial if facts is not None else "",
        issuer=verification.issuer,
        person=verification.signed_by,
        key=verification.key_id.upper(),
        why=why,
    )


def _facts(verification: Verification) -> dict[str, object]:
    facts = verification.facts
    if facts is None:
        return {}
    return {
        "number": facts.number,
        "issuer": facts.issuer,
        "country": facts.country,
        "item": facts.item,
        "serial": facts.serial,
        "customer": facts.customer,
        "job": facts.job,
        "performed_to": None if facts.performed_to is None else facts.performed_to.isoformat(),
        "issued_on": None if facts.issued_on is None else facts.issued_on.isoformat(),
        "signed_by": facts.signed_by,
        "key": verification.key_id,
        "verdict": facts.verdict or None,
        "journal_entry": facts.journal_entry or None,
        "journal_head": facts.journal_head or None,
        "results": [_result(result) for result in facts.results],
    }


ROLES = {MEASURED: "value", NOMINAL: "nominal", ERROR: "error"}


def _result(result: ReadResult) -> dict[str, object]:
    return {
        "quantity": result.quantity,
        "role": ROLES.get(result.ref_type, result.ref_type),
        "value": format(result.value, "f"),
        "unit": result.unit,
        "expanded_uncertainty": None if result.expanded is None else format(result.expanded, "f"),
        "coverage_factor": None if result.coverage_factor is None else format(result.coverage_factor, "f"),
        "verdict": result.verdict or None,
    }
