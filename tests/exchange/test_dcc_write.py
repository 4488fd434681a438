"""The certificate's XML against PTB's schema, PTB's rules and PTB's reader."""

import functools
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from lxml import etree

from labcal.domain.certificate import CalibrationCertificate
from labcal.domain.party import Party
from labcal.errors.exchange import UnknownDsiUnitError
from labcal.exchange.dcc import check_dcc, facts, write_dcc
from labcal.exchange.safe_xml import NAMESPACES, canonical, parse
from labcal.text import Text

SCHEMATRON = {"sch": "http://purl.oclc.org/dsdl/schematron"}
VARIANTS = ("whole", "bare", "many", "supervised")


def variant(lab: ModuleType, name: str) -> CalibrationCertificate:
    """Return a certificate with everything, with the least, with many points, and with a mentor."""
    whole = lab.sample()
    if name == "bare":
        result = replace(whole.results[0], verdict=None, lower_limit=None, upper_limit=None)
        return replace(
            whole,
            laboratory_code="",
            laboratory=Party(name="Institute", country="KE"),
            customer=Party(name="Somebody"),
            item=replace(whole.item, manufacturer="", model="", serial="", specification="", condition=""),
            standards=(),
            conditions=(),
            results=(result,),
            decision=None,
        )
    if name == "many":
        return replace(whole, results=lab.points(60))
    if name == "supervised":
        people = replace(whole.responsible, mentors=("Lindiwe Dube",), checked_by="", exception="One person.")
        return replace(whole, responsible=people, place="Room 4", remarks="A remark.")
    return whole


BY_CODE_POINT = "http://www.w3.org/2005/xpath-functions/collation/codepoint"
"""Compares without a locale: elementpath hangs for ever where Qt has set one that Python cannot set again."""


class Rules:
    """PTB's Schematron rules, which need XPath 2.0, run by elementpath."""

    def __init__(self, folder: Path, xml: bytes) -> None:
        self.xpath = pytest.importorskip("elementpath", reason="elementpath is not installed")
        self.rules = etree.parse(folder / "schematron" / "dcc.sch").getroot()
        spaces = {ns.get("prefix"): ns.get("uri") for ns in self.rules.iterfind("sch:ns", SCHEMATRON)}
        self.parser = self.xpath.XPath2Parser(namespaces=spaces, default_collation=BY_CODE_POINT)
        self.tree = self.xpath.get_node_tree(etree.fromstring(xml))

    def select(self, path, item=None, known=None):
        """Return what an XPath finds, seen from ``item``."""
        context = self.xpath.XPathContext(self.tree, item=item, variables=dict(known or {}))
        return list(self.parser.parse(path).select(context))

    def named(self, parent, item, known):
        """Return what ``sch:let`` names, one after the other."""
        known = dict(known)
        for let in parent.iterfind("sch:let", SCHEMATRON):
            known[let.get("name")] = self.select(let.get("value"), item, known)
        return known

    def errors(self):
        """Yield the message of each test that tells an error; a node is judged by its first rule."""
        for pattern in self.rules.iterfind("sch:pattern", SCHEMATRON):
            shared, judged = self.named(pattern, None, {}), set()
            for rule in pattern.iterfind("sch:rule", SCHEMATRON):
                path = rule.get("context")
                found = self.select(path if path.startswith("/") else f"//{path}")
                for node in [node for node in found if id(node) not in judged]:
                    judged.add(id(node))
                    yield from self.broken(rule, node, self.named(rule, node, shared))

    def broken(self, rule, node, known):
        """Yield the messages of the tests of one rule that tell an error."""
        for check in rule:
            if check.get("role") == "error" and isinstance(check.tag, str):
                wanted = etree.QName(check).localname == "assert"
                if self.select(f"boolean({check.get('test')})", node, known) != [wanted]:
                    yield " ".join("".join(check.itertext()).split())


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_valid_against_the_schema(lab: ModuleType, dcc_folder: Path, name: str) -> None:
    """PTB, DCC 3.3.0 and D-SI 2.2.1."""
    schema = etree.XMLSchema(etree.parse(dcc_folder / "xsd" / "dcc.xsd"))
    schema.assertValid(etree.fromstring(write_dcc(variant(lab, name), Text("en"))))


@pytest.mark.parametrize("name", VARIANTS)
def test_it_breaks_no_rule(lab: ModuleType, dcc_folder: Path, name: str) -> None:
    """PTB, Schematron rules of the DCC."""
    assert list(Rules(dcc_folder, write_dcc(variant(lab, name), Text("en"))).errors()) == []


def test_the_rules_bite(lab: ModuleType, dcc_folder: Path) -> None:
    """The rules are really run: work that ends before it begins breaks one of them."""
    xml = write_dcc(lab.sample(), Text("en"))
    wrong = xml.replace(b"<dcc:endPerformanceDate>2026-11-16", b"<dcc:endPerformanceDate>2026-11-15").replace(
        b">v 0", b">0"
    )
    found = list(Rules(dcc_folder, wrong).errors())
    assert any("Invalid date range" in error for error in found)
    assert any("release version" in error for error in found)


@pytest.mark.parametrize("name", VARIANTS)
def test_our_own_check_finds_nothing(lab: ModuleType, name: str) -> None:
    assert check_dcc(write_dcc(variant(lab, name), Text("en"))) == ()


def test_it_is_canonical_and_the_same_each_time(lab: ModuleType) -> None:
    xml = write_dcc(lab.sample(), Text("en"))
    assert xml == write_dcc(lab.sample(), Text("en")) == canonical(parse(xml))


def test_the_uncertainty_stands_in_the_unit_of_its_value(lab: ModuleType) -> None:
    """EA-4/02 M:2022, S2: 10.000 025 kg with U = 59 mg."""
    root = etree.fromstring(write_dcc(lab.sample(), Text("en")))
    real = root.find(".//dcc:quantity[@refType='basic_measuredValue']/si:real", NAMESPACES)
    texts = [element.text for element in real.iter() if element.text]
    assert texts == ["10.000025", r"\kilogram", "0.000059", "2", "0.9545"]


def test_limits_and_acceptance_stand_with_the_verdict(lab: ModuleType) -> None:
    root = etree.fromstring(write_dcc(lab.sample(), Text("en")))
    meta = root.find(".//dcc:metaData[@refType='basic_conformity']", NAMESPACES)
    limits = {
        q.get("refType"): q.findtext("si:real/si:value", None, NAMESPACES) for q in meta.iter("{*}quantity")
    }
    assert meta.findtext("dcc:conformity", None, NAMESPACES) == "pass"
    assert limits == {
        "basic_toleranceLimitLower": "-500",
        "basic_toleranceLimitUpper": "500",
        "basic_acceptanceLimitLower": "-441.0",
        "basic_acceptanceLimitUpper": "441.0",
    }


def test_a_unit_without_a_name_is_refused(lab: ModuleType) -> None:
    whole = lab.sample()
    odd = replace(whole, results=(replace(whole.results[0], nominal_unit="furlong", nominal=Decimal(1)),))
    with pytest.raises(UnknownDsiUnitError):
        write_dcc(odd, Text("en"))


def test_pydcc_reads_the_same_numbers(
    lab: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """PTB's reader pydcc 0.2.33.

    Its import of certvalidator, which serves signatures only, fails on OpenSSL 3 and is put aside.
    """
    nothing = SimpleNamespace(CertificateValidator=None, errors=None, ValidationContext=None)
    monkeypatch.setitem(sys.modules, "certvalidator", nothing)
    reader = pytest.importorskip("dcc.dcc", reason="pydcc is not installed")
    offline = functools.partial(reader.DCCXMLValidator, str(tmp_path), workspace_init=False)
    monkeypatch.setattr(reader, "DCCXMLValidator", offline)
    xml = write_dcc(lab.sample(), Text("en"))
    read = reader.DCC(byte_array=xml, signature_verification=False)
    values = [next(iter(found.values())) for _, found in read.get_calibration_results("name", "en")]
    numbers = [next(v for k, v in found.items() if k.endswith("value")) for found in values]
    assert read.uid() == "2026-0001"
    assert [Decimal(number) for number in numbers] == [result.value for result in facts(xml).results]
