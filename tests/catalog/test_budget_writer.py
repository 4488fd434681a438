from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal import resources
from labcal.catalog.budget_writer import write_budget
from labcal.catalog.budgets import load_budget, parse_budget, read_budget
from labcal.domain.uncertainty.assembly import assemble
from labcal.domain.uncertainty.budget import MonteCarloPlan
from labcal.domain.uncertainty.draft import (
    BudgetDraft,
    ComponentDraft,
    CorrelationDraft,
    CoverageDraft,
    InputDraft,
    OutputDraft,
    PooledDraft,
)

SHIPPED = sorted(
    path for path in resources.path("examples").glob("*.toml") if not path.name.endswith(".expected.toml")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_can_be_written_and_read_back(path: Path) -> None:
    draft = read_budget(path)
    again = parse_budget(write_budget(draft).encode(), path.name)
    assert again == draft
    assert assemble(again) == load_budget(path)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1000, places=5).map(str),
    st.sampled_from(["1e-6", "0.0750 um", "2 %", "+3", "007", "−4 K"]),
)
COMPONENTS = st.builds(
    ComponentDraft,
    distribution=WORDS,
    parameters=st.sampled_from([(), ("standard",), ("expanded", "k", "dof"), ("half_width", "beta")]).flatmap(
        lambda keys: st.tuples(*(st.tuples(st.just(key), NUMBERS) for key in keys))
    ),
    samples=st.lists(NUMBERS, max_size=3).map(tuple),
    unit=WORDS,
    name=WORDS,
)
POOLED = st.builds(PooledDraft, standard=NUMBERS, dof=st.one_of(st.just(""), NUMBERS))
INPUTS = st.builds(
    InputDraft,
    symbol=WORDS,
    name=WORDS,
    value=st.one_of(st.just(""), NUMBERS),
    readings=st.lists(NUMBERS, max_size=3).map(tuple),
    unit=WORDS,
    pooled=st.one_of(st.none(), POOLED),
    simultaneous=WORDS,
    components=st.lists(COMPONENTS, max_size=2).map(tuple),
)
OUTPUTS = st.one_of(
    st.builds(OutputDraft, symbol=WORDS, unit=WORDS, name=WORDS, report_unit=WORDS, model=WORDS.filter(bool)),
    st.builds(OutputDraft, symbol=WORDS, unit=WORDS, equation=WORDS.filter(bool), start=NUMBERS),
)
DRAFTS = st.builds(
    BudgetDraft,
    outputs=st.lists(OUTPUTS, min_size=1, max_size=2).map(tuple),
    inputs=st.lists(INPUTS, max_size=3).map(tuple),
    correlations=st.lists(
        st.builds(CorrelationDraft, first=WORDS, second=WORDS, coefficient=NUMBERS), max_size=2
    ).map(tuple),
    coverage=st.builds(
        CoverageDraft,
        probability=st.one_of(st.just(""), NUMBERS),
        k=st.one_of(st.just(""), NUMBERS),
        dof_rule=WORDS,
        factor_rule=WORDS,
    ),
    monte_carlo=st.builds(
        MonteCarloPlan,
        trials=st.one_of(st.none(), st.integers(1, 10**9)),
        adaptive=st.booleans(),
        digits=st.one_of(st.none(), st.integers(1, 9)),
        seed=st.one_of(st.none(), st.integers(0, 10**18)),
    ),
    title=WORDS,
    source=WORDS,
)


@given(DRAFTS)
def test_whatever_is_keyed_is_written_and_read_back(draft: BudgetDraft) -> None:
    assert parse_budget(write_budget(draft).encode(), "any.toml") == draft
