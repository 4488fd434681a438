"""What schema and Schematron miss is found by our own check."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from labcal.errors.exchange import NotADccError, UnsoundDccError
from labcal.exchange.dcc import check_dcc, refuse_unsound, write_dcc
from labcal.text import Text

LISTED = (
    b'<dcc:quantity refType="basic_measurementError"><si:realListXMLList>'
    b"<si:valueXMLList>0.1 0.2 0.3</si:valueXMLList><si:unitXMLList>\\volt</si:unitXMLList>"
    b"<si:measurementUncertaintyUnivariateXMLList><si:expandedMUXMLList>"
    b"<si:valueExpandedMUXMLList>0.05</si:valueExpandedMUXMLList>"
    b"<si:coverageFactorXMLList>2</si:coverageFactorXMLList>"
    b"<si:coverageProbabilityXMLList>0.95</si:coverageProbabilityXMLList>"
    b"</si:expandedMUXMLList></si:measurementUncertaintyUnivariateXMLList></si:realListXMLList>"
    b'<dcc:measurementMetaData><dcc:metaData refType="basic_conformity">'
    b"<dcc:conformityXMLList>pass pass pass</dcc:conformityXMLList><dcc:data>"
    b'<dcc:quantity refType="basic_toleranceLimitUpper"><si:realListXMLList>'
    b"<si:valueXMLList>400</si:valueXMLList><si:unitXMLList>\\milli\\volt</si:unitXMLList>"
    b"</si:realListXMLList></dcc:quantity></dcc:data></dcc:metaData></dcc:measurementMetaData></dcc:quantity>"
)
END = b"</dcc:list>"

CASES = {
    "unit of no kind": (rb"\milli\gram", b"mg", "“mg” is not a unit"),
    "misspelt unit": (rb"\kilogram<", b"\\kilogramm<", "kilogramm"),
    "three digits of U": (b">0.000059<", b">0.0000591<", "more than two"),
    "pass beyond the limit": (b"<si:value>25<", b"<si:value>441.5<", "does not lie within"),
    "nobody signs": (b"<dcc:mainSigner>true", b"<dcc:mainSigner>false", "main signer"),
    "mandatory language unused": (b"mandatoryLangCodeISO639_1>en<", b"mandatoryLangCodeISO639_1>fr<", "“fr”"),
    "undeclared language": (b'lang="en"', b'lang="de"', "“de” is used"),
    "ends before it begins": (
        b"endPerformanceDate>2026-11-16",
        b"endPerformanceDate>2026-11-15",
        "ends before",
    ),
    "issued before the work": (b"issueDate>2026-11-18", b"issueDate>2026-11-01", "before the work ends"),
    "no number": (b"uniqueIdentifier>2026-0001<", b"uniqueIdentifier> <", "missing or empty"),
    "too many verdicts": (
        END,
        LISTED.replace(b"pass pass pass", b"pass pass") + END,
        "2 verdicts stand beside 3",
    ),
    "too many uncertainties": (
        END,
        LISTED.replace(b">0.05<", b">0.05 0.06<") + END,
        "2 entries stand beside 3",
    ),
    "U reaches over the limit": (END, LISTED.replace(b">400<", b">340<") + END, "deviation 0.3 "),
}


def wrong(xml: bytes, old: bytes, new: bytes) -> bytes:
    """Return the certificate with every ``old`` replaced; it must be there."""
    assert old in xml
    return xml.replace(old, new)


@pytest.mark.parametrize("name", CASES)
def test_it_is_found(lab: ModuleType, name: str) -> None:
    old, new, sentence = CASES[name]
    xml = wrong(write_dcc(lab.sample(), Text("en")), old, new)
    shown = [finding.shown(Text("en")) for finding in check_dcc(xml)]
    assert any(sentence in words for words in shown), shown


def test_a_list_in_order_is_not_accused(lab: ModuleType) -> None:
    assert check_dcc(wrong(write_dcc(lab.sample(), Text("en")), END, LISTED + END)) == ()


def test_gaps_in_a_list_are_not_accused(lab: ModuleType) -> None:
    """D-SI lets NaN stand for a value that is missing."""
    gaps = LISTED.replace(b"0.1 0.2 0.3", b"0.1 NaN 0.3").replace(b">0.05<", b">NaN<")
    assert check_dcc(wrong(write_dcc(lab.sample(), Text("en")), END, gaps + END)) == ()


def test_an_unsound_certificate_is_refused_at_its_place(lab: ModuleType) -> None:
    xml = wrong(write_dcc(lab.sample(), Text("en")), b">0.000059<", b">0.0000591<")
    with pytest.raises(UnsoundDccError, match=re.escape("valueExpandedMU")) as caught:
        refuse_unsound(xml)
    assert "0.0000591" in caught.value.shown(Text("en"))
    refuse_unsound(write_dcc(lab.sample(), Text("en")))


def test_samples_of_ptb_are_judged_rightly(dcc_folder: Path) -> None:
    """PTB, good-practice certificates; the silicon sphere of schema 2 spells a unit its own way."""
    for path in sorted((dcc_folder / "examples").glob("dcc_gp_*.xml")):
        assert check_dcc(path.read_bytes()) == (), path.name
    found = check_dcc((dcc_folder / "examples" / "siliziumkugel_wrong_schema.xml").read_bytes())
    assert any("degreeCelsius" in finding.shown(Text("en")) for finding in found)


@pytest.mark.parametrize(
    "data",
    [b"", b"no xml", b"<svg/>", b"<a", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', b"\xff\xfe<a/>", b"\0"],
)
def test_what_is_no_certificate_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(NotADccError) as caught:
        check_dcc(data)
    assert caught.value.shown(Text("en")).startswith("This is not a digital calibration certificate")


def test_a_bomb_of_entities_is_refused(lab: ModuleType) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY e0 "xxxxxxxxxx">' + b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    with pytest.raises(NotADccError):
        check_dcc(bomb + b"]><a>&e11;</a>")
    xml = write_dcc(lab.sample(), Text("en"))
    with pytest.raises(NotADccError, match="document type"):
        check_dcc(b"<!DOCTYPE x>" + xml)
