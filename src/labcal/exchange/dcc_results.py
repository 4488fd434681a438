"""The measurement results of a digital calibration certificate."""

from __future__ import annotations

from decimal import Decimal

from labcal import __version__
from labcal.domain.certificate import (
    CalibrationCertificate,
    CertifiedResult,
    Coefficients,
    Condition,
    Decision,
    MethodUsed,
    StandardUsed,
)
from labcal.domain.statements import UNCERTAINTY
from labcal.exchange.dcc_parts import Node, Uncertainty
from labcal.text import mark

GUM = "JCGM 100:2008"
ROOM = {"degC": "temperature", "°C": "temperature", "K": "temperature", "%": "humidityRelative"}
"""Influence quantities that PTB's vocabulary names, by their unit."""


def write(node: Node, certificate: CalibrationCertificate) -> None:
    """Write the one measurement result, with method, software, standards, conditions and all points.

    Raises:
        UnknownDsiUnitError: A unit has no name in the D-SI.
    """
    results = opened(node, certificate, mark("Results of the calibration"))
    before = certificate.as_found
    kind = "lc_point basic_afterAdjustment" if before is not None and before.adjusted else "lc_point"
    for point in before.results if before is not None else ():
        found = results.add("result", refType="lc_point basic_beforeAdjustment")
        _point(found, point, certificate.decision)
    for point in certificate.results:
        _point(results.add("result", refType=kind), point, certificate.decision)
    if certificate.coefficients is not None:
        _coefficients(results.add("result", refType="lc_coefficients"), certificate.coefficients)


def opened(node: Node, certificate: CalibrationCertificate, title: str) -> Node:
    """Write the one measurement result as far as its results; return the element that takes these.

    Args:
        node: The measurement results.
        certificate: Method, standards and conditions.
        title: Marked words that name the result.

    Raises:
        UnknownDsiUnitError: A unit has no name in the D-SI.
    """
    text = node.text
    result = node.add("measurementResult")
    result.name(text(title), translated=True)
    _methods(result.add("usedMethods"), certificate.method, uncertain=bool(certificate.results))
    software = result.add("usedSoftware").add("software")
    software.name("LabCal")
    software.add("release", f"v {__version__}")
    if certificate.standards:
        equipment = result.add("measuringEquipments")
        for standard in certificate.standards:
            _standard(equipment.add("measuringEquipment", refType="basic_normalUsed"), standard)
    conditions = result.add("influenceConditions")
    for condition in certificate.conditions:
        _condition(conditions, condition)
    if not certificate.conditions:
        _no_condition(conditions.add("influenceCondition"))
    return result.add("results")


def _methods(node: Node, method: MethodUsed, *, uncertain: bool) -> None:
    text = node.text
    used = node.add("usedMethod", refType="lc_procedure")
    used.name(method.title, translated=True)
    used.content(
        "description",
        text(mark("Procedure {id}, version {version}"), id=method.id, version=method.version),
    )
    for reference in method.references:
        used.optional("norm", reference)
    used.add("reference", f"{method.id} {method.version}")
    used.add("reference", f"sha256:{method.digest}")
    if not uncertain:
        return
    uncertainty = node.add("usedMethod", refType="basic_uncertainty")
    uncertainty.name(text(mark("Expanded uncertainty")), translated=True)
    uncertainty.content("description", text(UNCERTAINTY))
    uncertainty.add("norm", GUM)


def _standard(node: Node, standard: StandardUsed) -> None:
    text = node.text
    node.name(standard.name)
    certificate = node.add("certificate")
    referral = certificate.add("referral")
    referral.add("content", standard.laboratory or text(mark("Calibration certificate")))
    certificate.add("referralID", standard.certificate)
    certificate.add("procedure", "number")
    certificate.add("value", standard.certificate)
    certificate.content(
        "description",
        text(mark("Calibrated on {day}; named by its number."), day=standard.calibrated_on.isoformat()),
    )
    certificate.add("traceable", "true")
    known = node.add("identifications")
    known.identified("calibrationLaboratory", standard.identification, mark("Identification"), "lc_mark")
    quantity = node.add("measuringEquipmentQuantities").add("measuringEquipmentQuantity")
    quantity.name(text(mark("Value in the certificate")), translated=True)
    quantity.content("noQuantity", standard.value)


def _condition(node: Node, condition: Condition) -> None:
    known = ROOM.get(condition.unit, "")
    attributes = {"refType": f"basic_{known}"} if known else {}
    influence = node.add("influenceCondition", "", **attributes)
    influence.name(condition.name, translated=True)
    data = influence.add("data")
    for title, value, end in (
        (mark("Lowest value"), condition.lowest, "Min"),
        (mark("Highest value"), condition.highest, "Max"),
    ):
        quantity = data.quantity(node.text(title), f"basic_{known}{end}" if known else "")
        quantity.real(value, condition.unit)


def _no_condition(node: Node) -> None:
    words = node.text(mark("No influence quantity was recorded."))
    node.name(node.text(mark("Conditions")), translated=True)
    node.add("data").content("text", words)


def _point(node: Node, point: CertifiedResult, decision: Decision | None) -> None:
    text = node.text
    node.name(point.quantity, translated=True)
    columns = node.add("data").add("list", refType="lc_row")
    nominal = columns.quantity(text(mark("Nominal value")), "basic_nominalValue")
    nominal.real(point.nominal, point.nominal_unit)
    stated = Uncertainty(
        expanded=point.expanded,
        unit=point.uncertainty_unit,
        factor=point.coverage_factor,
        probability=point.coverage_probability,
    )
    value = columns.quantity(point.quantity, "basic_measuredValue")
    value.real(point.value, point.unit, stated)
    error = columns.quantity(text(mark("Deviation from the nominal value")), "basic_measurementError")
    error.real(point.error, point.uncertainty_unit, stated)
    if point.verdict is not None:
        _verdict(error.add("measurementMetaData"), point, decision)


def _coefficients(node: Node, told: Coefficients) -> None:
    """Write the coefficients of the polynomial through the points, and how they belong together."""
    node.name(node.text(mark("Coefficients of the whole range")), translated=True)
    if told.correlation:
        correlated = node.text(mark("Correlation of the coefficients: {pairs}."), pairs=told.correlation)
        node.content("description", correlated)
    columns = node.add("data").add("list", refType="lc_row")
    for one in told.values:
        stated = Uncertainty(
            expanded=one.expanded,
            unit=one.unit,
            factor=one.coverage_factor,
            probability=one.coverage_probability,
        )
        columns.quantity(one.symbol, "lc_coefficient").real(one.value, one.unit, stated)


def _verdict(node: Node, point: CertifiedResult, decision: Decision | None) -> None:
    verdict = point.verdict
    if verdict is None:
        return
    text = node.text
    meta = node.add("metaData", refType="basic_conformity")
    meta.name(text(mark("Conformity")), translated=True)
    if decision is not None:
        meta.add("norm", decision.specification)
    meta.optional("reference", verdict.source)
    meta.content("declaration", text(verdict.reason, **dict(verdict.fields)))
    meta.add("conformity", verdict.outcome.value)
    guard = Decimal(str(verdict.guard))
    limits = [
        (mark("Lower limit"), "basic_toleranceLimitLower", point.lower_limit),
        (mark("Upper limit"), "basic_toleranceLimitUpper", point.upper_limit),
        (mark("Lower acceptance limit"), "basic_acceptanceLimitLower", _inside(point.lower_limit, guard)),
        (mark("Upper acceptance limit"), "basic_acceptanceLimitUpper", _inside(point.upper_limit, -guard)),
    ]
    kept = [(title, ref_type, limit) for title, ref_type, limit in limits if limit is not None]
    data = meta.add("data") if kept else None
    for title, ref_type, limit in kept:
        if data is not None:
            data.quantity(text(title), ref_type).real(limit, point.uncertainty_unit)


def _inside(limit: Decimal | None, guard: Decimal) -> Decimal | None:
    return None if limit is None else limit + guard
