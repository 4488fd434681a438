"""The parts of a budget as a table holds them: one text for an estimate, a size, or a model.

Each text says all that the budget file keeps of its part, so that text and part make each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from labcal.domain.uncertainty.draft import ComponentDraft, InputDraft, OutputDraft, PooledDraft

BETWEEN = re.compile(r";|,\s*(?=[a-z_]+\s*=)")
NAMED = re.compile(r"\s*([a-z_]+)\s*=\s*(.*)", re.DOTALL)
BARE = re.compile(r"[+\-−]?[0-9.]+(?:[eE][+\-]?[0-9]+)?")
ZERO_IS = re.compile(r"\s*0\s*=(?!=)\s*(.*)", re.DOTALL)
SIGNS = re.compile(r"[0-9.,]+")
"""A run of digits and decimal signs."""
COMMA = re.compile(r"[0-9]+,[0-9]+")
STATED: Mapping[str, str] = {
    "t": "scale",
    "resolution": "step",
    "exponential": "mean",
    "gamma": "counts",
    "lognormal": "standard",
    "normal": "standard",
}
"""The parameter that stands without its key; ``half_width`` where none is named here."""
EXPANDED = frozenset({"k", "probability"})
DISTRIBUTIONS = (
    "normal",
    "t",
    "rectangular",
    "triangular",
    "arcsine",
    "trapezoidal",
    "curvilinear-trapezoid",
    "resolution",
    "exponential",
    "gamma",
    "lognormal",
    "empirical",
)
"""Every distribution that a component can have."""


def with_point(typed: str) -> str:
    """Return what was typed with the decimal sign of files; a number that has other signs too stays."""
    return SIGNS.sub(lambda run: run[0].replace(",", ".") if COMMA.fullmatch(run[0]) else run[0], typed)


def size_text(component: ComponentDraft) -> str:
    """Return the size of a component: "15 mg", "0.075 um; k = 3", "lower = 1 mm; upper = 2 mm"."""
    if component.samples:
        return _list_text(component.samples, component.unit)
    given = {key: text for key, text in component.parameters if key != "dof"}
    bare = _bare_key(component.distribution, given.keys())
    first = [given.pop(bare)] if bare in given else []
    return "; ".join([*first, *(f"{key} = {text}" for key, text in given.items())])


def with_size(component: ComponentDraft, typed: str) -> ComponentDraft:
    """Return ``component`` with the size that was typed; its degrees of freedom stay."""
    dof = [(key, text) for key, text in component.parameters if key == "dof"]
    if component.distribution == "empirical":
        samples, unit = _list_of(typed)
        return replace(component, parameters=tuple(dof), samples=samples, unit=unit)
    bare, named = _parts(typed)
    key = _bare_key(component.distribution, named.keys())
    given = [*((key, text) for text in bare), *named.items()]
    return replace(component, parameters=(*given, *dof), samples=(), unit="")


def with_distribution(component: ComponentDraft, distribution: str) -> ComponentDraft:
    """Return ``component`` with another distribution; a size that stands without a key stays as typed."""
    return with_size(replace(component, distribution=distribution), size_text(component))


def dof_text(component: ComponentDraft) -> str:
    """Return the degrees of freedom as keyed; empty where none were."""
    return dict(component.parameters).get("dof", "")


def with_dof(component: ComponentDraft, typed: str) -> ComponentDraft:
    """Return ``component`` with the degrees of freedom that were typed; none where nothing was."""
    rest = tuple((key, text) for key, text in component.parameters if key != "dof")
    keyed = "inf" if typed.strip() == "∞" else typed.strip()
    return replace(component, parameters=(*rest, *((("dof", keyed),) if keyed else ())))


def estimate_text(quantity: InputDraft) -> str:
    """Return the estimate of an input: its value, or its readings, "4.99; 5.01; 5.00 V"."""
    return _list_text(quantity.readings, quantity.unit) if quantity.readings else quantity.value


def with_estimate(quantity: InputDraft, typed: str) -> InputDraft:
    """Return ``quantity`` with the value, or the readings between semicolons, that were typed."""
    if ";" not in typed:
        return replace(quantity, value=typed.strip(), readings=(), unit="", pooled=None, simultaneous="")
    readings, unit = _list_of(typed)
    return replace(quantity, value="", readings=readings, unit=unit)


def readings_text(quantity: InputDraft) -> str:
    """Return what else is said of readings: "set = five sets", "pooled = 0.02 mV; dof = 30"."""
    parts = [f"set = {quantity.simultaneous}"] if quantity.simultaneous else []
    if quantity.pooled is not None:
        parts.append(f"pooled = {quantity.pooled.standard}")
        parts += [f"dof = {quantity.pooled.dof}"] if quantity.pooled.dof else []
    return "; ".join(parts)


def with_readings_text(quantity: InputDraft, typed: str) -> InputDraft:
    """Return ``quantity`` with what was typed of its readings; a bare word names their set."""
    bare, named = _parts(typed)
    name = named.get("set", bare[0] if bare else "")
    pooled = PooledDraft(standard=named["pooled"], dof=named.get("dof", "")) if "pooled" in named else None
    return replace(quantity, simultaneous=name, pooled=pooled)


def model_text(output: OutputDraft) -> str:
    """Return the model; an implicit one as "0 = x**2 - 2; start = 1"."""
    return f"0 = {output.equation}; start = {output.start}" if output.equation else output.model


def with_model(output: OutputDraft, typed: str) -> OutputDraft:
    """Return ``output`` with the model, or the equation, that was typed."""
    zero = ZERO_IS.match(typed)
    if zero is None:
        return replace(output, model=typed.strip(), equation="", start="")
    bare, named = _parts(zero.group(1))
    return replace(output, model="", equation="; ".join(bare), start=named.get("start", ""))


def _bare_key(distribution: str, keys: Iterable[str]) -> str:
    """Return the parameter that stands without its key beside the others."""
    if distribution == "normal" and EXPANDED & set(keys):
        return "expanded"
    return STATED.get(distribution, "half_width")


def _parts(typed: str) -> tuple[list[str], dict[str, str]]:
    """Return the parts without and with a key."""
    bare: list[str] = []
    named: dict[str, str] = {}
    for part in BETWEEN.split(typed):
        match = NAMED.fullmatch(part)
        if match is not None:
            named[match.group(1)] = match.group(2).strip()
        elif part.strip():
            bare.append(part.strip())
    return bare, named


def _list_text(texts: Sequence[str], unit: str) -> str:
    return "; ".join(texts) + (f" {unit}" if unit else "")


def _list_of(typed: str) -> tuple[tuple[str, ...], str]:
    """Return numbers between semicolons, and the unit behind the last where the others have none."""
    texts = [part.strip() for part in typed.split(";") if part.strip()]
    if len(texts) > 1 and all(BARE.fullmatch(part) for part in texts[:-1]):
        number, _, unit = texts[-1].partition(" ")
        if BARE.fullmatch(number) and unit.strip():
            return (*texts[:-1], number), unit.strip()
    return tuple(texts), ""
