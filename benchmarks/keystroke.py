"""A keystroke on the Workbench: the budget of GUM H.1 read anew, against evaluating it alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from _measure import least, tell

from labcal.domain.uncertainty.multivariate import evaluate_all
from labcal.services.workbench import check, example

TIMES = 50


def main() -> None:
    """Print the measure; each keystroke brings a model that was never read before."""
    draft = example("GUM-H1-lpu")
    output, numbers = draft.outputs[0], count(1)
    budget = check(draft).budget
    if budget is None:
        raise ValueError("the example can be evaluated")

    def press() -> None:
        changed = replace(output, model=f"{output.model} + {next(numbers)}*d")
        check(replace(draft, outputs=(changed,)))

    tell(
        "a keystroke answered",
        least(TIMES, press),
        "the budget evaluated, nothing read",
        least(TIMES, lambda: evaluate_all(budget)),
    )


if __name__ == "__main__":
    main()
