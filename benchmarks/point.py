"""Evaluating a point from its procedure, against the formula of EA-4/02 M S2 written by hand."""

from __future__ import annotations

import math

from _measure import least, tell

from labcal.catalog.procedures import load_example, load_procedure
from labcal.domain.evaluation import PointInputs, evaluate_point

TIMES = 200


def by_hand(inputs: PointInputs) -> tuple[float, float]:
    """Return m_X in grams and U in milligrams, as the example prints the formula."""
    standard = inputs.standard
    if standard is None or standard.drift is None:
        raise ValueError("the example has a standard with a drift")
    differences = []
    for row in inputs.readings:
        first, second, third, fourth = (float(cell.value) for cell in row if cell is not None)
        differences.append((second + third - first - fourth) / 2)
    value = float(standard.value.value) + sum(differences) / len(differences)
    parts = (
        float(standard.expanded.value) / standard.k,
        float(standard.drift.value) / math.sqrt(3),
        25 / math.sqrt(len(differences)),
        10 / math.sqrt(3),
        10 / math.sqrt(3),
    )
    return value, 2 * math.hypot(*parts)


def main() -> None:
    """Print the measure, after making sure that both come to the same."""
    procedure, inputs = load_procedure("mass/substitution"), load_example("mass/substitution").inputs
    result = evaluate_point(procedure, inputs)
    value, expanded = by_hand(inputs)
    if round(value / 1000, 6) != float(result.value) or round(expanded) != int(result.expanded):
        raise ArithmeticError(f"{value} ± {expanded} by hand, {result.value} ± {result.expanded} else")
    taken = least(TIMES, lambda: evaluate_point(procedure, inputs))
    tell("a point evaluated", taken, "the same formula by hand", least(TIMES, lambda: by_hand(inputs)))


if __name__ == "__main__":
    main()
