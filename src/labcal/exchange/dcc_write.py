"""A certificate as digital calibration certificate (DCC 3.3.0 with D-SI 2.2.1), not yet signed.

Source:
    PTB, DCC schema 3.3.0; the order of the elements is the schema's.
"""

from __future__ import annotations

from lxml import etree

from labcal import __version__
from labcal.domain.certificate import CalibrationCertificate
from labcal.domain.party import Party
from labcal.exchange import dcc_results, dcc_statements
from labcal.exchange.dcc_parts import Node, language_of
from labcal.exchange.safe_xml import DCC, SI, canonical
from labcal.text import Text, mark

VOCABULARY = "urn:labcal:dcc-vocabulary:1"
PLACES = frozenset({"laboratory", "customer", "laboratoryBranch", "customerBranch", "other"})
"""The schema's words for where the work was done; anything else is "other", and a statement names it."""


def write_dcc(certificate: CalibrationCertificate, text: Text) -> bytes:
    """Return the certificate as canonical XML, in the language of ``text``.

    Raises:
        UnknownDsiUnitError: A unit has no name in the D-SI.
    """
    root = etree.Element(
        f"{{{DCC}}}digitalCalibrationCertificate", schemaVersion="3.3.0", nsmap={"dcc": DCC, "si": SI}
    )
    node = Node(root, text)
    administrative(node.add("administrativeData"), certificate)
    dcc_results.write(node.add("measurementResults"), certificate)
    return canonical(root)


def administrative(data: Node, certificate: CalibrationCertificate) -> None:
    """Write who issues what for whom, and the statements: the branch that every kind of document has."""
    _software(data.add("dccSoftware"))
    definition = data.add("refTypeDefinitions").add("refTypeDefinition")
    definition.name("LabCal")
    definition.add("namespace", "lc")
    definition.add("link", VOCABULARY)
    _core(data.add("coreData"), certificate)
    _item(data.add("items").add("item"), certificate)
    laboratory = data.add("calibrationLaboratory")
    laboratory.optional("calibrationLaboratoryCode", certificate.laboratory_code)
    _contact(laboratory.add("contact"), certificate.laboratory)
    _persons(data.add("respPersons"), certificate)
    _contact(data.add("customer"), certificate.customer)
    dcc_statements.write(data.add("statements"), certificate)


def _software(node: Node) -> None:
    software = node.add("software")
    software.name("LabCal")
    software.add("release", f"v {__version__}")
    software.add("type", "application")


def _core(core: Node, certificate: CalibrationCertificate) -> None:
    language = language_of(core.text)
    core.add("countryCodeISO3166_1", certificate.laboratory.country)
    core.add("usedLangCodeISO639_1", language)
    core.add("mandatoryLangCodeISO639_1", language)
    core.add("uniqueIdentifier", certificate.number)
    known = core.add("identifications")
    known.identified("calibrationLaboratory", certificate.job, mark("Job"), "lc_job")
    entry = str(certificate.journal_entry)
    known.identified("calibrationLaboratory", entry, mark("Journal entry"), "lc_journalEntry")
    known.identified(
        "calibrationLaboratory", certificate.journal_head, mark("Journal head"), "lc_journalHead"
    )
    core.add("receiptDate", certificate.received_on.isoformat())
    core.add("beginPerformanceDate", certificate.performed_from.isoformat())
    core.add("endPerformanceDate", certificate.performed_to.isoformat())
    core.add("performanceLocation", certificate.place if certificate.place in PLACES else "other")
    core.add("issueDate", certificate.issued_on.isoformat())
    if certificate.replaces is not None:
        replaced = core.add("reportAmendedSubstituted")
        replaced.add("typeOfChange", "amended")
        replaced.add("replacedUniqueIdentifier", certificate.replaces.number)


def _item(node: Node, certificate: CalibrationCertificate) -> None:
    item = certificate.item
    node.name(item.name)
    if item.manufacturer:
        node.add("manufacturer").name(item.manufacturer)
    node.optional("model", item.model)
    known = node.add("identifications")
    if item.serial:
        known.identified("manufacturer", item.serial, mark("Serial number"), "basic_serialNumber")
    if item.mark:
        known.identified("customer", item.mark, mark("Identification"), "lc_mark")
    if not item.serial and not item.mark:
        known.identified("calibrationLaboratory", certificate.job, mark("Job"), "lc_job")
    quantities = node.add("itemQuantities") if item.specification or item.condition else None
    for title, words, ref_type in (
        (mark("Specification"), item.specification, "lc_specification"),
        (mark("Condition on receipt"), item.condition, "lc_condition"),
    ):
        if words and quantities is not None:
            quantity = quantities.add("itemQuantity", refType=ref_type)
            quantity.name(node.text(title), translated=True)
            quantity.content("noQuantity", words)


def _contact(node: Node, party: Party) -> None:
    node.name(party.name)
    node.optional("eMail", party.email)
    node.optional("phone", party.phone)
    location = node.add("location")
    location.optional("city", party.city)
    location.optional("countryCode", party.country)
    location.optional("postCode", party.post_code)
    location.optional("street", party.street)
    if len(location.element) == 0:
        location.content("further", node.text(mark("No address was given.")))


def _persons(node: Node, certificate: CalibrationCertificate) -> None:
    responsible = certificate.responsible
    signer = node.add("respPerson")
    signer.add("person").name(responsible.signed_by)
    signer.optional("role", responsible.signatory_role)
    signer.add("mainSigner", "true")
    signer.add("cryptElectronicSignature", "true")
    recorded = node.text(mark("Measured"))
    mentored = node.text(mark("Supervised the measurement"))
    checked = node.text(mark("Checked"))
    others = [(name, recorded) for name in responsible.recorded_by]
    others += [(name, mentored) for name in responsible.mentors]
    others += [(responsible.checked_by, checked)] if responsible.checked_by else []
    for name, role in others:
        person = node.add("respPerson")
        person.add("person").name(name)
        person.add("role", role)
