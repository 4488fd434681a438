"""Sentences that come up from below, put into the person's language."""

from __future__ import annotations

from labcal.domain.sentence import Sentence
from labcal.text import Phrase, Text


def said(sentence: Phrase | Sentence, text: Text) -> str:
    """Return a sentence of the services or of a calculation in the language of ``text``."""
    return text(sentence) if isinstance(sentence, Phrase) else sentence.shown(text)
