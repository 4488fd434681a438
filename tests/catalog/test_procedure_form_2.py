"""Faults of procedures of the second format, each named in one sentence with its place."""

import pytest

from labcal.catalog.procedure_file import parse_procedure
from labcal.catalog.procedures import all_procedures, load_words, procedure_bytes
from labcal.domain.procedure import Origin, Statistic
from labcal.errors import LabCalError

BODY = {
    name: procedure_bytes(name).decode()
    for name in (
        "pressure/gauge",
        "mass/buoyancy",
        "voltage/multimeter",
        "temperature/resistance-thermometer",
        "length/caliper",
    )
}


def test_what_is_read() -> None:
    gauge = parse_procedure(BODY["pressure/gauge"].encode())
    assert gauge.form == 2
    assert gauge.points is not None
    assert len(gauge.points.parts) == gauge.points.most == 9
    assert [one.direction for one in gauge.readings.columns if one.direction] == ["up", "down"]
    assert {one.statistic for one in gauge.inputs} >= {Statistic.SPAN, Statistic.HALF_WIDTH}
    weights = parse_procedure(BODY["mass/buoyancy"].encode())
    assert [one.room for one in weights.inputs if one.origin is Origin.ROOM] == [
        "temperature", "pressure", "relative humidity",
    ]  # fmt: skip
    assert "rho_a" not in weights.whole_model


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "pressure/gauge",
            'scheme = "up',
            'colour = "red"\nscheme = "up',
            "“colour” in [readings] is not a key",
        ),
        (
            "pressure/gauge",
            'direction = "up"',
            'direction = "left"',
            "“direction” in [readings] [[column]] 5",
        ),
        ("pressure/gauge", 'statistic = "span"', 'statistic = "mode"', "has to be mean | value | half-width"),
        (
            "pressure/gauge",
            'object = "zero"',
            'object = "dog"',
            "standard | item | zero | auxiliary | nominal",
        ),
        ("pressure/gauge", '"up - applied"', '"up - missing"', "The formula of “d_b”, “up - missing”: "),
        ("pressure/gauge", '"up - applied"', '"up*applied"', "The formula of “d_b”, “up*applied”: "),
        ("pressure/gauge", 'formula = "zero/2"', 'formula = "zero/(2 s)"', "The formula of “d_0”"),
        ("pressure/gauge", 'formula = "0.2*head"', 'formula = "0.2*tail"', "“tail”"),
        ("pressure/gauge", "p_X + d_r", "p_X", "“d_r” is used in no formula"),
        ("pressure/gauge", 'formula = "digit"', 'step = "0.02 bar"', "“digit” is used in no formula"),
        ("pressure/gauge", 'expression = "applied"\n', "", "“expression” is missing in [[input]] 6"),
        ("pressure/gauge", 'origin = "drift"\n', "", "“origin” is missing in [[input]] 8"),
        ("mass/buoyancy", 'room = "pressure"', 'room = "noise"', "has no limits in [[room]]"),
        ("mass/buoyancy", "h_a*f_e*p_sv/p_a", "h_a*f_e*p_sv", "The formula of “x_v”"),
        ("mass/buoyancy", 'symbol = "t_C"', 'symbol = "mol"', "bears the name of a unit"),
        (
            "mass/buoyancy",
            '"air density"\nexpression = "rho_a',
            '"air density"\nexpression = "rho_b',
            "“rho_b",
        ),
        (
            "mass/buoyancy",
            'default = "50 kg/m^3"',
            'default = "50 g"',
            "“default” in [readings] [[column]] 5",
        ),
        ("voltage/multimeter", 'object = "nominal"', 'object = "item"', "need a column “nominal”"),
        ("voltage/multimeter", "most = 30", 'nominal = ["5000 V"]', "a column “nominal”|outside the range"),
        (
            "voltage/multimeter",
            'object = "item"\n\n[[input]]',
            'object = "item"\nper = "point"\n\n[[input]]',
            "in each cycle",
        ),
        ("length/caliper", '"150 mm"]', '"150 mm", "2 m"]', "a point lies outside the range"),
        ("length/caliper", 'nominal = ["1', 'parts = ["1"]\nnominal = ["1', "“parts” in [points]"),
        (
            "length/caliper",
            'factor_rule = "ea-trapezoid"',
            'factor_rule = "dice"',
            "“factor_rule” in [coverage]",
        ),
        (
            "temperature/resistance-thermometer",
            "degree = 2",
            "degree = 4",
            "more points than it has coefficients",
        ),
        ("temperature/resistance-thermometer", '"a1/a0"', '"a1*a0"', "The formula of “A”"),
        (
            "temperature/resistance-thermometer",
            'statistic = "value"',
            'statistic = "value"\nsimultaneous = "x"',
            "only a mean of readings",
        ),
    ],
)
def test_every_fault_is_named_with_its_place(name: str, old: str, new: str, sentence: str) -> None:
    assert old in BODY[name]
    with pytest.raises(LabCalError) as refused:
        parse_procedure(BODY[name].replace(old, new, 1).encode())
    said = str(refused.value)
    assert any(part in said for part in sentence.split("|") if "|" not in part) or sentence in said, said
    assert "\n" not in said


def test_every_procedure_has_its_french_words() -> None:
    for procedure in all_procedures():
        english, french = (load_words(procedure.id, language) for language in ("en", "fr"))
        assert french.language == "fr"
        assert english.title != french.title
