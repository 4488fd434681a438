"""A verification certificate or a rejection notice as digital calibration certificate, not yet signed.

The schema of the DCC carries it: the errors of indication are its results, the decision is its statement of
conformity, and statements of our own vocabulary hold what is of legal metrology alone.
"""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from labcal.domain.certificate import DocumentKind
from labcal.domain.conformity import Outcome
from labcal.domain.limits.table import STAGES
from labcal.domain.seal import SEAL_KINDS
from labcal.domain.verification import DECISIONS, TESTS, WeighingTest
from labcal.domain.verification_document import DocumentRow, DocumentTest, VerificationDocument
from labcal.exchange import dcc_results
from labcal.exchange.dcc_parts import Node
from labcal.exchange.dcc_write import administrative
from labcal.exchange.safe_xml import DCC, NAMESPACES, SI, canonical
from labcal.text import Text, mark


def write_verification(document: VerificationDocument, text: Text) -> bytes:
    """Return the document as canonical XML, in the language of ``text``.

    Raises:
        UnknownDsiUnitError: A unit has no name in the D-SI.
    """
    root = etree.Element(
        f"{{{DCC}}}digitalCalibrationCertificate", schemaVersion="3.3.0", nsmap={"dcc": DCC, "si": SI}
    )
    node = Node(root, text)
    data = node.add("administrativeData")
    administrative(data, document.frame)
    statements = data.element.find("dcc:statements", NAMESPACES)
    if statements is not None:
        _statements(Node(statements, text), document)
    results = dcc_results.opened(node.add("measurementResults"), document.frame, mark("Tests"))
    for test in document.tests:
        _test(results, document, test)
    if len(results.element) == 0:
        _nothing(results)
    return canonical(root)


def _statements(node: Node, document: VerificationDocument) -> None:
    text, told = node.text, document.told
    statement = node.add("statement", refType="basic_conformity")
    statement.add("norm", document.specification)
    statement.content("declaration", text(DECISIONS[document.decision]))
    statement.add("conformity", _outcome(passed=document.kind is DocumentKind.VERIFICATION))
    due = document.next_due or document.repair_until
    for ref_type, words in (
        ("lc_documentKind", document.kind.value),
        ("lc_stage", text(STAGES[told.stage])),
        ("lc_typeApproval", told.approval),
        ("lc_validUntil" if document.next_due else "lc_repairUntil", due.isoformat() if due else ""),
        ("lc_premises", told.premises),
        ("lc_sealsFound", told.seals_found),
        ("lc_adjustment", document.adjustment),
        ("lc_reasons", "; ".join(f"{code} {words}" for code, words in document.reasons)),
        ("lc_seals", "; ".join(f"{text(SEAL_KINDS[one.kind])} {one.number}" for one in document.seals)),
    ):
        if words.strip():
            said = node.add("statement", refType=ref_type)
            said.content("declaration", words)


def _test(results: Node, document: VerificationDocument, test: DocumentTest) -> None:
    rows = [row for row in test.rows if row.load is not None and row.error is not None]
    for number, row in enumerate(rows, start=1):
        result = results.add("result", refType=f"lc_{test.test.value}")
        result.name(f"{results.text(TESTS[test.test])} {number}", translated=True)
        columns = result.add("data").add("list", refType="lc_row")
        columns.quantity(results.text(mark("Load")), "basic_nominalValue").real(
            row.load or Decimal(0), document.unit
        )
        if test.test is WeighingTest.DISCRIMINATION:
            moved = columns.quantity(results.text(mark("Change of the indication")), "lc_change")
            moved.real(row.error or Decimal(0), document.unit)
        else:
            _error(columns, document, row)


def _error(columns: Node, document: VerificationDocument, row: DocumentRow) -> None:
    text, unit = columns.text, document.unit
    error = columns.quantity(text(mark("Error")), "basic_measurementError")
    error.real(row.error or Decimal(0), unit)
    if row.limit is None or row.passed is None:
        return
    meta = error.add("measurementMetaData").add("metaData", refType="basic_conformity")
    meta.name(text(mark("Conformity")), translated=True)
    meta.add("norm", document.specification)
    meta.add("conformity", _outcome(passed=row.passed))


def _nothing(results: Node) -> None:
    """Say that nothing was weighed: the instrument was rejected by its examination."""
    result = results.add("result", refType="lc_notMeasured")
    words = results.text(mark("Nothing was weighed."))
    result.name(results.text(mark("Tests")), translated=True)
    result.add("data").content("text", words)


def _outcome(*, passed: bool) -> str:
    return str((Outcome.PASS if passed else Outcome.FAIL).value)
