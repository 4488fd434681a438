"""Figures as the screen shows them: grouped digits, true minus, the person's decimal sign, the unit."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from labcal.domain import units
from labcal.domain.quantity import QuantityValue
from labcal.text import Text
from labcal_app.cells import NARROW_SPACE, Symbol, shown_number
from labcal_app.dates import decimal_mark

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "µ", "nu": "ν", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "omega": "ω",
}  # fmt: skip
EXACT = 12
"""Decimals beyond which a float says nothing."""
NUMBER = "[≥≤±+−-]?[ \u202f]?\\d[\\d \u202f]*(?:\\.\\d[\\d \u202f]*)?"
UNIT = "[ \u202f][^\\d\\s.,;:…]{1,12}"
FIGURE = re.compile(f"(?:{NUMBER}(?:{UNIT})? … )?{NUMBER}{UNIT}")
"""A figure, or two of them, with its unit; a version such as "1.2" is none."""
POINT = re.compile(r"(?<=\d)\.(?=\d)")


def shown_figure(number: Decimal, text: Text, *, signed: bool = False) -> str:
    """Return ``number`` with its zeros, in the language of ``text``."""
    return shown_number(number, decimal_mark(text), signed)


def with_unit(number: Decimal, unit: str, text: Text, *, signed: bool = False) -> str:
    """Return ``number`` and ``unit``, held together by a narrow space."""
    shown = units.pretty(unit)
    return shown_figure(number, text, signed=signed) + (NARROW_SPACE + shown if shown else "")


def shown_quantity(quantity: QuantityValue, text: Text) -> str:
    """Return ``quantity`` as it was keyed, digits grouped."""
    return with_unit(quantity.value, quantity.unit, text)


def with_own_sign(words: str, text: Text) -> str:
    """Return a figure in words, such as "±20.06 mg", with the person's decimal sign; else ``words``."""
    return POINT.sub(decimal_mark(text), words) if FIGURE.fullmatch(words) else words


def with_own_point(keyed: str, text: Text) -> str:
    """Return numbers as a file keys them, such as "0.075 um; k = 2", with the person's decimal sign."""
    return POINT.sub(decimal_mark(text), keyed)


def rounded(number: float, decimals: int) -> Decimal:
    """Return ``number`` with so many decimals, for a column of figures; never for what is certified."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-min(max(decimals, 0), EXACT)))


def tidy(number: Decimal, least: int, most: int) -> Decimal:
    """Return ``number`` with ``least`` to ``most`` decimals: no zeros that nobody keyed, no endless tail."""
    kept = number.quantize(Decimal(1).scaleb(-most)).normalize()
    exponent = kept.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return kept.quantize(Decimal(1).scaleb(-max(decimals, least)))


def decimals_of(number: Decimal) -> int:
    """Return how many decimals ``number`` is written with."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def shown_dof(dof: float) -> str:
    """Return degrees of freedom as they are printed: cut down to a whole number, or ∞."""
    return "∞" if math.isinf(dof) else str(math.floor(dof))


def symbol_of(name: str) -> Symbol:
    """Return the symbol that a model writes as ``name``: delta_m_D is δm with the subscript D."""
    parts = name.split("_")
    base = GREEK.get(parts[0], parts[0])
    if base in "δΔ" and len(parts) > 1:
        return Symbol(base + GREEK.get(parts[1], parts[1]), "_".join(parts[2:]))
    return Symbol(base, "_".join(parts[1:]))
