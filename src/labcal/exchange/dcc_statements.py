"""The statements of a digital calibration certificate: conformity, traceability, limits of use."""

from __future__ import annotations

from labcal.domain.certificate import AsFound, CalibrationCertificate
from labcal.domain.statements import RELATES, REPRODUCTION, TRACEABILITY, UNVERIFIED, overall
from labcal.exchange.dcc_parts import Node

STANDARD = "ISO/IEC 17025:2017"


def write(node: Node, certificate: CalibrationCertificate) -> None:
    """Write all statements that apply."""
    text, before = node.text, certificate.as_found or AsFound()
    _conformity(node, certificate)
    if certificate.standards:
        traceable = node.add("statement", refType="lc_traceability")
        traceable.add("traceable", "true")
        traceable.add("norm", STANDARD)
        traceable.add("reference", "7.8.4.1 c")
        traceable.content("declaration", text(TRACEABILITY))
    for ref_type, clause, words in (
        ("lc_relatesOnly", "7.8.2.1 l", text(RELATES)),
        ("lc_reproduction", "7.8.2.1", text(REPRODUCTION)),
        ("lc_deviations", "7.8.2.1 n", certificate.method.deviations),
        ("lc_adjustment", "7.8.4.1 d", before.adjusted),
        ("lc_nothingAsFound", "7.8.4.1 d", before.nothing_because),
        *(("lc_scope", "8.1.3", sentence) for sentence in certificate.scope),
        ("lc_noSecondPerson", "7.7.1", certificate.responsible.exception),
        ("lc_remarks", "7.8.2.1", certificate.remarks),
        ("lc_place", "7.8.2.1 c", certificate.place),
        ("lc_timeZone", "7.8.2.1 i", certificate.zone),
    ):
        if words.strip():
            statement = node.add("statement", refType=ref_type)
            statement.add("norm", STANDARD)
            statement.add("reference", clause)
            statement.content("declaration", words)


def _conformity(node: Node, certificate: CalibrationCertificate) -> None:
    outcome, decision = overall(certificate), certificate.decision
    if outcome is None or decision is None:
        return
    statement = node.add("statement", refType="basic_conformity")
    statement.add("norm", decision.specification)
    statement.add("reference", f"{STANDARD}, 7.8.6.2")
    statement.content("declaration", decision.statement)
    statement.add("conformity", outcome.value)
    if not decision.verified:
        doubt = node.add("statement", refType="lc_limitsUnverified")
        doubt.add("norm", decision.specification)
        doubt.content("declaration", node.text(UNVERIFIED))
