"""A budget turned into what Monte Carlo draws and computes, all in coherent SI units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labcal.domain import units
from labcal.domain.uncertainty import covariance, implicit
from labcal.domain.uncertainty.budget import Budget, Component, Input, compile_equation, compile_model
from labcal.domain.uncertainty.covariance import Covariances, Ensemble
from labcal.domain.uncertainty.distributions import Distribution, Normal, StudentT
from labcal.domain.uncertainty.montecarlo.draws import can_draw, is_certain
from labcal.domain.uncertainty.montecarlo.joint import Joint, root
from labcal.domain.uncertainty.montecarlo.roots import Equation
from labcal.domain.uncertainty.tape import Tape, values
from labcal.errors.montecarlo import (
    CorrelatedDistributionError,
    CorrelationMatrixError,
    UndrawableDistributionError,
)
from labcal.text import Phrase, mark, phrase

FEW_SETS = mark(
    "{count} sets of readings of {inputs} are too few for a multivariate t-distribution:"
    " Monte Carlo draws them as normal."
)


@dataclass(frozen=True, slots=True)
class Part:
    """One independent component of an input.

    Attributes:
        distribution: In the unit of the component.
        dof: Its degrees of freedom.
        scale: The coherent SI value of that unit.
    """

    distribution: Distribution
    dof: float
    scale: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn and computed.

    Attributes:
        symbols: Of the n inputs.
        estimates: Of the n inputs, in coherent SI units.
        parts: Independent components of each input.
        joints: What is drawn together; no input is in two of them.
        models: One a result: a model, or an equation that is solved.
        least_dof: Of each input, the fewest degrees of freedom of a t that is drawn; infinite for none.
        warnings: What the person has to know.
    """

    symbols: tuple[str, ...]
    estimates: tuple[float, ...]
    parts: tuple[tuple[Part, ...], ...]
    joints: tuple[Joint, ...]
    models: tuple[Tape | Equation, ...]
    least_dof: tuple[float, ...]
    warnings: tuple[Phrase, ...] = ()


def plan(budget: Budget) -> Plan:
    """Return what Monte Carlo draws and computes for a budget.

    Raises:
        ModelError: A model cannot be used, or has no value at the estimates.
        UnknownUnitError, UnitMismatchError: A unit is not known, or is of another kind than its input.
        CorrelatedDistributionError: A correlated input is not normal.
        UndrawableDistributionError: There is no way to draw from a distribution.
    """
    found = covariance.covariances(budget)
    estimates = tuple(units.to_base(quantity.value, quantity.unit) for quantity in budget.inputs)
    given = _given(budget, found)
    tied = {number for joint in given for number in joint.members}
    observed = [
        _observed(budget, found, ensemble) for ensemble in found.ensembles if not tied & set(ensemble.members)
    ]
    joints = (*given, *(joint for joint, _ in observed))
    read = {number for joint, _ in observed for number in joint.members}
    parts = tuple(
        () if number in tied else _parts(quantity, quantity.components[1 if number in read else 0 :])
        for number, quantity in enumerate(budget.inputs)
    )
    return Plan(
        symbols=tuple(quantity.symbol for quantity in budget.inputs),
        estimates=estimates,
        parts=parts,
        joints=joints,
        models=_models(budget, estimates),
        least_dof=_least_dof(parts, joints),
        warnings=tuple(warning for _, warning in observed if warning is not None),
    )


def _models(budget: Budget, estimates: Sequence[float]) -> tuple[Tape | Equation, ...]:
    inputs = tuple((quantity.symbol, quantity.unit) for quantity in budget.inputs)
    models: list[Tape | Equation] = []
    for output in budget.outputs:
        if output.equation:
            equation = compile_equation(output.equation, inputs, (output.symbol, output.unit))
            start, _ = implicit.solve(equation, estimates, units.to_base(output.start, output.unit))
            models.append(Equation(equation, output.equation, start))
        else:
            model = compile_model(output.model, inputs, output.unit)
            values(model, estimates)
            models.append(model)
    return tuple(models)


def _parts(quantity: Input, components: Sequence[Component]) -> tuple[Part, ...]:
    """Return the components that are drawn; those that are normal become one."""
    parts: list[Part] = []
    normal = 0.0
    for component in components:
        scale = covariance.standard(quantity, component) and units.scale(component.unit)
        given = component.distribution
        if not can_draw(given):
            raise UndrawableDistributionError(distribution=given.name, input=quantity.symbol)
        if is_certain(given):
            continue
        if isinstance(given, Normal) or (isinstance(given, StudentT) and math.isinf(component.dof)):
            normal = math.hypot(normal, given.standard_uncertainty * scale)
        else:
            parts.append(Part(given, component.dof, scale))
    return (Part(Normal(normal), math.inf, 1.0), *parts) if normal else tuple(parts)


def _given(budget: Budget, found: Covariances) -> list[Joint]:
    """Return the groups of inputs that are correlated by coefficients: all their components are normal."""
    joints = []
    for members in _groups(found.given):
        for number in members:
            _refuse_unless_normal(budget.inputs[number])
        joints.append(Joint(members, _root(budget, members, found.pairs, found.totals)))
    return joints


def _groups(pairs: Mapping[tuple[int, int], float]) -> list[tuple[int, ...]]:
    """Return what hangs together, directly or through others."""
    groups: list[set[int]] = []
    for pair, shared in pairs.items():
        if shared:
            touched = [group for group in groups if group & set(pair)]
            groups = [group for group in groups if group not in touched]
            groups.append(set(pair).union(*touched))
    return sorted(tuple(sorted(group)) for group in groups)


def _refuse_unless_normal(quantity: Input) -> None:
    for component in quantity.components:
        given = component.distribution
        is_normal = isinstance(given, Normal) or (isinstance(given, StudentT) and math.isinf(component.dof))
        if not is_normal and not is_certain(given):
            raise CorrelatedDistributionError(input=quantity.symbol, distribution=given.name)


def _observed(budget: Budget, found: Covariances, ensemble: Ensemble) -> tuple[Joint, Phrase | None]:
    """Return the joint draw of means of simultaneous readings, and a warning where they are too few for t.

    Source:
        JCGM 102:2011, 5.3.2: t with ν = n − N and scale Σ(x − x̄)(x − x̄)ᵀ/(n ν), if ν > 2.
    """
    members = ensemble.members
    spread = {
        number: covariance.standard(budget.inputs[number], budget.inputs[number].components[0])
        for number in members
    }
    count = int(ensemble.dof) + 1
    dof = count - len(members)
    lower = _root(budget, members, found.observed, spread)
    if dof > 2:
        factor = math.sqrt(ensemble.dof / dof)
        return Joint(
            members, tuple(tuple(value * factor for value in row) for row in lower), float(dof)
        ), None
    names = ", ".join(budget.inputs[number].symbol for number in members)
    return Joint(members, lower), phrase(FEW_SETS, count=count, inputs=names)


def _root(
    budget: Budget,
    members: tuple[int, ...],
    pairs: Mapping[tuple[int, int], float],
    spread: Mapping[int, float] | Sequence[float],
) -> tuple[tuple[float, ...], ...]:
    matrix = np.eye(len(members))
    for row, i in enumerate(members):
        for column, j in enumerate(members[:row]):
            product = spread[i] * spread[j]
            shared = pairs.get((min(i, j), max(i, j)), 0.0)
            matrix[row, column] = matrix[column, row] = shared / product if product else 0.0
    lower = root(matrix, [spread[number] for number in members])
    if lower is None:
        names = ", ".join(budget.inputs[number].symbol for number in members)
        raise CorrelationMatrixError(inputs=names)
    return lower


def _least_dof(parts: Sequence[Sequence[Part]], joints: Sequence[Joint]) -> tuple[float, ...]:
    least = [
        min((part.dof for part in drawn if isinstance(part.distribution, StudentT)), default=math.inf)
        for drawn in parts
    ]
    for joint in joints:
        for number in joint.members:
            least[number] = min(least[number], joint.dof)
    return tuple(least)
