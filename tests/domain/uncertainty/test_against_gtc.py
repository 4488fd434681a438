"""Two thousand random models beside GTC of the Measurement Standards Laboratory of New Zealand (MIT licence).

GTC takes degrees of freedom above 1e5 as infinite, and has none where correlated inputs share no ensemble.
"""

import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import Normal, StudentT
from labcal.domain.uncertainty.multivariate import Results, evaluate_all

gtc = pytest.importorskip("GTC", reason="GTC is installed for development only")

MODELS = 2000
GREATEST_DOF = 1e5
SYMBOLS = "abcdef"

Model = tuple[str, Callable[..., Any]]


def join(draw: random.Random, left: Model, right: Model) -> Model:
    """Combine two models by a random operation that has a value for arguments near 1 … 3."""
    (one, first), (other, second) = left, right
    choice = draw.choice(("+", "-", "*", "/", "root", "angle"))
    if choice == "root":
        return f"sqrt(({one})**2 + ({other})**2 + 1)", lambda x: gtc.sqrt(first(x) ** 2 + second(x) ** 2 + 1)
    if choice == "angle":
        return f"atan2({one}, 5 + ({other})**2)", lambda x: gtc.atan2(first(x), 5 + second(x) ** 2)
    functions: dict[str, Callable[..., Any]] = {
        "+": lambda x: first(x) + second(x),
        "-": lambda x: first(x) - second(x),
        "*": lambda x: first(x) * second(x),
        "/": lambda x: first(x) / (2 + second(x) ** 2),
    }
    text = f"({one})/(2 + ({other})**2)" if choice == "/" else f"({one}) {choice} ({other})"
    return text, functions[choice]


def bend(draw: random.Random, model: Model) -> Model:
    """Put a function of one argument round a model."""
    text, inner = model
    return draw.choice(
        (
            (f"sin({text})", lambda x: gtc.sin(inner(x))),
            (f"cos({text})", lambda x: gtc.cos(inner(x))),
            (f"exp(sin({text}))", lambda x: gtc.exp(gtc.sin(inner(x)))),
            (f"log(3 + ({text})**2)", lambda x: gtc.log(3 + inner(x) ** 2)),
            (f"atan({text})", lambda x: gtc.atan(inner(x))),
            (f"tanh({text})", lambda x: gtc.tanh(inner(x))),
            (f"asin(0.3*cos({text}))", lambda x: gtc.asin(0.3 * gtc.cos(inner(x)))),
            (f"({text})**3", lambda x: inner(x) ** 3),
        )
    )


def random_model(draw: random.Random, symbols: str) -> Model:
    """Return the text of a model, and the same model for GTC."""
    parts: list[Model] = [(symbol, lambda x, symbol=symbol: x[symbol]) for symbol in symbols]
    while len(parts) > 1:
        draw.shuffle(parts)
        left, right = parts.pop(), parts.pop()
        model = join(draw, left, right)
        parts.append(bend(draw, model) if draw.random() < 0.4 else model)
    return parts[0]


def random_dof(draw: random.Random) -> float:
    return draw.choice((math.inf, draw.randint(1, 60), draw.uniform(1, 300)))


def independent(draw: random.Random, symbols: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return inputs of several components each, for both; correlated ones have infinite dof."""
    ours, theirs, endless = [], {}, []
    for symbol in symbols:
        value = draw.uniform(0.5, 3)
        is_endless = draw.random() < 0.5
        sizes = [draw.uniform(1e-4, 0.05) for _ in range(1 if is_endless else draw.randint(1, 3))]
        dofs = [math.inf if is_endless else random_dof(draw) for _ in sizes]
        parts = tuple(
            Component(name="", distribution=Normal(u), unit="1", dof=dof)
            for u, dof in zip(sizes, dofs, strict=True)
        )
        ours.append(Input(symbol=symbol, value=value, unit="1", components=parts))
        elements = [gtc.ureal(0, u, dof, independent=False) for u, dof in zip(sizes, dofs, strict=True)]
        theirs[symbol] = value + sum(elements[1:], elements[0])
        if is_endless:
            endless.append((symbol, elements[0]))
    correlations = []
    if len(endless) > 1 and draw.random() < 0.6:
        (first, one), (second, other) = draw.sample(endless, 2)
        coefficient = draw.uniform(-0.99, 0.99)
        gtc.set_correlation(coefficient, one, other)
        correlations.append(Correlation(first, second, coefficient))
    return {"inputs": tuple(ours), "correlations": tuple(correlations)}, theirs


def simultaneous(draw: random.Random, symbols: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return inputs read together, for both, and one more of its own."""
    count = draw.randint(3, 12)
    middles = {symbol: draw.uniform(0.5, 3) for symbol in symbols}
    common = [draw.gauss(0, 0.01) for _ in range(count)]
    readings = {
        symbol: [middles[symbol] + share + draw.gauss(0, 0.01) for share in common] for symbol in symbols[:-1]
    }
    ours, theirs = [], {}
    found = gtc.type_a.multi_estimate_real(list(readings.values()))
    for (symbol, numbers), estimate in zip(readings.items(), found, strict=True):
        part = Component(name="", distribution=StudentT(estimate.u), unit="1", dof=count - 1)
        ours.append(
            Input(
                symbol=symbol,
                value=estimate.x,
                unit="1",
                components=(part,),
                readings=tuple(numbers),
                simultaneous="set",
            )
        )
        theirs[symbol] = estimate
    last, u, dof = symbols[-1], draw.uniform(1e-4, 0.05), random_dof(draw)
    ours.append(
        Input(
            symbol=last,
            value=middles[last],
            unit="1",
            components=(Component(name="", distribution=Normal(u), unit="1", dof=dof),),
        )
    )
    theirs[last] = gtc.ureal(middles[last], u, dof)
    return {"inputs": tuple(ours)}, theirs


def compare(results: Results, theirs: list[Any], models: list[str]) -> None:
    for found, theirs_one, model in zip(results.outputs, theirs, models, strict=True):
        assert found.value == pytest.approx(theirs_one.x, rel=1e-9, abs=1e-12), model
        if theirs_one.u < 1e-9:
            continue
        assert found.standard_uncertainty == pytest.approx(theirs_one.u, rel=1e-9), model
        if math.isnan(theirs_one.df):
            assert math.isnan(found.effective_dof), model
        elif theirs_one.df < GREATEST_DOF and found.effective_dof < GREATEST_DOF:
            assert found.effective_dof == pytest.approx(theirs_one.df, rel=1e-9), model
    if len(theirs) > 1 and all(one.u > 1e-9 for one in theirs):
        coefficient = gtc.get_correlation(theirs[0], theirs[1])
        assert results.correlation[0][1] == pytest.approx(coefficient, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_two_thousand_random_models(seed: int) -> None:
    draw = random.Random(seed)
    for number in range(MODELS // 10):
        symbols = SYMBOLS[: draw.randint(2, len(SYMBOLS))]
        make = simultaneous if number % 4 == 0 and len(symbols) > 2 else independent
        ours, theirs = make(draw, symbols)
        models = [random_model(draw, symbols) for _ in range(draw.randint(1, 2))]
        outputs = tuple(
            Output(symbol=f"y{place}", model=text, unit="1") for place, (text, _) in enumerate(models)
        )
        budget = Budget(outputs=outputs, coverage=Coverage(k=2), **ours)
        compare(evaluate_all(budget), [one(theirs) for _, one in models], [text for text, _ in models])
