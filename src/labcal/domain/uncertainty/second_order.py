"""Second-order terms: of the combined standard uncertainty, and of the estimate itself.

The model is taken as its Taylor polynomial of second order in jointly normal inputs. Its mean is then the
estimate plus ½ Σ fᵢⱼ u(xᵢ, xⱼ), and its variance gᵀVg + ½ tr(HVHV): for independent inputs the terms in
½ fᵢⱼ² of JCGM 100:2008, 5.1.2, note, and H.1.7; terms of third derivatives are left out. The correction of
the estimate is the one that JCGM 100:2008/Amd.1:2026 is reported to ask for; its text was not at hand.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from labcal.domain import units
from labcal.domain.uncertainty.budget import Budget, Output, compile_equation, compile_model
from labcal.domain.uncertainty.covariance import Covariances
from labcal.domain.uncertainty.first_order import Evaluation
from labcal.domain.uncertainty.second_derivatives import Matrix, hessian
from labcal.domain.uncertainty.second_order_terms import SecondOrder
from labcal.errors.models import NoDerivativeError

MOST_INPUTS = 300
"""Uncertain inputs up to which second derivatives are computed."""


def second_order(
    budget: Budget, output: Output, found: Evaluation, common: Covariances
) -> SecondOrder | None:
    """Return estimate and u with their second-order terms; None where there are none to be had.

    Args:
        budget: The budget.
        output: One of its outputs.
        found: Its first-order result.
        common: The covariances of its inputs.
    """
    wanted = [number for number, total in enumerate(common.totals) if total > 0]
    if not wanted:
        return SecondOrder(found.value, 0.0)
    if len(wanted) > MOST_INPUTS:
        return None
    try:
        curvature = _curvature(budget, output, found, wanted)
    except NoDerivativeError:
        return None
    with np.errstate(all="ignore"):
        bent = curvature @ _variances(common, wanted)
        scale = units.scale(output.unit)
        shift = float(np.trace(bent)) / 2 / scale
        more = float(np.sum(bent * bent.T)) / 2 / scale / scale
    standard = math.hypot(found.standard_uncertainty, math.sqrt(max(more, 0.0)))
    if not (math.isfinite(shift) and math.isfinite(standard)):
        return None
    return SecondOrder(found.value + shift, standard)


def _curvature(budget: Budget, output: Output, found: Evaluation, wanted: list[int]) -> Matrix:
    """Return the matrix of second derivatives by the wanted inputs, in coherent SI units."""
    symbols = tuple((quantity.symbol, quantity.unit) for quantity in budget.inputs)
    estimates = [units.to_base(quantity.value, quantity.unit) for quantity in budget.inputs]
    if not output.equation:
        return hessian(compile_model(output.model, symbols, output.unit), estimates, wanted)[1]
    equation = compile_equation(output.equation, symbols, (output.symbol, output.unit))
    at = [*estimates, units.to_base(found.value, output.unit)]
    slopes, curved = hessian(equation, at, [*wanted, len(estimates)])
    own = np.array([found.gradient[number] for number in wanted])
    across = np.outer(curved[:-1, -1], own)
    whole = curved[:-1, :-1] + across + across.T + curved[-1, -1] * np.outer(own, own)
    return np.asarray(-whole / slopes[-1], dtype=np.float64)


def _variances(common: Covariances, wanted: list[int]) -> NDArray[np.float64]:
    """Return the covariance matrix of the wanted inputs, in coherent SI units."""
    places = {number: place for place, number in enumerate(wanted)}
    matrix = np.diag([common.totals[number] * common.totals[number] for number in wanted])
    for (i, j), covariance in common.pairs.items():
        if covariance:
            matrix[places[i], places[j]] = matrix[places[j], places[i]] = covariance
    return matrix
