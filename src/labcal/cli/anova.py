"""The command that analyses variance: ``labcal anova``."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path

from labcal.cli.usage import DONE, add, number, warn
from labcal.domain.anova import Analysis
from labcal.domain.shown import plain, with_uncertainty
from labcal.services.fits import VarianceOrder, analyse_file, analysis_json
from labcal.text import Text, mark

ROW = "{:<18}{:>8}{:>24}{:>24}"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the terminal's."""
    anova = add(commands, "anova", _anova, "one-way analysis of variance of a table (GUM H.5)")
    anova.add_argument("file", type=Path, metavar="DATA.csv")
    anova.add_argument("--group", required=True, metavar="COL")
    anova.add_argument("--value", required=True, metavar="COL")
    anova.add_argument("--level", type=number, default=Decimal("0.05"), help="of significance of F")


def _anova(options: argparse.Namespace, text: Text) -> int:
    order = VarianceOrder(
        file=options.file, group=options.group, value=options.value, level=float(options.level)
    )
    found = analyse_file(order)
    if options.json:
        print(json.dumps(analysis_json(found, text), ensure_ascii=False, allow_nan=False))
        return DONE
    _tell(found, text)
    warn(found.warnings, text)
    return DONE


def _tell(found: Analysis, text: Text) -> None:
    print(ROW.format(text(mark("source")), "ν", text(mark("sum of squares")), text(mark("mean square"))))
    for name, dof, squares, middle in (
        (mark("between groups"), found.dof_between, found.ss_between, found.ms_between),
        (mark("within groups"), found.dof_within, found.ss_within, found.ms_within),
    ):
        print(ROW.format(text(name), dof, plain(squares), plain(middle)))
    if found.f is not None and found.p_value is not None:
        says = mark("F = {f}; significant at the level {level} above {critical}; p = {p}")
        f, critical, p = plain(found.f), plain(found.f_critical), plain(found.p_value)
        print(text(says, f=f, level=plain(found.level), critical=critical, p=p))
    between, within = plain(found.between_standard_deviation), plain(found.within_standard_deviation)
    says = mark("Standard deviations: between groups {between}, within groups {within}")
    print(text(says, between=between, within=within))
    value, u = with_uncertainty(found.mean, found.standard_uncertainty)
    kind = mark("between groups") if found.is_significant else mark("pooled")
    says = mark("Mean: {value}, u = {u} ({kind}), {dof} degrees of freedom")
    print(text(says, value=value, u=u, kind=text(kind), dof=plain(found.dof)))
