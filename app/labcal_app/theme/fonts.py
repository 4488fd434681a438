"""Fonts: loaded once, kept by size, weight and features, for building them is dear."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from labcal_app.theme.tokens import Tokens

Key = tuple[str, int, str]


class Fonts:
    """The fonts of the window, by step of the type scale, weight and use of digits."""

    def __init__(self, tokens: Tokens, folder: Path) -> None:
        self._tokens = tokens
        self._fonts: dict[Key, QFont] = {}
        self._metrics: dict[Key, QFontMetrics] = {}
        self.families = tuple(
            family
            for file in sorted(folder.glob("*.ttf"))
            for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        )

    def font(self, step: str, weight: int = 0, use: str = "") -> QFont:
        """Return the font of ``step``.

        Args:
            step: Name of a step of the type scale.
            weight: From 100 to 900; 0 for the weight of the step.
            use: "number" for digits of one width, "code" for a slashed zero, "" for words.

        Raises:
            KeyError: The tokens have no such step or use.
        """
        key = (step, weight, use)
        if key not in self._fonts:
            self._fonts[key] = self._build(step, weight, use)
        return self._fonts[key]

    def metrics(self, step: str, weight: int = 0, use: str = "") -> QFontMetrics:
        """Return the measures of the font that ``font`` gives for the same arguments."""
        key = (step, weight, use)
        if key not in self._metrics:
            self._metrics[key] = QFontMetrics(self.font(step, weight, use))
        return self._metrics[key]

    def _build(self, step: str, weight: int, use: str) -> QFont:
        size = self._tokens.steps[step]
        font = QFont()
        font.setFamilies(list(self._tokens.families))
        font.setPixelSize(size.px)
        font.setWeight(QFont.Weight(weight or size.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for feature in self._tokens.features[use]:
            font.setFeature(QFont.Tag(feature), 1)
        return font
