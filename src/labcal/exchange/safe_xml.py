"""XML from outside, read without entities, network or unbounded trees; and its canonical form."""

from __future__ import annotations

from lxml import etree

from labcal.errors.exchange import NotADccError
from labcal.text import mark, phrase

DCC = "https://ptb.de/dcc"
SI = "https://ptb.de/si"
DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
NAMESPACES = {"dcc": DCC, "si": SI, "ds": DS, "xades": XADES}
ROOT = f"{{{DCC}}}digitalCalibrationCertificate"


def parse(data: bytes) -> etree._Element:
    """Return the root of ``data``, a digital calibration certificate of any release.

    Raises:
        NotADccError: It is not well formed, declares a document type, or has another root.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = mark("it is not well-formed XML at line {line}, column {column}.")
        line, column = error.position
        raise NotADccError(reason=phrase(reason, line=line, column=column)) from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise NotADccError(reason=phrase(mark("it declares a document type, which could hide entities.")))
    if root.tag != ROOT:
        raise NotADccError(reason=phrase(mark("its root element is another one.")))
    return root


def canonical(root: etree._Element) -> bytes:
    """Return the whole document in canonical form (Canonical XML 1.0 with comments)."""
    written: bytes = etree.tostring(root.getroottree(), method="c14n", with_comments=True)
    return written


def words(element: etree._Element | None, path: str = ".") -> str:
    """Return the text of the first element at ``path`` under ``element``, trimmed; empty without one."""
    if element is None:
        return ""
    found = element.find(path, NAMESPACES)
    return (found.text or "").strip() if found is not None else ""
