"""Words on the screen: figures and dates within a sentence stand as the person's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from labcal import text as words
from labcal.domain.quantity import QuantityValue
from labcal.text import Phrase, Text
from labcal_app.dates import shown_date, shown_instant
from labcal_app.figures import shown_figure, shown_quantity, with_own_sign


def own_names() -> tuple[tuple[str, str], ...]:
    """Return the code and the own name of each language that the screen speaks, English first."""
    from babel import Locale

    names = ((code, Locale.parse(code).get_display_name(code) or code) for code in words.languages())
    return tuple((code, name[:1].upper() + name[1:]) for code, name in names)


class ScreenText(Text):
    """One language's catalogue for the screen; a certificate takes a plain ``Text``."""

    def __call__(self, template: str | Phrase, **fields: object) -> str:
        """Return the sentence in this language, its figures and dates as that language writes them."""
        if isinstance(template, Phrase):
            return self(template.template, **dict(template.fields))
        return super().__call__(template, **{name: self._shown(value) for name, value in fields.items()})

    def _shown(self, value: object) -> object:
        if isinstance(value, datetime):
            return shown_instant(value, self)
        if isinstance(value, date):
            return shown_date(value, self)
        if isinstance(value, QuantityValue):
            return shown_quantity(value, self)
        if isinstance(value, Decimal) and value.is_finite():
            return shown_figure(value, self)
        return with_own_sign(value, self) if isinstance(value, str) else value
