import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.domain.uncertainty import expression, tape
from labcal.domain.uncertainty.montecarlo import program
from labcal.errors.models import ModelValueError
from labcal.errors.montecarlo import DivisionByZeroDrawError, DrawError, LogarithmDrawError, PowerDrawError

SYMBOLS = ("a", "b", "c")
LEAVES = st.sampled_from([*SYMBOLS, "2", "0.5", "pi"])


def larger(inner):
    pairs = st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
        lambda t: f"({t[0]}{t[1]}{t[2]})"
    )
    calls = st.tuples(st.sampled_from(["sin", "exp", "sqrt", "log", "abs", "atan", "tanh"]), inner)
    powers = st.tuples(inner, st.sampled_from(["2", "3", "0.5", "-1", "1.7", "1"]))
    chosen = st.tuples(st.sampled_from(["min", "max"]), inner, inner, inner)
    return st.one_of(
        pairs,
        calls.map(lambda t: f"{t[0]}({t[1]})"),
        powers.map(lambda t: f"({t[0]})**{t[1]}"),
        chosen.map(lambda t: f"{t[0]}({t[1]},{t[2]},{t[3]})"),
    )


MODELS = st.recursive(LEAVES, larger, max_leaves=8)


def compiled(*models: str, asked=None) -> program.Program:
    tapes = [tape.write(expression.parse(model, frozenset(SYMBOLS)), SYMBOLS) for model in models]
    return program.compile_program(tapes, asked)


def evaluated(made: program.Program, values):
    size = len(values[0])
    registers = [np.empty(size) for _ in range(made.registers)]
    program.run(made, lambda number, out: np.copyto(out, values[number]), registers)
    return registers


@given(MODELS, MODELS, st.lists(st.floats(0.1, 2.0), min_size=3, max_size=3))
def test_program_gives_what_the_tape_gives(one, other, point) -> None:
    tapes = [tape.write(expression.parse(model, frozenset(SYMBOLS)), SYMBOLS) for model in (one, other)]
    try:
        exact = [tape.values(steps, point)[-1] for steps in tapes]
        made = program.compile_program(tapes)
    except ModelValueError:
        return
    except (ValueError, ZeroDivisionError, OverflowError):
        return  # a part made of constants alone has no value: refused when the model is compiled
    registers = evaluated(made, [np.full(4, value) for value in point])
    for result, value in zip(made.results, exact, strict=True):
        np.testing.assert_allclose(registers[result], value, rtol=1e-9, atol=1e-12)


def test_what_two_models_share_is_computed_once() -> None:
    made = compiled("sin(a*b) + c", "sin(a*b) - c")
    assert [step.function for step in made.instructions].count("sin") == 1
    assert [step.function for step in made.instructions].count(program.DRAW) == 3


def test_long_sums_need_few_arrays() -> None:
    assert compiled("+".join(["a*b*c"] + ["sin(a)"] * 30)).registers <= 5


def test_constant_and_plain_results() -> None:
    made = compiled("2*3", "a", "a")
    registers = evaluated(made, [np.arange(3.0), np.zeros(3), np.zeros(3)])
    np.testing.assert_array_equal(registers[made.results[0]], 6.0)
    np.testing.assert_array_equal(registers[made.results[1]], np.arange(3.0))
    np.testing.assert_array_equal(registers[made.results[2]], np.arange(3.0))


def test_inputs_that_are_asked_for_are_held() -> None:
    made = compiled("a*b", asked={0: "a", 2: "c"})
    values = [np.arange(3.0), np.full(3, 2.0), np.full(3, 7.0)]
    registers = evaluated(made, values)
    for source, register in made.held:
        np.testing.assert_array_equal(registers[register], values[source])
    np.testing.assert_array_equal(registers[made.results[0]], 2 * np.arange(3.0))


@pytest.mark.parametrize(
    ("model", "kind", "place"),
    [
        ("b + 1/(a - a)", DivisionByZeroDrawError, "1/(a - a)"),
        ("log(0 - a) * b", LogarithmDrawError, "log(0 - a)"),
        ("(0 - a)**0.3", PowerDrawError, "(0 - a)**0.3"),
        ("min(exp(1000*a), 3)", DrawError, "exp(1000*a)"),
        ("atan(1/(a - a))", DivisionByZeroDrawError, "1/(a - a)"),
    ],
)
def test_place_of_what_has_no_value_even_where_the_result_is_finite(model, kind, place) -> None:
    made = compiled(model)
    values = [np.full(10, 1.0)] * 3
    with pytest.raises(FloatingPointError):
        evaluated(made, values)
    registers = [np.empty(10) for _ in range(made.registers)]
    failure = program.diagnose(made, lambda number, out: np.copyto(out, values[number]), registers)
    assert failure is not None
    error = failure.error(40)
    assert type(error) is kind
    assert error.fields == {"place": place, "count": 10, "draws": 40, "share": "25"}


def test_share_is_plain_digits() -> None:
    failure = program.Failure(DrawError, "x", 1)
    assert failure.error(65536).fields["share"] == "0.0015"
    assert failure.error(3).fields["share"] == "33"
    assert math.isclose(float(failure.error(10**9).fields["share"]), 1e-7)
