"""What a calibration certificate says, before it is drawn or written (ISO/IEC 17025:2017, 7.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple, NewType

from labcal.domain.conformity import Verdict
from labcal.domain.party import Party

CertificateNumber = NewType("CertificateNumber", str)


class DocumentKind(Enum):
    """What a document certifies."""

    CALIBRATION = "calibration"
    VERIFICATION = "verification"
    REJECTION = "rejection"
    """The notice that an instrument was rejected at its verification."""


class Status(Enum):
    """Where a certificate stands."""

    RESERVED = "reserved"
    """The number is taken, the files are not yet committed."""
    ISSUED = "issued"
    VOID = "void"
    """The number was taken, and nothing was ever issued under it; the record says why."""
    SAMPLE = "sample"
    """Made by the generator of large books: never signed, without files, nothing that anyone may rely on."""


SHOWN = (Status.ISSUED, Status.SAMPLE)
"""Where a job is listed with the number of its certificate; that of a sample says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratedItem:
    """What was calibrated (7.8.2.1 g).

    Attributes:
        name: Such as "Weight 10 kg".
        manufacturer: Empty where unknown.
        model: Type designation; empty where there is none.
        serial: The maker's number; empty where there is none.
        mark: The customer's or the laboratory's own identification; empty where there is none.
        specification: The class or specification asked for, such as "OIML class M1"; may be empty.
        condition: State on receipt.
    """

    name: str
    manufacturer: str
    model: str
    serial: str
    mark: str
    specification: str
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodUsed:
    """The procedure, as it was pinned in the job (7.8.2.1 f).

    Attributes:
        id: Such as "mass/substitution".
        version: Its version.
        digest: SHA-256 of the procedure's file, hexadecimal.
        title: Its title in the certificate's language.
        references: Published documents it follows.
        deviations: Additions, deviations, exclusions (7.8.2.1 n); empty where there are none.
    """

    id: str
    version: int
    digest: str
    title: str
    references: tuple[str, ...]
    deviations: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardUsed:
    """A reference standard with the certificate that was in force (6.5, annex A)."""

    name: str
    identification: str
    certificate: str
    laboratory: str
    calibrated_on: date
    value: str
    """Value and expanded uncertainty as its certificate prints them, with unit and k."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One influence quantity over the time of the measurement (7.8.4.1 b), in ``unit``."""

    name: str
    lowest: Decimal
    highest: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedResult:
    """One line of the table of results, every number already rounded as it is printed.

    Attributes:
        nominal: Nominal value, in ``nominal_unit``.
        value: Result, in ``unit``, rounded to the last place of the expanded uncertainty.
        unit: Unit of ``value``.
        error: Result minus nominal, in ``uncertainty_unit``, rounded alike.
        expanded: Expanded uncertainty, in ``uncertainty_unit``, at most two significant digits.
        uncertainty_unit: Unit of ``error``, ``expanded`` and ``limits``.
        coverage_factor: k.
        coverage_probability: About 0.95.
        effective_dof: Effective degrees of freedom; None where infinite.
        lower_limit: Least permissible error, in ``uncertainty_unit``; None without a limit.
        upper_limit: Greatest permissible error, likewise.
        verdict: Conformity by the agreed rule; None where no statement was asked for.
    """

    quantity: str
    nominal: Decimal
    nominal_unit: str
    value: Decimal
    unit: str
    error: Decimal
    expanded: Decimal
    uncertainty_unit: str
    coverage_factor: Decimal
    coverage_probability: float
    effective_dof: int | None
    lower_limit: Decimal | None
    upper_limit: Decimal | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsFound:
    """What was before the results: readings as found, and the adjustment (7.8.4.1 d).

    Attributes:
        results: Of the points as found; empty where there was nothing to read.
        adjusted: What was done to the item; empty where it was not adjusted.
        nothing_because: Why there is nothing as found; empty where there is.
    """

    results: tuple[CertifiedResult, ...] = ()
    adjusted: str = ""
    nothing_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedCoefficient:
    """One coefficient of the polynomial through the points, rounded as it is printed, in ``unit``."""

    symbol: str
    value: Decimal
    expanded: Decimal
    unit: str
    coverage_factor: Decimal
    coverage_probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """The coefficients of a whole job; ``correlation`` tells those of each pair, as it is printed."""

    values: tuple[CertifiedCoefficient, ...]
    correlation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Specification and decision rule of the statement of conformity (7.8.6.2).

    Attributes:
        specification: Such as "OIML R 111-1:2004, class M1, maximum permissible errors of table 1".
        rule: Name of the rule, such as "r111".
        statement: The rule in a sentence, in the certificate's language.
        edition: Edition of the limits.
        verified: Whether a named person has compared the limits with the standard's text.
    """

    specification: str
    rule: str
    statement: str
    edition: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """Who measured, who stood by, who checked, who authorises (7.5.1, 7.8.2.1 o)."""

    recorded_by: tuple[str, ...]
    mentors: tuple[str, ...]
    checked_by: str
    signed_by: str
    signatory_role: str
    exception: str = ""
    """The recorded reason where no second person checked; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The certificate that another one takes the place of.

    Attributes:
        number: Of the earlier certificate.
        issued_on: When that was issued.
        change: What is otherwise in the later one.
        why: The reason.
    """

    number: CertificateNumber
    issued_on: date
    change: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationCertificate:
    """The whole content of one certificate: a technical record, drawn once and never again.

    Attributes:
        results: Those that stand: as left, where the item was adjusted.
        as_found: What was before; None where the item was neither adjusted nor without a state as found.
        scope: What is said of the scope of accreditation, a sentence each.
        replaces: The certificate that it takes the place of; None for a first one.
        journal_entry: Number of the journal's last line when the number was reserved.
        journal_head: SHA-256 of that line, hexadecimal; printed, so that the book can be checked by it.
    """

    number: CertificateNumber
    job: str
    language: str
    laboratory: Party
    laboratory_code: str
    zone: str
    place: str
    customer: Party
    item: CalibratedItem
    received_on: date
    performed_from: date
    performed_to: date
    issued_on: date
    signed_at: datetime
    method: MethodUsed
    standards: tuple[StandardUsed, ...]
    conditions: tuple[Condition, ...]
    results: tuple[CertifiedResult, ...]
    decision: Decision | None
    responsible: Responsible
    remarks: str
    journal_entry: int
    journal_head: str
    as_found: AsFound | None = None
    coefficients: Coefficients | None = None
    scope: tuple[str, ...] = ()
    replaces: Replaced | None = None


class CertificateLine(NamedTuple):
    """A certificate as a list shows it; ``job`` is the number of the job, or of the verification."""

    number: CertificateNumber
    job: str
    item: str
    serial: str
    customer: str
    status: Status
    outcome: str
    issued_on: date | None
    signed_by: str
    language: str
    why: str
    version: int
    kind: DocumentKind = DocumentKind.CALIBRATION
