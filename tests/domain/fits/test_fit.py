"""What a fit says of itself."""

from dataclasses import replace

import pytest

from labcal.domain.fits.fit import Basis, Fit, Method

LINE = Fit(
    method=Method.WEIGHTED,
    basis=Basis.POLYNOMIAL,
    parameters=(1.0, 2.0),
    covariance=((4.0, -1.0), (-1.0, 1.0)),
    factor=((2.0, 0.0), (-0.5, 0.75**0.5)),
    residual_standard_deviation=0.5,
    dof=4,
    chi_squared=9.4,
    fitted=(),
    residuals=(),
    ranges=((0.0, 5.0),),
)


def test_uncertainties_and_correlation() -> None:
    assert LINE.standard_uncertainties == (2.0, 1.0)
    assert LINE.correlation == ((1.0, -0.5), (-0.5, 1.0))
    certain = replace(LINE, covariance=((0.0, 0.0), (0.0, 1.0)))
    assert certain.correlation == ((1.0, 0.0), (0.0, 1.0))


def test_chi_squared() -> None:
    """ISO/TS 28037:2010, 6.3: the 95 % quantile for 4 degrees of freedom is 9.488."""
    assert LINE.chi_squared_limit == pytest.approx(9.488, abs=5e-4)
    assert LINE.chi_squared_probability == pytest.approx(0.0518, abs=5e-4)
    assert not LINE.warnings
    (warning,) = replace(LINE, chi_squared=9.5).warnings
    assert str(warning).endswith("χ² = 9.5 exceeds 9.488, the 95 % quantile for 4 degrees of freedom.")


def test_what_the_parameters_multiply() -> None:
    assert replace(LINE, parameters=(1.0, 2.0, 3.0)).row([2.0]) == (1.0, 2.0, 4.0)
    assert replace(LINE, basis=Basis.LINEAR).row([5.0, 7.0]) == (1.0, 5.0, 7.0)
    assert replace(LINE, basis=Basis.PROPORTIONAL).row([5.0, 7.0]) == (5.0, 7.0)
    assert LINE.variables == 1
