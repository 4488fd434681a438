"""A sentence that a calculation hands up: a marked template and its figures, translated where it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.text import Text


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with figures in them.

    Attributes:
        template: Marked for translation.
        fields: What fills it, as text with units.
        words: Names of those fields that are marked words themselves.
    """

    template: str
    fields: tuple[tuple[str, str], ...] = ()
    words: frozenset[str] = frozenset()

    def shown(self, text: Text) -> str:
        """Return the sentence, in the language of ``text``."""
        fields = {name: text(value) if name in self.words else value for name, value in self.fields}
        return text(self.template, **fields)

    def __str__(self) -> str:
        return self.template.format(**dict(self.fields))
