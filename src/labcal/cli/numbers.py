"""Commands on numbers: evaluate."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

from labcal.cli.usage import DONE, add
from labcal.text import Text, mark

METHODS = ("gum", "monte-carlo", "both")
HEADINGS = (
    mark("input"),
    mark("component"),
    mark("distribution"),
    mark("u"),
    mark("unit"),
    mark("ν"),
    mark("sensitivity"),
    mark("contribution"),
    mark("% of variance"),
)
AGREES = mark(
    "  First order agrees with Monte Carlo: the ends of its interval differ by {low} {unit} and "
    "{high} {unit} (δ = {delta} {unit}; JCGM 101:2008, clause 8)."
)
DIFFERS = mark(
    "  First order does not agree with Monte Carlo: the ends of its interval differ by {low} {unit} and "
    "{high} {unit} (δ = {delta} {unit}; JCGM 101:2008, clause 8)."
)
LONGEST_NAME = 40


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the terminal's."""
    evaluate = add(commands, "evaluate", _evaluate, "evaluate an uncertainty budget")
    evaluate.add_argument("budget", type=Path, metavar="BUDGET.toml")
    evaluate.add_argument("--method", choices=METHODS, default=METHODS[0])
    evaluate.add_argument("--trials", type=_above_zero, metavar="N", help="Monte Carlo trials")
    evaluate.add_argument("--seed", type=_from_zero, metavar="N", help="where the random numbers start")


def _above_zero(keyed: str) -> int:
    number = _from_zero(keyed)
    if not number:
        raise argparse.ArgumentTypeError("a whole number above 0 is wanted")
    return number


def _from_zero(keyed: str) -> int:
    if not (keyed.isascii() and keyed.isdecimal() and len(keyed) < 20):
        raise argparse.ArgumentTypeError("a whole number from 0 on is wanted")
    return int(keyed)


def _evaluate(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.budget_json import as_json
    from labcal.services.budgets import Method, evaluate_file

    result = evaluate_file(
        options.budget,
        Method(options.method),
        trials=options.trials,
        seed=options.seed,
        progress=_progress if sys.stderr.isatty() else None,
    )
    told = as_json(result, text)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return DONE
    if told["title"]:
        print(told["title"])
    if told["source"]:
        print(told["source"])
    for output in told["outputs"]:
        _print_output(output, text)
    if len(told["outputs"]) > 1:
        _print_correlation(told, text)
    for warning in told["warnings"]:
        print(text(mark("Warning: {warning}"), warning=warning))
    return DONE


def _progress(done: int, total: int) -> None:
    end = "\n" if done >= total else ""
    print(f"\r{100 * done // max(total, 1)} %", end=end, file=sys.stderr, flush=True)


def _print_output(output: dict[str, Any], text: Text) -> None:
    symbol, unit = output["symbol"], _shown_unit(output["unit"])
    print()
    if output["value"] is not None:
        stated = output["reported"] or f"{_figure(output['value'], 12)} {unit}".strip()
        print(f"{symbol} = {stated}")
        dof = output["effective_dof"]
        shown_dof = {None: "∞", "undefined": text(mark("undefined"))}.get(dof) or _figure(dof, 4)
        print(
            text(
                mark("  u = {u} {unit}; ν = {dof}; k = {k}; p = {p} %; U = {expanded} {unit}"),
                u=_figure(output["standard_uncertainty"], 4),
                dof=shown_dof,
                k=_figure(output["coverage_factor"], 4),
                p=_figure(_percent(output["coverage_probability"]), 4),
                expanded=_figure(output["expanded_uncertainty"], 4),
                unit=unit,
            )
        )
        _print_components(output["components"], text)
    if output["monte_carlo"]:
        _print_monte_carlo(output, text)


def _print_components(components: list[dict[str, Any]], text: Text) -> None:
    rows = [tuple(text(heading) for heading in HEADINGS)]
    rows += [
        (
            one["input"],
            one["name"][:LONGEST_NAME],
            one["distribution"],
            _figure(one["standard_uncertainty"], 4),
            _shown_unit(one["unit"]),
            "∞" if one["dof"] is None else _figure(one["dof"], 4),
            _figure(one["sensitivity"], 4),
            _figure(one["contribution"], 4),
            f"{one['percent_of_variance']:.1f}",
        )
        for one in components
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _print_monte_carlo(output: dict[str, Any], text: Text) -> None:
    found, unit = output["monte_carlo"], _shown_unit(output["unit"])
    told = mark(
        "  Monte Carlo ({trials} trials, seed {seed}): {symbol} = {mean} {unit}, u = {u} {unit}\n"
        "  {p} % interval: {low} … {high} {unit}; the shortest: {least} … {most} {unit}"
    )
    print(
        text(
            told,
            symbol=output["symbol"],
            unit=unit,
            trials=found["trials"],
            seed=found["seed"],
            mean=_figure(found["mean"], 10),
            u=_figure(found["standard_uncertainty"], 4),
            p=_figure(_percent(output["coverage_probability"]), 4),
            low=_figure(found["interval"][0], 10),
            high=_figure(found["interval"][1], 10),
            least=_figure(found["shortest_interval"][0], 10),
            most=_figure(found["shortest_interval"][1], 10),
        )
    )
    if verdict := found["validation"]:
        says = AGREES if verdict["agrees"] else DIFFERS
        print(
            text(
                says,
                low=_figure(verdict["d_low"], 2),
                high=_figure(verdict["d_high"], 2),
                delta=_figure(verdict["delta"], 2),
                unit=unit,
            )
        )


def _print_correlation(told: dict[str, Any], text: Text) -> None:
    symbols = [output["symbol"] for output in told["outputs"]]
    print()
    for i, row in enumerate(told["correlation"] or ()):
        for j, coefficient in enumerate(row[:i]):
            print(
                text(
                    mark("Correlation of {first} and {second}: {coefficient}"),
                    first=symbols[j],
                    second=symbols[i],
                    coefficient=_figure(coefficient, 3),
                )
            )


def _percent(probability: float | None) -> float | None:
    return None if probability is None else 100 * probability


def _shown_unit(unit: str) -> str:
    from labcal.domain.units import pretty

    return pretty(unit)


def _figure(number: float | None, digits: int) -> str:
    """Return a number with so many significant digits, never with an E; a dash where there is none."""
    if number is None:
        return "–"
    if not number:
        return "0"
    place = digits - 1 - math.floor(math.log10(abs(number)))
    shown = f"{number:.{max(place, 0)}f}"
    return shown.replace("-", "−")
