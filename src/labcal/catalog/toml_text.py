"""Texts as TOML writes them."""

from __future__ import annotations

from collections.abc import Sequence

from labcal.domain.quantity import QuantityValue

ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    """Return ``text`` in quotation marks, on one line."""
    written = "".join(
        ESCAPED.get(sign, sign if sign.isprintable() or ord(sign) > 159 else f"\\u{ord(sign):04X}")
        for sign in text
    )
    return f'"{written}"'


def listed(texts: Sequence[str]) -> str:
    """Return a list of texts, on one line."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def keyed(quantity: QuantityValue) -> str:
    """Return a quantity as keyed, with the decimal point of files."""
    number = quantity.number.replace(",", ".")
    return number if quantity.unit == "1" else f"{number} {quantity.unit}"
