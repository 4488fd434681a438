"""The small parts that every branch of a digital calibration certificate is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from labcal.exchange.dsi_units import dsi_unit, rescaled
from labcal.exchange.safe_xml import DCC, SI
from labcal.text import Text


def language_of(text: Text) -> str:
    """Return the ISO 639-1 code of the language of ``text``."""
    return text.language[:2].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """Expanded uncertainty as D-SI states it, in its own ``unit``."""

    expanded: Decimal
    unit: str
    factor: Decimal
    probability: float


@dataclass(frozen=True, slots=True)
class Node:
    """An element under construction, and the language of its words."""

    element: etree._Element
    text: Text

    def add(self, tag: str, words: str = "", **attributes: str) -> Node:
        """Append ``dcc:tag`` and return it."""
        return self._append(DCC, tag, words, attributes)

    def add_si(self, tag: str, words: str = "") -> Node:
        """Append ``si:tag`` and return it."""
        return self._append(SI, tag, words, {})

    def optional(self, tag: str, words: str) -> None:
        """Append ``dcc:tag`` unless it would be empty."""
        if words.strip():
            self.add(tag, " ".join(words.split()))

    def name(self, words: str, *, translated: bool = False) -> None:
        """Append a name: a proper one, or one in the certificate's language."""
        self._content(self.add("name"), words, translated)

    def content(self, tag: str, words: str) -> None:
        """Append rich content in the certificate's language."""
        self._content(self.add(tag), words, translated=True)

    def identified(self, issuer: str, value: str, title: str, ref_type: str) -> None:
        """Append an identification whose ``title`` is translated."""
        known = self.add("identification", refType=ref_type)
        known.add("issuer", issuer)
        known.add("value", " ".join(value.split()))
        known.name(self.text(title), translated=True)

    def real(self, value: Decimal, unit: str, uncertainty: Uncertainty | None = None) -> None:
        """Append ``si:real``; the uncertainty is written in the unit of the value.

        Raises:
            UnknownDsiUnitError: A unit has no name in the D-SI, or the two are not of a kind.
        """
        known = dsi_unit(unit)
        real = self.add_si("real")
        real.add_si("value", known.of(value))
        real.add_si("unit", known.token)
        if uncertainty is None:
            return
        its = dsi_unit(uncertainty.unit)
        expanded = rescaled(uncertainty.expanded * its.factor, its.token, known.token)
        stated = real.add_si("measurementUncertaintyUnivariate").add_si("expandedMU")
        stated.add_si("valueExpandedMU", format(expanded, "f"))
        stated.add_si("coverageFactor", format(uncertainty.factor, "f"))
        stated.add_si("coverageProbability", format(Decimal(str(uncertainty.probability)), "f"))

    def quantity(self, title: str, ref_type: str) -> Node:
        """Append a quantity with a translated name and return it, to be given its value."""
        quantity = self.add("quantity", refType=ref_type) if ref_type else self.add("quantity")
        quantity.name(title, translated=True)
        return quantity

    def _append(self, space: str, tag: str, words: str, attributes: dict[str, str]) -> Node:
        element = etree.SubElement(self.element, f"{{{space}}}{tag}", **attributes)
        element.text = words or None
        return Node(element, self.text)

    def _content(self, parent: Node, words: str, translated: bool) -> None:
        language = {"lang": language_of(self.text)} if translated else {}
        parent.add("content", words, **language)
