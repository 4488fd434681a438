"""Budgets that the tests of Monte Carlo share."""

import math

import pytest

from labcal.domain.uncertainty.budget import Budget, Component, Correlation, Input, Output
from labcal.domain.uncertainty.coverage import Coverage
from labcal.domain.uncertainty.distributions import (
    Arcsine,
    CurvilinearTrapezoid,
    Distribution,
    Normal,
    Rectangular,
    StudentT,
)


class Maker:
    """Makes budgets."""

    def component(self, distribution: Distribution, unit: str = "1", dof: float = math.inf) -> Component:
        return Component(name="", distribution=distribution, unit=unit, dof=dof)

    def quantity(self, symbol: str, value: float, *distributions: Distribution, unit: str = "1") -> Input:
        return Input(
            symbol=symbol,
            value=value,
            unit=unit,
            components=tuple(self.component(one, unit) for one in distributions),
        )

    def budget(
        self,
        model: str,
        *inputs: Input,
        probability: float = 0.95,
        correlations: tuple[Correlation, ...] = (),
        unit: str = "1",
    ) -> Budget:
        return Budget(
            outputs=(Output(symbol="y", unit=unit, model=model),),
            inputs=inputs,
            coverage=Coverage(probability=probability),
            correlations=correlations,
        )

    def of_outputs(self, outputs: dict[str, str], *inputs: Input, probability: float = 0.95) -> Budget:
        return Budget(
            outputs=tuple(Output(symbol=symbol, unit="1", model=model) for symbol, model in outputs.items()),
            inputs=inputs,
            coverage=Coverage(probability=probability),
        )

    def gauge_block(self) -> Budget:
        """JCGM 101:2008, 9.5, table 10."""
        t = (
            self.component(StudentT(6.0), "nm", 24),
            self.component(StudentT(4.0), "nm", 5),
            self.component(StudentT(7.0), "nm", 8),
        )
        return self.budget(
            "l_s + d - l_s*(dalpha*theta + alpha_s*dtheta) - 50 mm",
            Input(
                symbol="l_s",
                value=50_000_623.0,
                unit="nm",
                components=(self.component(StudentT(25.0), "nm", 18),),
            ),
            Input(symbol="d", value=215.0, unit="nm", components=t),
            self.quantity("alpha_s", 11.5e-6, Rectangular(2e-6), unit="1/K"),
            self.quantity("theta", -0.1, Normal(0.2), Arcsine(0.5), unit="K"),
            self.quantity("dalpha", 0.0, CurvilinearTrapezoid(1e-6, 0.1e-6), unit="1/K"),
            self.quantity("dtheta", 0.0, CurvilinearTrapezoid(0.050, 0.025), unit="K"),
            probability=0.99,
            unit="nm",
        )

    def mass(self) -> Budget:
        """JCGM 101:2008, 9.3, table 5 and equation (28)."""
        return self.budget(
            "(m_r + dm_r)*(1 + (rho_a - 1.2 kg/m^3)*(1/rho_w - 1/rho_r)) - 100 g",
            self.quantity("m_r", 100_000.0, Normal(0.050), unit="mg"),
            self.quantity("dm_r", 1.234, Normal(0.020), unit="mg"),
            self.quantity("rho_a", 1.20, Rectangular(0.10), unit="kg/m^3"),
            self.quantity("rho_w", 8000.0, Rectangular(1000.0), unit="kg/m^3"),
            self.quantity("rho_r", 8000.0, Rectangular(50.0), unit="kg/m^3"),
            unit="mg",
        )

    def comparison_loss(self, x1: float, coefficient: float) -> Budget:
        """JCGM 101:2008, 9.4."""
        tied = (Correlation("x1", "x2", coefficient),) if coefficient else ()
        return self.budget(
            "x1*x1 + x2*x2",
            self.quantity("x1", x1, Normal(0.005)),
            self.quantity("x2", 0.0, Normal(0.005)),
            correlations=tied,
        )


@pytest.fixture(scope="session")
def make() -> Maker:
    return Maker()
