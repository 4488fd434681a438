"""Customers' items and the laboratory's reference standards (ISO/IEC 17025:2017, 6.4, 6.5, 7.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, NewType

from labcal.domain.party import Party
from labcal.domain.quantity import QuantityValue

InstrumentNumber = NewType("InstrumentNumber", str)
CustomerNumber = NewType("CustomerNumber", str)
StandardNumber = NewType("StandardNumber", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An item as its plate and its owner name it.

    Attributes:
        mark: The owner's or the laboratory's identification on it.
        nominal: Nominal value.
        grade: Accuracy class, such as "M1"; empty where there is none.
        firmware: Versions of its software and firmware.
        criteria: Acceptance criteria of its calibration.
        figures: What limits depend on beside the nominal value, such as "e = 5 g; Max = 15 kg".
    """

    name: str
    nominal: QuantityValue
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    mark: str = ""
    grade: str = ""
    firmware: str = ""
    criteria: str = ""
    figures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Someone who brings items."""

    number: CustomerNumber
    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardCertificate:
    """What the certificate of a reference standard says.

    Attributes:
        number: Its number.
        laboratory: Who issued it.
        calibrated_on: Date of calibration.
        due_on: Last day on which the laboratory uses the standard on its strength.
        value: Conventional value.
        expanded: Expanded uncertainty of ``value``.
        coverage_factor: k of ``expanded``.
        drift: Half-width within which the value may have drifted since; None where it is not considered.
    """

    number: str
    laboratory: str
    calibrated_on: date
    due_on: date
    value: QuantityValue
    expanded: QuantityValue
    coverage_factor: Decimal
    drift: QuantityValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardIdentity:
    """A reference standard as its plate names it.

    Attributes:
        identification: The laboratory's own mark on it.
        criteria: Acceptance criteria of its calibration.
    """

    name: str
    identification: str
    grade: str = ""
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    criteria: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedPoint:
    """One value of a standard's certificate that states several.

    Attributes:
        nominal: Where on the standard's range.
        value: Conventional value there.
        expanded: Expanded uncertainty of ``value``.
        coverage_factor: k of ``expanded``.
        drift: Half-width within which the value may have drifted since; None where it is not considered.
    """

    nominal: QuantityValue
    value: QuantityValue
    expanded: QuantityValue
    coverage_factor: Decimal
    drift: QuantityValue | None = None

    @property
    def correction(self) -> Decimal:
        """What is added to the nominal value, in its unit."""
        return self.value.in_unit(self.nominal.unit) - self.nominal.value


class CertificateVersion(NamedTuple):
    """One certificate of a standard beside the one before.

    Attributes:
        change: Of the value since the certificate before, in its unit; None for the first.
        points: How many further values it states.
        job: Number of the job that it came from; empty for a certificate from elsewhere.
    """

    key: int
    certificate: StandardCertificate
    change: Decimal | None
    points: int
    job: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardInUse:
    """A reference standard with one of its certificates, as tied to a job."""

    standard: StandardNumber
    name: str
    identification: str
    grade: str
    suspended: bool
    certificate: StandardCertificate
    key: int
    """Key of the certificate in the book."""
    points: tuple[CertifiedPoint, ...] = ()
    """What the certificate states along the range; filled where a job asks for it."""
    role: str = ""
    """Its part in the job, as the procedure names it; empty for that of the one standard."""


class InstrumentLine(NamedTuple):
    """An instrument as a list shows one."""

    number: InstrumentNumber
    name: str
    serial: str
    mark: str
    manufacturer: str
    model: str
    nominal: str
    grade: str
    customer: str
    jobs: int
    version: int


class StandardLine(NamedTuple):
    """A reference standard, with its newest certificate, as a list shows one."""

    number: StandardNumber
    name: str
    identification: str
    grade: str
    suspended: bool
    certificate: str
    laboratory: str
    calibrated_on: date | None
    due_on: date | None
    value: str
    expanded: str
    version: int


class CustomerLine(NamedTuple):
    """A customer as a list shows one."""

    number: CustomerNumber
    name: str
    city: str
    version: int
