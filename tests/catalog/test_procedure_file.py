import hashlib

import pytest

from labcal.catalog.procedure_file import parse_procedure
from labcal.catalog.procedures import procedure_bytes
from labcal.domain.procedure import Origin
from labcal.errors import LabCalError
from labcal.errors.models import ModelDimensionError, UnknownSymbolError
from labcal.errors.procedures import (
    KeyTypeError,
    KeyValueError,
    MissingKeyError,
    ProcedureContentError,
    ProcedureFormatError,
    UnknownKeyError,
)

BODY = procedure_bytes("mass/substitution").decode()


def changed(old: str, new: str, count: int = 1) -> bytes:
    assert old in BODY
    return BODY.replace(old, new, count).encode()


def test_the_shipped_procedure() -> None:
    procedure = parse_procedure(BODY.encode())
    assert (procedure.id, procedure.version) == ("mass/substitution", 1)
    assert procedure.digest == hashlib.sha256(BODY.encode()).hexdigest()
    assert [quantity.origin for quantity in procedure.inputs] == [
        Origin.STANDARD, Origin.DRIFT, Origin.READINGS, Origin.CONSTANT, Origin.NOMINAL,
    ]  # fmt: skip
    assert [str(column.weight) for column in procedure.readings.columns] == ["-0.5", "0.5", "0.5", "-0.5"]
    assert procedure.inputs[2].pooled is not None
    assert str(procedure.inputs[2].pooled.standard) == "25\u202fmg"
    assert hash(procedure) == hash(parse_procedure(BODY.encode()))


@pytest.mark.parametrize(
    ("old", "new", "refusal", "sentence"),
    [
        (
            "labcal-procedure-1",
            "labcal-procedure-3",
            ProcedureFormatError,
            "“labcal-procedure-3” is not the one",
        ),
        ('scheme = "ABBA"', 'scheme = "ABBA"\ncolour = 3', UnknownKeyError, "“colour” in [readings]"),
        ('origin = "drift"', 'origin = "drift"\nvalue = "1 g"', UnknownKeyError, "“value” in [[input]] 2"),
        (
            'origin = "drift"',
            'origin = "wind"',
            KeyTypeError,
            "“origin” in [[input]] 2 has to be standard | drift",
        ),
        (
            'distribution = "rectangular"',
            "",
            MissingKeyError,
            "“distribution” is missing in [[input]] 4 [[component]] 1",
        ),
        (
            'half_width = "10 mg"',
            'half_width = "10 mm"',
            KeyValueError,
            "“10 mm” is a length; a mass is wanted here",
        ),
        ('weight = "-0.5"', 'weight = "half"', KeyTypeError, "“weight” in [readings] [[column]] 1"),
        ('weight = "-0.5"', 'weight = "-0.4"', ProcedureContentError, "weights of the columns"),
        ('object = "item"', 'object = "dog"', KeyTypeError, "has to be standard | item"),
        ('symbol = "X1"', 'symbol = "S1"', ProcedureContentError, "the same symbol"),
        ('symbol = "delta_m_D"', 'symbol = "m_S"', ProcedureContentError, "the same symbol"),
        ("+ delta_B", "+ delta_Q", UnknownSymbolError, "“delta_Q”"),
        ("+ delta_B", "+ 5", ModelDimensionError, "kilogram cannot be added to a plain number"),
        ("least_cycles = 3", "least_cycles = 4", ProcedureContentError, "more cycles"),
        ('lowest = "5 kg"', 'lowest = "50 kg"', ProcedureContentError, "the range ends"),
        ('rule = "r111"', 'rule = "coin"', KeyValueError, "“coin” is not a decision rule"),
        ("k = 2", "k = -2", KeyValueError, "coverage factor above 0"),
        ('unit = "°C"', 'unit = "°X"', KeyValueError, "is not a unit that is known here"),
        ('origin = "readings"', 'origin = "drift"', UnknownKeyError, "“pooled”"),
        ("version = 1", "version = 0", KeyTypeError, "a whole number above 0"),
        ('uncertainty_unit = "mg"', 'uncertainty_unit = "mm"', LabCalError, "a mass is wanted here"),
    ],
)
def test_every_fault_is_named_with_its_place(
    old: str, new: str, refusal: type[Exception], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        parse_procedure(changed(old, new))
    assert sentence in str(refused.value)


def test_a_pooled_deviation_may_have_degrees_of_freedom() -> None:
    procedure = parse_procedure(changed('standard = "25 mg",', 'standard = "25 mg", dof = 14,'))
    assert procedure.inputs[2].pooled is not None
    assert procedure.inputs[2].pooled.dof == 14
