"""A component of uncertainty in a row of cells: its size, how the size is stated, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labcal.domain.quantity import parse_half_width
from labcal.domain.uncertainty.distributions import ABSOLUTE, FAMILY
from labcal.errors import LabCalError

AS_VALUE, AS_PART, AS_FORMULA = "value", "relative", "formula"
STATED = (AS_VALUE, AS_PART, AS_FORMULA)
DISTRIBUTIONS = ("normal", *FAMILY, *(name for name in ABSOLUTE if name != "empirical"))
"""What a component of a procedure may be distributed as."""
COVERED = {"k", "probability"}


def component_row(symbol: str, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a component of the input ``symbol``, as a file states it."""
    name = str(told.get("distribution", ""))
    first, shape = parameters(name, is_covered=bool(COVERED & told.keys()))
    stated = next((one for one in (AS_PART, AS_FORMULA) if one in told), AS_VALUE)
    return {
        "input": symbol,
        "name": str(told.get("name", "")),
        "distribution": name,
        "size": str(told.get(first if stated == AS_VALUE else stated, "")),
        "stated": stated,
        "k": str(told.get("k", told.get("probability", ""))),
        "shape": str(told.get(shape, "")),
        "dof": str(told.get("dof", "")),
    }


def component_values(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a component as a file states it; what is empty is left out."""
    name = row.get("distribution", "").strip()
    k, size = row.get("k", "").strip(), row.get("size", "").strip()
    first, shape = parameters(name, is_covered=bool(k))
    stated = row.get("stated", "").strip() or (AS_VALUE if _is_quantity(size) else AS_FORMULA)
    told = {
        "name": row.get("name", "").strip(),
        "distribution": name,
        first if stated == AS_VALUE else stated: size,
        covered_by(k): k,
        shape: row.get("shape", "").strip(),
        "dof": row.get("dof", "").strip(),
    }
    return {key: value for key, value in told.items() if key and value}


def cell_of(key: str) -> str:
    """Return the cell in which a key of a component stands."""
    if key in COVERED:
        return "k"
    if key in {"name", "distribution", "dof", "stated", "input"}:
        return key
    return "shape" if key in {"beta", "half_width_uncertainty"} else "size"


def covered_by(k: str) -> str:
    """Return what a coverage is: a factor, or a probability where it is below 1."""
    try:
        number = float(parse_half_width(k, "1").in_unit("1")) if k else 2.0
    except LabCalError:
        return "k"
    return "probability" if number < 1 else "k"


def parameters(name: str, *, is_covered: bool) -> tuple[str, str]:
    """Return the first parameter of a distribution, and its second; empty without one."""
    if name in FAMILY:
        known = FAMILY[name][0]
        return known[0], known[1] if len(known) > 1 else ""
    if name in ABSOLUTE:
        return ABSOLUTE[name], ""
    return ("expanded" if is_covered else "standard"), ""


def _is_quantity(size: str) -> bool:
    try:
        parse_half_width(size)
    except LabCalError:
        return False
    return True
