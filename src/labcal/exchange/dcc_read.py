"""The facts that a digital calibration certificate states, of any release and from any laboratory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from labcal.errors.exchange import NotADccError
from labcal.exchange.dsi_units import our_unit
from labcal.exchange.safe_xml import NAMESPACES, parse, words
from labcal.text import mark, phrase

MEASURED = "basic_measuredValue"
NOMINAL = "basic_nominalValue"
ERROR = "basic_measurementError"
VALUE_PATHS = ("si:real", "si:realListXMLList", "si:hybrid/si:realListXMLList", "si:hybrid/si:real")
LONGEST = 400
"""Characters of the longest number that is read."""
FURTHEST = 300
"""Powers of ten, up and down, within which a number is read: written out, a farther one fills a memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """One value as the certificate's XML states it.

    Attributes:
        quantity: Name of the quantity.
        ref_type: Its kind in PTB's vocabulary, such as "basic_measuredValue"; may be empty.
        value: In ``unit``.
        unit: As people write it.
        expanded: Expanded uncertainty in ``unit``; None where none is stated.
        coverage_factor: k; None where none is stated.
        verdict: The DCC's word; empty where no statement is made.
    """

    quantity: str
    ref_type: str
    value: Decimal
    unit: str
    expanded: Decimal | None
    coverage_factor: Decimal | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a certificate states, for a person who checks it. Empty or None where it does not say."""

    number: str
    software: str
    issuer: str
    country: str
    item: str
    serial: str
    customer: str
    job: str
    performed_to: date | None
    issued_on: date | None
    signed_by: str
    verdict: str
    journal_entry: str
    journal_head: str
    results: tuple[ReadResult, ...]


def facts(xml: bytes) -> Facts:
    """Return the facts of a certificate.

    Raises:
        NotADccError: The bytes are no digital calibration certificate, or lack its number.
    """
    return facts_of(parse(xml))


def facts_of(root: etree._Element) -> Facts:
    """Return the facts of a certificate that was parsed already.

    Raises:
        NotADccError: It has no number.
    """
    core = root.find("dcc:administrativeData/dcc:coreData", NAMESPACES)
    number = words(core, "dcc:uniqueIdentifier")
    if not number:
        raise NotADccError(reason=phrase(mark("it has no number.")))
    data = root.find("dcc:administrativeData", NAMESPACES)
    item = root.find("dcc:administrativeData/dcc:items/dcc:item", NAMESPACES)
    return Facts(
        number=number,
        software=words(data, "dcc:dccSoftware/dcc:software/dcc:name/dcc:content"),
        issuer=words(data, "dcc:calibrationLaboratory/dcc:contact/dcc:name/dcc:content"),
        country=words(core, "dcc:countryCodeISO3166_1"),
        item=words(item, "dcc:name/dcc:content"),
        serial=words(item, "dcc:identifications/dcc:identification[dcc:issuer='manufacturer']/dcc:value"),
        customer=words(data, "dcc:customer/dcc:name/dcc:content"),
        job=_identified(core, "lc_job"),
        performed_to=_day(words(core, "dcc:endPerformanceDate")),
        issued_on=_day(words(core, "dcc:issueDate")),
        signed_by=_main_signer(data),
        verdict=words(data, "dcc:statements/dcc:statement[@refType='basic_conformity']/dcc:conformity"),
        journal_entry=_identified(core, "lc_journalEntry"),
        journal_head=_identified(core, "lc_journalHead"),
        results=tuple(_results(root)),
    )


def _identified(core: etree._Element | None, ref_type: str) -> str:
    path = f"dcc:identifications/dcc:identification[@refType='{ref_type}']/dcc:value"
    return words(core, path)


def _day(keyed: str) -> date | None:
    try:
        return date.fromisoformat(keyed[:10])
    except ValueError:
        return None


def _main_signer(data: etree._Element | None) -> str:
    if data is None:
        return ""
    for person in data.iterfind("dcc:respPersons/dcc:respPerson", NAMESPACES):
        if words(person, "dcc:mainSigner") in {"true", "1"}:
            return words(person, "dcc:person/dcc:name/dcc:content")
    return ""


def _results(root: etree._Element) -> Iterator[ReadResult]:
    path = "dcc:measurementResults/dcc:measurementResult/dcc:results/dcc:result/dcc:data//dcc:quantity"
    for quantity in root.iterfind(path, NAMESPACES):
        if next(quantity.iterancestors(f"{{{NAMESPACES['dcc']}}}metaData"), None) is None:
            yield from _values(quantity)


def value_holder(quantity: etree._Element) -> etree._Element | None:
    """Return the D-SI element that holds a quantity's number or numbers; None for text."""
    return next(
        (found for path in VALUE_PATHS if (found := quantity.find(path, NAMESPACES)) is not None), None
    )


def _values(quantity: etree._Element) -> Iterator[ReadResult]:
    holder = value_holder(quantity)
    if holder is None:
        return
    values = _listed(holder, "value")
    units = _spread((words(holder, "si:unit") or words(holder, "si:unitXMLList")).split(), len(values))
    expanded = _spread(_listed(holder, "expanded"), len(values))
    factors = _spread(_listed(holder, "factor"), len(values))
    verdicts = _spread(_verdicts(quantity), len(values))
    for place, value in enumerate(values):
        number = decimal_of(value)
        if number is not None:
            yield ReadResult(
                quantity=words(quantity, "dcc:name/dcc:content"),
                ref_type=quantity.get("refType", ""),
                value=number,
                unit=our_unit(units[place]),
                expanded=decimal_of(expanded[place]),
                coverage_factor=decimal_of(factors[place]),
                verdict=verdicts[place],
            )


PLACES = {
    "value": ("si:value", "si:valueXMLList"),
    "expanded": (
        "si:measurementUncertaintyUnivariate/si:expandedMU/si:valueExpandedMU",
        "si:expandedUnc/si:uncertainty",
        "si:measurementUncertaintyUnivariateXMLList/si:expandedMUXMLList/si:valueExpandedMUXMLList",
        "si:expandedUncXMLList/si:uncertaintyXMLList",
    ),
    "factor": (
        "si:measurementUncertaintyUnivariate/si:expandedMU/si:coverageFactor",
        "si:expandedUnc/si:coverageFactor",
        "si:measurementUncertaintyUnivariateXMLList/si:expandedMUXMLList/si:coverageFactorXMLList",
        "si:expandedUncXMLList/si:coverageFactorXMLList",
    ),
}
"""Where a number may stand: one value or a list of them, the newer words of D-SI and the older."""


def _listed(holder: etree._Element, kind: str) -> list[str]:
    return next((found for path in PLACES[kind] if (found := words(holder, path).split())), [])


def _spread(given: list[str], count: int) -> list[str]:
    """One entry applies to all; what is missing is empty."""
    if len(given) == 1:
        return given * count
    return (given + [""] * count)[:count]


def _verdicts(quantity: etree._Element) -> list[str]:
    path = "dcc:measurementMetaData/dcc:metaData[@refType='basic_conformity']"
    meta = quantity.find(path, NAMESPACES)
    return (words(meta, "dcc:conformity") or words(meta, "dcc:conformityXMLList")).split()


def decimal_of(written: str) -> Decimal | None:
    """Return the number that stands in a certificate; None for anything that nobody could have measured."""
    if len(written) > LONGEST:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= FURTHEST else None
