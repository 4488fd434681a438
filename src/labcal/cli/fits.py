"""The command that fits: ``labcal fit``."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path

from labcal.cli.usage import DONE, add, number, warn
from labcal.domain.shown import plain, with_uncertainty
from labcal.services.fits import FitOrder, Fitted, fit_file
from labcal.text import Text, mark


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the terminal's."""
    fit = add(commands, "fit", _fit, "fit a straight line, a polynomial or a linear model to a table")
    fit.set_defaults(parser=fit)
    fit.add_argument("file", type=Path, metavar="DATA.csv")
    fit.add_argument("--x", action="append", required=True, metavar="COL", help="a variable; repeat for more")
    fit.add_argument("--y", required=True, metavar="COL")
    fit.add_argument("--ux", metavar="COL", help="standard uncertainties of x")
    fit.add_argument("--uy", metavar="COL", help="standard uncertainties of y")
    fit.add_argument("--degree", type=int, default=1, metavar="N", help="of a polynomial in one variable")
    fit.add_argument("--predict", type=number, action="append", metavar="X", help="give y at X, with u")
    fit.add_argument("--predict-uncertainty", type=number, default=Decimal(0), metavar="U", help="u of X")
    fit.add_argument("--inverse", type=number, metavar="Y", help="give the x at which y is Y, with u")
    fit.add_argument("--inverse-uncertainty", type=number, default=Decimal(0), metavar="U", help="u of Y")


def _fit(options: argparse.Namespace, text: Text) -> int:
    _refuse_usage(options, text)
    order = FitOrder(
        file=options.file,
        x=tuple(options.x),
        y=options.y,
        ux=options.ux,
        uy=options.uy,
        degree=options.degree,
        predict=tuple(options.predict or ()),
        predict_uncertainty=options.predict_uncertainty,
        inverse=options.inverse,
        inverse_uncertainty=options.inverse_uncertainty,
    )
    found = fit_file(order)
    if options.json:
        print(json.dumps(found.as_json(text), ensure_ascii=False, allow_nan=False))
        return DONE
    _tell(found, order, text)
    warn(found.warnings, text)
    return DONE


def _refuse_usage(options: argparse.Namespace, text: Text) -> None:
    """End with wrong usage where options do not go together."""
    if len(options.x) > 1 and options.degree != 1:
        options.parser.error(text(mark("--degree is for one --x only.")))
    if options.ux is not None and (len(options.x) > 1 or options.degree != 1):
        options.parser.error(text(mark("--ux is for a straight line in one --x only.")))
    if len(options.x) > 1 and options.predict_uncertainty:
        options.parser.error(text(mark("--predict-uncertainty is for one --x only.")))


def _tell(found: Fitted, order: FitOrder, text: Text) -> None:
    fit = found.fit
    u = fit.standard_uncertainties
    for name, value, one in zip(_names(order, text), fit.parameters, u, strict=True):
        shown = with_uncertainty(value, one)
        print(text(mark("{name}: {value}, u = {u}"), name=name, value=shown[0], u=shown[1]))
    print(text(mark("Method: {method}"), method=text(fit.method.value)))
    if fit.residual_standard_deviation is not None:
        s = plain(fit.residual_standard_deviation)
        print(text(mark("Residual standard deviation: {s}, {dof} degrees of freedom"), s=s, dof=fit.dof))
    if fit.chi_squared is not None and fit.chi_squared_limit is not None:
        limit = plain(fit.chi_squared_limit)
        print(
            text(
                mark("χ² = {found}; its 95 % quantile is {limit}"), found=plain(fit.chi_squared), limit=limit
            )
        )
    asked = (
        (found.prediction, mark("At x = {at}: y = {value}, u = {u}")),
        (found.inverse, mark("At y = {at}: x = {value}, u = {u}")),
    )
    for prediction, says in asked:
        if prediction is not None:
            at = ", ".join(plain(place, 12) for place in prediction.at)
            shown = with_uncertainty(prediction.value, prediction.standard_uncertainty)
            print(text(says, at=at, value=shown[0], u=shown[1]))


def _names(order: FitOrder, text: Text) -> tuple[str, ...]:
    """Return what the parameters are called."""
    intercept = text(mark("intercept"))
    if len(order.x) > 1:
        return (intercept, *order.x)
    powers = (order.x[0], *(f"({order.x[0]})^{power}" for power in range(2, order.degree + 1)))
    return (intercept, *powers)
