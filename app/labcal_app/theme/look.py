"""The look of the window, passed along to all that is drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from labcal_app.theme.fonts import Fonts
from labcal_app.theme.icons import Icons
from labcal_app.theme.palette import palette
from labcal_app.theme.sheet import style_sheet
from labcal_app.theme.tokens import Theme, Tokens, read_tokens


class Look(QObject):
    """Colours, fonts, sizes and icons of the theme in use.

    Signals:
        changed: Another theme, or the other direction of reading; what was painted is to be painted anew.
    """

    changed = Signal()

    def __init__(self, application: QApplication, resources: Path, theme: str = "light") -> None:
        """Dress ``application`` in ``theme``; ``resources`` holds tokens.toml, fonts/ and icons/."""
        super().__init__(application)
        self._application = application
        self.tokens: Tokens = read_tokens(resources / "tokens.toml")
        application.setStyle("Fusion")
        self._fonts = Fonts(self.tokens, resources / "fonts")
        self._icons = Icons(self.tokens, resources / "icons")
        self.theme: Theme = self.tokens.themes[theme]
        application.setFont(self.font("body"))
        self._dress()

    def use(self, theme: str) -> None:
        """Change to the theme called ``theme``.

        Raises:
            KeyError: There is no such theme.
        """
        self.theme = self.tokens.themes[theme]
        self._dress()
        self.changed.emit()

    def read_from(self, direction: Qt.LayoutDirection) -> None:
        """Lay the whole window out in ``direction``."""
        self._application.setLayoutDirection(direction)
        self._dress()
        self.changed.emit()

    @property
    def mirrored(self) -> bool:
        """Whether one reads from right to left."""
        return self._application.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def colour(self, name: str) -> QColor:
        """Return the colour called ``name`` in the tokens.

        Raises:
            KeyError: The tokens have no such colour.
        """
        return self.theme.colour(name)

    def font(self, step: str, weight: int = 0, use: str = "") -> QFont:
        """Return the font of a step of the type scale; see ``Fonts.font``."""
        return self._fonts.font(step, weight, use)

    def metrics(self, step: str, weight: int = 0, use: str = "") -> QFontMetrics:
        """Return the measures of that font."""
        return self._fonts.metrics(step, weight, use)

    def icon(self, name: str, colour: str = "text2", size: int = 16) -> QIcon:
        """Return the icon called ``name`` for a control; ask again after ``changed``."""
        inks = (self.colour(colour), self.colour("text3"))
        return self._icons.icon(name, inks, size, self.mirrored)

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """Return the icon called ``name`` as a picture for a screen of ``ratio`` device pixels a px."""
        return self._icons.pixmap(name, self.colour(colour), size, ratio, self.mirrored)

    def draw_icon(self, painter: QPainter, box: QRectF, name: str, colour: str) -> None:
        """Paint the icon called ``name`` in the middle of ``box``, as large as its shorter side."""
        size = int(min(box.width(), box.height()))
        ratio = painter.device().devicePixelRatioF()
        left = round(box.center().x() - size / 2)
        top = round(box.center().y() - size / 2)
        painter.drawPixmap(left, top, self.pixmap(name, colour, size, ratio))

    def size(self, name: str) -> int:
        """Return the height or width called ``name``, in px."""
        return self.tokens.size[name]

    def space(self, name: str) -> int:
        """Return the gap called ``name``, in px."""
        return self.tokens.space[name]

    def radius(self, name: str) -> int:
        """Return the corner radius called ``name``, in px."""
        return self.tokens.radius[name]

    def _dress(self) -> None:
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(style_sheet(self.theme, self.tokens, self.mirrored))


def redraw_on_change(look: Look, widget: QWidget) -> None:
    """Have ``widget`` painted anew whenever the look changes."""
    look.changed.connect(widget.update)
