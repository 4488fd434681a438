"""Fits and analyses of variance of a table in a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from labcal.catalog.columns import NumberTable, grouped_by, read_table
from labcal.domain.anova import Analysis, analyse
from labcal.domain.fits.fit import Fit
from labcal.domain.fits.prediction import Prediction, inverse, predict
from labcal.text import Phrase, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOrder:
    """What is to be fitted.

    Attributes:
        file: A CSV file whose first row names the columns.
        x: Columns of the variables; more than one make a general linear model.
        y: Column of y.
        ux: Column of the standard uncertainties of x; None where x is exact.
        uy: Column of the standard uncertainties of y; None where they are equal and unknown.
        degree: Of a polynomial in one variable.
        predict: Where y is to be predicted, one number for each variable; empty for nowhere.
        predict_uncertainty: Standard uncertainty of a single such number.
        inverse: y for which x is to be found; None for none.
        inverse_uncertainty: Standard uncertainty of that y.
    """

    file: Path
    x: tuple[str, ...]
    y: str
    ux: str | None = None
    uy: str | None = None
    degree: int = 1
    predict: tuple[Decimal, ...] = ()
    predict_uncertainty: Decimal = Decimal(0)
    inverse: Decimal | None = None
    inverse_uncertainty: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A fit and what was asked of it."""

    fit: Fit
    prediction: Prediction | None
    inverse: Prediction | None

    @property
    def warnings(self) -> tuple[Phrase, ...]:
        """What a person should look at."""
        asked = [one for one in (self.prediction, self.inverse) if one is not None]
        return (*self.fit.warnings, *(warning for one in asked for warning in one.warnings))

    def as_json(self, text: Text) -> dict[str, object]:
        """Return what ``labcal fit --json`` prints."""
        fit, told = self.fit, self.prediction
        place = None if told is None else told.at[0] if len(told.at) == 1 else list(told.at)
        return {
            "parameters": list(fit.parameters),
            "standard_uncertainties": list(fit.standard_uncertainties),
            "covariance": [list(row) for row in fit.covariance],
            "residual_standard_deviation": fit.residual_standard_deviation,
            "dof": fit.dof,
            "chi_squared": fit.chi_squared,
            "prediction": None if told is None else {"x": place, **_predicted(told)},
            "inverse": (
                None if self.inverse is None else {"y": self.inverse.at[0], **_predicted(self.inverse)}
            ),
            "method": text(fit.method.value),
            "warnings": [text(warning) for warning in self.warnings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceOrder:
    """What is to be analysed: a CSV file, its column of groups and its column of values."""

    file: Path
    group: str
    value: str
    level: float = 0.05


def fit_file(order: FitOrder) -> Fitted:
    """Return the fit of a table in a file.

    Raises:
        NoSuchFileError, UnreadableFileError: There is no such file, or it may not be read.
        TableFileError: It is no such table, or lacks a column, or a cell is no number.
        FitError: The data do not allow the fit.
    """
    fit = _fit(order, read_table(order.file))
    prediction = found = None
    if order.predict:
        places = tuple(float(one) for one in order.predict)
        prediction = predict(fit, places, standard_uncertainty=float(order.predict_uncertainty))
    if order.inverse is not None:
        uncertainty = float(order.inverse_uncertainty)
        found = inverse(fit, float(order.inverse), standard_uncertainty=uncertainty)
    return Fitted(fit=fit, prediction=prediction, inverse=found)


def analyse_file(order: VarianceOrder) -> Analysis:
    """Return the analysis of variance of a table in a file.

    Raises:
        VarianceError: The data do not allow the analysis; otherwise as for ``fit_file``.
    """
    table = read_table(order.file)
    groups = grouped_by(table.words(order.group), table.numbers(order.value))
    return analyse(list(groups.values()), level=order.level)


def analysis_json(analysis: Analysis, text: Text) -> dict[str, object]:
    """Return what ``labcal anova --json`` prints."""
    names = (
        "ss_between ss_within ms_between ms_within dof_between dof_within f f_critical p_value "
        "between_standard_deviation within_standard_deviation mean standard_uncertainty dof"
    )
    told: dict[str, object] = {name: getattr(analysis, name) for name in names.split()}
    return {**told, "warnings": [text(warning) for warning in analysis.warnings]}


def _fit(order: FitOrder, table: NumberTable) -> Fit:
    from labcal.domain.fits.linear import fit_linear, fit_polynomial
    from labcal.domain.fits.york import fit_york

    variables = [table.numbers(column) for column in order.x]
    y = table.numbers(order.y)
    uy = None if order.uy is None else table.numbers(order.uy)
    if order.ux is not None:
        exact = (Decimal(0),) * len(y)
        return fit_york(variables[0], y, ux=table.numbers(order.ux), uy=exact if uy is None else uy)
    if len(variables) > 1:
        return fit_linear(variables, y, uy=uy)
    return fit_polynomial(variables[0], y, uy=uy, degree=order.degree)


def _predicted(one: Prediction) -> dict[str, float]:
    return {"value": one.value, "standard_uncertainty": one.standard_uncertainty}
