"""What neither schema nor Schematron notices in a digital calibration certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from labcal.errors.exchange import UnknownDsiUnitError, UnsoundDccError
from labcal.exchange.dcc_read import ERROR, PLACES, decimal_of, value_holder
from labcal.exchange.dsi_units import rescaled, valid
from labcal.exchange.safe_xml import NAMESPACES, parse, words
from labcal.text import Phrase, Text, mark, phrase

MANDATORY = (
    "dcc:administrativeData/dcc:dccSoftware/dcc:software/dcc:release",
    "dcc:administrativeData/dcc:coreData/dcc:countryCodeISO3166_1",
    "dcc:administrativeData/dcc:coreData/dcc:usedLangCodeISO639_1",
    "dcc:administrativeData/dcc:coreData/dcc:mandatoryLangCodeISO639_1",
    "dcc:administrativeData/dcc:coreData/dcc:uniqueIdentifier",
    "dcc:administrativeData/dcc:coreData/dcc:beginPerformanceDate",
    "dcc:administrativeData/dcc:coreData/dcc:endPerformanceDate",
    "dcc:administrativeData/dcc:coreData/dcc:performanceLocation",
    "dcc:administrativeData/dcc:items/dcc:item/dcc:name/dcc:content",
    "dcc:administrativeData/dcc:items/dcc:item/dcc:identifications/dcc:identification/dcc:value",
    "dcc:administrativeData/dcc:calibrationLaboratory/dcc:contact/dcc:name/dcc:content",
    "dcc:administrativeData/dcc:respPersons/dcc:respPerson/dcc:person/dcc:name/dcc:content",
    "dcc:administrativeData/dcc:customer/dcc:name/dcc:content",
    "dcc:measurementResults/dcc:measurementResult/dcc:usedMethods/dcc:usedMethod/dcc:name/dcc:content",
)
"""Elements that a certificate cannot do without, and that may not be empty."""

NUMBER = re.compile(r"[-+]?(?:\d*\.\d+|\d+\.?)(?:[Ee][-+]?\d+)?")
LIMITS = ("tolerance", "acceptance")
SIDES = ("Lower", "Upper")
MISSING = "NaN"
"""Stands in a D-SI list for a value that is missing."""
SHOWN = 40
"""Characters of what is quoted in a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something unsound: where, and why."""

    place: str
    reason: Phrase

    def shown(self, text: Text) -> str:
        """Return the reason, in the language of ``text``."""
        return text(self.reason)


def check_dcc(xml: bytes) -> tuple[Finding, ...]:
    """Return everything unsound in a certificate; empty when it is sound.

    Raises:
        NotADccError: The bytes are no digital calibration certificate.
    """
    return check_tree(parse(xml))


def check_tree(root: etree._Element) -> tuple[Finding, ...]:
    """Return everything unsound in a certificate that was parsed already; empty when it is sound."""
    checks = (_missing, _period, _languages, _signer, _units, _figures, _lengths, _digits, _conformity)
    return tuple(finding for check in checks for finding in check(root))


def refuse_unsound(xml: bytes) -> None:
    """Refuse a certificate in which anything is unsound.

    Raises:
        UnsoundDccError: With the first finding.
        NotADccError: The bytes are no digital calibration certificate.
    """
    for finding in check_dcc(xml):
        raise UnsoundDccError(place=finding.place, reason=finding.reason)


def _missing(root: etree._Element) -> Iterator[Finding]:
    for path in MANDATORY:
        if not words(root, path):
            yield Finding(path.rsplit("dcc:", 1)[-1], phrase(mark("It is missing or empty.")))


def _period(root: etree._Element) -> Iterator[Finding]:
    core = "dcc:administrativeData/dcc:coreData/dcc:"
    begin, end = words(root, core + "beginPerformanceDate"), words(root, core + "endPerformanceDate")
    issued = words(root, core + "issueDate")
    if begin[:10] > end[:10]:
        yield Finding("endPerformanceDate", phrase(mark("The work ends before it begins.")))
    if issued and issued[:10] < end[:10]:
        yield Finding("issueDate", phrase(mark("It is issued before the work ends.")))


def _languages(root: etree._Element) -> Iterator[Finding]:
    core = root.find("dcc:administrativeData/dcc:coreData", NAMESPACES)
    if core is None:
        return
    used = {(found.text or "") for found in core.iterfind("dcc:usedLangCodeISO639_1", NAMESPACES)}
    contents = list(root.iterfind(".//dcc:content", NAMESPACES))
    written = {content.get("lang") for content in contents if content.get("lang")}
    for language in sorted(str(found) for found in written - used):
        reason = mark("The language “{language}” is used and not declared.")
        yield Finding("content", phrase(reason, language=language))
    for found in core.iterfind("dcc:mandatoryLangCodeISO639_1", NAMESPACES):
        if (found.text or "") not in written:
            reason = mark("The mandatory language “{language}” is not used.")
            yield Finding("mandatoryLangCodeISO639_1", phrase(reason, language=found.text or ""))


def _signer(root: etree._Element) -> Iterator[Finding]:
    path = "dcc:administrativeData/dcc:respPersons/dcc:respPerson/dcc:mainSigner"
    signers = [found for found in root.iterfind(path, NAMESPACES) if (found.text or "") in {"true", "1"}]
    if len(signers) != 1:
        yield Finding("respPersons", phrase(mark("Exactly one person must be the main signer.")))


def _units(root: etree._Element) -> Iterator[Finding]:
    for path in (".//si:unit", ".//si:unitXMLList"):
        for element in root.iterfind(path, NAMESPACES):
            for token in (element.text or "").split() or [""]:
                if not valid(token):
                    reason = mark("“{unit}” is not a unit of the Digital System of Units.")
                    yield Finding(_place(element), phrase(reason, unit=token))


def _figures(root: etree._Element) -> Iterator[Finding]:
    for path in (path for kind in PLACES.values() for path in kind):
        for element in root.iterfind(".//" + path, NAMESPACES):
            for written in (element.text or "").split():
                if written != MISSING and decimal_of(written) is None:
                    reason = mark("“{written}” is no number that can be measured.")
                    yield Finding(_place(element), phrase(reason, written=written[:SHOWN]))


def _lengths(root: etree._Element) -> Iterator[Finding]:
    for listed in root.iterfind(".//si:realListXMLList", NAMESPACES):
        count = len(words(listed, "si:valueXMLList").split())
        others = [
            words(listed, path).split() for path in ("si:unitXMLList", *PLACES["expanded"], *PLACES["factor"])
        ]
        for other in others:
            if len(other) not in {0, 1, count}:
                reason = mark("{given} entries stand beside {count} values.")
                yield Finding(_place(listed), phrase(reason, given=len(other), count=count))


def _digits(root: etree._Element) -> Iterator[Finding]:
    for path in PLACES["expanded"]:
        for element in root.iterfind(".//" + path, NAMESPACES):
            for written in filter(NUMBER.fullmatch, (element.text or "").split()):
                digits = re.sub(r"[Ee].*$", "", written).replace(".", "").lstrip("+0")
                kept = digits if "." in written else digits.rstrip("0")
                if len(kept) > 2:
                    reason = mark("The uncertainty {written} has more than two significant digits.")
                    yield Finding(_place(element), phrase(reason, written=written))


def _conformity(root: etree._Element) -> Iterator[Finding]:
    for quantity in root.iterfind(".//dcc:quantity[dcc:measurementMetaData]", NAMESPACES):
        path = "dcc:measurementMetaData/dcc:metaData[@refType='basic_conformity']"
        meta = quantity.find(path, NAMESPACES)
        if meta is None:
            continue
        stated = _read(quantity)
        if stated is None:
            continue
        verdicts = (words(meta, "dcc:conformity") or words(meta, "dcc:conformityXMLList")).split()
        if len(verdicts) not in {1, len(stated.values)}:
            reason = mark("{given} verdicts stand beside {count} values.")
            yield Finding(_place(quantity), phrase(reason, given=len(verdicts), count=len(stated.values)))
        elif quantity.get("refType") == ERROR:
            yield from _against_limits(quantity, meta, stated, verdicts)


@dataclass(frozen=True, slots=True)
class Stated:
    """Numbers of one quantity, all in one D-SI ``unit``; no uncertainty counts as none."""

    values: tuple[Decimal, ...]
    expanded: tuple[Decimal, ...]
    unit: str


def _read(quantity: etree._Element) -> Stated | None:
    holder = value_holder(quantity)
    if holder is None:
        return None
    unit = (words(holder, "si:unit") or words(holder, "si:unitXMLList")).split()
    values, expanded = (_numbers(holder, kind) for kind in ("value", "expanded"))
    if values is None or expanded is None:
        return None
    spread = expanded * len(values) if len(expanded) == 1 else expanded or (Decimal(0),) * len(values)
    return Stated(values, spread, unit[0] if unit else "") if len(spread) == len(values) else None


def _numbers(holder: etree._Element, kind: str) -> tuple[Decimal, ...] | None:
    """Return the numbers of a kind; None where one of them is none."""
    read = [decimal_of(number) for path in PLACES[kind] for number in words(holder, path).split()]
    found = tuple(number for number in read if number is not None)
    return found if len(found) == len(read) else None


def _against_limits(
    quantity: etree._Element, meta: etree._Element, stated: Stated, verdicts: list[str]
) -> Iterator[Finding]:
    """A pass whose deviation lies outside the acceptance limits; without these, whose U reaches beyond."""
    bounds = {
        kind: (_bound(meta, kind, "Lower", stated), _bound(meta, kind, "Upper", stated)) for kind in LIMITS
    }
    strict = any(found is not None for found in bounds["acceptance"])
    spread = verdicts * len(stated.values) if len(verdicts) == 1 else verdicts
    for place, (value, verdict) in enumerate(zip(stated.values, spread, strict=True)):
        reach = Decimal(0) if strict else stated.expanded[place]
        lower, upper = (_at(found, place) for found in bounds["acceptance" if strict else "tolerance"])
        below = lower is not None and value - reach < lower
        above = upper is not None and value + reach > upper
        if verdict == "pass" and (below or above):
            reason = mark("It says “pass”, and the deviation {value} does not lie within the limits.")
            yield Finding(_place(quantity), phrase(reason, value=format(value, "f")))


def _bound(meta: etree._Element, kind: str, side: str, stated: Stated) -> tuple[Decimal, ...] | None:
    found = meta.find(f"dcc:data/dcc:quantity[@refType='basic_{kind}Limit{side}']", NAMESPACES)
    limit = _read(found) if found is not None else None
    if limit is None or not limit.values:
        return None
    try:
        return tuple(rescaled(value, limit.unit, stated.unit) for value in limit.values)
    except UnknownDsiUnitError:
        return None


def _at(limits: tuple[Decimal, ...] | None, place: int) -> Decimal | None:
    if limits is None:
        return None
    return limits[0] if len(limits) == 1 else limits[place] if place < len(limits) else None


def _place(element: etree._Element) -> str:
    """Return the element's path in a few words: the names from the result down."""
    names = [etree.QName(parent).localname for parent in element.iterancestors()][:2]
    line = element.sourceline
    return "/".join([*reversed(names), etree.QName(element).localname]) + (f" ({line})" if line else "")
