"""The library of limits and of decision rules, as the window lists it."""

import pytest

from labcal.errors.limits import UnknownLimitTableError
from labcal.services.limits import limit_library, limit_sheet, rule_library


def test_the_library(lab):
    lines = {line.name: line for line in lab.ask(limit_library, "fr")}
    assert len(lines) == 41
    scale = lines["r76-1-2006"]
    assert scale.title == "Instruments de pesage à fonctionnement non automatique"
    assert (scale.specification, scale.edition) == ("OIML R 76-1:2006", "2006")
    assert (scale.grades, scale.by) == (("I", "II", "III", "IIII"), "charge, échelon de vérification")
    assert (scale.confidence, scale.verified, scale.goes_by_nominal) == ("seen", "", False)
    assert lines["r111-1-2004"].goes_by_nominal


def test_a_sheet(lab):
    sheet = lab.ask(limit_sheet, "r76-1-2006", "en")
    first = sheet.rows[6]
    assert (first.grades, first.when, first.limits) == ("III", "m <= 500*e", "±0.5*e")
    assert (first.clause, first.verified) == ("3.5.1, table 6; 3.5.2", "")
    assert sheet.factors == (("initial", "1"), ("in service", "2"))
    assert len(sheet.digest) == 64
    assert lab.ask(limit_sheet, "r7-1979", "en").rows[0].limits == "+(0.1 K), −(0.15 K)"
    assert lab.ask(limit_sheet, "iec60751-2022", "en").rows[0].limits == "±(0.1 K + 0.0017*abs(t - 0 °C))"
    with pytest.raises(UnknownLimitTableError):
        lab.ask(limit_sheet, "r999", "en")


def test_the_rules(lab):
    rules = {(line.name, line.version): line for line in lab.ask(rule_library, "fr")}
    assert len(rules) == 10
    assert rules["third", "1"].title == "U ≤ EMT/3, puis acceptation simple"
    assert rules["guard-u", "1"].source == "ILAC-G8:09/2019, 4.2.2, w = U"
